import FiscalModel
import FiscalSchema
import Testing

/// The marks that stand in a cell for no value.
struct PrintedMarkTests {
  @Test(arguments: [
    ("", NullKind.blank), ("-", .dash), ("－", .dash), ("—", .emdash), ("——", .emdash),
    ("--", .doubledash),
    ("/", .slash), ("…", .ellipsis), ("无", .none),
  ])
  func marks(_ mark: String, _ kind: NullKind) { #expect(NullKind(mark: mark) == kind) }

  @Test(arguments: ["0", "0.00", "- -", "N/A", "无支出"])
  func noMarks(_ text: String) { #expect(NullKind(mark: text) == nil) }
}
