import FiscalModel

/// What every rule says, in words: the pages of `explain` and the reference under `docs/`.
///
/// A rule is an entry of `rules.json`, a relation by concept, or one of a layout or a profile. Relations of several profiles
/// may share an identifier; `profile/identifier` names one of them.
package struct RulePages {
  let catalogue: Catalogue
  let language: Language

  /// Pages in one language.
  package init(catalogue: Catalogue, language: Language) {
    self.catalogue = catalogue
    self.language = language
  }

  /// The identifiers of all rules.
  package var identifiers: [String] {
    catalogue.rules.map(\.id) + catalogue.relations.relations.map(\.id)
      + catalogue.profiles.flatMap { profile in relations(profile).map(\.relation.id) }
  }

  /// The lines that explain a rule; none where there is no such rule.
  package func explain(_ id: String) -> [String] {
    if let rule = catalogue.rule(id) { return page(rule) }
    if let relation = catalogue.relations.relations.first(where: { $0.id == id }) {
      return page(relation) + ["", text(Message("explain.verdicts"))]
    }
    var lines: [String] = []
    for profile in catalogue.profiles {
      for (relation, layout) in relations(profile)
      where relation.id == id || "\(profile.id)/\(relation.id)" == id {
        if !lines.isEmpty { lines.append("") }
        lines += page(relation, layout, profile)
      }
    }
    return lines.isEmpty ? [] : lines + ["", text(Message("explain.verdicts"))]
  }

  /// All rules as a document in Markdown.
  package var reference: String {
    var lines = [
      "# " + text(Message("explain.title")), "", text(Message("explain.introduction")), "",
    ]
    lines += [
      "## " + text(Message("explain.verdicts-title")), "", text(Message("explain.verdicts")), "",
    ]
    lines += ["## " + text(Message("explain.built-in")), ""]
    for rule in catalogue.rules {
      lines += ["### `\(rule.id)` " + text(rule.title), ""]
      lines += page(rule).dropFirst().map { "- " + $0.drop { $0 == " " } } + [""]
    }
    for relation in catalogue.relations.relations {
      lines += ["### `\(relation.id)` " + text(relation.text), ""]
      lines += page(relation).dropFirst().map { "- " + $0.drop { $0 == " " } } + [""]
    }
    for profile in catalogue.profiles {
      lines += ["## `\(profile.id)` " + text(profile.title), ""]
      lines += [text(Message("explain.columns")), "| --- | --- | --- | --- | --- |"]
      for (relation, _) in relations(profile) {
        let words = relation.text.map(text) ?? text(kind(relation))
        let cells = [
          "`\(relation.id)`", "`\(relation.rule)`", words,
          text(relation.severity.message),
          relation.source,
        ]
        lines.append(
          "| "
            + cells.map { $0.split(separator: "|").joined(separator: "\\|") }
            .joined(separator: " | ") + " |")
      }
      lines.append("")
    }
    while lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private func text(_ text: BilingualText) -> String { text.text(in: language) }

  private func text(_ message: Message) -> String { message.text(in: language) }

  private func relations(_ profile: Profile) -> [(relation: Relation, layout: Layout?)] {
    profile.tables.flatMap { layout in layout.relations.map { ($0, layout) } }
      + profile.relations.map { ($0, nil) }
  }

  private func page(_ rule: Rule) -> [String] {
    var lines = ["\(rule.id)  \(text(rule.title))"]
    lines.append("  \(text(Message("explain.severity")))\(text(rule.severity.message))")
    lines.append("  \(text(Message("explain.text")))\(text(rule.text))")
    lines.append("  \(text(Message("explain.source")))\(text(rule.source))")
    if let hint = rule.hint { lines.append("  \(text(Message("explain.hint")))\(text(hint))") }
    return lines
  }

  private func page(_ relation: ConceptRelation) -> [String] {
    [
      "\(relation.id)  \(text(relation.text))",
      "  \(text(Message("explain.kind")))\(text(Message("explain.by-concept")))",
      "  \(text(Message("explain.severity")))\(text(Severity.error.message))",
      "  \(text(Message("explain.source")))\(relation.source)",
    ]
  }

  private func page(_ relation: Relation, _ layout: Layout?, _ profile: Profile) -> [String] {
    var lines = ["\(profile.id)/\(relation.id)  \(relation.rule)"]
    if let layout {
      lines.append(
        "  \(text(Message("explain.table")))\(catalogue.vocabulary.table)\(layout.number) \(layout.title)"
      )
    }
    lines.append("  \(text(Message("explain.kind")))\(text(kind(relation)))")
    if let words = relation.text {
      lines.append("  \(text(Message("explain.text")))\(text(words))")
    }
    lines.append("  \(text(Message("explain.severity")))\(text(relation.severity.message))")
    lines.append("  \(text(Message("explain.source")))\(relation.source)")
    return lines
  }

  private func kind(_ relation: Relation) -> Message {
    switch relation.form {
    case .hierarchy: return Message("explain.hierarchy")
    case .concept: return Message("explain.by-concept")
    case .equation(let left, let comparison, let right):
      let terms = left + right
      if comparison != .equal { return Message("explain.inequality") }
      if Set(terms.map(\.table)).count > 1 { return Message("explain.between-tables") }
      if terms.first?.table != nil { return Message("explain.between-panels") }
      return Set(terms.map(\.row)).count > 1
        ? Message("explain.within-column") : Message("explain.within-row")
    }
  }
}
