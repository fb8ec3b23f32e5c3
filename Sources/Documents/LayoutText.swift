import Spreadsheet

/// Text that keeps the places of a page: blanks stand where the page is blank, as `pdftotext -layout`
/// writes it, and a form feed ends a page.
///
/// Its words become words of pages with their places, so that tables are found in them as in a PDF in
/// which nothing is ruled.
enum LayoutText {
  /// A word's place is counted in characters; a line is as high as two of them are wide.
  private static let lineHeight = 2.0
  /// Wider lines are no printed ones.
  private static let widthBound = 4_000

  /// Whether texts stand in columns that more than one blank divides, in several lines.
  static func isLaidOut(_ lines: [Substring]) -> Bool {
    var rows = 0
    for line in lines where line.utf8.count <= 4 * widthBound {
      if gaps(line) > 1 { rows += 1 }
      if rows > 2 { return true }
    }
    return false
  }

  /// How many runs of blanks stand between words.
  private static func gaps(_ line: Substring) -> Int {
    var blanks = 0
    var gaps = 0
    var isInside = false
    for byte in line.utf8 {
      if byte == UInt8(ascii: " ") {
        blanks += 1
      } else {
        if isInside, blanks > 1 { gaps += 1 }
        isInside = true
        blanks = 0
      }
    }
    return gaps
  }

  static func document(name: String, encoding: String, lines: [Substring]) -> Document {
    let isWide = countsTwice(lines)
    var pages = [PageText(width: 0, height: 0)]
    for (index, line) in lines.enumerated() {
      var line = line
      while line.utf8.first == 0x0C {
        line = line.dropFirst()
        pages.append(PageText(width: 0, height: 0))
      }
      pages[pages.count - 1].words += words(line, top: Double(index) * lineHeight, isWide: isWide)
    }
    var document = PageAssembly(pages, lineHeight: lineHeight)
      .document(name: name, form: .layoutText)
    document.encoding = encoding
    return document
  }

  /// Whether an ideograph takes two places, as in text made for a screen, and not one, as `pdftotext`
  /// counts: figures stand below each other by their right edges.
  private static func countsTwice(_ lines: [Substring]) -> Bool {
    var scores = (once: 0, twice: 0)
    var edges: (once: [Int: Int], twice: [Int: Int]) = ([:], [:])
    func close() {
      scores.once += edges.once.values.reduce(0) { $0 + $1 * $1 }
      scores.twice += edges.twice.values.reduce(0) { $0 + $1 * $1 }
      edges = ([:], [:])
    }
    for line in lines {
      if line.utf8.first == 0x0C { close() }
      guard line.utf8.contains(UInt8(ascii: ".")) else { continue }
      var once = 0
      var twice = 0
      for word in line.split(separator: " ", omittingEmptySubsequences: false) {
        for character in word {
          once += 1
          twice += width(character, isWide: true)
        }
        if word.utf8.contains(UInt8(ascii: ".")), PageText.isAmount(word) {
          edges.once[once, default: 0] += 1
          edges.twice[twice, default: 0] += 1
        }
        once += 1
        twice += 1
      }
    }
    close()
    return scores.twice > scores.once + scores.once / 8
  }

  private static func width(_ character: Character, isWide: Bool) -> Int {
    guard isWide, let scalar = character.unicodeScalars.first else { return 1 }
    return max(1, TextWidth.columns(scalar, isPrinted: false))
  }

  private static func words(
    _ line: Substring, top: Double, isWide: Bool
  ) -> [PageText.Word] {
    var words: [PageText.Word] = []
    var text = ""
    var edges: [Double] = []
    var column = 0
    func close() {
      guard !text.isEmpty else { return }
      let box = Document.Box(
        left: edges[0], top: top, right: Double(column), bottom: top + 0.8 * lineHeight)
      if var word = PageText.Word(text, box: box) {
        word.edges = edges + [Double(column)]
        word.size = 2
        words.append(word)
      }
      text = ""
      edges = []
    }
    for character in line {
      if character.isWhitespace {
        close()
      } else {
        text.append(character)
        edges.append(Double(column))
      }
      column += width(character, isWide: isWide)
    }
    close()
    return words
  }
}
