/// A rule that is built into the program: an entry of `schemas/rules.json`.
///
/// The relations of the official tables are rules too; they stand in the layouts.
public struct Rule: Decodable, Sendable, Identifiable {
  /// The identifier that findings name, such as `check/nil-statement`.
  public let id: String
  /// How much a finding of it matters.
  public let severity: Severity
  /// What it is about, in a few words.
  public let title: BilingualText
  /// What it checks, and when it says nothing.
  public let text: BilingualText
  /// Why it holds.
  public let source: BilingualText
  /// What to do about a finding of it, or nil.
  public let hint: BilingualText?
}

extension Catalogue {
  /// A finding with the severity, the source and the advice that `rules.json` gives its rule.
  public func graded(_ finding: Finding) -> Finding {
    guard let rule = rule(finding.rule) else { return finding }
    var finding = finding
    finding.severity = rule.severity
    finding.source = finding.source ?? rule.source
    finding.hint = finding.hint ?? rule.hint
    return finding
  }

  /// A finding of a built-in rule: its severity, source and advice are those of `rules.json`.
  public func finding(
    _ rule: String, verdict: Verdict? = nil, message: BilingualText, section: Int? = nil,
    locations: [Location] = [], sums: Finding.Sums? = nil, unit: AmountUnit? = nil,
    operands: [Finding.Operand] = []
  ) -> Finding {
    let known = self.rule(rule)
    var severity = known?.severity ?? .warning
    if verdict == .rounding { severity = .note }
    if verdict == .ambiguous { severity = min(severity, .warning) }
    return Finding(
      rule: rule, severity: severity, verdict: verdict, message: message, section: section,
      locations: locations, sums: sums, source: known?.source, unit: unit, operands: operands,
      hint: known?.hint)
  }
}
