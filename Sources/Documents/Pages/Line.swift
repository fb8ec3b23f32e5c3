extension Document {
  /// A line of text or a row of a grid.
  package struct Line: Sendable {
    /// The page it stands on, counted from 1.
    package var page: Int
    /// Its number in the file or the sheet, counted from 1; lines and rows that are left out, being empty,
    /// count.
    package var number: Int
    /// The cells of a grid row as displayed, one a column; or the texts of a line that wide gaps divide.
    package var cells: [String]
    /// How it is known where its cells begin and end.
    package var division: Division
    /// Whether an empty line or a page break stands before it.
    package var followsGap: Bool
    /// Whether other pages have the same line at the same place: it heads or ends the pages.
    package var isRunning = false
    /// What each cell takes up, or where the texts of a line stand, parallel to `cells`; empty where every
    /// cell takes one column and one row, or nobody knows.
    package var extents: [CellExtent]
    /// Which of the document's tables it is a row of, where the file says it: see ``Table``.
    package var grid: Int?

    /// The cells joined by blanks.
    package var text: String { cells.count == 1 ? cells[0] : cells.joined(separator: " ") }
    /// Whether it is a row of a grid.
    package var isGrid: Bool { division.isRow }

    /// Makes a line.
    package init(
      page: Int, number: Int, cells: [String], division: Division, followsGap: Bool,
      extents: [CellExtent] = [], grid: Int? = nil
    ) {
      self.page = page
      self.number = number
      self.cells = cells.map(\.streamSafe)
      self.division = division
      self.followsGap = followsGap
      self.extents = extents
      self.grid = grid
    }
  }

  /// How it is known where the cells of a line begin and end.
  ///
  /// What reads a document asks this, and never what kind of file it was.
  package enum Division: String, Sendable, CaseIterable {
    /// It is no row of a grid. Its cells are the texts that wide gaps divide, where it has places.
    case text
    /// It may be a row of a table that kept no cells: blanks divide them as they divide words, and
    /// empty ones left no trace.
    case lost
    /// Tabs divide its cells; which of them are merged is not known.
    case tabs
    /// Delimiters divide its cells; which of them are merged is not known.
    case delimiters
    /// The file says which cells there are and which are merged.
    case markup
    /// Cells and merged ones are what is ruled.
    case rulings
    /// Nothing is ruled: its texts stand below captions or below each other.
    case alignment

    /// Whether it is a row of a grid: of cells that stand in columns.
    package var isRow: Bool { self != .text && self != .lost }
  }
}
