/// What every rule says, in words: the pages of `explain` and the reference under `docs/`.
///
/// A rule is an entry of `rules.json`, a relation by concept, or one of a layout or a profile. Relations of several profiles
/// may share an identifier; `profile/identifier` names one of them.
public struct RulePages {
  let catalogue: Catalogue
  let language: Language

  /// Pages in one language.
  public init(catalogue: Catalogue, language: Language) {
    self.catalogue = catalogue
    self.language = language
  }

  /// The identifiers of all rules.
  public var identifiers: [String] {
    catalogue.rules.map(\.id) + catalogue.relations.relations.map(\.id)
      + catalogue.profiles.flatMap { profile in relations(profile).map(\.relation.id) }
  }

  /// The lines that explain a rule; none where there is no such rule.
  public func explain(_ id: String) -> [String] {
    if let rule = catalogue.rule(id) { return page(rule) }
    if let relation = catalogue.relations.relations.first(where: { $0.id == id }) {
      return page(relation) + ["", text(Wording.Rules.verdicts)]
    }
    var lines: [String] = []
    for profile in catalogue.profiles {
      for (relation, layout) in relations(profile)
      where relation.id == id || "\(profile.id)/\(relation.id)" == id {
        if !lines.isEmpty { lines.append("") }
        lines += page(relation, layout, profile)
      }
    }
    return lines.isEmpty ? [] : lines + ["", text(Wording.Rules.verdicts)]
  }

  /// All rules as a document in Markdown.
  public var reference: String {
    var lines = ["# " + text(Wording.Rules.title), "", text(Wording.Rules.introduction), ""]
    lines += ["## " + text(Wording.Rules.verdictsTitle), "", text(Wording.Rules.verdicts), ""]
    lines += ["## " + text(Wording.Rules.builtIn), ""]
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
      lines += [text(Wording.Rules.columns), "| --- | --- | --- | --- | --- |"]
      for (relation, _) in relations(profile) {
        let words = relation.text.map(text) ?? text(kind(relation))
        let cells = [
          "`\(relation.id)`", "`\(relation.rule)`", words,
          text(Wording.severity(relation.severity)),
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

  private func relations(_ profile: Profile) -> [(relation: Relation, layout: Layout?)] {
    profile.layouts.flatMap { layout in layout.relations.map { ($0, layout) } }
      + profile.relations.map { ($0, nil) }
  }

  private func page(_ rule: Rule) -> [String] {
    var lines = ["\(rule.id)  \(text(rule.title))"]
    lines.append("  \(text(Wording.Rules.severity))\(text(Wording.severity(rule.severity)))")
    lines.append("  \(text(Wording.Rules.text))\(text(rule.text))")
    lines.append("  \(text(Wording.Rules.source))\(text(rule.source))")
    if let hint = rule.hint { lines.append("  \(text(Wording.Rules.hint))\(text(hint))") }
    return lines
  }

  private func page(_ relation: ConceptRelation) -> [String] {
    [
      "\(relation.id)  \(text(relation.text))",
      "  \(text(Wording.Rules.kind))\(text(Wording.Rules.byConcept))",
      "  \(text(Wording.Rules.severity))\(text(Wording.severity(.error)))",
      "  \(text(Wording.Rules.source))\(relation.source)",
    ]
  }

  private func page(_ relation: Relation, _ layout: Layout?, _ profile: Profile) -> [String] {
    var lines = ["\(profile.id)/\(relation.id)  \(relation.rule)"]
    if let layout {
      lines.append(
        "  \(text(Wording.Rules.table))\(catalogue.vocabulary.table)\(layout.number) \(layout.title)"
      )
    }
    lines.append("  \(text(Wording.Rules.kind))\(text(kind(relation)))")
    if let words = relation.text { lines.append("  \(text(Wording.Rules.text))\(text(words))") }
    lines.append("  \(text(Wording.Rules.severity))\(text(Wording.severity(relation.severity)))")
    lines.append("  \(text(Wording.Rules.source))\(relation.source)")
    return lines
  }

  private func kind(_ relation: Relation) -> BilingualText {
    switch relation.form {
    case .hierarchy: return Wording.Rules.hierarchy
    case .concept: return Wording.Rules.byConcept
    case .equation(let left, let comparison, let right):
      let terms = left + right
      if comparison != .equal { return Wording.Rules.inequality }
      if Set(terms.map(\.table)).count > 1 { return Wording.Rules.betweenTables }
      if terms.first?.table != nil { return Wording.Rules.betweenPanels }
      return Set(terms.map(\.row)).count > 1 ? Wording.Rules.withinColumn : Wording.Rules.withinRow
    }
  }
}
