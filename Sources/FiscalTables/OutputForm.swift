/// The forms in which a disclosure is written.
public enum OutputForm: String, CaseIterable, Codable, Sendable {
  /// A workbook, each table a sheet as it was published.
  case xlsx
  /// A folder with a CSV file for each table.
  case csv
  /// JSON of the tables, of where everything was read and of the findings.
  case json
  /// Facts as CSV, one a row.
  case facts
  /// Facts as JSON, one a line.
  case ndjson

  /// The extension of its files, without the point.
  public var fileExtension: String { self == .facts ? "facts.csv" : rawValue }

  /// The form that the extension of a path says, or nil; `.csv` alone says none, as it may be tables or facts.
  public init?(path: String) {
    let forms = OutputForm.allCases.filter { $0 != .csv && path.hasSuffix("." + $0.fileExtension) }
    guard let form = forms.first else { return nil }
    self = form
  }
}
