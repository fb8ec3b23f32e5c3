/// One sheet: cells, kept only where they are, and how they are shown and printed.
public struct Sheet: Sendable, Equatable {
  /// A row that has cells: its zero-based index and its cells by ascending column.
  public typealias Row = (index: Int, cells: SheetCells)

  /// Whether a sheet has its tab. ECMA-376 Part 1, 18.18.68 `ST_SheetState`.
  public enum Visibility: String, Hashable, Sendable {
    /// Shown.
    case visible
    /// Hidden; the user can show it.
    case hidden
    /// Hidden; only a program can show it.
    case veryHidden
  }

  /// The name on the tab.
  public var name: String
  /// Merged cells.
  public var merges: [CellRange] = []
  /// Widths by zero-based column, in characters of the default font.
  public var columnWidths: [Int: Double] = [:]
  /// Hidden columns, zero-based.
  public var hiddenColumns: Set<Int> = []
  /// Heights by zero-based row, in points.
  public var rowHeights: [Int: Double] = [:]
  /// Hidden rows, zero-based.
  public var hiddenRows: Set<Int> = []
  /// Width of the columns that have none, nil for the program's own.
  public var defaultColumnWidth: Double?
  /// Height of the rows that have none, nil for the program's own.
  public var defaultRowHeight: Double?
  /// Rows at the top that stay when the rest scrolls.
  public var frozenRows = 0
  /// Columns at the left that stay when the rest scrolls.
  public var frozenColumns = 0
  /// Whether the sheet has its tab.
  public var visibility = Visibility.visible
  /// How it is printed.
  public var pageSetup = Sheet.PageSetup()
  /// The colour of the tab.
  public var tabColor: CellStyle.Color?
  /// Whether the lines between the cells are shown.
  public var showGridLines = true

  /// What may be entered where.
  public var dataValidations: [DataValidation] = []
  /// Comments by their cell.
  public var comments: [CellReference: Sheet.Comment] = [:]
  /// The range whose first row has the buttons of a filter.
  public var autoFilter: CellRange?
  /// What that filter lets through; the rows that it hides are among ``hiddenRows``.
  public var filterColumns: [FilterColumn] = []
  /// Tables, which must not overlap each other or merges.
  public var tables: [Sheet.Table] = []
  /// Looks that depend on values, the most important first.
  public var conditionalFormats: [ConditionalFormat] = []
  /// What users may still do, nil for everything.
  public var protection: SheetProtection?
  /// Zero-based rows before which a page starts.
  public var rowBreaks: Set<Int> = []
  /// Zero-based columns before which a page starts.
  public var columnBreaks: Set<Int> = []
  /// Outline levels by zero-based row, 1 to 7.
  public var rowOutlines: [Int: Int] = [:]
  /// Outline levels by zero-based column, 1 to 7.
  public var columnOutlines: [Int: Int] = [:]
  /// Links from ranges; those of single cells are the cells' own.
  public var rangeHyperlinks: [Sheet.RangeHyperlink] = []
  /// Text in several fonts by its cell, whose value is the same text without fonts.
  public var richTexts: [CellReference: [Cell.TextRun]] = [:]
  /// The ranges of array formulas, whose text stands at their first cell; the others have values only.
  public var arrayFormulas: [CellRange] = []

  /// What the subscripts and ``rows`` look at.
  var grid = CellGrid()

  /// An empty sheet.
  public init(name: String) { self.name = name }

  /// The cell at a zero-based row and column, nil where there is none.
  ///
  /// Finding it takes a time that grows with the logarithm of rows and cells; setting one before
  /// others moves those of its row, and in a new row the rows below.
  public subscript(row: Int, column: Int) -> Cell? {
    get { grid[row, column] }
    set { grid[row, column] = newValue }
  }

  /// The cell at a reference, nil where there is none.
  public subscript(reference: CellReference) -> Cell? {
    get { grid[reference.row, reference.column] }
    set { grid[reference.row, reference.column] = newValue }
  }

  /// The cell at `B2`, nil where there is none.
  ///
  /// - Precondition: The text is the place of a cell; only to read one may it be anything.
  public subscript(reference: String) -> Cell? {
    get { CellReference(reference).flatMap { self[$0] } }
    set {
      let place = CellReference(reference)
      precondition(place != nil, "'\(reference)' is no place of a cell")
      if let place { self[place] = newValue }
    }
  }

  /// The rows that have cells, from top to bottom.
  public var rows: SheetRows { grid.rows }

  /// The number of cells.
  public var cellCount: Int { grid.count }

  /// The smallest rectangle that has all the cells, nil when there are none.
  public var usedRange: CellRange? { grid.usedRange }
}
