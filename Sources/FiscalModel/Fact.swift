/// One amount (or its absence) with everything that says what it is: a row of the `facts` output.
public struct Fact: Hashable, Sendable {
  /// The names of the fields, in the order of ``fields``.
  public static let header = [
    "document", "agency_code", "agency", "fiscal_year", "stage", "statement", "table_number",
    "table_title", "row_number", "row_kind", "code", "label", "column", "concept", "function_code",
    "economic_code", "unit_code", "project_code", "fund_source", "amount", "unit", "printed",
    "null_kind", "source", "placed", "economic_government_code", "fact_id",
  ]
  /// The fields that hold whole numbers, where they are numbers.
  package static let numbers: Set = ["fiscal_year", "row_number"]

  /// The values, one for each name of ``header``.
  public let fields: [String]

  /// Makes a fact of the values of all fields, in the order of ``header``.
  package init(fields: [String]) { self.fields = fields }

  private static let positions = Dictionary(
    uniqueKeysWithValues: header.enumerated().map { ($1, $0) })

  /// The field with a name of ``header``; empty for any other name.
  public subscript(name: String) -> String {
    Fact.positions[name].map { fields[$0] } ?? ""
  }
}
