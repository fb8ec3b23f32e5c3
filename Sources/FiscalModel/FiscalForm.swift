/// One official form as a department published it: labelled fields, sub-tables and indicator tables in
/// printed order. A form is no grid: what stands where is its layout's to say.
///
/// Forms that were read from different files and hold the same print are equal.
public struct FiscalForm: Hashable, Sendable {
  /// The identifier of the form layout, such as `wuhan-unit-budget-2025/12`.
  public var layout: String
  /// The statement kind, whatever the form's number.
  public var statement: String
  /// The printed number without the word for "table", or with its own word where it is an annex; or nil.
  public var number: String?
  /// The printed title without its number, or nil where none was printed.
  public var title: String?
  /// The title line as printed, blanks removed, with the number where it stands in it.
  public var titleLine: String?
  /// The second title, such as that of the application, or nil.
  public var subtitle: String?
  /// The pieces of the lines between title and fields as printed: agency, date, unit.
  public var heading: [String]
  /// The agency named there, or nil.
  public var agency: String?
  /// The unit of the amounts, as printed.
  public var unit: AmountUnit
  /// How many of the disclosure's tables were published before the form.
  public var precedingTables: Int
  /// Fields and tables in printed order.
  public var parts: [FormPart]
  /// The notes below the form, one element a note, blanks removed.
  public var notes: [String]

  /// Makes a form; everything that is not given was not printed.
  public init(
    layout: String, statement: String, number: String? = nil, title: String? = nil,
    titleLine: String? = nil, subtitle: String? = nil, heading: [String] = [],
    agency: String? = nil, unit: AmountUnit, precedingTables: Int = 0, parts: [FormPart] = [],
    notes: [String] = []
  ) {
    self.layout = layout
    self.statement = statement
    self.number = number
    self.title = title
    self.titleLine = titleLine
    self.subtitle = subtitle
    self.heading = heading
    self.agency = agency
    self.unit = unit
    self.precedingTables = precedingTables
    self.parts = parts
    self.notes = notes
  }

  /// The fields in printed order.
  public var fields: [FormField] {
    parts.compactMap { if case .field(let field) = $0 { field } else { nil } }
  }

  /// The sub-tables and indicator tables in printed order.
  public var tables: [FormTable] {
    parts.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  /// The values of all fields and all rows.
  public var valueCount: Int {
    parts.reduce(0) { count, part in
      switch part {
      case .field: count + 1
      case .table(let table): count + table.rows.reduce(0) { $0 + $1.count }
      }
    }
  }
}

/// A field or a table of a form.
public enum FormPart: Hashable, Sendable {
  /// A label and its value.
  case field(FormField)
  /// Rows under captions.
  case table(FormTable)
}

/// A label of a form and the value beside it.
public struct FormField: Hashable, Sendable {
  /// The identifier of the layout's field.
  public var id: String
  /// The label as printed, blanks removed, a goal's number and weight included.
  public var label: String
  /// The value: an amount where the layout says so, else text as printed or a mark for "no value".
  public var value: FiscalValue

  /// Makes a field.
  public init(id: String, label: String, value: FiscalValue) {
    self.id = id
    self.label = label
    self.value = value
  }
}

/// A sub-table of a form: means, cost breakdown, purchases, indicators.
public struct FormTable: Hashable, Sendable {
  /// The identifier of the layout's table.
  public var id: String
  /// The label beside or above it as printed, or nil.
  public var label: String?
  /// The captions of the columns whose caption differs from form to form (a year, a weight) as printed,
  /// in column order; empty where all captions are the layout's.
  public var captions: [String]
  /// The rows: one value for each column of the layout.
  ///
  /// A blank value of a level column means that the cell above it goes on.
  public var rows: [[FiscalValue]]

  /// Makes a table.
  public init(
    id: String, label: String? = nil, captions: [String] = [], rows: [[FiscalValue]] = []
  ) {
    self.id = id
    self.label = label
    self.captions = captions
    self.rows = rows
  }

  /// The rows with the cells of the level columns carried down, each under its own parent.
  public func carried(levels: [Int]) -> [[FiscalValue]] {
    var result = rows
    for row in result.indices.dropFirst() {
      for column in levels {
        guard result[row][column] == .blank else { break }
        result[row][column] = result[row - 1][column]
      }
    }
    return result
  }
}

/// Where a form and its values were read: the same shape as the form's parts.
public struct FormOrigin: Hashable, Sendable {
  /// The first and the last line that belongs to the form.
  public var extent: ClosedRange<Int>
  /// The place of the title, or of the first label where no title was printed.
  public var location: Location
  /// Part by part, row by row (a field is one row of one value), value by value.
  public var parts: [[[CellOrigin]]]

  /// Makes the origin of a form.
  public init(extent: ClosedRange<Int>, location: Location, parts: [[[CellOrigin]]]) {
    self.extent = extent
    self.location = location
    self.parts = parts
  }
}
