import FiscalModel

/// Checks what the parts of a layout's file refer to; `layout.schema.json` says what form they have.
struct LayoutLint {
  let file: String
  let layout: LayoutFile
  /// The places of the identifiers of fields and matrices.
  private var parts: [String: String] = [:]
  private var numbers: [String: String] = [:]

  init(_ layout: LayoutFile, file: String) {
    self.layout = layout
    self.file = file
  }

  mutating func check(_ report: inout LintReport) {
    report.check(members: layout.members, file, "$.members")
    check(layout.blocks, "$.blocks", &report)
  }

  private mutating func check(
    _ blocks: [LayoutFile.Block], _ path: String, _ report: inout LintReport
  ) {
    for (index, block) in blocks.enumerated() {
      let place = "\(path)[\(index)]"
      for (position, field) in (block.fields ?? []).enumerated() {
        let place = "\(place).fields[\(position)]"
        note(field.id, place, seen: &parts, &report)
        checkConcept(field.concept, field.role ?? .text, id: field.id, at: place, &report)
      }
      if let nodes = block.columns {
        if let id = block.id { note(id, place, seen: &parts, &report) }
        checkMatrix(block, nodes, at: place, &report)
      }
      check(block.group ?? [], place + ".group", &report)
    }
  }

  /// Remembers where a name stands, of which there is one.
  private func note(
    _ name: String, _ path: String, key: String = "id", seen: inout [String: String],
    _ report: inout LintReport
  ) {
    guard let other = seen.updateValue(path, forKey: name) else { return }
    report.add(file, path + "." + key, Message("lint.twice", ["id": name, "other": other]))
  }

  /// Checks that amounts have a concept, unless a person has still to find it.
  private func checkConcept(
    _ concept: String?, _ role: Section.Role, id: String, at path: String,
    isDoubtful: Bool = false, _ report: inout LintReport
  ) {
    report.use(concept: concept, file, path + ".concept")
    if concept == nil, role == .amount, !isDoubtful {
      report.add(file, path, Message("lint.column-without-concept", ["id": id]))
    }
  }

  private func checkClassification(
    _ id: String?, _ path: String, _ report: inout LintReport
  ) {
    guard let id, report.codeUses[id] == nil else { return }
    report.add(
      file, path + ".classification",
      Message(
        "lint.unknown-classification",
        ["id": id, "known": report.codeUses.classifications.map(\.id)]))
  }

  // MARK: Columns

  private struct Columns {
    var all: [(node: LayoutFile.Node, path: String)] = []
    var seen: [String: String] = [:]
    /// The panel of each column that is in one.
    var panels: [String: Int] = [:]

    func hasRole(_ roles: Section.Role...) -> Bool {
      all.contains { $0.node.role.map(roles.contains) ?? false }
    }
    var ids: [String] { all.compactMap(\.node.id) }
  }

  private mutating func checkMatrix(
    _ block: LayoutFile.Block, _ nodes: [LayoutFile.Node], at path: String,
    _ report: inout LintReport
  ) {
    var columns = Columns()
    checkColumns(nodes, at: path + ".columns", &columns, &report)
    let panels = block.panels ?? []
    for (index, panel) in panels.enumerated() {
      checkPanel(panel, index: index, at: "\(path).panels[\(index)]", &columns, &report)
    }
    if block.panels != nil {
      for (node, place) in columns.all where node.id.map({ columns.panels[$0] == nil }) ?? false {
        report.add(
          file, place, Message("lint.column-outside-panels", ["id": node.id ?? ""]))
      }
    }
    let lists =
      block.rows.map { [(columns.ids, $0, path)] }
      ?? panels.enumerated().map { ($1.columns, $1.rows, "\(path).panels[\($0)]") }
    var lines: [String: String] = [:]
    for (_, rows, path) in lists {
      for (index, row) in rows.enumerated() {
        let place = "\(path).rows[\(index)]"
        if let id = row.id { note(id, place, seen: &lines, &report) }
        if let number = row.row, row.each == nil {
          note(number, place, key: "row", seen: &numbers, &report)
        }
      }
    }
    let names = Names(
      columns: columns, lines: Set(lines.keys), panels: panels.map(\.id), isForm: block.id != nil)
    for (ids, rows, path) in lists {
      for (index, row) in rows.enumerated() {
        let place = "\(path).rows[\(index)]"
        check(row, panel: ids, names, at: place, &report)
        if let open = row.open { check(open, panel: ids, names, at: place + ".open", &report) }
      }
    }
  }

