/// Reads what the streams of a page draw: its rulings, and where its glyphs begin.
///
/// It goes over the operators as every reader of PDFs does, and keeps only what is drawn within the
/// bounds of a clip. Operators that it does not know, and those with too few operands, are passed over.
struct DrawingReader {
  let file: PDFFile
  var drawing = PageDrawing()
  var state: GraphicsState
  var resources: PDFResources
  private var saved: [GraphicsState] = []
  private var path = PathTrace()
  /// Whether it is to be a clip once it is drawn.
  private var isClip = false
  /// The operands before an operator: numbers, the last name, and what text is shown.
  var numbers: [Double] = []
  var name: String?
  var parts: [TextPart] = []
  private var depth = 0
  /// How many states were kept before the form that is drawn; it may take back none of them.
  private var savedBefore = 0

  /// A part of a text: codes in the scanner's strings, or a step back in thousandths of the size.
  enum TextPart {
    case codes(Range<Int>)
    case step(Double)
  }

  private static let depthBound = 16
  private static let savedBound = 10_000
  private static let operandBound = 64

  private init(_ file: PDFFile, _ page: PDFPage) {
    self.file = file
    state = GraphicsState(transform: page.transform, clip: page.paper)
    resources = PDFResources(page.resources)
  }

  /// What is drawn on a page.
  static func drawing(of page: PDFPage, in file: PDFFile) throws(PDFFault) -> PageDrawing {
    var reader = DrawingReader(file, page)
    let base = reader.state
    var content: [UInt8] = []
    let contents = try file.resolve(page.contents)
    for part in contents.array ?? [contents] {
      // Tokens do not go on over streams.
      if case .stream(let stream) = try file.resolve(part) {
        content += try file.decoded(stream) + [0x0A]
      }
    }
    try reader.run(content)
    reader.state = base
    try reader.drawAnnotations(page.annotations)
    return reader.drawing
  }

  /// Goes over the operators of a stream.
  private mutating func run(_ content: [UInt8]) throws(PDFFault) {
    try file.spend(content.count)
    var scanner = PDFScanner(content)
    var isArray = false
    while let token = scanner.next() {
      switch token {
      case .number(let number):
        if isArray {
          parts.append(.step(number))
        } else if numbers.count < DrawingReader.operandBound {
          numbers.append(number)
        }
      case .string(let range): parts.append(.codes(range))
      case .name(let range): name = scanner.name(range)
      case .arrayStart: isArray = true
      case .arrayEnd: isArray = false
      case .dictionaryStart, .dictionaryEnd: break
      case .word(let range):
        isArray = false
        try perform(range, &scanner)
        numbers.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        name = nil
        scanner.forgetStrings()
      }
    }
  }

  private mutating func perform(
    _ range: Range<Int>, _ scanner: inout PDFScanner
  ) throws(PDFFault) {
    guard range.count <= 3 else { return }
    let key = scanner.bytes[range].reduce(0) { $0 << 8 | UInt32($1) }
    if let step = DrawingOperator.Path(rawValue: key) {
      trace(step)
    } else if let paint = DrawingOperator.Paint(rawValue: key) {
      try draw(paint)
    } else if let text = DrawingOperator.Text(rawValue: key) {
      try perform(text, scanner.strings)
    } else if let colour = DrawingOperator.Colour(rawValue: key) {
      try choose(colour)
    } else if let change = DrawingOperator.State(rawValue: key) {
      try perform(change, &scanner)
    }
  }

  /// Whether there are as many numbers before the operator; the last ones are its operands.
  func has(_ count: Int) -> Bool { numbers.count >= count }

  /// The operands of an operator that has so many of them.
  func operand(_ index: Int, of count: Int) -> Double { numbers[numbers.count - count + index] }

  // MARK: Paths

  private mutating func trace(_ step: DrawingOperator.Path) {
    // More points are a picture's; they would only be kept to be left out.
    guard path.pointCount < PageDrawing.bound else {
      drawing.hasPictures = true
      return
    }
    switch step {
    case .move where has(2): begin((operand(0, of: 2), operand(1, of: 2)))
    case .line where has(2): extend((operand(0, of: 2), operand(1, of: 2)), isStraight: true)
    case .curve where has(6): extend((operand(4, of: 6), operand(5, of: 6)), isStraight: false)
    case .curveFromHere where has(4), .curveToThere where has(4):
      extend((operand(2, of: 4), operand(3, of: 4)), isStraight: false)
    case .close: path.close()
    case .rectangle where has(4):
      let (x, y) = (operand(0, of: 4), operand(1, of: 4))
      let (width, height) = (operand(2, of: 4), operand(3, of: 4))
      begin((x, y))
      for point in [(x + width, y), (x + width, y + height), (x, y + height)] {
        extend(point, isStraight: true)
      }
      path.close()
    default: break
    }
  }

  private mutating func begin(_ point: Transform.Point) { path.begin(state.place(point)) }

  private mutating func extend(_ point: Transform.Point, isStraight: Bool) {
    path.extend(state.place(point), isStraight: isStraight)
  }

