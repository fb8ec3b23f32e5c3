import FiscalModel

/// A finding as one line for people.
enum FindingText {
  static func line(_ finding: Finding, _ reading: Reading) -> String {
    let place = finding.locations.first.map { " \($0)" } ?? ""
    let severity = Terminal.text(Wording.severity(finding.severity))
    return
      "\(severity)[\(finding.rule)] \(reading.document)\(place): \(Terminal.text(finding.message))"
  }
}