  private func checkColumns(
    _ nodes: [LayoutFile.Node], at path: String, _ columns: inout Columns,
    _ report: inout LintReport
  ) {
    for (index, node) in nodes.enumerated() {
      let place = "\(path)[\(index)]"
      checkColumns(node.columns ?? [], at: place + ".columns", &columns, &report)
      guard let id = node.id, let role = node.role else { continue }
      note(id, place, seen: &columns.seen, &report)
      columns.all.append((node, place))
      checkConcept(
        node.concept, role, id: id, at: place, isDoubtful: node.doubt != nil, &report)
      report.check(members: node.members, file, place + ".members")
      checkClassification(node.classification, place, &report)
    }
  }

  private func checkPanel(
    _ panel: LayoutFile.Panel, index: Int, at path: String, _ columns: inout Columns,
    _ report: inout LintReport
  ) {
    var positions: [Int] = []
    for (position, id) in panel.columns.enumerated() {
      let place = "\(path).columns[\(position)]"
      report.check(id, in: columns.ids, "lint.no-column", in: file, place)
      guard let column = columns.ids.firstIndex(of: id) else { continue }
      positions.append(column)
      if let other = columns.panels.updateValue(index, forKey: id) {
        report.add(file, place, Message("lint.overlap", ["id": id, "other": "panels[\(other)]"]))
      }
    }
    if let first = positions.first, positions != Array(first..<(first + positions.count)) {
      report.add(file, path + ".columns", Message("lint.not-adjacent"))
    }
  }

  // MARK: Rows

  /// What rows may refer to.
  private struct Names {
    var columns: Columns
    var lines: Set<String>
    var panels: [String]
    var isForm: Bool
  }

  /// What a line says of concepts, other lines, panels and columns.
  private func check(
    _ row: LayoutFile.Row, panel: [String], _ names: Names, at path: String,
    _ report: inout LintReport
  ) {
    report.use(concept: row.concept, file, path + ".concept")
    report.check(members: row.members, file, path + ".members")
    report.check(row.parent, in: names.lines, "lint.no-line", in: file, path + ".parent")
    report.check(row.through, in: names.panels, "lint.no-panel", in: file, path + ".through")
    for (index, id) in (row.amounts ?? []).enumerated() {
      report.check(
        id, in: names.columns.ids, "lint.no-column", in: file, "\(path).amounts[\(index)]")
    }
    for (index, id) in (row.sum ?? []).enumerated() {
      report.check(id, in: names.lines, "lint.no-line", in: file, "\(path).sum[\(index)]")
    }
    if row.under != nil, !names.columns.hasRole(.level) {
      report.add(file, path + ".under", Message("lint.no-level"))
    }
    if row.field != nil, !names.columns.hasRole(.text, .longText) {
      report.add(file, path + ".field", Message("lint.no-text"))
    }
    // What a column of amounts leaves to the line, the line says.
    let amounts = Set(row.amounts ?? panel)
    let defers = names.columns.all.contains { node, _ in
      node.id.map(amounts.contains) ?? false
        && (node.concept.flatMap { report.concepts[$0] } ?? false)
    }
    if let id = row.id, row.concept == nil, defers {
      report.add(file, path, Message("lint.line-without-concept", ["id": id]))
    }
  }

  private func check(
    _ open: LayoutFile.Open, panel: [String], _ names: Names, at path: String,
    _ report: inout LintReport
  ) {
    let own = names.columns.all.map(\.node).filter { $0.id.map(panel.contains) ?? false }
    let hasCode = own.contains { $0.role == .code }
    if !hasCode, !own.contains(where: { $0.role == .name || $0.role == .label }) {
      report.add(file, path, Message("lint.rows-without-key"))
    }
    checkClassification(open.classification, path, &report)
    if report.codeUses[open.classification] != nil,
      report.classifications[open.classification] == nil,
      hasCode, open.digits == nil
    {
      report.add(file, path, Message("lint.codes-without-length", ["id": open.classification]))
    }
    if let entries = report.classifications[open.classification]?.entries {
      for (index, code) in (open.codes ?? []).enumerated()
      where !entries.keys.contains(where: { $0.hasPrefix(code) }) {
        report.add(
          file, "\(path).codes[\(index)]",
          Message("lint.unknown-code", ["code": code, "files": [open.classification]]))
      }
    }
    let texts = own.filter { $0.role == .text || $0.role == .quantity }.compactMap(\.id)
    for (index, id) in (open.texts ?? []).enumerated() {
      report.check(id, in: texts, "lint.no-column", in: file, "\(path).texts[\(index)]")
    }
  }
}
