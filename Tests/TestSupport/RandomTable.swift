import FiscalModel
import FiscalSchema

/// Tables with random rows and values, as a layout allows them; the figures need not add up.
package struct RandomTable {
  private let layout: Layout
  private let classification: [String: Classification]
  private var generator: SeededGenerator

  /// Makes a source of tables for a layout.
  package init(layout: Layout, catalogue: Catalogue, seed: UInt64) {
    self.layout = layout
    classification = catalogue.classifications
    generator = SeededGenerator(seed: seed)
  }

  /// A table; blank ones occur as well as full ones.
  package mutating func next() -> Section {
    var table = layout.section()
    if chance(80) {
      table.title = "2021年度" + layout.title
      table.number = layout.number
      table.titleLine = "2021年度\(layout.title)（表\(layout.number ?? "")）"
    }
    if chance(80) {
      table.agency = "某市某区财政局（本级）"
      table.heading = ["部门：某市某区财政局（本级）", "单位：" + layout.unit.name]
      table.unit = layout.unit
    } else if chance(50) {
      table.heading = ["单位：" + layout.unit.name]
      table.unit = layout.unit
    }
    if chance(80), layout.columns.contains(where: { $0.number != nil }) {
      table.matrix.columnNumbers = layout.columns.map { $0.number ?? "" }
    }
    let rows = rows()
    table.matrix.rows = rows
    if chance(rows.isEmpty ? 80 : 20) { table.nilStatement = "本部门2021年无此项收支。" }
    if chance(70) {
      table.notes = ["注：本表反映有关情况。", "27行＝（1＋2）行。", "说明：本部门无此项支出。"]
    }
    return table
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &generator) < percent
  }

  private mutating func rows() -> [Section.Row] {
    let columns = layout.panels.indices.map { lines(inPanel: $0) }
    // Closing lines stand in the last row, whatever the other panels print above them.
    let bodies = columns.map { $0.filter { !$0.1 }.map(\.0) }
    let closing = columns.map { $0.first { $0.1 }?.0 }
    let height = bodies.map(\.count).max() ?? 0
    var rows = (0..<height).map { index in
      layout.row(
        layout.panels.indices.map { panel in
          index < bodies[panel].count ? bodies[panel][index] : blank(panel)
        })
    }
    if closing.contains(where: { $0 != nil }) {
      var parts = layout.panels.indices.map { closing[$0] ?? blank($0) }
      for (panel, part) in closing.enumerated() {
        guard let part, let line = layout.line(part.line, inPanel: panel),
          let through = line.through,
          let target = layout.panels.firstIndex(where: { $0.id == through })
        else { continue }
        let cell = parts[panel].cells[0]
        parts[panel].cells = blank(panel).cells
        parts[target] = part
        parts[target].cells = blank(target).cells
        if let last = parts[target].cells.indices.last { parts[target].cells[last] = cell }
      }
      rows.append(layout.row(parts))
    }
    return rows
  }

  private func blank(_ panel: Int) -> Section.Part {
    Section.Part(
      kind: .blank, cells: layout.panels[panel].valueColumns.map { _ in Section.Cell() })
  }

  /// The parts of a panel from top to bottom, and whether each is a closing line.
  private mutating func lines(inPanel index: Int) -> [(Section.Part, Bool)] {
    let panel = layout.panels[index]
    var parts: [(Section.Part, Bool)] = []
    var isBehindOpen = false
    for row in panel.rows {
      switch row {
      case .line(let line):
        if panel.isKeyless, chance(20) { continue }
        let cells = self.cells(panel)
        // A keyless row without any print is no row.
        if panel.isKeyless || line.label.isEmpty && line.number == nil,
          cells.allSatisfy({ $0.value == .blank })
        {
          continue
        }
        parts.append(
          (
            Section.Part(
              kind: line.kind, line: line.id.isEmpty ? nil : line.id, label: line.label,
              number: panel.numberColumn == nil ? nil : line.number, cells: cells), isBehindOpen
          ))
      case .open(let open):
        isBehindOpen = true
        let entries = classification[open.classification]?.entries ?? [:]
        var names = entries.filter { open.accepts($0.key) }.mapValues(\.name)
        // Units and projects have no list of codes.
        for length in open.digits {
          for number in 1...3 {
            names[String(repeating: "1", count: length - 1) + String(number)] = "单位\(number)"
          }
        }
        if panel.codeColumns.isEmpty, let kind = panel.namedKind {
          for number in 1...9 where chance(40) {
            parts.append(
              (
                Section.Part(
                  kind: kind, label: "项目\(number)", cells: cells(panel, texts: open.texts)),
                false
              ))
          }
        }
        for code in names.keys.sorted() where chance(30) {
          parts.append(
            (
              Section.Part(
                kind: panel.kind(of: code), code: code, label: names[code] ?? "",
                cells: cells(panel, texts: open.texts)), false
            ))
        }
      }
    }
    return parts
  }

  private mutating func cells(_ panel: Layout.Panel, texts: [String] = []) -> [Section.Cell] {
    panel.valueColumns.map { Section.Cell(value(inColumn: $0, texts: texts)) }
  }

  private mutating func value(inColumn column: Int, texts: [String]) -> FiscalValue {
    guard layout.columns[column].role == .amount else {
      guard texts.contains(layout.columns[column].id), chance(80) else { return .blank }
      let number = Int.random(in: 1...40, using: &generator)
      return .text(
        layout.columns[column].role == .quantity ? String(number) : "第\(number)种 货物".squeezed)
    }
    return switch Int.random(in: 0..<20, using: &generator) {
    case 0..<9: .blank
    case 9: .null(.dash)
    case 10: .null(.emdash)
    case 11: .null(.slash)
    case 12: .null(.none)
    case 13: .amount(Amount(coefficient: 0, scale: Int.random(in: 0...2, using: &generator)))
    default:
      .amount(
        Amount(
          coefficient: Int128(Int.random(in: -99_999_999...99_999_999, using: &generator)),
          scale: Int.random(in: 0...4, using: &generator)))
    }
  }
}

extension Layout {
  /// A row of a part for each panel, each with what the layout says of it.
  func row(_ parts: [Section.Part]) -> Section.Row {
    var parts = parts
    for panel in parts.indices { complete(&parts[panel], inPanel: panel) }
    return Section.Row(parts: parts)
  }
}
