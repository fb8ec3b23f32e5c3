import FiscalModel

/// Makes layouts of files: numbers the columns, gives them their widths, and checks that every name refers to
/// something.
struct LayoutResolver {
  let vocabulary: Vocabulary
  let classifications: [String: Classification]
  let codeUses: CodeUses
  /// Where relations come from that do not say it.
  let relationSource: String?

  /// - Throws: ``SchemaError`` without the file.
  func layout(_ file: LayoutFile, profile: String) throws(SchemaError) -> Layout {
    guard let unit = AmountUnit(name: file.unit) else { throw .init("unit: \(file.unit)") }
    let widths = file.widths ?? []
    guard widths.count <= 64, widths.allSatisfy({ $0 > 0 }) else {
      throw .init("widths: 1 to 64 positive numbers are needed")
    }
    var resolver = BlockResolver(resolver: self, stage: file.stage, width: widths.count)
    var blocks: [Layout.Block] = []
    for (index, entry) in file.blocks.enumerated() {
      for inner in entry.group ?? [entry] {
        let content = try resolver.content(of: inner)
        blocks.append(.init(content: content, group: entry.group == nil ? nil : index))
      }
    }
    guard !blocks.isEmpty else { throw .init("blocks: there is none") }
    let panels = blocks.compactMap(\.matrix).flatMap(\.panels)
    var relations: [Relation] = []
    for entry in file.relations ?? [] { relations.append(try relation(entry, in: panels)) }
    return Layout(
      file, id: "\(profile)/\(file.id)", unit: unit, blocks: blocks, relations: relations)
  }

  /// Compiles a relation of a profile, or of the panels of a table; `{#prefix*}` in it stands for the sum of
  /// all lines whose identifiers begin so. That codes add up by their levels is said by their classification.
  func relation(
    _ entry: RelationEntry, in panels: [Layout.Panel] = []
  ) throws(SchemaError) -> Relation {
    let levels =
      entry.rule.holds(vocabulary.relation.sum)
      ? panels.lazy.flatMap(\.opens).first.flatMap { codeUses[$0.classification]?.source } : nil
    guard let source = entry.source ?? levels ?? relationSource else {
      throw .init("relations: \(entry.id) has no source")
    }
    var text: BilingualText?
    if let zh = entry.zh, let en = entry.en { text = BilingualText(zh: zh, en: en) }
    do {
      return try Relation(
        id: entry.id, rule: try LayoutResolver.spelledOut(entry.rule, panels),
        source: source, text: text, severity: entry.severity, vocabulary: vocabulary)
    } catch {
      throw .init("relations: \(error)")
    }
  }

  private static func spelledOut(
    _ rule: String, _ panels: [Layout.Panel]
  ) throws(RelationError) -> String {
    guard rule.utf8.contains(UInt8(ascii: "*")), let end = rule.range(of: "*}"),
      let start = rule[..<end.lowerBound].range(of: "{#", options: .backwards)
    else { return rule }
    let prefix = rule[start.upperBound..<end.lowerBound]
    let lines = panels.flatMap(\.lines).map(\.id).filter { $0.hasPrefix(prefix) }
    let terms = lines.map { "{#\($0)}" }
    guard !terms.isEmpty, rule[..<start.lowerBound].last.map({ "=+".contains($0) }) ?? true else {
      throw RelationError(rule: rule, reason: "\(prefix)* is no sum of lines")
    }
    return rule[..<start.lowerBound] + terms.joined(separator: "+") + rule[end.upperBound...]
  }

  // MARK: Rows

  func rows(_ entries: [LayoutFile.Row]) throws(SchemaError) -> [Layout.PanelRow] {
    var rows: [Layout.PanelRow] = []
    for entry in entries {
      if let open = entry.open {
        guard let use = codeUses[open.classification] else {
          throw .init("rows: there is no classification \(open.classification)")
        }
        rows.append(.open(.init(open, dimension: use.dimension)))
      } else if entry.each != nil {
        rows += try codes(entry).map { .line(.init($0)) }
      } else {
        rows.append(.line(.init(entry)))
      }
    }
    return rows
  }

  /// A line for each code of a level of a classification, in their order: `{code}`, `{name}` and `{ordinal}`
  /// or `{short-ordinal}` stand for its own in identifier, label and aliases; row numbers count on.
  private func codes(_ entry: LayoutFile.Row) throws(SchemaError) -> [LayoutFile.Row] {
    let names = (entry.each ?? "").split(separator: ".").map(String.init)
    guard names.count == 2, let classification = classifications[names[0]],
      let level = RowKind(rawValue: names[1]), entry.id?.contains("{code}") ?? false,
      let label = entry.label, let dimension = codeUses[classification.id]?.dimension
    else {
      throw .init("rows: each needs a classification, a level, an id with {code} and a label")
    }
    let except = entry.except ?? []
    let codes = classification.entries.keys.filter {
      Classification.level(of: $0) == level && !except.contains($0)
    }.sorted()
    for code in except + (entry.others ?? [:]).keys where classification.entries[code] == nil {
      throw .init("rows: there is no code \(code) in \(classification.id)")
    }
    let id = entry.id.map(CodeTemplate.init)
    let written = CodeTemplate(label)
    let aliases = (entry.aliases ?? []).map(CodeTemplate.init)
    return codes.enumerated().map { index, code in
      let mark = CodeTemplate.Values(
        code: code, name: classification.entries[code]?.name ?? "", ordinal: index + 1,
        vocabulary: vocabulary)
      let other = entry.others?[code]
      var row = entry
      row.id = id?.text(mark)
      row.row = entry.row.flatMap(Int.init).map { String($0 + index) }
      row.label = other?.label ?? written.text(mark)
      row.aliases = aliases.map { $0.text(mark) } + (other?.aliases ?? [])
      row.kind = entry.kind ?? level
      row.members = (entry.members ?? [:]).merging([dimension: code]) { $1 }
      return row
    }
  }
}
