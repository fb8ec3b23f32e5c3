import Testing

@testable import Documents

/// Text that keeps the places of a page by blanks.
struct LayoutTextTests {
  private func read(_ text: String) throws -> Document {
    try Document(name: "a.txt", bytes: Array(text.utf8))
  }

  private func grid(_ document: Document) -> [[String]] {
    document.pages.flatMap(\.lines).filter(\.isGrid).map(\.cells)
  }

  @Test func columnsAreWhereTextsStandBelowEachOther() throws {
    let document = try read(
      """
                     Table of something
       Name                 Total      Basic    Project
       Tax               1,234.50   1,000.00     234.50
       A longer name        10.00                 10.00
         Fees                7.50       7.50
      """)
    #expect(document.form == .layoutText)
    #expect(
      grid(document) == [
        ["Name", "Total", "Basic", "Project"], ["Tax", "1,234.50", "1,000.00", "234.50"],
        ["A longer name", "10.00", "", "10.00"], ["Fees", "7.50", "7.50", ""],
      ])
    #expect(document.pages[0].lines.map(\.number) == [1, 2, 3, 4, 5])
    #expect(document.repairs == [.init(.alignedTable(4), page: 1)])
  }

  /// Lines whose right half is pushed to the right by a long name.
  @Test func rowsThatAreShiftedFindTheirColumns() throws {
    let document = try read(
      """
      Revenue              Amount   Expenditure           Amount
      One of them          100.00   First                  50.00
      Two                           Second                 20.00
      Three                  1.00     Third                 0.25
      Four                              Fourth
      Five                   2.00       Fifth                 3.00
      """)
    #expect(
      grid(document).dropFirst() == [
        ["One of them", "100.00", "First", "50.00"], ["Two", "", "Second", "20.00"],
        ["Three", "1.00", "Third", "0.25"], ["Four", "", "Fourth", ""],
        ["Five", "2.00", "Fifth", "3.00"],
      ])
  }

  /// The next page has its own places, and no heading or the same again.
  @Test func tablesGoOnOverPages() throws {
    let first = """
      Name             Total       Basic     Project
      Tax              100.00       40.00      60.00
      Fees             200.00      140.00      60.00
      """
    let rest = """
      Other fees  5.00  5.00
      More        7.00  7.00
      """
    let expected = [
      ["Name", "Total", "Basic", "Project"], ["Tax", "100.00", "40.00", "60.00"],
      ["Fees", "200.00", "140.00", "60.00"], ["Other fees", "5.00", "5.00", ""],
      ["More", "7.00", "7.00", ""],
    ]
    #expect(grid(try read(first + "\n\u{0C}" + rest)) == expected)
    let headed = "Name        Total  Basic  Project\n"
    let document = try read(first + "\n\u{0C}" + headed + rest)
    #expect(grid(document) == expected)
    #expect(document.repairs.contains(.init(.repeatedHeading(1), page: 2)))
    #expect(document.pages[1].lines.map(\.number) == [5, 6])
  }

  @Test func textWithSingleBlanksIsNone() throws {
    #expect(try read("Tax 1.00 2.00\nFees 2.00 3.00\nAll 3.00 5.00\n").form == .spacedText)
  }

  @Test func sizesAreBounded() throws {
    let row = String(repeating: "1.00  ", count: 600)
    let document = try read(String(repeating: row + "\n", count: 50))
    #expect(document.pages[0].lines.count == 50)
  }
}
