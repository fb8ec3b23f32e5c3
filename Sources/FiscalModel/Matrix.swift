extension Section {
  /// Rows of cells under a tree of captions.
  public struct Matrix: Hashable, Sendable {
    /// The identifier within the form; nil for the one matrix of a table.
    public var id: String?
    /// The label beside or above it as printed, or nil.
    public var label: String?
    /// The captions, outermost first.
    public var header: [Caption]
    /// The leaf columns in printed order.
    public var columns: [Column]
    /// The blocks of adjacent columns that share a row key, in printed order.
    public var panels: [Panel]
    /// What the row of column numbers prints in each leaf column, or nil where there is no such row.
    public var columnNumbers: [String]?
    /// Whether codes are printed level by level, each in a column of its own: `201`, `03`, `01`.
    public var dividesCodes: Bool
    /// The printed rows, in order.
    public var rows: [Row]
    /// Columns of the source that stand under captions which its layout does not have.
    @Provenance public var extraColumns: [ExtraColumn]

    /// Makes a matrix; everything that is not given was not printed.
    public init(
      id: String? = nil, label: String? = nil, header: [Caption] = [], columns: [Column] = [],
      panels: [Panel] = [], columnNumbers: [String]? = nil, dividesCodes: Bool = false,
      rows: [Row] = []
    ) {
      self.id = id
      self.label = label
      self.header = header
      self.columns = columns
      self.panels = panels
      self.columnNumbers = columnNumbers
      self.dividesCodes = dividesCodes
      self.rows = rows
      _extraColumns = Provenance(wrappedValue: [])
    }
  }

  /// A caption of a header with the captions below it.
  public struct Caption: Hashable, Sendable {
    /// The caption as printed, blanks removed; empty where the cell is.
    public var text: String
    /// The leaf columns it stands over.
    public var span: Range<Int>
    /// What stands below it; empty for a leaf.
    public var children: [Caption]

    /// Makes a caption.
    public init(_ text: String, span: Range<Int>, children: [Caption] = []) {
      self.text = text
      self.span = span
      self.children = children
    }

    /// How many header rows it and what stands below it need.
    public var height: Int { 1 + (children.map(\.height).max() ?? 0) }
  }

  /// One leaf column.
  public struct Column: Hashable, Sendable {
    /// The identifier within the matrix: the layout's, or one by its place.
    public var id: String
    /// The captions from the outermost to its own, those without text left out.
    public var path: [String]
    /// What stands in it.
    public var role: Role
    /// The concept of its amounts, or nil.
    public var concept: String?
    /// The dimension members of its amounts.
    public var members: [String: String]
    /// The stage of its amounts, or nil for the section's.
    public var stage: Stage?
    /// The fiscal year of its amounts less the disclosure's: -1 for the year before.
    public var yearOffset: Int
    /// Whether its figures are differences or shares of others: they are of no year and have no concept,
    /// whatever their line is.
    public var isChange: Bool
    /// The unit of its amounts, where it is another than the section's.
    public var unit: AmountUnit?
    /// The dimension that its codes or names belong to, or nil.
    public var dimension: String?
    /// The words that gave it its meaning, for people; empty where a layout did.
    @Provenance public var evidence: String

    /// Makes a column.
    public init(
      id: String, path: [String], role: Role, concept: String? = nil,
      members: [String: String] = [:], stage: Stage? = nil, yearOffset: Int = 0,
      isChange: Bool = false, unit: AmountUnit? = nil, dimension: String? = nil,
      evidence: String = ""
    ) {
      self.id = id
      self.path = path
      self.role = role
      self.concept = concept
      self.members = members
      self.stage = stage
      self.yearOffset = yearOffset
      self.isChange = isChange
      self.unit = unit
      self.dimension = dimension
      _evidence = Provenance(wrappedValue: evidence)
    }

    /// Its own caption.
    public var caption: String { path.last ?? "" }
  }

  /// What stands in a column or beside a label.
  public enum Role: String, Codable, Sendable, CaseIterable {
    /// A code, or one level of it.
    case code
    /// The name of a code.
    case name
    /// The label of a line.
    case label
    /// The printed row number.
    case rowNumber = "row-number"
    /// Money.
    case amount
    /// A short text.
    case text
    /// A text of any length.
    case longText = "long-text"
    /// A percentage, text as printed.
    case percent
    /// A number of something, text as printed.
    case quantity
    /// The number of a row, text as printed.
    case ordinal
    /// The points of an indicator, text as printed.
    case score
    /// A year, text as printed.
    case year
    /// Boxes of which some are ticked, text as printed.
    case choice
    /// A cell that goes on over the rows below: a goal, a level of indicators.
    case level
    /// The value of an indicator: a text that often begins with a sign or a figure.
    case value
  }

  /// A block of adjacent columns that share a row key.
  public struct Panel: Hashable, Sendable {
    /// The identifier within the matrix.
    public var id: String
    /// Its leaf columns.
    public var columns: Range<Int>
    /// Its code columns.
    public var codeColumns: [Int]
    /// Its column of labels or names.
    public var labelColumn: Int?
    /// Its column of row numbers.
    public var numberColumn: Int?
    /// Its columns of values, in the order of ``Part/cells``: all that are no part of the key.
    public var valueColumns: [Int]

    /// Makes a panel.
    public init(
      id: String, columns: Range<Int>, codeColumns: [Int] = [], labelColumn: Int? = nil,
      numberColumn: Int? = nil, valueColumns: [Int]
    ) {
      self.id = id
      self.columns = columns
      self.codeColumns = codeColumns
      self.labelColumn = labelColumn
      self.numberColumn = numberColumn
      self.valueColumns = valueColumns
    }
  }

  /// One printed row: a part for each panel.
  public struct Row: Hashable, Sendable {
    /// The panels' parts, in their order.
    public var parts: [Part]

    /// Makes a row of its parts.
    public init(parts: [Part]) { self.parts = parts }
  }

  /// What one panel prints in one row: the key of the row there, and its cells.
  public struct Part: Hashable, Sendable {
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
    /// The text of the cell in which code and label stand together, or nil where each has its own.
    public var print: String?
    /// How many panels to the right the label reaches over, printed once.
    public var reach = 0
    /// The printed row number, or nil.
    public var number: String?
    /// The concept of the line's amounts, or nil.
    public var concept: String?
    /// The dimension members of its amounts: those of a fixed line, and the codes of an open row.
    public var members: [String: String]
    /// One cell for each value column of the panel.
    public var cells: [Cell]

    /// Makes a part.
    public init(
      kind: RowKind, line: String? = nil, code: String? = nil, label: String = "",
      number: String? = nil, concept: String? = nil, members: [String: String] = [:],
      cells: [Cell] = []
    ) {
      self.kind = kind
      self.line = line
      self.code = code
      self.label = label
      self.number = number
      self.concept = concept
      self.members = members
      self.cells = cells
    }

    /// Whether nothing at all was printed here.
    public var isBlank: Bool {
      code == nil && label.isEmpty && number == nil && cells.allSatisfy { $0.value == .blank }
    }
  }

  /// A column of an export that the layout does not have, kept as it is.
  public struct ExtraColumn: Hashable, Sendable {
    /// Its captions, joined by `/`.
    public var name: String
    /// Its place, counted from 0.
    public var column: Int
    /// The cells that hold anything, with their lines.
    public var cells: [(line: Int, text: String)]

    /// Makes a column.
    public init(name: String, column: Int, cells: [(line: Int, text: String)]) {
      self.name = name
      self.column = column
      self.cells = cells
    }

    /// Whether name, place and cells are the same.
    public static func == (a: ExtraColumn, b: ExtraColumn) -> Bool {
      a.name == b.name && a.column == b.column && a.cells.elementsEqual(b.cells, by: ==)
    }

    /// Adds name and place.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(column)
    }
  }
}

