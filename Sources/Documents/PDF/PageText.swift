import Spreadsheet

/// The words of a page with their boxes, read from `pdftotext -bbox`.
struct PageText {
  /// A run of characters drawn side by side.
  struct Word {
    var characters: [Character]
    var box: Document.Box
    /// Where each character begins, and where the last one ends.
    var edges: [Double]
    /// The line on which it stands, where the drawing tells it; the box of a font may not.
    var baseline: Double?

    /// Which of the page's glyphs its first one is, in the order of drawing.
    var order: Int?

    /// How high its characters are, about.
    var size: Double
    /// The middle of what is seen of it.
    var centre: Double { baseline.map { $0 - 0.36 * size } ?? (box.top + box.bottom) / 2 }
    var left: Double { edges.first ?? box.left }
    var right: Double { edges.last ?? box.right }
    var text: String { String(characters) }

    /// A part of it.
    func part(_ range: Range<Int>) -> Word {
      var part = self
      part.characters = Array(characters[range])
      part.edges = Array(edges[range.lowerBound...range.upperBound])
      part.box.left = edges[range.lowerBound]
      part.box.right = edges[range.upperBound]
      return part
    }
  }

  var width: Double
  var height: Double
  var words: [Word] = []
  /// How many words were left out: more than any page has, or so far from it that nothing shows them.
  var leftOut = 0
  /// What is drawn on it.
  var drawing = PageDrawing()

  /// No page of a disclosure has more words.
  private static let wordBound = 100_000
  /// Nor is one larger, in points.
  private static let sizeBound = 1e6
  /// Pages on which more words are not drawn, and more is drawn, than any table asks for stay as they are.
  private static let comparisonBound = 20_000_000

  /// The pages of the program's output.
  static func pages(_ output: [UInt8]) -> [PageText] {
    output.withUnsafeBufferPointer { bytes in
      var scanner = TagScanner(bytes)
      var pages: [PageText] = []
      while let tag = scanner.next() {
        guard !tag.isEnd else { continue }
        if scanner.is(tag, "page") {
          func side(_ name: StaticString) -> Double {
            min(scanner.number(tag, name) ?? 0, sizeBound)
          }
          pages.append(PageText(width: side("width"), height: side("height")))
        } else if scanner.is(tag, "word"), let last = pages.indices.last,
          let left = scanner.number(tag, "xMin"), let right = scanner.number(tag, "xMax"),
          let top = scanner.number(tag, "yMin"), let bottom = scanner.number(tag, "yMax")
        {
          let box = Document.Box(left: left, top: top, right: right, bottom: bottom)
          pages[last].add(scanner.text(), box: box)
        }
      }
      return pages
    }
  }

  /// Adds a word, unless there are too many or it is far from any paper.
  mutating func add(_ text: String, box: Document.Box) {
    guard words.count < PageText.wordBound,
      [box.left, box.right, box.top, box.bottom].allSatisfy({ abs($0) < PageText.sizeBound })
    else {
      leftOut += 1
      return
    }
    if let word = Word(text, box: box) { words.append(word) }
  }

  /// Takes out the words of which nothing is drawn, and gives them back: what runs over its cell and is
  /// clipped there is still among the words.
  ///
  /// A page whose words are mostly not drawn is another matter, a picture with its recognised text behind;
  /// and where there are pictures, text may be in them.
  /// To be called when the words have their places.
  mutating func takeHidden() -> [Word] {
    let undrawn = words.indices.filter { words[$0].baseline == nil }
    guard !undrawn.isEmpty, undrawn.count * 2 < words.count, !drawing.hasPictures,
      undrawn.count * (drawing.glyphs.count + drawing.shapes.count) <= PageText.comparisonBound
    else { return [] }
    let glyphs = unusedGlyphs
    let hidden = undrawn.filter { index in
      let box = words[index].box
      let isDrawn = glyphs.contains {
        box.left - 1 < $0.x && $0.x < box.right && box.top < $0.y && $0.y < box.bottom + 1
      }
      return !isDrawn && !words[index].isOutlined(drawing.shapes)
    }
    let taken = hidden.map { words[$0] }
    for index in hidden.reversed() { words.remove(at: index) }
    return taken
  }

  /// The glyphs that are of no word: what is drawn where a word stands may be another one.
  private var unusedGlyphs: [PageDrawing.Glyph] {
    var isUsed = [Bool](repeating: false, count: drawing.glyphs.count)
    for word in words {
      guard let order = word.order else { continue }
      for index in order..<min(order + word.characters.count, isUsed.count) { isUsed[index] = true }
    }
    return zip(drawing.glyphs, isUsed).filter { !$0.1 }.map(\.0)
  }

