extension Sheet {
  /// A table of a sheet, which has a name, a filter and banded rows. ECMA-376 Part 1, 18.5.1 `table`.
  public struct Table: Hashable, Sendable {
    /// What stands in the totals row below a column. 18.5.1.3 `tableColumn`.
    public enum Total: Hashable, Sendable {
      /// What is worked out, by its name in 18.18.89 `ST_TotalsRowFunction`: `count` is of cells that are
      /// not empty, `countNums` of numbers; `stdDev` and `var` are of a sample.
      public enum Function: String, Hashable, Sendable {
        case sum, average, count, countNums, min, max, stdDev, `var`

        /// The number by which `SUBTOTAL` knows it, leaving hidden rows out.
        var number: Int {
          switch self {
          case .average: 101
          case .countNums: 102
          case .count: 103
          case .max: 104
          case .min: 105
          case .stdDev: 107
          case .sum: 109
          case .var: 110
          }
        }
      }

      /// Nothing.
      case none
      /// A word, which is the text of the cell.
      case label(String)
      /// A function of the column, whose formula the cell has: see ``Sheet/Table/totalFormula(_:)``.
      case function(Function)
    }

    /// The name, which formulas use; different from those of all tables and defined names.
    public var name: String
    /// All of it, its header row and its totals row among it.
    public var range: CellRange
    /// The captions of its columns: the texts that stand in its first row.
    public var columns: [String]
    /// What its last row has for each column; nil when there is no totals row.
    public var totals: [Total]?
    /// What its filter lets through.
    public var filterColumns: [FilterColumn]
    /// The name of a built-in look, nil for none.
    public var style: String?
    /// Whether its captions have the buttons of a filter.
    public var hasFilter: Bool
    /// Whether every other row is shaded.
    public var bandedRows: Bool

    /// A table.
    public init(
      name: String, range: CellRange, columns: [String], totals: [Total]? = nil,
      filterColumns: [FilterColumn] = [], style: String? = "TableStyleMedium2",
      hasFilter: Bool = true, bandedRows: Bool = true
    ) {
      (self.name, self.range, self.columns, self.totals) = (name, range, columns, totals)
      (self.filterColumns, self.style, self.hasFilter) = (filterColumns, style, hasFilter)
      self.bandedRows = bandedRows
    }

    /// The formula, without `=`, of the cell of the totals row below a column, counted from 0; nil
    /// where the row has no function.
    public func totalFormula(_ column: Int) -> String? {
      guard let totals, totals.indices.contains(column), columns.indices.contains(column),
        case .function(let function) = totals[column]
      else { return nil }
      // Brackets, hashes and quotes in a caption are escaped with a quote.
      var caption = ""
      for character in columns[column] {
        if "[]#'@".contains(character) { caption += "'" }
        caption.append(character)
      }
      return "SUBTOTAL(\(function.number),\(name)[\(caption)])"
    }

    /// The range without the totals row.
    var filterRange: CellRange {
      guard totals != nil else { return range }
      return CellRange(
        first: range.first, last: CellReference(row: range.last.row - 1, column: range.last.column))
    }
  }
}
