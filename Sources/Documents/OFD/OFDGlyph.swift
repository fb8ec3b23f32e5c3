import Spreadsheet

/// A character on a page, in points from the upper left corner.
struct OFDGlyph {
  var character: Character
  /// Where it begins on its baseline, and where it ends by its usual width: files do not say it.
  var start: Transform.Point
  var end: Transform.Point
  /// From the baseline to the upper edge.
  var up: Transform.Point
  /// Whether it is on paper and within its clips.
  var isSeen: Bool
  /// Which text of the page it is of.
  var text: Int
  /// Whether anything is drawn of it: recognised text lies behind its picture without being drawn.
  var isDrawn: Bool

  /// Puts a character where it stands on the page.
  init(
    _ placed: OFDCursor.Placed, of text: Int, height: Double, by state: GraphicsState, isDrawn: Bool
  ) {
    character = Character(placed.scalar)
    start = state.place(placed.place)
    end = state.place((placed.place.x + placed.width, placed.place.y))
    let top = state.place((placed.place.x, placed.place.y - height))
    up = (top.x - start.x, top.y - start.y)
    isSeen = true
    (self.text, self.isDrawn) = (text, isDrawn)
  }

  private var size: Double { (up.x * up.x + up.y * up.y).squareRoot() }
  private static let depth = 0.15

  /// What it takes up.
  var box: Document.Box {
    func corner(_ point: Transform.Point, _ height: Double) -> Transform.Point {
      (point.x + height * up.x, point.y + height * up.y)
    }
    let corners = [start, end].flatMap {
      [corner($0, 1 - OFDGlyph.depth), corner($0, -OFDGlyph.depth)]
    }
    return PageDrawing.Outline(points: corners).box
      ?? Document.Box(left: start.x, top: start.y, right: end.x, bottom: end.y)
  }

  /// How wide a character usually is in sizes.
  static func width(_ scalar: Unicode.Scalar) -> Double {
    Double(max(1, TextWidth.columns(scalar, isPrinted: false))) / 2
  }

  /// Whether another one stands right behind it, on the same line and as high.
  func isFollowed(by next: OFDGlyph) -> Bool {
    guard isSeen == next.isSeen, isDrawn == next.isDrawn, size > 0,
      (0.9...1.1).contains(next.size / size)
    else { return false }
    let along = (x: end.x - start.x, y: end.y - start.y)
    let length = (along.x * along.x + along.y * along.y).squareRoot()
    guard length > 0 else { return false }
    let step = (x: next.start.x - end.x, y: next.start.y - end.y)
    let gap = (step.x * along.x + step.y * along.y) / length
    let rise = (step.x * along.y - step.y * along.x) / length
    // Latin letters may be as wide as ideographs; what is written as two texts may be of two cells.
    let areLetters = character.isASCII && character.isLetter && next.character.isLetter
    let most = (text == next.text ? 0.25 : 0.1) + (areLetters ? 0.2 : 0)
    return abs(rise) < min(0.15 * size, 0.3) && (-0.6 * size..<most * size).contains(gap)
  }

  /// Whether fonts say what the character is: those for private use are what each font makes of them.
  static func isMapped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .privateUse, .unassigned, .control: false
    default: scalar != "\u{FFFD}"
    }
  }
}

extension PageText {
  /// Puts characters that stand one behind the other together to words, and gives back the words that
  /// are not seen.
  mutating func addWords(of glyphs: [OFDGlyph]) -> [String] {
    var hidden: [String] = []
    var run: [OFDGlyph] = []
    var known: Set<PlacedText> = []
    func end(_ page: inout PageText) {
      defer { run = [] }
      guard let first = run.first else { return }
      let text = String(run.map(\.character))
      let box = run.dropFirst().reduce(first.box) { $0.union($1.box) }
      // Bold characters are drawn twice where no font has them.
      guard PlacedText.isNew(text, box, in: &known) else { return }
      if first.isSeen { page.add(text, box: box) } else { hidden.append(text) }
    }
    for glyph in glyphs {
      if glyph.isSeen, glyph.isDrawn {
        drawing.glyphs.append(PageDrawing.Glyph(x: glyph.start.x, y: glyph.start.y))
      }
      if let last = run.last, !last.isFollowed(by: glyph) { end(&self) }
      if glyph.character.isWhitespace { end(&self) } else { run.append(glyph) }
    }
    end(&self)
    return hidden
  }
}

/// A text at a place, as coarse as two drawings of the same one are apart.
private struct PlacedText: Hashable {
  var text: String
  var x: Int
  var y: Int

  private static let grain = 1.0

  /// Whether the text does not stand there yet; from now on it does.
  static func isNew(_ text: String, _ box: Document.Box, in known: inout Set<PlacedText>) -> Bool {
    func place(_ value: Double) -> Int { Int((max(-1e6, min(1e6, value)) / grain).rounded()) }
    let (x, y) = (place(box.left), place(box.bottom))
    for dx in -1...1 {
      for dy in -1...1 where known.contains(PlacedText(text: text, x: x + dx, y: y + dy)) {
        return false
      }
    }
    known.insert(PlacedText(text: text, x: x, y: y))
    return true
  }
}
