/// A page of a PDF file: what draws it, and how it stands on paper.
struct PDFPage {
  var contents: PDFObject
  var resources: PDFObject
  var annotations: PDFObject
  /// Its paper, from the upper left corner.
  var paper: Document.Box
  /// From its own coordinates to points from the upper left corner of the paper.
  var transform: Transform

  private static let depthBound = 64

  /// What pages have from those above them.
  private struct Inherited {
    var resources: PDFObject?
    var mediaBox: PDFObject?
    var rotation: PDFObject?
  }

  /// The pages of a file; there may be no more than `bound`.
  static func pages(of file: PDFFile, bound: Int) throws(PDFFault) -> [PDFPage] {
    guard try !hidesLayers(file) else { throw .unreadable }
    var pages: [PDFPage] = []
    try add(file.root["Pages"], of: file, Inherited(), depth: 0, to: &pages, bound: bound)
    return pages
  }

  private static func add(
    _ node: PDFObject?, of file: PDFFile, _ above: Inherited, depth: Int, to pages: inout [PDFPage],
    bound: Int
  ) throws(PDFFault) {
    guard depth < depthBound, case .dictionary(let entries) = try file.resolve(node) else {
      throw .unreadable
    }
    // A node may be one of its own kids.
    try file.spend(1 << 12)
    let own = Inherited(
      resources: entries["Resources"] ?? above.resources,
      mediaBox: entries["MediaBox"] ?? above.mediaBox,
      rotation: entries["Rotate"] ?? above.rotation)
    guard let kids = try file.resolve(entries["Kids"]).array else {
      guard pages.count < bound else { throw .tooMuch }
      pages.append(try PDFPage(entries, own, of: file))
      return
    }
    for kid in kids {
      try add(kid, of: file, own, depth: depth + 1, to: &pages, bound: bound)
    }
  }

  private init(
    _ entries: [String: PDFObject], _ inherited: Inherited, of file: PDFFile
  ) throws(PDFFault) {
    contents = entries["Contents"] ?? .null
    annotations = entries["Annots"] ?? .null
    resources = inherited.resources ?? .null
    guard let box = try file.box(inherited.mediaBox), box.width > 0, box.height > 0 else {
      throw .unreadable
    }
    var numbers = [1, 0, 0, -1, -box.left, box.bottom]
    var turns = 0
    if let rotation = try file.resolve(inherited.rotation).integer {
      guard rotation % 90 == 0 else { throw .unreadable }
      turns = (rotation / 90 % 4 + 4) % 4
    }
    switch turns {
    case 1: numbers = [0, 1, 1, 0, -box.top, -box.left]
    case 2: numbers = [-1, 0, 0, 1, box.right, -box.top]
    case 3: numbers = [0, -1, -1, 0, box.bottom, box.right]
    default: break
    }
    transform = Transform(numbers) ?? Transform()
    paper = transform.apply(box)
  }

  /// Whether the file has layers that are not shown.
  private static func hidesLayers(_ file: PDFFile) throws(PDFFault) -> Bool {
    guard let layers = try file.resolve(file.root["OCProperties"]).dictionary,
      let shown = try file.resolve(layers["D"]).dictionary
    else { return false }
    let isUsual = ["ON", nil].contains(try file.resolve(shown["BaseState"]).name)
    let hidden = try file.resolve(shown["OFF"]).array ?? []
    return !isUsual || !hidden.isEmpty
  }
}

extension PDFFile {
  /// The numbers of an array; nil where anything else is in it.
  func numbers(_ object: PDFObject?) throws(PDFFault) -> [Double]? {
    guard let items = try resolve(object).array else { return nil }
    var numbers: [Double] = []
    for item in items {
      guard let number = try resolve(item).number else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// A rectangle, its lower edge first, as it is counted from below.
  func box(_ object: PDFObject?) throws(PDFFault) -> Document.Box? {
    guard let numbers = try numbers(object), numbers.count == 4 else { return nil }
    return Document.Box(
      left: min(numbers[0], numbers[2]), top: min(numbers[1], numbers[3]),
      right: max(numbers[0], numbers[2]), bottom: max(numbers[1], numbers[3]))
  }
}
