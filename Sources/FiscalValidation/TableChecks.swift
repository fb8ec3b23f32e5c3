import FiscalModel
import FiscalSchema

/// What is checked of the tables besides sums: statements, codes, units, years, and which tables there are.
struct TableChecks {
  let catalogue: Catalogue
  let meanings: Meanings?
  let cells: CellNames

  private var disclosure: Disclosure { cells.reading.disclosure }
  private var vocabulary: Vocabulary { catalogue.vocabulary }

  func findings() -> [Finding] {
    var findings: [Finding] = []
    for (index, section) in disclosure.sections.enumerated() where section.isTable {
      let matrix = section.matrix
      findings += statements(section, matrix, index)
      for panel in matrix.panels.indices { findings += codes(matrix, panel, index) }
      // Of a table that follows no form nobody knows how its rows nest: by unit, by project.
      if section.layout != nil { findings += repeatedRows(matrix, index) }
    }
    return findings + tooLarge() + unitsAndYears() + tables()
  }

  private func finding(
    _ message: Message, _ section: Int, at location: Location? = nil
  ) -> Finding {
    Finding(
      message, section: section,
      locations: [location ?? disclosure.sections[section].place.location])
  }

  // MARK: What cannot be added up

  /// Figures beyond all budgets, which are misprinted or in another unit, and which no sum may hold.
  private func tooLarge() -> [Finding] {
    var findings: [Finding] = []
    func check(_ cell: CellKey) {
      guard disclosure[cell].amount?.isTooLarge(in: disclosure.unit(of: cell)) ?? false else {
        return
      }
      let operand = cells.operand(cell)
      findings.append(
        finding(
          Message("check/too-large", ["name": operand.name, "printed": operand.printed]),
          cell.section, at: operand.location))
    }
    for (index, section) in disclosure.sections.enumerated() {
      for (block, content) in section.blocks.enumerated() {
        guard case .matrix(let matrix) = content else {
          check(CellKey(section: index, block: block))
          continue
        }
        for (row, parts) in matrix.rows.enumerated() {
          for (panel, part) in parts.parts.enumerated() {
            for slot in part.cells.indices {
              check(CellKey(section: index, block: block, row: row, panel: panel, slot: slot))
            }
          }
        }
      }
    }
    return findings
  }

  // MARK: Nothing to report

  /// A statement that there is nothing against figures that are there, and nothing without a statement.
  private func statements(
    _ section: Section, _ matrix: Section.Matrix, _ index: Int
  ) -> [Finding] {
    guard matrix.columns.contains(where: { $0.role == .amount }) else { return [] }
    let title = (cells.layouts[index]?.title ?? section.title ?? "").folded
    // The statement must speak of what the table is about: "no vehicles were bought" may stand below the
    // figures of other expenses.
    let sentences = [section.nilStatement].compactMap { $0 } + section.notes
    let statement = sentences.first { note in
      guard let what = vocabulary.nothing(in: note, agency: disclosure.agency) else { return false }
      return what.count >= 4 && title.contains(what.prefix(4))
    }
    if let statement, let figure = figure(section, matrix, index) {
      let operand = cells.operand(figure)
      var finding = finding(
        Message(
          "check/nil-statement",
          ["statement": statement, "name": operand.name, "printed": operand.printed]),
        index, at: operand.location)
      finding.operands = [operand]
      return [finding]
    }
    guard matrix.amounts.isEmpty, statement == nil,
      !sentences.contains(where: vocabulary.isNilStatement)
    else { return [] }
    return [finding(Message("check/empty-table", ["table": cells.sections[index]]), index)]
  }

