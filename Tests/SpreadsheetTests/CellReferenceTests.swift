import Testing

@testable import Spreadsheet

@Test(arguments: [
  ("A1", 0, 0), ("Z9", 8, 25), ("AA10", 9, 26), ("AZ1", 0, 51), ("BA1", 0, 52), ("ZZ1", 0, 701),
  ("AAA1", 0, 702), ("XFD1048576", 1_048_575, 16_383),
])
func readsAndWritesReferences(text: String, row: Int, column: Int) {
  #expect(CellReference(text) == CellReference(row: row, column: column))
  #expect(CellReference(row: row, column: column).description == text)
}

@Test(arguments: [
  ("$B$12", "B12"), ("b12", "B12"), ("B$12", "B12"), ("$B12", "B12"), ("B012", "B12"),
])
func readsOtherForms(text: String, plain: String) {
  #expect(CellReference(text)?.description == plain)
}

@Test(arguments: [
  "", "A", "1", "A0", "1A", "A1A", "XFE1", "A1048577", "AAAA1", "$$A1", "A$$1", "A1$", "$A$", "A-1",
  "A 1", "A1 ", "\u{FF21}1", "A99999999999999999999999", "AAAAAAAAAAAAAAAAAAAAAAAA1", "A1:B2",
])
func refusesReferences(text: String) {
  #expect(CellReference(text) == nil)
}

@Test(arguments: [
  ("A1:C3", "A1:C3"), ("C3:A1", "A1:C3"), ("A3:C1", "A1:C3"), ("B2", "B2"), ("B2:B2", "B2"),
  ("$A$1:$B$2", "A1:B2"), ("A1:", nil), ("A1:B2:C3", nil), (":", nil), ("", nil), ("A:B", nil),
])
func readsRanges(text: String, expected: String?) {
  #expect(CellRange(text)?.description == expected)
}

@Test func referencesSortByRowThenColumn() {
  #expect(
    ["B2", "A10", "B1", "C1"].compactMap { CellReference($0) }.sorted().map(\.description)
      == ["B1", "C1", "B2", "A10"])
}
