import FiscalModel
import FiscalSchema

/// Forms at random that a layout allows: some fields left blank, some parts left out, goals repeated.
package struct RandomForm {
  private let layout: Layout
  private var generator: SeededGenerator

  /// Makes a source of forms.
  package init(layout: Layout, seed: UInt64) {
    self.layout = layout
    generator = SeededGenerator(seed: seed)
  }

  /// The next form.
  package mutating func next() -> Section {
    var form = layout.section()
    let unit = AmountUnit.allCases.randomElement(using: &generator) ?? .yuan
    form.unit = unit
    if !layout.isUntitled {
      form.title = layout.title
      form.titleLine = layout.title
      form.heading = ["单位：" + unit.name]
      if layout.subtitle != nil, chance(2) { form.subtitle = layout.subtitle }
    } else {
      form.unit = layout.unit
    }
    let parts = layout.parts
    var index = 0
    while index < parts.count {
      guard let group = parts[index].group else {
        append(parts[index].part, 1, to: &form)
        index += 1
        continue
      }
      let members = parts[index...].prefix { $0.group == group }
      for number in 1...Int.random(in: 1...3, using: &generator) {
        for member in members { append(member.part, number, to: &form) }
      }
      index += members.count
    }
    return form
  }

  private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &generator) == 0 }

  private mutating func append(_ part: Layout.Part, _ number: Int, to form: inout Section) {
    switch part {
    case .field(let field):
      form.blocks.append(
        .field(
          Section.Field(
            id: field.id, label: print(field.labels[0], number),
            cell: Section.Cell(chance(6) ? .blank : value(field.role)))))
    case .matrix(let table):
      var result = table.section(
        label: table.labels.first.map { print($0, number) },
        captions: table.variableColumns.map { column in
          print(table.columns[column].captions[0], number + 2020)
        })
      for row in 0..<Int.random(in: 0...4, using: &generator) {
        var values = table.columns.map { column in
          column.role == .label && !table.lines.isEmpty
            ? .text(print(table.lines[row % table.lines.count].labels[0], row + 1))
            : chance(4) ? .blank : value(column.role)
        }
        if values.allSatisfy({ $0 == .blank }) { values[values.count - 1] = .text("末") }
        if row == 0,
          let first = table.columns.indices.first(where: { table.columns[$0].role != .level }),
          values[first] == .blank
        {
          values[first] = .text("首")
        }
        result.append(values.map { Section.Cell($0) })
      }
      form.blocks.append(.matrix(result))
    }
  }

  private func print(_ pattern: LabelPattern, _ number: Int) -> String {
    pattern.printed(
      number: String(number), weight: "（\(number)分）", year: 2000 + number % 100)
  }

  private mutating func value(_ kind: Section.Role) -> FiscalValue {
    if chance(8) { return .null([.slash, .dash, .none][Int.random(in: 0..<3, using: &generator)]) }
    if kind == .amount {
      return .amount(
        Amount(
          coefficient: Int128(Int.random(in: 0...99_999_999, using: &generator)),
          scale: Int.random(in: 0...2, using: &generator)))
    }
    let words = ["=12份", "≥95%", "及时办结", "030213甲乙", "0.50", "第三方评估，合格。", "（一）丙丁"]
    return .text((words.randomElement(using: &generator) ?? "") + (chance(2) ? "戊" : ""))
  }
}
