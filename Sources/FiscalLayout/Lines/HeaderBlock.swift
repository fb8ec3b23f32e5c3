import Documents
import FiscalModel
import FiscalSchema

/// The header of an exported table: title rows above, one to four rows of captions, then the body.
///
/// Captions may be merged, in which case only the first cell has the text, or simply left blank where
/// the caption at the left goes on.
struct HeaderBlock {
  /// A column with the captions above it, outermost first, as printed without blanks.
  struct Column {
    var index: Int
    var path: [String]
    /// The captions joined as facts join them.
    var name: String { path.joined(separator: "/") }
    /// The captions as they are compared.
    var folded: [String] { path.map(\.folded) }
  }

  /// The rows above the header: titles, agency, unit.
  var above: Range<Int>
  /// The rows of captions, column numbers included.
  var rows: Range<Int>
  /// The rows behind the header.
  var body: Range<Int>
  var columns: [Column]

  /// The most rows a header has.
  static let heightBound = 5
  /// How far down a header may begin.
  private static let depthBound = 30

  /// Finds the header among the lines; nil where there is none.
  init?(_ lines: [Line], vocabulary: Vocabulary) {
    // The body begins with the first row that has figures beside a key, or a code.
    guard
      var start = lines.indices.prefix(HeaderBlock.depthBound).first(where: { index in
        lines[index].isGrid && HeaderBlock.isBody(lines[index], vocabulary)
      })
    else { return nil }
    // A label without figures may stand first in the body.
    var top = start
    while top > 0, lines[top - 1].isGrid,
      lines[top - 1].cells.count(where: { !$0.squeezed.isEmpty }) == 1,
      HeadingLine(lines[top - 1].text, vocabulary: vocabulary) == nil
    {
      top -= 1
    }
    if top > 0, lines[top - 1].cells.count(where: { !$0.squeezed.isEmpty }) > 1,
      HeaderBlock.isLabel(lines[top])
    {
      start = top
    }
    var first = start
    while first > 0, start - first < HeaderBlock.heightBound {
      let line = lines[first - 1]
      let filled = line.cells.filter { !$0.squeezed.isEmpty }
      // Beside the unit anything may stand above a header.
      let headings = filled.map { HeadingLine($0, vocabulary: vocabulary) }
      guard line.isGrid, filled.count > 1, headings.contains(where: { $0 == nil }),
        !headings.contains(where: { $0?.unit != nil })
      else { break }
      first -= 1
    }
    guard first < start else { return nil }
    above = 0..<first
    rows = first..<start
    // Below the body stand notes, which are no cells of the first column.
    var end = start
    while end < lines.count {
      let filled = lines[end].cells.filter { !$0.squeezed.isEmpty }
      if filled.count == 1, HeaderBlock.isNote(filled[0], vocabulary) { break }
      end += 1
    }
    body = start..<end
    let captions = lines[rows].filter { !HeaderBlock.isNumbering($0, vocabulary) }
    let width = lines[first..<end].map(\.cells.count).max() ?? 0
    columns = HeaderBlock.columns(captions.map(\.cells), width: width)
    guard columns.count > 1 else { return nil }
  }

  /// Whether the only cell of a row does not stand in the first column of a wide grid, as titles do, or
  /// the grid is narrow.
  private static func isLabel(_ line: Line) -> Bool {
    line.cells.first?.squeezed.isEmpty ?? false || line.cells.count <= 3
  }

  private static func isNote(_ text: String, _ vocabulary: Vocabulary) -> Bool {
    var reader = NoteReader(vocabulary: vocabulary)
    return reader.take(text, joins: false) || vocabulary.isNilStatement(text)
      || NoteReader.isClosingStatement(text, vocabulary)
  }

  /// Composes the captions above each column.
  ///
  /// A blank cell goes on with the caption at its left where captions stand below both of them.
  static func columns(_ rows: [[String]], width: Int) -> [Column] {
    var grid = rows.map { row in
      (0..<width).map { $0 < row.count ? row[$0].squeezed : "" }
    }
    for row in grid.indices.dropLast() {
      for column in 1..<max(width, 1) where grid[row][column].isEmpty {
        func below(_ column: Int) -> Bool { grid[(row + 1)...].contains { !$0[column].isEmpty } }
        let sameAbove = grid[..<row].allSatisfy { $0[column] == $0[column - 1] }
        if below(column), below(column - 1), sameAbove { grid[row][column] = grid[row][column - 1] }
      }
    }
    return (0..<width).compactMap { column in
      var path: [String] = []
      for row in grid where !row[column].isEmpty && row[column] != path.last {
        path.append(row[column])
      }
      return path.isEmpty ? nil : Column(index: column, path: path)
    }
  }

  /// Whether a row can only belong to the body: it has a code or an amount, and is no numbering of
  /// columns.
  private static func isBody(_ line: Line, _ vocabulary: Vocabulary) -> Bool {
    let cells = line.cells.map(\.folded).filter { !$0.isEmpty }
    guard cells.count > 1, !isNumbering(line, vocabulary) else { return false }
    return cells.contains { cell in
      // No caption is a bare mark for "no value".
      NullKind(mark: cell) != nil
        || cell.unicodeScalars.contains { $0.isDigit }
          && ((try? Amount(cell)) != nil || RepairedAmount(cell) != nil
            || RepairedCode.isCodeLike(cell))
    }
  }

  /// Whether a row numbers the columns: small numbers that count up, words and relations aside.
  static func isNumbering(_ line: Line, _ vocabulary: Vocabulary) -> Bool {
    let cells = line.cells.map(\.folded).filter { !$0.isEmpty && $0 != vocabulary.columnNumber }
    let numbers = cells.compactMap { cell in
      Int(cell.prefix { $0.isASCII && $0.isNumber })
    }
    guard cells.count > 1, numbers.count == cells.count else { return false }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 } && (numbers.last ?? 0) < 200
      && (numbers.first ?? 0) <= 2
  }
}
