import FiscalModel
import FiscalSchema

/// What forms lack although other forms of the document show that it belongs there. So little is said to be
/// missing only where at least two others have it: a lone form may have been printed as it is.
extension FormChecks {
  /// At least so many others must have what one lacks.
  private static let fewestOthers = 2

  /// The parts that one form lacks, and the project that has no form.
  func missing() -> [Finding] {
    missingParts() + [missingTargets(), missingEvaluation()].compactMap { $0 }
  }

  /// Parts that all other forms of the same layout have.
  private func missingParts() -> [Finding] {
    let forms = cells.forms.indices.filter { cells.forms[$0] != nil }
    let groups = Dictionary(grouping: forms) { cells.forms[$0]?.id }
    let findings = groups.values.filter { $0.count > FormChecks.fewestOthers }.flatMap(missing(in:))
    return findings.sorted { ($0.section ?? 0) < ($1.section ?? 0) }
  }

  /// What one form of a layout lacks and all others have.
  private func missing(in forms: [Int]) -> [Finding] {
    let parts = forms.map(figures.parts)
    var counts: [String: Int] = [:]
    var labels: [String: String] = [:]
    for (id, label) in parts.joined() {
      counts[id, default: 0] += 1
      labels[id] = labels[id] ?? label
    }
    return zip(forms, parts).compactMap { form, parts in
      let lacking = counts.keys.filter { parts[$0] == nil && counts[$0] == forms.count - 1 }
      guard !lacking.isEmpty else { return nil }
      let message = Message(
        "forms/missing-part",
        [
          "form": cells.sections[form], "parts": lacking.sorted().map { labels[$0] ?? $0 },
          "count": forms.count - 1,
        ])
      let place = cells.reading.disclosure.sections[form].place
      return Finding(message, section: form, locations: [place.location])
    }
  }

  /// The one project of the table of projects that has no form of targets.
  private func missingTargets() -> Finding? {
    let rows = projectRows()
    let names = figures.forms(roles.statements.projectTargets).map(figures.project)
    let lacking = rows.filter { !names.contains($0.name) }
    // A form whose name was not read may be its own.
    guard names.count >= FormChecks.fewestOthers, names.count == rows.count - 1,
      lacking.count == 1, let project = lacking.first
    else { return nil }
    return Finding(
      Message("forms/missing-project", ["project": project.total.name, "count": names.count]),
      locations: [project.total.location].compactMap { $0 })
  }

  /// One form of self-evaluation less than the narrative says projects were evaluated.
  private func missingEvaluation() -> Finding? {
    let count = figures.forms(roles.statements.projectEvaluation).count
    guard count >= FormChecks.fewestOthers, let announced = announcedProjects,
      announced == count + 1
    else { return nil }
    return Finding(Message("forms/missing-evaluation", ["announced": announced, "count": count]))
  }
}
