/// A PDF said in lines that people can read:
///
///     page 595 842                      a page of this width and height
///     text 60 90 10 words               text at a place, in a size
///     line 60 100 200 100               a line
///     grid 60,160,300 140,160,180       rulings
///     ruled 60,160,300 140 20 9         a table: borders of columns, top, height of rows, size of text;
///     a|b                               its rows follow to the next empty line
///     plain 60,160,300 140 20 9         the same without rulings
///     clip 60 100 200 20                what follows is seen within this box only ...
///     unclip                            ... to here
///     radical 门 ⻔                      the font calls the one by the other
///     damaged                           the table of places at the end is missing
package struct PDFDescription {
  /// The document.
  package private(set) var document = PDFBuilder(pages: [])
  private var table: Table?

  private struct Table {
    var columns: [Double]
    var rows: [Double]
    var height: Double
    var size: Double
    var isRuled: Bool
  }

  /// A line that says nothing known.
  package struct Unknown: Error {
    /// The line.
    package let line: String
  }

  /// Reads a description.
  package init(_ text: String) throws(Unknown) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if table != nil, !line.isEmpty {
        row(line)
      } else {
        endTable()
        if !line.isEmpty { try draw(line) }
      }
    }
    endTable()
  }

  private mutating func row(_ line: Substring) {
    guard var table, let top = table.rows.last, !document.pages.isEmpty else { return }
    let cells = line.split(separator: "|", omittingEmptySubsequences: false)
    for (x, cell) in zip(table.columns, cells) where !cell.isEmpty {
      document.pages[document.pages.count - 1]
        .text(String(cell), x + 2, top + 0.7 * table.height, size: table.size)
    }
    table.rows.append(top + table.height)
    self.table = table
  }

  private mutating func endTable() {
    if let table, table.isRuled, !document.pages.isEmpty {
      document.pages[document.pages.count - 1].grid(columns: table.columns, rows: table.rows)
    }
    table = nil
  }

  private mutating func draw(_ line: Substring) throws(Unknown) {
    let words = line.split(separator: " ", maxSplits: 4).map(String.init)
    let numbers = words.dropFirst().map { Double($0) ?? 0 }
    func list(_ text: String) -> [Double] { text.split(separator: ",").compactMap { Double($0) } }
    let last = document.pages.count - 1
    switch (words[0], words.count, last >= 0) {
    case ("page", 3, _):
      document.pages.append(PDFBuilder.Page(width: numbers[0], height: numbers[1]))
    case ("radical", 3, _): document.radicals.append((words[1], words[2]))
    case ("damaged", 1, _): document.isDamaged = true
    case ("text", 5, true):
      document.pages[last].text(words[4], numbers[0], numbers[1], size: numbers[2])
    case ("line", 5, true):
      document.pages[last].line(numbers[0], numbers[1], numbers[2], numbers[3])
    case ("grid", 3, true):
      document.pages[last].grid(columns: list(words[1]), rows: list(words[2]))
    case ("ruled", 5, true), ("plain", 5, true):
      table = Table(
        columns: list(words[1]), rows: [numbers[1]], height: numbers[2], size: numbers[3],
        isRuled: words[0] == "ruled")
    case ("clip", 5, true):
      let bottom = document.pages[last].height - numbers[1] - numbers[3]
      document.pages[last].content +=
        "q \(numbers[0]) \(bottom) \(numbers[2]) \(numbers[3]) re W n\n"
    case ("unclip", 1, true): document.pages[last].content += "Q\n"
    default: throw Unknown(line: String(line))
    }
  }
}
