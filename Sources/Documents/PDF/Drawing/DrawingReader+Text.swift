extension DrawingReader {
  /// Places or shows text. `strings` is what the parts of the text stand in.
  mutating func perform(
    _ text: DrawingOperator.Text, _ strings: [UInt8]
  ) throws(PDFFault) {
    switch text {
    case .begin:
      state.text = Transform()
      state.line = Transform()
    case .characterSpace where has(1): state.characterSpace = operand(0, of: 1)
    case .wordSpace where has(1): state.wordSpace = operand(0, of: 1)
    case .scale where has(1): state.scale = operand(0, of: 1) / 100
    case .leading where has(1): state.leading = operand(0, of: 1)
    case .mode where has(1): state.mode = operand(0, of: 1)
    case .rise where has(1): state.rise = operand(0, of: 1)
    case .font where has(1):
      state.fontSize = operand(0, of: 1)
      if let name { state.font = try resources.font(name, of: file) }
    case .move where has(2): state.move(operand(0, of: 2), operand(1, of: 2))
    case .moveAndLead where has(2):
      state.leading = -operand(1, of: 2)
      state.move(operand(0, of: 2), operand(1, of: 2))
    case .matrix:
      guard let matrix = Transform(numbers.suffix(6)) else { return }
      (state.text, state.line) = (matrix, matrix)
    case .nextLine: state.move(0, -state.leading)
    case .show, .showParts: try show(strings)
    case .nextLineAndShow:
      state.move(0, -state.leading)
      try show(strings)
    case .spacedLineAndShow where has(2):
      (state.wordSpace, state.characterSpace) = (operand(0, of: 2), operand(1, of: 2))
      state.move(0, -state.leading)
      try show(strings)
    default: break
    }
  }

  private mutating func show(_ strings: [UInt8]) throws(PDFFault) {
    for part in parts {
      switch part {
      case .codes(let range): try show(strings[range])
      case .step(let step):
        advance(-step / 1000 * state.fontSize * state.scale)
      }
    }
  }

  private mutating func advance(_ distance: Double) {
    state.text.e += distance * state.text.a
    state.text.f += distance * state.text.b
  }

  /// Shows codes one after the other. What is drawn of them is seen as a whole, or not at all.
  private mutating func show(_ codes: ArraySlice<UInt8>) throws(PDFFault) {
    guard let font = state.font else { return }
    let first = drawing.glyphs.count
    let isDrawn = state.mode != 3 && state.mode != 7 && first < PageDrawing.bound
    let paper = state.text.then(state.transform)
    // What is seen of most characters: a clip that leaves less of them leaves nothing to read.
    let low = (x: 0.05 * paper.c * state.fontSize, y: 0.05 * paper.d * state.fontSize)
    let high = (x: 16 * low.x, y: 16 * low.y)
    var area: Document.Box?
    var distance = 0.0
    var index = codes.startIndex
    while index < codes.endIndex {
      var code = Int(codes[index])
      index += 1
      if font.isWide, index < codes.endIndex {
        code = code << 8 | Int(codes[index])
        index += 1
      }
      guard let width = font.width(code) else { throw .unreadable }
      let isBlank = !font.isWide && code == 0x20
      let begin = paper.apply((distance, state.rise))
      distance +=
        (width * state.fontSize + state.characterSpace + (isBlank ? state.wordSpace : 0))
        * state.scale
      guard isDrawn, abs(begin.x) < 1e6, abs(begin.y) < 1e6 else { continue }
      drawing.glyphs.append(PageDrawing.Glyph(x: begin.x, y: begin.y))
      let end = paper.apply((distance, state.rise))
      let glyph = Document.Box(
        left: min(begin.x, end.x) + min(low.x, high.x),
        top: min(begin.y, end.y) + min(low.y, high.y),
        right: max(begin.x, end.x) + max(low.x, high.x),
        bottom: max(begin.y, end.y) + max(low.y, high.y))
      area = area?.union(glyph) ?? glyph
    }
    advance(distance)
    try file.spend((drawing.glyphs.count - first) * PageDrawing.markCost)
    if let area, !state.isSeen(area) { drawing.glyphs.removeSubrange(first...) }
  }
}
