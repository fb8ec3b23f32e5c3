import FiscalModel

/// Checks one layout file: what refers to what.
struct LayoutLint {
  let file: String
  private let root: [String: Any]
  private var columns: [Column] = []
  private var lines: [(id: String, panel: Int)] = []
  /// The numbers of rows that are printed.
  private(set) var rowNumbers: Set<String> = []
  private(set) var rowLabels: Set<String> = []

  private struct Column {
    var id: String
    var role: String
    var number: String?
    var path: String
    var panel: Int?
  }

  init(_ root: [String: Any], file: String) {
    self.root = root
    self.file = file
  }

  var id: String? { root["id"] as? String }
  var number: String? { root["number"] as? String }
  var title: String? { root["title"] as? String }
  var statement: String? { root["statement"] as? String }
  var columnIDs: Set<String> { Set(columns.map(\.id)) }
  var columnNumbers: Set<String> { Set(columns.compactMap(\.number)) }
  var lineIDs: Set<String> { Set(lines.map(\.id)) }

  mutating func check(_ report: inout LintReport) {
    SchemaShape.layout.check(root, file, "$", &report)
    if let unit = root["unit"] as? String, AmountUnit(name: unit) == nil {
      report.add(
        file, "$.unit",
        Message("lint.not-one-of", ["word": unit, "words": AmountUnit.allCases.map(\.name)]))
    }
    checkWord("stage", root, "$", Stage.allNames, &report)
    if let decimals = root["decimals"] as? Int, !(0...6).contains(decimals) {
      report.add(file, "$.decimals", Message("lint.decimals"))
    }
    report.check(members: root["members"] as? [String: Any] ?? [:], file, "$.members")
    for (index, node) in objects(root["header"]).enumerated() {
      checkHeader(node, "$.header[\(index)]", &report)
    }
    var seen: [String: String] = [:]
    for column in columns {
      if let other = seen.updateValue(column.path, forKey: column.id) {
        report.add(
          file, column.path + ".id", Message("lint.twice", ["id": column.id, "other": other]))
      }
    }
    let panels = objects(root["panels"])
    for (index, panel) in panels.enumerated() { checkPanel(panel, index, &report) }
    for column in columns where column.panel == nil {
      report.add(file, column.path, Message("lint.column-outside-panels", ["id": column.id]))
    }
    for (index, panel) in panels.enumerated() { checkReferences(panel, index, panels, &report) }
    checkRelations(&report)
  }

  private func objects(_ value: Any?) -> [[String: Any]] {
    (value as? [Any])?.map { $0 as? [String: Any] ?? [:] } ?? []
  }

  private func checkWord(
    _ key: String, _ object: [String: Any], _ path: String, _ words: [String],
    _ report: inout LintReport
  ) {
    guard let word = object[key] as? String, !words.contains(word) else { return }
    report.add(file, path + "." + key, Message("lint.not-one-of", ["word": word, "words": words]))
  }

  // MARK: Columns

  private mutating func checkHeader(
    _ node: [String: Any], _ path: String, _ report: inout LintReport
  ) {
    if let below = node["columns"] {
      let children = objects(below)
      if children.isEmpty { report.add(file, path + ".columns", Message("lint.no-columns")) }
      for (index, child) in children.enumerated() {
        let place = "\(path).columns[\(index)]"
        SchemaShape.node.check(child, file, place, &report)
        checkHeader(child, place, &report)
      }
      for key in ["id", "role", "concept"] where node[key] != nil {
        report.add(file, path + "." + key, Message("lint.group-with-column-key", ["key": key]))
      }
      return
    }
    guard let id = node["id"] as? String, let role = node["role"] as? String else {
      report.add(file, path, Message("lint.column-without-id-or-role"))
      return
    }
    checkWord("role", node, path, Layout.roleNames, &report)
    checkWord("stage", node, path, Stage.allNames, &report)
    if role == Section.Role.amount.rawValue {
      if let concept = node["concept"] as? String {
        report.use(concept: concept, file, path + ".concept")
      } else {
        report.add(file, path, Message("lint.column-without-concept", ["id": id]))
      }
    } else if node["concept"] != nil {
      report.add(
        file, path + ".concept", Message("lint.concept-without-amount", ["id": id, "role": role]))
    }
    report.check(members: node["members"] as? [String: Any] ?? [:], file, path + ".members")
    columns.append(
      Column(id: id, role: role, number: node["number"] as? String, path: path))
  }

