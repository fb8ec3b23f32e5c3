import FiscalModel

/// A form as JSON: fields and tables in printed order, amounts as strings.
struct FormRecord: Encodable {
  var layout: String
  var statement: String
  var number: String?
  var title: String?
  var subtitle: String?
  var heading: [String]
  var agency: String?
  var unit: String
  var precedingTables: Int
  var parts: [Part]
  var notes: [String]

  init(_ form: FiscalForm, _ layout: FormLayout) {
    self.layout = form.layout
    statement = form.statement
    number = form.number
    title = form.title
    subtitle = form.subtitle
    heading = form.heading
    agency = form.agency
    unit = form.unit.name
    precedingTables = form.precedingTables
    parts = form.parts.compactMap { part in
      switch part {
      case .field(let field): Part(field)
      case .table(let table): layout.table(table.id).map { Part(table, $0) }
      }
    }
    notes = form.notes
  }

  /// A field has a value, a table rows.
  struct Part: Encodable {
    var id: String
    var label: String?
    var value: Value?
    var captions: [String]?
    var rows: [[Value]]?

    init(_ field: FormField) {
      id = field.id
      label = field.label
      value = Value(column: nil, field.value, isCarried: false)
    }

    init(_ table: FormTable, _ layout: FormLayout.Table) {
      id = table.id
      label = table.label
      captions = table.captions.isEmpty ? nil : table.captions
      // A cell that goes on over the rows below is said in each of them.
      let carried = table.carried(levels: layout.levels)
      rows = zip(table.rows, carried).map { printed, row in
        layout.columns.indices.map { column in
          Value(
            column: layout.columns[column].id, row[column],
            isCarried: printed[column] != row[column])
        }
      }
    }
  }

  /// A value and, in a table, its column.
  struct Value: Encodable {
    var column: String?
    var amount: String?
    var text: String?
    var null: NullKind?
    /// Whether it is that of the cell above, which goes on.
    var carried: Bool?

    init(column: String?, _ value: FiscalValue, isCarried: Bool) {
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
