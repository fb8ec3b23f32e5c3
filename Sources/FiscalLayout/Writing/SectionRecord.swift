import FiscalModel

/// A section as JSON: what stands around it, then its fields and matrices in printed order. Amounts are
/// strings; what was not printed or is not known is left out.
struct SectionRecord: Encodable {
  var layout: String?
  var statement: String?
  var number: String?
  var title: String?
  var subtitle: String?
  var heading: [String]
  var agency: String?
  var unit: String?
  var stage: Stage?
  var blocks: [Block]
  var nilStatement: String?
  var notes: [String]

  init(_ section: Section) {
    layout = section.layout
    statement = section.statement
    number = section.number
    title = section.title
    subtitle = section.subtitle
    heading = section.heading
    agency = section.agency
    unit = section.unit?.name
    stage = section.stage
    blocks = section.blocks.map { block in
      switch block {
      case .field(let field): Block(field)
      case .matrix(let matrix): Block(matrix)
      }
    }
    nilStatement = section.nilStatement
    notes = section.notes
  }

  /// A field has a value, a matrix columns and rows.
  struct Block: Encodable {
    var id: String?
    var label: String?
    var value: Value?
    var columns: [String]?
    var columnNumbers: [String]?
    var dividesCodes: Bool?
    var rows: [[Part]]?

    init(_ field: Section.Field) {
      id = field.id
      label = field.label
      value = Value(field.cell.value)
    }

    init(_ matrix: Section.Matrix) {
      id = matrix.id
      label = matrix.label
      columns = matrix.columnNames
      columnNumbers = matrix.columnNumbers
      dividesCodes = matrix.dividesCodes ? true : nil
      // The captions of a form differ from one to the next; its columns go by their identifiers.
      let names = matrix.id == nil ? matrix.columnNames : matrix.columns.map(\.id)
      // A cell that goes on over the rows below is said in each of them.
      let carried = matrix.id == nil || matrix.levels.isEmpty ? nil : matrix.carried
      rows = matrix.rows.enumerated().map { row, printed in
        printed.parts.enumerated().map { panel, part in
          Part(part, matrix.panels[panel], names: names, carried: carried?[row])
        }
      }
    }
  }

  /// What one panel prints in one row.
  struct Part: Encodable {
    var panel: String
    var kind: RowKind
    var line: String?
    var code: String?
    var label: String
    var underName: Bool?
    var number: String?
    var values: [Value]

    init(
      _ part: Section.Part, _ panel: Section.Panel, names: [String], carried: [FiscalValue]?
    ) {
      self.panel = panel.id
      kind = part.kind
      line = part.line
      code = part.code
      label = part.label
      underName = part.isUnderName ? true : nil
      number = part.number
      values = zip(panel.valueColumns, part.cells).map { column, cell in
        let value = carried?[column] ?? cell.value
        return Value(value, column: names[column], isCarried: value != cell.value)
      }
    }
  }

  /// A value and, in a matrix, its column.
  struct Value: Encodable {
    var column: String?
    var amount: String?
    var text: String?
    var null: NullKind?
    /// Whether it is that of the cell above, which goes on.
    var carried: Bool?

    init(_ value: FiscalValue, column: String? = nil, isCarried: Bool = false) {
      self.column = column
      switch value {
      case .amount(let value): amount = value.description
      case .text(let value): text = value
      case .null(let kind): null = kind
      }
      carried = isCarried ? true : nil
    }
  }
}
