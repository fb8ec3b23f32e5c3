/// Draws the objects of a page: its characters and strokes, in points from its upper left corner.
struct OFDCanvas {
  private let file: OFDFile
  private let resources: OFDResources
  private(set) var page: PageText
  private var glyphs: [OFDGlyph] = []
  private var textCount = 0
  private var paper: GraphicsState
  /// How many texts the file says not to show.
  private var markedHidden = 0
  /// How many characters no font has a meaning for.
  private var unmapped = 0

  private static let depthBound = 16
  /// Lines along the edge of their box are not clipped, nor is what rounding puts beyond it.
  private static let slack = 0.5
  private static let pointsPerMillimetre = 72 / 25.4

  /// A blank page of a size in millimetres.
  init(paper box: Document.Box, resources: OFDResources, file: OFDFile) {
    (self.file, self.resources) = (file, resources)
    let scale = OFDCanvas.pointsPerMillimetre
    page = PageText(width: box.width * scale, height: box.height * scale)
    let clip = Document.Box(left: 0, top: 0, right: page.width, bottom: page.height)
    let transform =
      Transform([scale, 0, 0, scale, -box.left * scale, -box.top * scale]) ?? Transform()
    paper = GraphicsState(transform: transform, clip: clip)
  }

  /// Draws the layers of a page or of its template.
  mutating func draw(_ content: OFDNode?) throws(OFDFault) {
    for layer in content?.all("Layer") ?? [] {
      try draw(layer.children, paper, style: style(of: layer, []), depth: 0)
    }
  }

  /// What is written on the page, words of its characters, and what is to be said of it.
  mutating func finish(number: Int) -> [Document.Repair] {
    let hidden = page.addWords(of: glyphs)
    var repairs: [Document.Repair] = []
    if !hidden.isEmpty {
      repairs.append(.init(.hiddenText(hidden.joined(separator: " ")), page: number))
    }
    if markedHidden > 0 { repairs.append(.init(.markedHidden(markedHidden), page: number)) }
    if unmapped > 0 { repairs.append(.init(.unmappedCharacters(unmapped), page: number)) }
    return repairs
  }

  private mutating func draw(
    _ objects: [OFDNode], _ outer: GraphicsState, style: [OFDNode], depth: Int
  ) throws(OFDFault) {
    guard depth < OFDCanvas.depthBound else { throw .tooMuch }
    for object in objects {
      try file.spend(OFDNode.cost)
      if object.flag("Visible") == false {
        hide(object)
        continue
      }
      if object.name == "PageBlock" {
        try draw(object.children, outer, style: style, depth: depth + 1)
        continue
      }
      let own = self.style(of: object, style)
      let state = state(of: object, outer, own)
      switch object.name {
      case "TextObject": try write(object, state, own)
      case "PathObject": try trace(object, state, own)
      case "ImageObject": drawPicture(object, state, outer)
      case "CompositeObject":
        let unit = object.attributes["ResourceID"].flatMap { resources.units[$0] }
        let parts = unit?.child("Content") ?? unit
        try draw(parts?.children ?? [], state, style: [], depth: depth + 1)
      default: break
      }
    }
  }

  /// An object, and what stands for what it does not say: the parameters that it or its layer names.
  private func style(of object: OFDNode, _ outer: [OFDNode]) -> [OFDNode] {
    var style = [object]
    var next = object.attributes["DrawParam"]
    while let id = next, let parameters = resources.parameters[id], style.count < 8 {
      style.append(parameters)
      next = parameters.attributes["Relative"]
    }
    return style + outer
  }

  /// How an object stands on the page.
  private func state(
    of object: OFDNode, _ outer: GraphicsState, _ style: [OFDNode]
  ) -> GraphicsState {
    var state = outer
    state.lineWidth = style.lazy.compactMap { $0.number("LineWidth") }.first ?? 0.353
    let boundary = object.box("Boundary")
    if let boundary, boundary.width > 0, boundary.height > 0 {
      state.clip(to: outer.transform.apply(boundary).expanded(by: OFDCanvas.slack))
    }
    var shift = Transform()
    (shift.e, shift.f) = (boundary?.left ?? 0, boundary?.top ?? 0)
    let inside = shift.then(outer.transform)
    let own = object.numbers("CTM", 6).flatMap { Transform($0) } ?? Transform()
    state.transform = own.then(inside)
    for clip in object.child("Clips")?.all("Clip") ?? [] {
      let areas = clip.all("Area").compactMap { area(of: $0, state.transform) }
      let box = areas.dropFirst().reduce(areas.first) { $0?.union($1) }
      state.clip(to: box?.expanded(by: OFDCanvas.slack))
    }
    return state
  }

