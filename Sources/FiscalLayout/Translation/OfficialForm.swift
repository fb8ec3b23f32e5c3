import FiscalModel

/// A form as its layout prints it, whatever it is filled with.
struct OfficialForm {
  let layout: FormLayout
  let year: Int?
  let vocabulary: Vocabulary

  /// The form without any parts.
  ///
  /// - Parameters:
  ///   - index: which of the forms of this kind it is, from 1.
  ///   - name: what its first field says, for titles that name it.
  /// - Returns: the form with its titles, nothing else.
  func form(index: Int, name: String) -> FiscalForm {
    var form = FiscalForm(
      layout: layout.id, statement: layout.statement, unit: layout.unit)
    form.subtitle = layout.subtitle
    guard !layout.isUntitled else { return form }
    var line = layout.printedTitle.titled(number: layout.number, year: year, vocabulary)
      .replacing("{index}", with: String(index))
    // A name of any length would no longer be read as a title.
    let named = line.replacing("{name}", with: name)
    line = named.count <= 50 ? named : line.replacing("{name}", with: "")
    form.titleLine = line.squeezed
    let title = TitleLine(line, vocabulary: vocabulary)
    form.title = title?.title ?? layout.title
    form.number = title?.number
    return form
  }

  /// A field that nothing was entered into: blank, or with its boxes empty.
  func field(_ field: FormLayout.Field, number: String) -> FormField {
    FormField(
      id: field.id, label: label(field.labels, number: number) ?? "",
      value: field.preprinted.map(FiscalValue.text) ?? .blank)
  }

  /// A table with its lines and as many rows as are asked for, all of them blank.
  func table(_ table: FormLayout.Table, number: String, rows: Int) -> FormTable {
    var result = FormTable(id: table.id, label: label(table.labels, number: number))
    result.captions = table.variableColumns.map {
      table.columns[$0].captions[0].printed(number: number, year: year)
    }
    result.rows = table.lines.map { line(table, $0, number: "1") }
    OfficialForm.merge(&result.rows, table)
    result.rows += Array(
      repeating: table.columns.map { _ in FiscalValue.blank }, count: max(rows, 0))
    return result
  }

  /// A line with its label and nothing else.
  func line(_ table: FormLayout.Table, _ line: FormLayout.Line, number: String) -> [FiscalValue] {
    var values = table.columns.map { _ in FiscalValue.blank }
    if let level = table.levels.last, let under = line.under { values[level] = .text(under) }
    if let column = table.columns.firstIndex(where: { $0.kind == .label }) {
      values[column] = .text(line.labels[0].printed(number: number, year: year))
    }
    return values
  }

  /// Leaves out the levels of lines that go on from the line above.
  static func merge(_ rows: inout [[FiscalValue]], _ table: FormLayout.Table) {
    guard table.lines.contains(where: { $0.under != nil }), let level = table.levels.last else {
      return
    }
    for row in rows.indices.dropFirst().reversed() where rows[row][level] == rows[row - 1][level] {
      rows[row][level] = .blank
    }
  }

  private func label(_ labels: [LabelPattern], number: String) -> String? {
    labels.first?.printed(number: number, year: year)
  }
}

extension String {
  /// A layout's title with the number and the year in their places, the year left out where there is none.
  func titled(number: String?, year: Int?, _ vocabulary: Vocabulary) -> String {
    var line = replacing("{number}", with: number ?? "")
    if let year { return line.replacing("{year}", with: String(year)) }
    for word in vocabulary.fiscalYear { line = line.replacing("{year}" + word, with: "") }
    return line
  }
}