  // MARK: Panels

  private mutating func checkPanel(
    _ panel: [String: Any], _ index: Int, _ report: inout LintReport
  ) {
    let path = "$.panels[\(index)]"
    var positions: [Int] = []
    for (position, id) in (panel["columns"] as? [String] ?? []).enumerated() {
      let place = "\(path).columns[\(position)]"
      guard let column = columns.firstIndex(where: { $0.id == id }) else {
        report.add(
          file, place,
          Message("lint.no-column", ["id": id, "near": Spelling.nearest(to: id, in: columnIDs)]))
        continue
      }
      if let other = columns[column].panel {
        report.add(file, place, Message("lint.overlap", ["id": id, "other": "$.panels[\(other)]"]))
      }
      columns[column].panel = index
      positions.append(column)
    }
    if let first = positions.first, positions != Array(first..<(first + positions.count)) {
      report.add(file, path + ".columns", Message("lint.not-adjacent"))
    }
    let hasCode = positions.contains { columns[$0].role == Section.Role.code.rawValue }
    let hasName = positions.contains {
      [Section.Role.name.rawValue, Section.Role.label.rawValue].contains(columns[$0].role)
    }
    for (position, row) in objects(panel["rows"]).enumerated() {
      let place = "\(path).rows[\(position)]"
      if let open = row["open"] as? [String: Any] {
        checkOpen(open, place + ".open", hasCode: hasCode, hasName: hasName, &report)
        continue
      }
      if let number = row["row"] as? String, !rowNumbers.insert(number).inserted {
        report.add(file, place + ".row", Message("lint.twice", ["id": number, "other": path]))
      }
      guard let id = row["id"] as? String else { continue }
      if lines.contains(where: { $0.id == id }) {
        report.add(file, place + ".id", Message("lint.twice", ["id": id, "other": path]))
      }
      lines.append((id, index))
      if let label = row["label"] as? String { rowLabels.insert(label.folded) }
      checkWord("kind", row, place, RowKind.allCases.map(\.rawValue), &report)
      if let concept = row["concept"] as? String {
        report.use(concept: concept, file, place + ".concept")
      } else {
        report.add(file, place, Message("lint.line-without-concept", ["id": id]))
      }
      report.check(members: row["members"] as? [String: Any] ?? [:], file, place + ".members")
    }
  }

  private func checkOpen(
    _ open: [String: Any], _ path: String, hasCode: Bool, hasName: Bool,
    _ report: inout LintReport
  ) {
    guard let classification = open["classification"] as? String else { return }
    let own = ["units", "projects", "project-categories"]
    let known = report.classifications.keys.filter { $0 != "fund-sources" } + own
    if !known.contains(classification) {
      report.add(
        file, path + ".classification",
        Message("lint.unknown-classification", ["id": classification, "known": known.sorted()]))
    }
    let digits = open["digits"] as? [Int] ?? []
    if own.contains(classification), hasCode, digits.isEmpty {
      report.add(file, path, Message("lint.codes-without-length", ["id": classification]))
    }
    if !hasCode, !hasName { report.add(file, path, Message("lint.rows-without-key")) }
    let levels = RowKind.allCases.map(\.rawValue)
    for (index, level) in (open["levels"] as? [String] ?? []).enumerated()
    where !levels.contains(level) {
      report.add(
        file, "\(path).levels[\(index)]",
        Message("lint.not-one-of", ["word": level, "words": levels]))
    }
    checkWord("kind", open, path, levels, &report)
    if let entries = report.classifications[classification]?.entries {
      for (index, code) in (open["codes"] as? [String] ?? []).enumerated()
      where !entries.keys.contains(where: { $0.hasPrefix(code) }) {
        report.add(
          file, "\(path).codes[\(index)]",
          Message("lint.unknown-code", ["code": code, "files": [classification]]))
      }
    }
    for (index, id) in (open["texts"] as? [String] ?? []).enumerated() {
      let role = columns.first { $0.id == id }?.role
      if role != Section.Role.text.rawValue {
        report.add(
          file, "\(path).texts[\(index)]",
          Message("lint.no-column", ["id": id, "near": Spelling.nearest(to: id, in: columnIDs)]))
      }
    }
  }