  /// The first figure of the table's own stage: what was planned may be there although nothing was spent.
  private func figure(_ section: Section, _ matrix: Section.Matrix, _ index: Int) -> CellKey? {
    for (row, parts) in matrix.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        for (slot, cell) in part.cells.enumerated() where cell.amount?.isZero == false {
          let column = matrix.column(slot, inPanel: panel)
          guard column.role == .amount, column.stage ?? section.stage == section.stage else {
            continue
          }
          return CellKey(section: index, row: row, panel: panel, slot: slot)
        }
      }
    }
    return nil
  }

  // MARK: Rows that stand twice

  /// A fixed line, a class, a section or a total that a panel prints more than once. Items may stand twice,
  /// such as one for each project.
  private func repeatedRows(_ matrix: Section.Matrix, _ index: Int) -> [Finding] {
    var findings: [Finding] = []
    var first: [[String?]: Location?] = [:]
    for parts in matrix.rows {
      for (panel, part) in parts.parts.enumerated() where part.kind != .blank {
        guard part.line != nil || part.kind == .total || [.class, .section].contains(part.kind)
        else { continue }
        let key = [
          String(panel), part.line, part.line == nil ? part.code ?? part.label.folded : nil,
        ]
        let location = part.cells.first?.origin.location
        guard let earlier = first[key] else {
          first[key] = location
          continue
        }
        let name = [part.code, part.label].compactMap { $0 }.joined(separator: " ")
        findings.append(
          finding(
            Message(
              "check/repeated-row",
              ["table": cells.sections[index], "row": name, "place": earlier?.description ?? ""]),
            index, at: location))
      }
    }
    return findings
  }

  // MARK: Codes

  private func codes(_ matrix: Section.Matrix, _ panel: Int, _ index: Int) -> [Finding] {
    var findings: [Finding] = []
    // The last code of each level, by its number of digits.
    var above: [Int: String] = [:]
    let levels = Set(matrix.rows.compactMap { coded($0.parts[panel])?.code.utf8.count })
    for row in matrix.rows {
      let part = row.parts[panel]
      guard let (code, classification) = coded(part) else { continue }
      let location = part.cells.first?.origin.location
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
        if !isOwn(code, classification) {
          findings.append(
            finding(unknown(code, part.label, classification), index, at: location))
        }
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

  /// Whether a code is a department's or a place's own: it divides an official one further than the
  /// classification does, or is known to be local.
  private func isOwn(_ code: String, _ classification: Classification) -> Bool {
    let local = catalogue.classifications["local-codes"]?.entries[code]?.parent
    let longest = classification.entries.keys.lazy.map(\.utf8.count).max() ?? 0
    let parents = [local, code.utf8.count > longest ? String(code.prefix(longest)) : nil]
    return parents.contains { $0.map { classification.entries[$0] != nil } ?? false }
  }

  /// What is said of a code that the lists do not have, which is not all of them; but a name that its parent
  /// has under another code tells a slip.
  private func unknown(
    _ code: String, _ label: String, _ classification: Classification
  ) -> Message {
    let others = classification.entries.values.filter {
      $0.isConfirmed && $0.code.utf8.count == code.utf8.count
        && $0.code.hasPrefix(code.dropLast(2)) && isName(label, of: $0)
    }.map(\.code).sorted()
    return label.isEmpty || others.isEmpty
      ? Message("check/unknown-code", ["code": code, "label": label])
      : Message("check/unknown-code:other-name", ["code": code, "label": label, "others": others])
  }

  /// The code of a row of a classification. Of a project the code says what it is paid as; its name is its
  /// own.
  private func coded(_ part: Section.Part) -> (code: String, classification: Classification)? {
    guard [.class, .section, .item].contains(part.kind), part.code != nil,
      let code = part.classificationCode
    else { return nil }
    for (dimension, names) in TableChecks.classifications where part.members[dimension] == code {
      let candidates = names.compactMap { catalogue.classifications[$0] }
      // One that has the code's class, be it without the code itself.
      let own = candidates.first { $0.entries[String(code.prefix(3))] != nil }
      return (own ?? candidates.first).map { (code, $0) }
    }
    return nil
  }

  /// The classifications that the codes of a dimension may belong to.
  private static let classifications = [
    "function_code": ["functional"],
    "economic_code": ["economic-departmental", "economic-government"],
    "economic_government_code": ["economic-government"],
  ]

  /// Whether a label is a name of the code, current or former, be it with or without its last word.
  private func isName(_ label: String, of entry: Classification.Entry) -> Bool {
    if label == entry.name { return true }
    let label = vocabulary.withoutSuffix(label)
    return ([entry.name] + entry.formerNames).contains { vocabulary.withoutSuffix($0) == label }
  }

  // MARK: Units and years

  private func unitsAndYears() -> [Finding] {
    var findings: [Finding] = []
    let tables = disclosure.sections.enumerated().filter(\.element.isTable)
    var counts: [AmountUnit: Int] = [:]
    for (_, section) in tables {
      if let unit = section.unit { counts[unit, default: 0] += 1 }
    }
    let common = counts.max { ($0.value, $0.key.powerOfTen) < ($1.value, $1.key.powerOfTen) }
    for (index, section) in tables {
      if let common, let unit = section.unit, counts[unit, default: 0] < common.value {
        findings.append(
          finding(
            Message(
              "check/unit", ["table": cells.sections[index], "unit": unit, "common": common.key]),
            index))
      }
      if let line = section.titleLine, let year = meanings?.statement(ofTitle: line)?.year,
        let own = disclosure.fiscalYear, year != own
      {
        findings.append(
          finding(
            Message("check/year", ["table": cells.sections[index], "year": year, "own": own]), index
          ))
      }
    }
    return findings
  }

  // MARK: Which tables there are

  private func tables() -> [Finding] {
    var findings: [Finding] = []
    var first: [String: Int] = [:]
    for (index, section) in disclosure.sections.enumerated() where section.isTable {
      guard let layout = section.layout else { continue }
      guard let earlier = first[layout] else {
        first[layout] = index
        continue
      }
      findings.append(
        finding(
          Message(
            "check/repeated-table",
            [
              "table": cells.sections[index],
              "place": disclosure.sections[earlier].place.location.description,
            ]),
          index))
    }
    let listed = cells.reading.listedTitles
    // One title alone is a mention; a list has several.
    guard Set(listed.map(\.layout)).count > 2 else { return findings }
    for title in listed where first[title.layout] == nil {
      guard let layout = catalogue.layout(title.layout), layout.isTable else { continue }
      findings.append(
        Finding(
          Message("check/contents:missing", ["number": layout.number, "title": layout.title]),
          locations: [title.location]))
    }
    for (layout, index) in first.sorted(by: { $0.value < $1.value })
    where !listed.contains(where: { $0.layout == layout }) {
      findings.append(
        finding(Message("check/contents:unlisted", ["table": cells.sections[index]]), index))
    }
    for title in listed {
      guard let index = first[title.layout], let number = title.number,
        let printed = disclosure.sections[index].number,
        vocabulary.plainNumber(number) != vocabulary.plainNumber(printed)
      else { continue }
      findings.append(
        finding(
          Message(
            "check/contents:number",
            ["table": cells.sections[index], "listed": number, "printed": printed]), index,
          at: title.location))
    }
    return findings
  }
}
