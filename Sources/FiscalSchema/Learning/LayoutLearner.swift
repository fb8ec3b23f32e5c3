import FiscalModel

/// What documents print of one table, as a layout.
struct LayoutLearner {
  private let first: Section
  private let disclosure: Disclosure
  private let meanings: Meanings
  /// The identifiers of the columns.
  let columns: [String]
  private var panels: [LearnedRows]
  private var titles: [String]
  private var decimals: Int
  /// The unit that the table prints.
  var unit: AmountUnit? { first.unit }

  /// Learns of a table that was not seen before.
  init(_ section: Section, disclosure: Disclosure, meanings: Meanings) {
    first = section
    self.disclosure = disclosure
    self.meanings = meanings
    let matrix = section.matrix
    columns = Identifiers.unique(
      matrix.columns.enumerated().map { index, column in
        switch column.role {
        case .code, .name, .label, .rowNumber: column.role.rawValue
        default: Identifiers.of(column.concept, column.members) ?? "c\(index + 1)"
        }
      })
    titles = [section.title ?? ""]
    decimals = section.printedDecimals
    panels = matrix.panels.map { _ in LearnedRows() }
    take(section)
  }

  /// Whether a section is the same table of another document.
  func isSame(_ section: Section) -> Bool {
    section.statement == first.statement && section.number == first.number
  }

  /// Adds what another document prints; false where its columns are others.
  mutating func add(_ section: Section, of disclosure: Disclosure) -> Bool {
    let own = first.matrix.columns
    let others = section.matrix.columns
    guard own.count == others.count,
      zip(own, others).allSatisfy({ a, b in
        a.role == b.role && a.concept == b.concept
          && caption(a, self.disclosure) == caption(b, disclosure)
      }), section.matrix.panels.count == panels.count
    else { return false }
    if let title = section.title, !titles.contains(title) { titles.append(title) }
    decimals = max(decimals, section.printedDecimals)
    take(section)
    return true
  }

  private mutating func take(_ section: Section) {
    let matrix = section.matrix
    for (index, panel) in matrix.panels.enumerated() {
      let key = panel.codeColumns.first ?? panel.labelColumn
      let dimension = key.flatMap { matrix.columns[$0].dimension }
      for row in matrix.rows { panels[index].add(row.parts[index], dimension, meanings) }
    }
  }

  /// The identifier of the fixed line that a row is, or nil.
  func line(_ part: Section.Part, inPanel panel: Int) -> String? { panels[panel].line(part) }

  /// Its file, without relations.
  func file(
    id: String, stage: Stage, unit: AmountUnit?, source: String, language: Language
  ) -> LayoutFile {
    var doubts: [Message] = []
    if first.unit == nil { doubts.append(Message("learn.no-unit")) }
    let matrix = first.matrix
    var block = LayoutFile.Block()
    block.columns = matrix.header.map { node($0, language) }
    // Rows of figures alone have no key, and need none.
    let haveKeys = matrix.panels.map { $0.labelColumn != nil || !$0.codeColumns.isEmpty }
    let rows = zip(panels, haveKeys).map { rows, haveKeys in
      haveKeys
        ? rows.rows(
          areUnits: rows.unknown.allSatisfy { $0 == disclosure.agency },
          haveCodes: matrix.columns.contains { $0.role == .code })
        : []
    }
    if zip(panels, haveKeys).contains(where: { $0.isEmpty && $1 }) {
      doubts.append(Message("learn.no-rows"))
    }
    for rows in panels where !rows.unknown.isEmpty {
      doubts.append(Message("learn.unknown-rows", ["labels": Array(rows.unknown.prefix(5))]))
    }
    if panels.count == 1 {
      block.rows = rows[0].isEmpty ? nil : rows[0]
    } else {
      block.panels = matrix.panels.enumerated().map { index, panel in
        .init(id: "p\(index + 1)", columns: Array(columns[panel.columns]), rows: rows[index])
      }
    }
    let aliases = titles.dropFirst().filter { !$0.isEmpty }
    var file = LayoutFile(
      id: id, statement: first.statement ?? "", title: titles[0], stage: first.stage ?? stage,
      unit: (first.unit ?? unit ?? .tenThousandYuan).name, source: source, blocks: [block])
    file.number = first.number
    file.aliases = aliases.isEmpty ? nil : Array(aliases)
    file.decimals = min(decimals, 6)
    file.members = first.members.isEmpty ? nil : first.members
    file.splitCodes = matrix.dividesCodes ? true : nil
    file.notes = nil
    file.doubt = doubts.isEmpty ? nil : doubts.map { $0.text(in: language) }.joined(separator: " ")
    return file
  }

  // MARK: Columns

  /// A caption with the fiscal year and the ones before as `{year}`, `{year-1}` and so on.
  private func caption(_ text: String, _ disclosure: Disclosure) -> String {
    guard let year = disclosure.fiscalYear else { return text }
    return (0...2).reduce(text) { text, back in
      text.replacing(String(year - back), with: back == 0 ? "{year}" : "{year-\(back)}")
    }
  }

  private func caption(_ column: Section.Column, _ disclosure: Disclosure) -> String {
    caption(column.path.joined(separator: "/"), disclosure)
  }

  private func node(_ caption: Section.Caption, _ language: Language) -> LayoutFile.Node {
    var node = LayoutFile.Node(caption: self.caption(caption.text, disclosure))
    guard caption.children.isEmpty else {
      node.columns = caption.children.map { self.node($0, language) }
      return node
    }
    // A caption over several columns without captions of their own.
    guard caption.span.count == 1 else {
      node.columns = caption.span.map {
        leaf($0, LayoutFile.Node(caption: ""), language)
      }
      return node
    }
    return leaf(caption.span.lowerBound, node, language)
  }

  private func leaf(
    _ index: Int, _ node: LayoutFile.Node, _ language: Language
  ) -> LayoutFile.Node {
    var node = node
    let column = first.matrix.columns[index]
    node.id = columns[index]
    node.role = column.role
    if let number = first.matrix.columnNumbers?[index], number.utf8.allSatisfy({ 48...57 ~= $0 }),
      !number.isEmpty
    {
      node.number = number
    }
    node.concept = column.concept
    node.members = column.members.isEmpty ? nil : column.members
    node.stage = column.stage == first.stage ? nil : column.stage
    node.year = column.yearOffset == 0 ? nil : column.yearOffset
    if column.role == .amount, column.concept == nil {
      node.doubt = Message("learn.no-concept").text(in: language)
    }
    return node
  }
}

/// Identifiers made of concepts.
enum Identifiers {
  /// The last words of a concept, with the source of funds; nil where there is no concept.
  static func of(_ concept: String?, _ members: [String: String]) -> String? {
    guard let concept else { return nil }
    let words = concept.split(separator: ".").suffix(2).joined(separator: "-")
    guard let fund = members["fund_source"], !words.contains(fund) else { return words }
    return words + "-" + fund
  }

  /// The same with numbers where they repeat.
  static func unique(_ names: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return names.map { name in
      seen[name, default: 0] += 1
      let count = seen[name] ?? 1
      return count > 1 ? "\(name)-\(count)" : name
    }
  }
}