  /// What lines say of other lines, panels and columns.
  private func checkReferences(
    _ panel: [String: Any], _ index: Int, _ panels: [[String: Any]], _ report: inout LintReport
  ) {
    for (position, row) in objects(panel["rows"]).enumerated() {
      let path = "$.panels[\(index)].rows[\(position)]"
      if let parent = row["parent"] as? String, !lineIDs.contains(parent) {
        report.add(
          file, path + ".parent",
          Message(
            "lint.no-line", ["id": parent, "near": Spelling.nearest(to: parent, in: lineIDs)]))
      }
      let names = panels.compactMap { $0["id"] as? String }
      if let through = row["through"] as? String, !names.contains(through) {
        report.add(
          file, path + ".through", Message("lint.not-one-of", ["word": through, "words": names]))
      }
      for (number, id) in (row["amounts"] as? [String] ?? []).enumerated()
      where !columnIDs.contains(id) {
        report.add(
          file, "\(path).amounts[\(number)]",
          Message("lint.no-column", ["id": id, "near": Spelling.nearest(to: id, in: columnIDs)]))
      }
    }
  }

  // MARK: Relations

  private func checkRelations(_ report: inout LintReport) {
    var seen: [String: String] = [:]
    for (index, entry) in objects(root["relations"]).enumerated() {
      let path = "$.relations[\(index)]"
      guard let id = entry["id"] as? String, let rule = entry["rule"] as? String else { continue }
      if let other = seen.updateValue(path, forKey: id) {
        report.add(file, path + ".id", Message("lint.twice", ["id": id, "other": other]))
      }
      do {
        let relation = try Relation(
          id: id, rule: rule, source: "", vocabulary: report.vocabulary)
        for term in relation.terms {
          check(term, path + ".rule", file, report.vocabulary, &report)
        }
      } catch {
        report.add(file, path + ".rule", Message("lint.relation", ["reason": error.reason]))
      }
    }
  }

  /// Checks that a term of a relation, here or in the profile, finds its row and column in this table.
  func check(
    _ term: Relation.Term, _ path: String, _ place: String, _ vocabulary: Vocabulary,
    _ report: inout LintReport
  ) {
    switch term.column {
    case .numbered(let number) where !columnNumbers.contains(number):
      report.add(
        place, path, Message("lint.no-column-number", ["number": number, "table": id ?? ""]))
    case .identified(let id) where !columnIDs.contains(id):
      report.add(
        place, path,
        Message("lint.no-column", ["id": id, "near": Spelling.nearest(to: id, in: columnIDs)]))
    default: break
    }
    switch term.row {
    case .line(let id) where !lineIDs.contains(id):
      report.add(
        place, path,
        Message("lint.no-line", ["id": id, "near": Spelling.nearest(to: id, in: lineIDs)]))
    case .named(let name) where Int(name) != nil:
      if !rowNumbers.contains(name) {
        report.add(place, path, Message("lint.no-row-number", ["number": name, "table": id ?? ""]))
      }
    case .named(let name)
    where !vocabulary.totals.contains(name) && !rowLabels.contains(name.folded)
      && !report.classifications.values.contains(where: { $0.hasName(name) }):
      report.add(place, path, Message("lint.no-row-label", ["label": name, "table": id ?? ""]))
    default: break
    }
  }
}

extension Relation {
  /// The terms of both sides; none for the levels of a classification.
  var terms: [Term] {
    guard case .equation(let left, _, let right) = form else { return [] }
    return left + right
  }
}

extension Stage {
  static let allNames = [Stage.budget, .adjusted, .final].map(\.rawValue)
}

extension Layout {
  /// The roles that a column of a table may have.
  static let roleNames = [Section.Role.code, .name, .label, .rowNumber, .amount, .text]
    .map(\.rawValue)
}