  /// The box of an area that clips.
  private func area(of area: OFDNode, _ outer: Transform) -> Document.Box? {
    guard let path = area.child("Path"), let box = path.box("Boundary") else { return nil }
    let own = area.numbers("CTM", 6).flatMap { Transform($0) } ?? Transform()
    return own.then(outer).apply(box)
  }

  private mutating func hide(_ object: OFDNode) {
    if object.name == "TextObject" { markedHidden += 1 }
    for child in object.children { hide(child) }
  }

  // MARK: Text

  private mutating func write(
    _ object: OFDNode, _ state: GraphicsState, _ style: [OFDNode]
  ) throws(OFDFault) {
    guard let size = object.number("Size"), size > 0 else { return }
    let isDrawn =
      object.number("Alpha") != 0
      && (object.flag("Fill") != false && OFDCanvas.isVisible("FillColor", style)
        || object.flag("Stroke") == true)
    textCount += 1
    var cursor = OFDCursor(size: size, scale: object.number("HScale") ?? 1)
    for code in object.all("TextCode") {
      let first = glyphs.count
      let characters = cursor.characters(of: code)
      try file.spend(characters.count * PageDrawing.markCost)
      for character in characters.prefix(PageDrawing.bound - first) {
        glyphs.append(OFDGlyph(character, of: textCount, height: size, by: state, isDrawn: isDrawn))
        if !OFDGlyph.isMapped(character.scalar) { unmapped += 1 }
      }
      page.leftOut += first + characters.count - glyphs.count
      let boxes = glyphs[first...].map(\.box)
      if let area = boxes.dropFirst().reduce(boxes.first, { $0?.union($1) }), !state.isSeen(area) {
        for index in first..<glyphs.count { glyphs[index].isSeen = false }
      }
    }
    // Glyphs that stand for no character.
    if object.all("TextCode").allSatisfy(\.text.isEmpty) {
      for glyphs in object.all("CGTransform").compactMap({ $0.child("Glyphs") }) {
        unmapped += glyphs.text.split(separator: " ").count
      }
    }
  }

  // MARK: Strokes and pictures

  private mutating func trace(
    _ object: OFDNode, _ state: GraphicsState, _ style: [OFDNode]
  ) throws(OFDFault) {
    guard object.number("Alpha") != 0, let data = object.child("AbbreviatedData")?.text
    else { return }
    let isStroked = object.flag("Stroke") != false && OFDCanvas.isVisible("StrokeColor", style)
    let isFilled = object.flag("Fill") == true && OFDCanvas.isVisible("FillColor", style)
    guard isStroked || isFilled else { return }
    let path = OFDPath.trace(data) { state.place($0) }
    try file.spend(path.pointCount * PageDrawing.markCost)
    if let box = path.box, state.isSeen(box, isStroked: isStroked) {
      page.drawing.add(path.outlines, isStroked: isStroked)
    }
  }

  /// Whether something in a colour is seen on paper. A colour that is not said is black.
  private static func isVisible(_ name: String, _ style: [OFDNode]) -> Bool {
    guard let colour = style.lazy.compactMap({ $0.child(name) }).first else { return true }
    if colour.number("Alpha") == 0 { return false }
    var paint = GraphicsState.Paint()
    let numbers = (colour.attributes["Value"] ?? "").split(separator: " ").map { text in
      text.hasPrefix("#") ? Double(Int(text.dropFirst(), radix: 16) ?? 0) : Double(text) ?? 0
    }
    paint.space = numbers.count == 4 ? .subtractive : .additive
    paint.set(numbers.map { $0 / 255 })
    return !paint.isWhite
  }

  /// A picture fills the square of one unit, or its box where no transform says it.
  private mutating func drawPicture(
    _ object: OFDNode, _ state: GraphicsState, _ outer: GraphicsState
  ) {
    guard object.number("Alpha") != 0 else { return }
    let square = Document.Box(left: 0, top: 0, right: 1, bottom: 1)
    let box =
      object.attributes["CTM"] == nil
      ? object.box("Boundary").map(outer.transform.apply) : state.transform.apply(square)
    if let box, state.isSeen(box) { page.drawing.hasPictures = true }
  }
}
