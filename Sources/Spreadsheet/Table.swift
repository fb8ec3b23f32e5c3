/// A table of a sheet, which has a name, a filter and banded rows. ECMA-376 Part 1, 18.5.1 `table`.
public struct Table: Hashable, Sendable {
  /// The name, which formulas use; different from those of all tables and defined names.
  public var name: String
  /// All of it, its header row among it.
  public var range: CellRange
  /// The captions of its columns: the texts that stand in its first row.
  public var columns: [String]
  /// The name of a built-in look, nil for none.
  public var style: String?
  /// Whether its captions have the buttons of a filter.
  public var hasFilter: Bool
  /// Whether every other row is shaded.
  public var bandedRows: Bool

  /// A table.
  public init(
    name: String, range: CellRange, columns: [String], style: String? = "TableStyleMedium2",
    hasFilter: Bool = true, bandedRows: Bool = true
  ) {
    self.name = name
    self.range = range
    self.columns = columns
    self.style = style
    self.hasFilter = hasFilter
    self.bandedRows = bandedRows
  }
}
