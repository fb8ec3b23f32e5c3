import FiscalModel

/// What is checked of the tables besides sums: statements, codes, units, years, and which tables there are.
struct TableChecks {
  let catalogue: Catalogue
  let cells: CellNames

  private var disclosure: Disclosure { cells.reading.disclosure }
  private var vocabulary: Vocabulary { catalogue.vocabulary }

  func findings() -> [Finding] {
    var findings: [Finding] = []
    for (index, table) in disclosure.tables.enumerated() {
      guard let layout = cells.layouts[index] else { continue }
      findings += statements(table, layout, index)
      for (panel, definition) in layout.panels.enumerated() where !definition.opens.isEmpty {
        findings += codes(table, definition, panel, index)
      }
      findings += repeatedRows(table, index)
    }
    return findings + unitsAndYears() + tables()
  }

  private func finding(
    _ message: Message, _ table: Int, at location: Location? = nil
  ) -> Finding {
    Finding(
      message, table: table,
      locations: [location ?? cells.reading.origins[table].location])
  }

  // MARK: Nothing to report

  /// A statement that there is nothing against figures that are there, and nothing without a statement.
  private func statements(_ table: FiscalTable, _ layout: Layout, _ index: Int) -> [Finding] {
    let title = layout.title.folded
    // The statement must speak of what the table is about: "no vehicles were bought" may stand below the
    // figures of other expenses.
    let sentences = [table.nilStatement].compactMap { $0 } + table.notes
    let statement = sentences.first { note in
      guard let what = vocabulary.nothing(in: note, agency: disclosure.agency) else { return false }
      return what.count >= 4 && title.contains(what.prefix(4))
    }
    var figure: CellKey?
    for (row, parts) in table.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        for (value, column) in layout.panels[panel].valueColumns.enumerated() {
          // What was planned may be there although nothing was spent.
          guard layout.columns[column].role == .amount,
            layout.columns[column].stage == layout.stage,
            let amount = part.values[value].amount, !amount.isZero
          else { continue }
          figure = figure ?? CellKey(table: index, row: row, panel: panel, value: value)
        }
      }
    }
    if let statement, let figure {
      let operand = cells.operand(figure)
      var finding = finding(
        Message(
          "check/nil-statement",
          ["statement": statement, "name": operand.name, "printed": operand.printed]),
        index,
        at: operand.location)
      finding.operands = [operand]
      return [finding]
    }
    let hasAmounts = table.rows.contains { row in
      row.parts.contains { part in part.values.contains { $0.amount != nil } }
    }
    guard !hasAmounts, statement == nil, !sentences.contains(where: vocabulary.isNilStatement)
    else { return [] }
    return [finding(Message("check/empty-table", ["table": cells.tables[index]]), index)]
  }

  // MARK: Rows that stand twice

  /// A fixed line, a class, a section or a total that a panel prints more than once. Items may stand twice,
  /// such as one for each project.
  private func repeatedRows(_ table: FiscalTable, _ index: Int) -> [Finding] {
    var findings: [Finding] = []
    var first: [[String?]: Int] = [:]
    for (row, parts) in table.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() where part.kind != .blank {
        guard part.line != nil || part.kind == .total || [.class, .section].contains(part.kind)
        else { continue }
        let key = [
          String(panel), part.line, part.line == nil ? part.code ?? part.label.folded : nil,
        ]
        guard let earlier = first[key] else {
          first[key] = row
          continue
        }
        let origins = cells.reading.origins[index].rows
        let name = [part.code, part.label].compactMap { $0 }.joined(separator: " ")
        findings.append(
          finding(
            Message(
              "check/repeated-row",
              [
                "table": cells.tables[index], "row": name,
                "place": origins[earlier][panel].first?.location.description ?? "",
              ]),
            index, at: origins[row][panel].first?.location))
      }
    }
    return findings
  }

  // MARK: Codes

  private func codes(
    _ table: FiscalTable, _ panel: Layout.Panel, _ panelIndex: Int, _ index: Int
  ) -> [Finding] {
    var findings: [Finding] = []
    // The last code of each level, by its number of digits.
    var above: [Int: String] = [:]
    let levels = Set(table.rows.compactMap { coded($0.parts[panelIndex], panel)?.code.utf8.count })
    for (row, parts) in table.rows.enumerated() {
      let part = parts.parts[panelIndex]
      guard let (code, classification) = coded(part, panel) else { continue }
      let origins = cells.reading.origins[index].rows[row][panelIndex]
      let location = origins.first?.location
      let parent = above[code.utf8.count - 2]
      if let parent, !code.hasPrefix(parent) {
        findings.append(
          finding(
            Message("check/code-parent", ["code": code, "label": part.label, "parent": parent]),
            index, at: location))
      } else if parent == nil, levels.contains(code.utf8.count - 2) {
        findings.append(
          finding(
            Message(
              "check/code-parent:missing",
              ["code": code, "label": part.label, "parent": String(code.dropLast(2))]), index,
            at: location))
      }
      above[code.utf8.count] = code
      for length in above.keys where length > code.utf8.count { above[length] = nil }
      guard let entry = classification.entries[code] else {
        var unknown = finding(
          Message("check/unknown-code", ["code": code, "label": part.label]), index, at: location)
        // The lists do not have every code; but a name that its parent has under another one tells a slip.
        let others = classification.entries.values.filter {
          $0.isConfirmed && $0.code.utf8.count == code.utf8.count
            && $0.code.hasPrefix(code.dropLast(2)) && isName(part.label, of: $0)
        }.map(\.code).sorted()
        if !part.label.isEmpty, !others.isEmpty {
          unknown.message = Message(
            "check/unknown-code:other-name", ["code": code, "label": part.label, "others": others])
        }
        findings.append(unknown)
        continue
      }
      if !part.label.isEmpty, entry.isConfirmed, !isName(part.label, of: entry) {
        findings.append(
          finding(
            Message("check/code-name", ["code": code, "label": part.label, "name": entry.name]),
            index, at: location))
      }
    }
    return findings
  }

  /// The code of a row of a classification. Of a project the code says what it is paid as; its name is its
  /// own.
  private func coded(
    _ part: RowPart, _ panel: Layout.Panel
  ) -> (code: String, classification: Classification)? {
    guard [.class, .section, .item].contains(part.kind), let code = part.code,
      let open = panel.open(accepting: code), open.digits.isEmpty,
      let classification = catalogue.classifications[open.classification]
    else { return nil }
    return (code, classification)
  }

  /// Whether a label is a name of the code, current or former, be it with or without its last word.
  private func isName(_ label: String, of entry: Classification.Entry) -> Bool {
    if label == entry.name { return true }
    let label = vocabulary.withoutSuffix(label)
    return ([entry.name] + entry.formerNames).contains { vocabulary.withoutSuffix($0) == label }
  }

  // MARK: Units and years

  private func unitsAndYears() -> [Finding] {
    var findings: [Finding] = []
    let units = disclosure.tables.map(\.unit)
    let common = Set(units).max { a, b in
      units.count(where: { $0 == a }) < units.count(where: { $0 == b })
    }
    for (index, table) in disclosure.tables.enumerated() {
      if let common, table.unit != common,
        units.count(where: { $0 == table.unit }) < units.count(where: { $0 == common })
      {
        findings.append(
          finding(
            Message(
              "check/unit", ["table": cells.tables[index], "unit": table.unit, "common": common]),
            index))
      }
      if let line = table.titleLine, let year = vocabulary.year(in: line),
        let own = disclosure.fiscalYear, year != own
      {
        findings.append(
          finding(
            Message("check/year", ["table": cells.tables[index], "year": year, "own": own]), index))
      }
    }
    return findings
  }

  // MARK: Which tables there are

  private func tables() -> [Finding] {
    var findings: [Finding] = []
    var first: [String: Int] = [:]
    for (index, table) in disclosure.tables.enumerated() {
      guard let earlier = first[table.layout] else {
        first[table.layout] = index
        continue
      }
      findings.append(
        finding(
          Message(
            "check/repeated-table",
            [
              "table": cells.tables[index],
              "place": cells.reading.origins[earlier].location.description,
            ]), index))
    }
    let listed = cells.reading.listedTitles
    // One title alone is a mention; a list has several.
    guard Set(listed.map(\.layout)).count > 2 else { return findings }
    for title in listed where first[title.layout] == nil {
      guard let layout = catalogue.layout(title.layout) else { continue }
      findings.append(
        Finding(
          Message("check/contents:missing", ["number": layout.number, "title": layout.title]),
          locations: [title.location]))
    }
    for (layout, index) in first.sorted(by: { $0.value < $1.value })
    where !listed.contains(where: { $0.layout == layout }) {
      findings.append(
        finding(Message("check/contents:unlisted", ["table": cells.tables[index]]), index))
    }
    for title in listed {
      guard let index = first[title.layout], let number = title.number,
        let printed = disclosure.tables[index].number,
        vocabulary.plainNumber(number) != vocabulary.plainNumber(printed)
      else { continue }
      findings.append(
        finding(
          Message(
            "check/contents:number",
            ["table": cells.tables[index], "listed": number, "printed": printed]), index,
          at: title.location))
    }
    return findings
  }
}
