extension Document {
  /// A printed page of a text or a sheet of a workbook.
  package struct Page: Sendable {
    /// The sheet's name, or nil for a page of text.
    package var name: String?
    /// The page's number, counted from 1.
    package var number: Int
    /// What stands on it, empty lines left out.
    package var lines: [Line]
    /// The tables that begin on it, where the file says what is one.
    package var tables: [Table]

    /// Makes a page.
    package init(name: String?, number: Int, lines: [Line], tables: [Table] = []) {
      self.name = name
      self.number = number
      self.lines = lines
      self.tables = tables
    }
  }

  /// What a file says of one of its tables, beside its rows.
  package struct Table: Sendable, Hashable {
    /// Which of the document's tables it is, counted from 1: the ``Line/grid`` of its rows.
    package var number: Int
    /// The left edges of its columns and the right one of the last, in points; empty where the file does
    /// not say them.
    package var columns: [Double]
    /// The table before it that it may go on with: nothing but a page break or what is repeated on each
    /// page stands between them, and they have the same columns. Where it certainly goes on, its rows have
    /// the number of that table, and it is none of its own.
    package var follows: Int?
    /// Where it goes on after its first page.
    package var parts: [Part] = []

    /// A page on which a table goes on.
    package struct Part: Sendable, Hashable {
      /// The page, counted from 1.
      package var page: Int
      /// How many rows of the table's heading were repeated there, and left out.
      package var repeatedRows: Int
    }

    /// Makes a table that goes on nowhere.
    package init(number: Int, columns: [Double] = [], follows: Int? = nil) {
      self.number = number
      self.columns = columns
      self.follows = follows
    }
  }

  /// What stands on a page, or in pages that are read as one, from top to bottom.
  package enum Block: Sendable {
    /// Lines between tables.
    case lines(ArraySlice<Line>)
    /// A table, as far as nothing else stands between its rows.
    case grid(Grid)
  }
}

extension Document.Page {
  /// The lines and the grids, in order; each takes a slice of ``lines``, and nothing is copied.
  ///
  /// - Complexity: O(*n*) in the number of lines: take it once.
  package var blocks: [Document.Block] {
    var blocks: [Document.Block] = []
    let known = Dictionary(tables.map { ($0.number, $0) }) { first, _ in first }
    var start = lines.startIndex
    while start < lines.endIndex {
      let first = lines[start]
      let end =
        lines[start...].firstIndex {
          $0.isGrid != first.isGrid || first.isGrid && $0.grid != first.grid
        } ?? lines.endIndex
      if first.isGrid {
        let table = first.grid.flatMap { known[$0] }
        blocks.append(.grid(Document.Grid(rows: lines[start..<end], table: table)))
      } else {
        blocks.append(.lines(lines[start..<end]))
      }
      start = end
    }
    return blocks
  }
}
