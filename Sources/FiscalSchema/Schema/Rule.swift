import FiscalModel

/// A rule that is built into the program: an entry of `schemas/rules.json`.
///
/// The relations of the official tables are rules too; they stand in the layouts.
package struct Rule: Decodable, Sendable, Identifiable {
  /// The identifier that findings name, such as `check/nil-statement`.
  package let id: String
  /// How much a finding of it matters.
  package let severity: Severity
  /// What it is about, in a few words.
  package let title: BilingualText
  /// What it checks, and when it says nothing.
  package let text: BilingualText
  /// Why it holds.
  package let source: BilingualText
  /// What to do about a finding of it, or nil.
  package let hint: BilingualText?
  /// Its further wordings by name, those that matter more or less than the rule with their severity.
  let variants: [String: Variant]?

  struct Variant: Decodable {
    let severity: Severity?
  }
}

extension Catalogue {
  /// Findings with the severity, the source and the advice of their rules: `rules.json` has those of
  /// built-in rules, a relation brings its own.
  ///
  /// Everything that makes findings for others passes them through here once, so that a severity of
  /// `--schemas` holds for all of them. Of figures that were compared only a break is as severe as the
  /// rule: what rounding explains is a note, and what is ambiguous no more than a warning.
  package func graded(_ findings: [Finding]) -> [Finding] {
    findings.map { finding in
      var finding = finding
      if let rule = rule(finding.rule) {
        let variant = finding.message.variant.flatMap { rule.variants?[$0]?.severity }
        finding.severity = variant ?? rule.severity
        finding.source = finding.source ?? rule.source
        finding.hint = finding.hint ?? rule.hint
      }
      if finding.sums != nil {
        if finding.verdict == .rounding { finding.severity = .note }
        if finding.verdict == .ambiguous { finding.severity = min(finding.severity, .warning) }
      }
      return finding
    }
  }
}
