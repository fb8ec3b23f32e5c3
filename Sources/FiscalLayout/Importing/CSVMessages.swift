import FiscalModel
import Spreadsheet

extension Message {
  /// What is the matter in a CSV, with its place.
  package init(_ issue: CSVIssue) {
    self.init(
      "csv.issue",
      [
        "line": issue.line, "column": issue.column, "offset": issue.offset,
        "what": Message(
          "csv.issue.\(issue.rule.rawValue)",
          ["found": issue.fields?.found ?? 0, "expected": issue.fields?.expected ?? 0]),
      ])
  }

  /// What is the matter, how it was read all the same, and how often that was so.
  package init(followed issue: CSVIssue, count: Int) {
    self.init(
      "csv.followed",
      [
        "issue": Message(issue), "treatment": Message("csv.treatment.\(issue.rule.rawValue)"),
        "count": count > 1 ? count : nil,
      ])
  }
}