  /// Takes baselines and the places of characters from the drawing.
  mutating func place(by glyphs: [PageDrawing.Glyph]) {
    var starts: [Int: [Int]] = [:]
    for (index, glyph) in glyphs.enumerated() where abs(glyph.x) < 1e6 {
      starts[Int(glyph.x.rounded(.down)), default: []].append(index)
    }
    let found = words.map { $0.candidates(among: glyphs, starts: starts) }
    // The boxes of some fonts reach over the line above or below. Where a word's baseline is certain it
    // tells how far down those of the same height have theirs.
    var depths: [Int: [Double]] = [:]
    for (word, candidates) in zip(words, found) {
      guard let only = candidates.first, candidates.count == 1 else { continue }
      depths[word.boxClass, default: []].append((glyphs[only].y - word.box.top) / word.box.height)
    }
    let usual = depths.mapValues { $0.sorted()[$0.count / 2] }
    var isUsed = [Bool](repeating: false, count: glyphs.count)
    for index in words.indices {
      let word = words[index]
      let expected = word.box.top + (usual[word.boxClass] ?? 0.8) * word.box.height
      let candidates = found[index].filter { !isUsed[$0] }
        .sorted { abs(glyphs[$0].y - expected) < abs(glyphs[$1].y - expected) }
      words[index].place(by: glyphs, candidates)
      if let order = words[index].order { isUsed[order] = true }
    }
  }
}

extension PageText.Word {
  /// Makes a word whose characters share its box by their usual widths; nil where nothing is seen.
  init?(_ text: String, box: Document.Box) {
    let characters = Array(text)
    guard !characters.isEmpty, box.width >= 0, box.height >= 0,
      !characters.allSatisfy(\.isWhitespace)
    else { return nil }
    self.characters = characters
    self.box = box
    let widths = characters.map(Self.width)
    let total = widths.reduce(0, +)
    edges = [box.left]
    var sum = 0.0
    for width in widths {
      sum += width
      edges.append(box.left + box.width * sum / total)
    }
    size = box.width / total
    // Signs such as + are wider than figures; the height of the box bounds them, where it is one.
    if widths.allSatisfy({ $0 < 1 }), box.height > 0.5 * size { size = min(size, box.height) }
  }

  /// How wide a character is beside an ideograph.
  private static func width(_ character: Character) -> Double {
    guard let scalar = character.unicodeScalars.first else { return 1 }
    return Double(max(1, TextWidth.columns(scalar))) / 2
  }

  /// Whether most of its characters are drawn as outlines: where they stand something is filled.
  fileprivate func isOutlined(_ shapes: [Document.Box]) -> Bool {
    let near = shapes.filter {
      box.left - 2 < $0.left && $0.right < box.right + 2 && box.top - 2 < $0.top
        && $0.bottom < box.bottom + 2
    }
    guard !near.isEmpty else { return false }
    let drawn = characters.indices.count { index in
      near.contains { edges[index] - 2 < $0.middle && $0.middle < edges[index + 1] + 2 }
    }
    return drawn * 2 >= characters.count
  }

  /// Words of the same font have boxes of the same height.
  fileprivate var boxClass: Int { Int(min(box.height, 1e6) * 10) }

  /// The glyphs that may be the word's first one.
  fileprivate func candidates(
    among glyphs: [PageDrawing.Glyph], starts: [Int: [Int]]
  ) -> [Int] {
    let first = Int(max(-1e6, min(1e6, box.left)).rounded(.down))
    return (first - 1...first + 1).flatMap { starts[$0] ?? [] }.filter { index in
      let glyph = glyphs[index]
      return abs(glyph.x - box.left) < 0.75 && glyph.y > box.top - 1 && glyph.y < box.bottom + 1
    }
  }

  /// Takes the place of the first candidate from which its characters are drawn one after the other.
  fileprivate mutating func place(by glyphs: [PageDrawing.Glyph], _ candidates: [Int]) {
    let count = characters.count
    for start in candidates where start + count <= glyphs.count {
      let run = glyphs[start..<(start + count)]
      guard run.allSatisfy({ abs($0.y - glyphs[start].y) < 0.3 }),
        zip(run, run.dropFirst()).allSatisfy({ $0.x < $1.x }),
        let last = run.last, last.x < box.right + 0.5
      else { continue }
      edges = run.map { $0.x }
      edges.append(max(box.right, last.x))
      baseline = glyphs[start].y
      order = start
      return
    }
    // Its glyphs were not drawn one after the other; the baseline is certain all the same.
    baseline = candidates.first.map { glyphs[$0].y }
  }
}
