/// One official table as a department published it: rows of typed values under the columns of a layout.
///
/// Tables that were read from different files and hold the same print are equal.
public struct FiscalTable: Hashable, Sendable {
  /// The identifier of the layout whose columns the rows follow, such as
  /// `wuhan-final-accounts-2021/02`.
  public var layout: String
  /// The statement kind, whatever the table's number.
  public var statement: String
  /// The printed title without its number, or nil where none was printed.
  public var title: String?
  /// The title line as printed, blanks removed, with the number where it stands in it.
  public var titleLine: String?
  /// The printed number without the word for "table", or nil.
  public var number: String?
  /// The pieces of the agency and unit line as printed.
  public var heading: [String]
  /// The agency printed above the table, or nil.
  public var agency: String?
  /// The unit of the amounts.
  public var unit: AmountUnit
  /// What the row of column numbers prints in each leaf column, or nil where there is no such row.
  public var columnNumbers: [String]?
  /// Whether codes are printed level by level, each in a column of its own: `201`, `03`, `01`.
  public var dividesCodes: Bool = false
  /// The printed rows, in order.
  public var rows: [Row]
  /// The sentence that says that there is nothing to report, printed in place of rows or below them.
  public var nilStatement: String?
  /// The notes below the table, one element a note, blanks removed.
  public var notes: [String]

  /// Makes a table; everything that is not given was not printed.
  public init(
    layout: String, statement: String, title: String? = nil, titleLine: String? = nil,
    number: String? = nil, heading: [String] = [], agency: String? = nil, unit: AmountUnit,
    columnNumbers: [String]? = nil, rows: [Row] = [], nilStatement: String? = nil,
    notes: [String] = []
  ) {
    self.layout = layout
    self.statement = statement
    self.title = title
    self.titleLine = titleLine
    self.number = number
    self.heading = heading
    self.agency = agency
    self.unit = unit
    self.columnNumbers = columnNumbers
    self.rows = rows
    self.nilStatement = nilStatement
    self.notes = notes
  }

  /// The number of body cells that hold a value or could: those of all value columns.
  public var cellCount: Int { rows.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.values.count } } }

  /// The most decimals that an amount of the table was printed with.
  ///
  /// A table that drops trailing zeros still rounds all its figures alike.
  public var printedDecimals: Int {
    var most = 0
    for row in rows {
      for part in row.parts {
        for value in part.values { most = max(most, value.amount?.scale ?? 0) }
      }
    }
    return most
  }
}

/// One printed row: a part for each panel of the layout.
public struct Row: Hashable, Sendable {
  /// The panels' parts, in the layout's order.
  public var parts: [RowPart]

  /// Makes a row of its parts.
  public init(parts: [RowPart]) { self.parts = parts }
}

/// What one panel prints in one row: the key of the row there, and its values.
public struct RowPart: Hashable, Sendable {
  /// What the row is within the panel.
  public var kind: RowKind
  /// The identifier of the fixed line of the layout, or nil in open rows.
  public var line: String?
  /// The printed code, or nil.
  public var code: String?
  /// The printed label or name, blanks removed; empty where none was printed.
  public var label: String
  /// Whether the label of a line without a code stands in the column of names, not over the codes.
  public var isUnderName = false
  /// The printed row number, or nil.
  public var number: String?
  /// One value for each value column of the panel.
  public var values: [FiscalValue]

  /// Makes a part.
  public init(
    kind: RowKind, line: String? = nil, code: String? = nil, label: String = "",
    number: String? = nil, values: [FiscalValue]
  ) {
    self.kind = kind
    self.line = line
    self.code = code
    self.label = label
    self.number = number
    self.values = values
  }

  /// Whether nothing at all was printed here.
  public var isBlank: Bool {
    code == nil && label.isEmpty && number == nil && values.allSatisfy { $0 == .blank }
  }
}

/// What a row is.
public enum RowKind: String, Codable, Sendable, CaseIterable {
  /// The first level of a classification.
  case `class`
  /// The second level.
  case section
  /// The third level.
  case item
  /// A budget unit.
  case unit
  /// A project.
  case project
  /// A line of the form that is no code: a source of revenue, a carry-over.
  case category
  /// A sum of the lines above.
  case subtotal
  /// A sum of everything in its panel.
  case total
  /// A part named outside its parent's sum.
  case memo
  /// A row or a part without any key.
  case blank
  /// A sentence in place of rows.
  case statement
}
