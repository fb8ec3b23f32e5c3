/// How far the characters of a font are apart, which is all that is needed of it.
final class PDFFont {
  /// Whether a code is two bytes.
  let isWide: Bool
  /// By code, in parts of the size; not a number where it is not known.
  private var widths: [Float]
  private let otherwise: Float

  init(_ entries: [String: PDFObject], of file: PDFFile) throws(PDFFault) {
    switch try file.resolve(entries["Subtype"]).name {
    case "Type0":
      isWide = true
      // Other encodings ask for tables of thousands of codes, and those that run down for heights.
      guard try file.resolve(entries["Encoding"]).name == "Identity-H",
        let parts = try file.resolve(entries["DescendantFonts"]).array,
        let part = try file.resolve(parts.first).dictionary
      else { throw .unreadable }
      otherwise = Float(try file.resolve(part["DW"]).number ?? 1000) / 1000
      widths = try PDFFont.ranges(part["W"], of: file, otherwise)
    case "Type3":
      isWide = false
      otherwise = 0
      guard let matrix = try file.numbers(entries["FontMatrix"]), let scale = matrix.first else {
        throw .unreadable
      }
      widths = try PDFFont.simple(entries, of: file, scale: Float(scale), otherwise: 0)
    default:
      isWide = false
      let descriptor = try file.resolve(entries["FontDescriptor"]).dictionary
      otherwise = Float(try file.resolve(descriptor?["MissingWidth"]).number ?? 0) / 1000
      widths = try PDFFont.simple(entries, of: file, scale: 0.001, otherwise: otherwise)
    }
  }

  /// How wide a code is, in parts of the size; nil where the file does not say it.
  func width(_ code: Int) -> Double? {
    let width = code < widths.count ? widths[code] : otherwise
    return width.isNaN ? nil : Double(width)
  }

  /// The widths of a font whose codes are one byte.
  private static func simple(
    _ entries: [String: PDFObject], of file: PDFFile, scale: Float, otherwise: Float
  ) throws(PDFFault) -> [Float] {
    guard let stated = try file.resolve(entries["Widths"]).array else {
      let name = try file.resolve(entries["BaseFont"]).name ?? ""
      // Where codes have other names than usual, so have the widths.
      guard try file.resolve(entries["Encoding"]).dictionary == nil,
        let usual = StandardWidths.widths(of: name)
      else { throw .unreadable }
      var widths = [Float](repeating: .nan, count: 256)
      widths.replaceSubrange(32..<127, with: usual.map { $0 / 1000 })
      return widths
    }
    var widths = [Float](repeating: otherwise, count: 256)
    let first = try file.resolve(entries["FirstChar"]).integer ?? 0
    for (index, width) in stated.enumerated() where (0..<256).contains(first + index) {
      widths[first + index] = Float(try file.resolve(width).number ?? 0) * scale
    }
    return widths
  }

  /// The widths of a font whose codes are two bytes: a code and the widths from it on, or the first
  /// and the last of those that are equally wide.
  private static func ranges(
    _ object: PDFObject?, of file: PDFFile, _ otherwise: Float
  ) throws(PDFFault) -> [Float] {
    let items = try file.resolve(object).array ?? []
    var widths: [Float] = []
    func set(_ code: Int, _ width: PDFObject) throws(PDFFault) {
      guard let width = width.number, (0..<1 << 16).contains(code) else { throw .unreadable }
      if code >= widths.count {
        widths += [Float](repeating: otherwise, count: code + 1 - widths.count)
      }
      widths[code] = Float(width) / 1000
    }
    var index = 0
    while index + 1 < items.count {
      guard let first = try file.resolve(items[index]).integer else { throw .unreadable }
      let next = try file.resolve(items[index + 1])
      if let list = next.array {
        for (offset, width) in list.enumerated() {
          try set(first + offset, try file.resolve(width))
        }
        index += 2
      } else {
        guard let last = next.integer, first >= 0, last < 1 << 16, index + 2 < items.count else {
          throw .unreadable
        }
        let width = try file.resolve(items[index + 2])
        for code in stride(from: first, through: last, by: 1) { try set(code, width) }
        try file.spend(max(0, last - first))
        index += 3
      }
    }
    return widths
  }
}