  private mutating func draw(_ paint: DrawingOperator.Paint) throws(PDFFault) {
    if paint.closes { path.close() }
    let isStroked = paint.strokes && !state.stroke.isWhite
    let isFilled = paint.fills && !state.fill.isWhite
    let box = path.box
    if let box, isStroked || isFilled, state.isSeen(box, isStroked: isStroked) {
      drawing.add(path.outlines, isStroked: isStroked)
      try file.spend(path.pointCount * PageDrawing.markCost)
    }
    if isClip { state.clip(to: box) }
    isClip = false
    path.removeAll()
  }

  // MARK: State

  private mutating func perform(
    _ change: DrawingOperator.State, _ scanner: inout PDFScanner
  ) throws(PDFFault) {
    switch change {
    case .save: if saved.count < DrawingReader.savedBound { saved.append(state) }
    case .restore: if saved.count > savedBefore, let last = saved.popLast() { state = last }
    case .transform:
      guard let inner = Transform(numbers.suffix(6)) else { return }
      state.transform = inner.then(state.transform)
    case .lineWidth: if has(1) { state.lineWidth = operand(0, of: 1) }
    case .parameters:
      let entries = try resources.entry("ExtGState", name, of: file).dictionary ?? [:]
      if let width = try file.resolve(entries["LW"]).number { state.lineWidth = width }
      if let font = try file.resolve(entries["Font"]).array, font.count == 2 {
        state.font = try file.font(font[0])
        state.fontSize = try file.resolve(font[1]).number ?? 0
      }
    case .clip, .clipEvenOdd: isClip = true
    case .object: try drawObject()
    case .inlineImage:
      drawPicture()
      scanner.skipInlineImage()
    }
  }

  private mutating func choose(_ colour: DrawingOperator.Colour) throws(PDFFault) {
    var paint = colour.strokes ? state.stroke : state.fill
    switch colour {
    case .fillGray, .strokeGray, .fillRGB, .strokeRGB: paint.space = .additive
    case .fillCMYK, .strokeCMYK: paint.space = .subtractive
    case .fillSpace, .strokeSpace:
      paint.space = try resources.colourSpace(name, of: file)
      numbers.removeAll(keepingCapacity: true)
    case .fill, .stroke, .fillAny, .strokeAny: break
    }
    paint.set(numbers)
    if colour.strokes { state.stroke = paint } else { state.fill = paint }
  }

  // MARK: What stands elsewhere

  /// A picture fills the square of one unit.
  private mutating func drawPicture() {
    let square = Document.Box(left: 0, top: 0, right: 1, bottom: 1)
    if state.isSeen(state.transform.apply(square)) { drawing.hasPictures = true }
  }

  private mutating func drawObject() throws(PDFFault) {
    guard case .stream(let stream) = try resources.entry("XObject", name, of: file) else { return }
    switch try file.resolve(stream.dictionary["Subtype"]).name {
    case "Image": drawPicture()
    case "Form": try draw(stream)
    default: break
    }
  }

  /// Draws a form: a stream with coordinates of its own.
  private mutating func draw(_ form: PDFStream) throws(PDFFault) {
    guard depth < DrawingReader.depthBound else { return }
    let outer = (state, resources, savedBefore)
    depth += 1
    savedBefore = saved.count
    if let matrix = Transform(try file.numbers(form.dictionary["Matrix"]) ?? []) {
      state.transform = matrix.then(state.transform)
    }
    state.clip(to: try file.box(form.dictionary["BBox"]).map(state.transform.apply))
    let own = try file.resolve(form.dictionary["Resources"])
    if own.dictionary != nil { resources = PDFResources(own) }
    try run(try file.decoded(form))
    saved.removeLast(saved.count - savedBefore)
    (state, resources, savedBefore) = outer
    depth -= 1
  }

  /// Draws what stands on the page as notes, fields and stamps do.
  private mutating func drawAnnotations(_ annotations: PDFObject) throws(PDFFault) {
    for annotation in try file.resolve(annotations).array ?? [] {
      guard let entries = try file.resolve(annotation).dictionary else { continue }
      let kind = try file.resolve(entries["Subtype"]).name
      let flags = try file.resolve(entries["F"]).integer ?? 0
      // Hidden, or not for screens; the frame of a link is none of a table.
      guard flags & 0x22 == 0, kind != "Popup", kind != "Link" else { continue }
      var look = try file.resolve(try file.resolve(entries["AP"]).dictionary?["N"])
      if case .dictionary(let states) = look {
        look = try file.resolve(states[try file.resolve(entries["AS"]).name ?? "Off"])
      } else if case .null = look {
        // How it looks is for the program to say that shows it.
        throw .unreadable
      }
      guard case .stream(let form) = look, let frame = try file.box(entries["Rect"]) else {
        continue
      }
      let base = state
      if let fitting = try fitting(form, into: frame) {
        state.transform = fitting.then(state.transform)
        try draw(form)
      }
      state = base
    }
  }

  /// What makes a form as large as its frame; nil where it has no size.
  private func fitting(
    _ form: PDFStream, into frame: Document.Box
  ) throws(PDFFault) -> Transform? {
    guard let own = try file.box(form.dictionary["BBox"]) else { return nil }
    let matrix = Transform(try file.numbers(form.dictionary["Matrix"]) ?? []) ?? Transform()
    let box = matrix.apply(own)
    guard box.width > 0, box.height > 0 else { return nil }
    let (x, y) = (frame.width / box.width, frame.height / box.height)
    return Transform([x, 0, 0, y, frame.left - x * box.left, frame.top - y * box.top])
  }
}
