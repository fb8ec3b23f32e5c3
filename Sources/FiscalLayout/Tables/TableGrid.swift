import Documents
import FiscalModel
import FiscalSchema

/// The rows of one grid, with what each cell takes up, whatever file it was read from.
///
/// Where a file does not say what its cells take up (CSV, tabs), each takes one place.
struct TableGrid {
  /// A cell, or the place that another cell takes up.
  struct Cell {
    /// The text without blanks; empty where nothing is printed and where another cell reaches over.
    var text: String
    /// The text as the file has it.
    var raw: String
    /// How many columns it takes.
    var columns = 1
    /// How many rows it takes.
    var rows = 1
    /// Whether a cell to the left or above reaches over it.
    var isCovered = false
    /// How its text came to stand in it.
    var placing = CellExtent.Placing.direct
    /// The column of the file.
    var source: Int
  }

  /// The rows, all of the same length.
  var rows: [[Cell]]
  /// The line of the file that each row is.
  var lines: [Line]
  /// How many columns it has.
  private(set) var width: Int
  /// The sheet's name, or nil for a page.
  let sheet: String?
  /// Whether the file says what its cells take up.
  let knowsExtents: Bool

  /// Makes a grid of lines.
  ///
  /// - Complexity: O(cells).
  init(_ lines: [Line], sheet: String?) {
    self.lines = lines
    self.sheet = sheet
    knowsExtents = lines.contains { line in
      line.extents.contains { ($0.columns > 1 || $0.rows > 1) && $0.placing != .aligned }
    }
    let width = lines.reduce(0) { max($0, $1.cells.count) }
    self.width = width
    rows = lines.map { line in
      (0..<width).map { column in
        let raw = column < line.cells.count ? line.cells[column] : ""
        var cell = Cell(text: raw.squeezed, raw: raw, source: column)
        if column < line.extents.count {
          let extent = line.extents[column]
          cell.columns = min(max(extent.columns, 1), width - column)
          cell.rows = max(extent.rows, 1)
          cell.placing = extent.placing
        }
        return cell
      }
    }
    cover()
  }

  /// Marks what is covered, and cuts spans at the grid's end and at cells that have a text of their own.
  private mutating func cover() {
    for row in rows.indices {
      for column in rows[row].indices where !rows[row][column].isCovered {
        let cell = rows[row][column]
        guard cell.columns > 1 || cell.rows > 1 else { continue }
        let columns = column..<(column + cell.columns)
        var end = min(row + cell.rows, rows.count)
        if let taken = (row + 1..<max(end, row + 1)).first(where: { other in
          columns.contains { !rows[other][$0].text.isEmpty }
        }) {
          end = taken
        }
        rows[row][column].rows = end - row
        for other in row..<end {
          for place in columns where (other, place) != (row, column) {
            rows[other][place].isCovered = true
          }
        }
      }
    }
  }

  /// The cells of a row that print anything, with their columns.
  func filled(_ row: Int) -> [(column: Int, cell: Cell)] {
    rows[row].enumerated().compactMap { $1.text.isEmpty ? nil : ($0, $1) }
  }

  /// Where a cell, or a row, stands in the file.
  func location(_ row: Int, _ column: Int? = nil) -> Location {
    let source = column.map { rows[row][$0].source }
    return if let sheet {
      Location(sheet: sheet, line: lines[row].number, column: source)
    } else {
      Location(page: lines[row].page, line: lines[row].number, column: source)
    }
  }

  /// Some of the rows as a grid of their own.
  func rows(_ kept: some Collection<Int>) -> TableGrid {
    var result = self
    result.rows = kept.map { rows[$0] }
    result.lines = kept.map { lines[$0] }
    return result
  }

  /// The grid without the columns in which nothing at all is printed.
  var withoutBlankColumns: TableGrid {
    let kept = (0..<width).filter { column in rows.contains { !$0[column].text.isEmpty } }
    guard kept.count < width else { return self }
    let keeps = Set(kept)
    var result = self
    result.width = kept.count
    result.rows = rows.map { row in
      kept.map { column in
        var cell = row[column]
        cell.columns = max(1, (column..<(column + cell.columns)).count { keeps.contains($0) })
        return cell
      }
    }
    return result
  }

  /// Whether columns were found by how texts are aligned, and nothing says where rows end.
  var isAligned: Bool { rows.first?.first?.placing == .aligned }

  /// Divides the row in which a total's label stands beside captions of a group that ends above it into one of
  /// captions and one of the body: forms have it whose captions need one row more on one side.
  mutating func divideSharedRow(isKey: (String) -> Bool) {
    guard knowsExtents, let first = rows.firstIndex(where: { isKey($0.first?.text ?? "") }),
      first > 0, !rows[first][0].isCovered,
      !rows[..<first].joined().contains(where: \.isFigure)
    else { return }
    let captions = Set(
      filled(first).dropFirst().filter { column, cell in
        let above = rows[first - 1][column]
        return (above.isCovered || above.columns > 1) && !cell.isNumber && !cell.isMark
      }.map(\.column))
    // Beside them cells of the total's own, with figures or none.
    let own = rows[first].indices.filter { $0 > 0 && !captions.contains($0) }
      .map { rows[first][$0] }.filter { !$0.isCovered }
    guard captions.count > 1, !own.isEmpty, own.allSatisfy({ $0.text.isEmpty || $0.isFigure })
    else { return }
    rows.insert(rows[first], at: first)
    lines.insert(lines[first], at: first)
    clear(first) { !captions.contains($0) }
    clear(first + 1) { captions.contains($0) }
  }

  /// Takes the texts out of some cells of a row.
  mutating func clear(_ row: Int, where isCleared: (Int) -> Bool) {
    for column in rows[row].indices where isCleared(column) { rows[row][column].text = "" }
  }

  /// The grid with the rows of another, of the same width, below its own.
  func appending(_ other: TableGrid) -> TableGrid {
    var result = self
    result.rows += other.rows
    result.lines += other.lines
    return result
  }
}

extension TableGrid.Cell {
  /// Whether it holds a figure that can be no column number: one with decimals or grouped digits.
  var isFigure: Bool {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }) else {
      return false
    }
    return isNumber
  }

  /// Whether it holds a number.
  var isNumber: Bool {
    guard let last = text.utf8.last, isASCIIDigit(last) else { return false }
    return (try? Amount(text)) != nil
  }

  /// Whether it holds a mark for "no value" that is printed.
  var isMark: Bool { !text.isEmpty && NullKind(mark: text) != nil }

  /// Whether it is a code of three digits or more, alone or with its name behind it.
  var beginsWithCode: Bool {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "[") }.prefix(while: isASCIIDigit)
    guard digits.count >= 3 else { return false }
    let rest = text.utf8[digits.endIndex...]
    if rest.isEmpty { return text.utf8.count == digits.count }
    // A year in a caption is none, `2026年预算数`, nor is a date.
    guard let next = text[digits.endIndex...].first else { return true }
    if "]-—_ ".contains(next) {
      return text[digits.endIndex...].unicodeScalars.contains(where: \.isHan)
    }
    return digits.count != 4 && next.unicodeScalars.allSatisfy(\.isHan)
  }
}

/// Whether a byte is one of the digits 0 to 9.
func isASCIIDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
