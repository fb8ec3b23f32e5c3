import FiscalModel
import FiscalSchema

/// Checks a disclosure against the official relations and the built-in rules. It never sees a sheet.
package struct Validator: Sendable {
  let catalogue: Catalogue

  /// Makes a validator over the schemas.
  package init(catalogue: Catalogue) { self.catalogue = catalogue }

  /// What the rules say of a disclosure.
  package struct Report: Sendable {
    /// One finding for each relation that does not hold exactly, and for all else that is questionable.
    package var findings: [Finding] = []
    /// For each section the worst verdict of the relations it stands in, or nil where it stands in none.
    package var verdicts: [Verdict?]
    /// The equations that were checked, with the figures put in.
    package var checks: [EquationCheck] = []
    /// How many equations were checked.
    package var checked: Int { checks.count }

    /// How many of the checked equations came out in a way.
    package func count(_ verdict: Verdict) -> Int { checks.count { $0.verdict == verdict } }
  }

  /// Checks every relation of the disclosure's profile that its tables have the rows and columns for, those
  /// by concept in the tables that follow no profile, and then the tables and the narrative by the built-in
  /// rules.
  ///
  /// A blank cell counts as zero; an equation without any printed amount is not checked. A printed value
  /// with d decimals means v ± 0.5·10^-d.
  /// - Complexity: O(cells) for each relation; the search for repairs is bounded.
  package func validate(_ reading: Reading) -> Report {
    let disclosure = reading.disclosure
    var report = Report(verdicts: disclosure.sections.map { _ in nil })
    // What was not read whole cannot be said to agree.
    for finding in reading.findings where finding.severity >= .warning {
      guard let section = finding.section, disclosure.sections[section].isTable else { continue }
      report.verdicts[section] = .ambiguous
    }
    let cells = CellNames(reading, catalogue)
    var equations: [Equation] = []
    if let profile = disclosure.profile.flatMap(catalogue.profile) {
      lazy var resolver = EquationResolver(
        profile: profile, sections: disclosure.sections, vocabulary: catalogue.vocabulary)
      let (relations, questions) = PrintedRelations(catalogue: catalogue, cells: cells).check()
      report.findings += questions
      equations =
        (reading.equations ?? resolver.equations())
        + relations.flatMap { resolver.equations(of: $0.relation, section: $0.section) }
    }
    let meanings = try? catalogue.meanings()
    if let meanings {
      equations += ConceptResolver(
        catalogue: catalogue, meanings: meanings, sections: disclosure.sections
      ).equations()
    }
    report.checks = equations.compactMap { EquationCheck($0, in: disclosure) }
    checkRelations(&report, cells)
    report.findings += TableChecks(
      catalogue: catalogue, meanings: meanings, cells: cells
    ).findings()
    let narrative = Narrative(reading.narrative, vocabulary: catalogue.vocabulary)
    let forms = FormChecks(catalogue: catalogue, cells: cells, narrative: narrative)
    report.findings += forms.findings()
    if !narrative.passages.isEmpty {
      report.findings += NarrativeChecks(
        catalogue: catalogue, cells: cells, narrative: narrative, forms: forms
      ).findings()
    }
    report.findings = catalogue.graded(report.findings)
    return report
  }

  private func checkRelations(_ report: inout Report, _ cells: CellNames) {
    let disclosure = cells.reading.disclosure
    var broken: [Int] = []
    var placements = OtherPlacements(checks: report.checks, disclosure: disclosure)
    let unread = unreadTables(cells.reading)
    for (index, check) in report.checks.enumerated() {
      let entries = check.equation.left + check.equation.right
      var verdict = check.verdict
      if verdict != .exact,
        entries.contains(where: { cells.isAmbiguous($0.cell) }),
        !placements.break(check.equation)
      {
        verdict = .ambiguous
      }
      if verdict == .break, entries.contains(where: { unread.contains($0.cell.section) }) {
        verdict = .ambiguous
      }
      for entry in entries {
        let section = entry.cell.section
        report.verdicts[section] = max(report.verdicts[section] ?? .exact, verdict)
      }
      // A figure too large to be added up is a finding of its own.
      guard verdict != .exact, let sums = check.sums else { continue }
      if verdict == .break { broken.append(index) }
      report.findings.append(finding(check, sums, verdict, in: cells))
    }
    guard !broken.isEmpty else { return }
    report.findings += MovedFigures(checks: report.checks, cells: cells).findings(broken)
    let repairs = RepairSearch(checks: report.checks, disclosure: disclosure)
      .repairs(of: broken)
    var next = 0
    for index in report.findings.indices where report.findings[index].verdict == .break {
      let sets = repairs[next]
      next += 1
      report.findings[index].repairs = sets.map { set in
        set.map { Finding.Correction(operand: cells.operand($0.cell), needed: $0.needed) }
      }
    }
  }

  /// The tables without a layout of which something was not read: their sums may lack it.
  private func unreadTables(_ reading: Reading) -> Set<Int> {
    Set(
      reading.findings.filter { $0.severity == .error }.compactMap(\.section)
        .filter { reading.disclosure.sections[$0].layout == nil })
  }

  private func finding(
    _ check: EquationCheck, _ sums: Finding.Sums, _ verdict: Verdict, in cells: CellNames
  ) -> Finding {
    let relation = check.equation.relation
    let operands =
      check.equation.left.map { cells.operand($0.cell, isLeft: true, sign: $0.sign) }
      + check.equation.right.map { cells.operand($0.cell, isLeft: false, sign: $0.sign) }
    let shown = cells.catalogue.shown(
      relation, in: check.equation.left.first.flatMap { cells.layouts[$0.cell.section] })
    // Either a blank side, or a figure whose column is not certain.
    let isBlank = verdict == .ambiguous && sums.left.isZero != sums.right.isZero
    var finding = Finding(
      Message(
        "relation.compared",
        [
          "verdict": verdict, "rule": shown, "place": operands.first?.name ?? "",
          "left": sums.left, "right": sums.right, "difference": sums.difference,
          "unit": check.unit, "isBlank": isBlank,
        ]),
      rule: relation.id, verdict: verdict, section: check.equation.left.first?.cell.section,
      locations: operands.compactMap(\.location), sums: sums, unit: check.unit,
      operands: operands)
    finding.severity = relation.severity
    finding.source = BilingualText(zh: relation.source, en: relation.source)
    finding.hint = relation.text
    return finding
  }
}
