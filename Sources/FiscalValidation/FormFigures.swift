import FiscalModel

/// The figures of a disclosure's forms by what they mean.
struct FormFigures {
  /// A sub-table of a form with the layout that says what its columns are.
  struct Table {
    let form: Int
    let part: Int
    let table: FormTable
    let layout: FormLayout.Table

    /// The column with a concept, or nil.
    func column(_ concept: String) -> Int? { layout.columns.firstIndex { $0.concept == concept } }

    /// The first column of a kind, or nil.
    func column(_ kind: FormLayout.Kind) -> Int? { layout.columns.firstIndex { $0.kind == kind } }

    /// The rows with the labels of merged cells carried down.
    var carried: [[FiscalValue]] { table.carried(levels: layout.levels) }
  }

  let reading: Reading
  let layouts: [FormLayout?]
  /// The forms whose unit is in doubt: their amounts prove nothing.
  let doubtful: Set<Int>

  init(_ reading: Reading, _ catalogue: Catalogue) {
    self.reading = reading
    layouts = reading.disclosure.forms.map { catalogue.form($0.layout) }
    doubtful = Set(
      reading.findings.filter { $0.rule == "read/doubtful-unit" }.compactMap(\.form))
  }

  /// The forms of some statement kind whose amounts can be relied on.
  func forms(_ statement: String) -> [Int] {
    reading.disclosure.forms.indices.filter {
      reading.disclosure.forms[$0].statement == statement && !doubtful.contains($0)
        && layouts[$0] != nil
    }
  }

  /// What a form is called: its title and, of a project, the project's name.
  func name(_ form: Int) -> String {
    let value = reading.disclosure.forms[form]
    let title = [value.number, value.title ?? layouts[form]?.title].compactMap { $0 }
    return (title + [project(form)].compactMap { $0 }).joined(separator: " ")
  }

  /// The name of the project that a form is about.
  func project(_ form: Int) -> String? {
    guard let field = layouts[form]?.field("project"), field.concept == nil,
      let value = reading.disclosure.forms[form].fields.first(where: { $0.id == "project" })?.value,
      case .text(let name) = value
    else { return nil }
    return name
  }

  /// The amount of the first field with a concept.
  func field(_ form: Int, _ concept: String) -> Finding.Operand? {
    for (part, content) in reading.disclosure.forms[form].parts.enumerated() {
      guard case .field(let field) = content, layouts[form]?.field(field.id)?.concept == concept,
        field.value.amount != nil
      else { continue }
      return operand(form, part, 0, 0, field.value, field.label)
    }
    return nil
  }

  /// The tables of a form that have a column with a concept.
  func tables(_ form: Int, _ concept: String) -> [Table] {
    tables(form).filter { $0.column(concept) != nil }
  }

  /// The tables of a form.
  func tables(_ form: Int) -> [Table] {
    reading.disclosure.forms[form].parts.enumerated().compactMap { part, content in
      guard case .table(let table) = content, let layout = layouts[form]?.table(table.id) else {
        return nil
      }
      return Table(form: form, part: part, table: table, layout: layout)
    }
  }

  /// A value of a table as an operand.
  func operand(_ table: Table, _ row: Int, _ column: Int) -> Finding.Operand {
    let label = table.table.rows[row].compactMap { value -> String? in
      if case .text(let text) = value { return text }
      return nil
    }.first
    let caption = table.layout.columns[column].path.last ?? ""
    return operand(
      table.form, table.part, row, column, table.table.rows[row][column],
      [table.table.label, label, caption].compactMap { $0 }.filter { !$0.isEmpty }
        .joined(separator: " · "))
  }

  /// Where a part of a form begins.
  func location(_ form: Int, _ part: Int) -> Location? {
    guard form < reading.formOrigins.count, part < reading.formOrigins[form].parts.count else {
      return nil
    }
    return reading.formOrigins[form].parts[part].first?.first?.location
      ?? reading.formOrigins[form].location
  }

  private func operand(
    _ form: Int, _ part: Int, _ row: Int, _ column: Int, _ value: FiscalValue, _ label: String
  ) -> Finding.Operand {
    var location: Location?
    if form < reading.formOrigins.count, part < reading.formOrigins[form].parts.count,
      row < reading.formOrigins[form].parts[part].count,
      column < reading.formOrigins[form].parts[part][row].count
    {
      location = reading.formOrigins[form].parts[part][row][column].location
    }
    return Finding.Operand(
      isLeft: true, name: name(form) + " · " + label, printed: value.printed,
      unit: reading.disclosure.forms[form].unit, location: location)
  }
}

extension Finding.Operand {
  /// Whether an amount was printed.
  var isAmount: Bool { (try? Amount(printed)) != nil }

  /// The figure on a side of a relation.
  func on(left: Bool) -> Finding.Operand {
    var operand = self
    operand.isLeft = left
    return operand
  }
}