extension Section.Part {
  /// The code of a class, section or item: the printed one, with the levels that stand in the rows above
  /// where only the last ones are printed; else that of its name.
  package var classificationCode: String? {
    let codes = ["function_code", "economic_code", "economic_government_code"].compactMap {
      members[$0]
    }
    guard let code else { return codes.first }
    return codes.first { $0.hasSuffix(code) } ?? code
  }
}

extension Section.Matrix {
  /// The number of cells of all rows.
  public var cellCount: Int {
    rows.reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.cells.count } }
  }

  /// The amounts of its rows, in order.
  public var amounts: [Amount] {
    rows.flatMap { row in row.parts.flatMap { part in part.cells.compactMap(\.value.amount) } }
  }

  /// The header path of each column as facts name it: joined by `/`, with `#2`, `#3` where it repeats.
  ///
  /// - Complexity: O(columns).
  package var columnNames: [String] {
    var seen: [String: Int] = [:]
    return columns.map { column in
      let name = column.path.joined(separator: "/")
      seen[name, default: 0] += 1
      let count = seen[name] ?? 1
      return count > 1 ? "\(name)#\(count)" : name
    }
  }

  /// The column of a part's cell.
  package func column(_ slot: Int, inPanel panel: Int) -> Section.Column {
    columns[panels[panel].valueColumns[slot]]
  }

  /// The columns whose cells go on over the rows below.
  package var levels: [Int] { columns.indices.filter { columns[$0].role == .level } }

  /// The rows of a form's matrix, whose cells are all of its columns', with the cells of the level columns
  /// carried down, each under its own parent.
  package var carried: [[FiscalValue]] {
    var result = rows.map { row in row.parts.flatMap { part in part.cells.map(\.value) } }
    let levels = levels
    for row in result.indices.dropFirst() {
      for column in levels {
        guard result[row][column] == .blank else { break }
        result[row][column] = result[row - 1][column]
      }
    }
    return result
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
