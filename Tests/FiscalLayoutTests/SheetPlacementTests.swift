import FiscalModel
import FiscalSchema
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Where the parts of a section stand in its sheet.
struct SheetPlacementTests {
  private let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func amount(_ text: String) throws -> Section.Cell {
    Section.Cell(.amount(try Amount(text)))
  }

  private func sheet(_ section: Section) throws -> Sheet {
    let writer = DisclosureWriter(catalogue: catalogue)
    return try #require(
      writer.workbook(Disclosure(sections: [section])).workbook.sheets.dropFirst().first)
  }

  private func text(_ sheet: Sheet, _ place: String) throws -> String? {
    let reference = try #require(CellReference(place))
    guard case .text(let text) = sheet[reference]?.value else { return nil }
    return text
  }

  private func merged(_ sheet: Sheet) -> [String] { sheet.merges.map(\.description).sorted() }

  /// A table of two panels, each of a code, a name and two amounts; nothing of it is of any layout.
  private func table(_ rows: [Section.Row]) -> Section {
    let roles: [Section.Role] = [.code, .name, .amount, .amount]
    let columns = (0..<8).map { index in
      Section.Column(id: "c\(index)", path: ["栏\(index)"], role: roles[index % 4])
    }
    let captions = [
      Section.Caption("科目", span: 0..<2),
      Section.Caption(
        "金额", span: 2..<4,
        children: [Section.Caption("上年", span: 2..<3), Section.Caption("本年", span: 3..<4)]),
      Section.Caption("其他", span: 4..<8),
    ]
    let panels = [0, 4].map { start in
      Section.Panel(
        id: "p\(start)", columns: start..<(start + 4), codeColumns: [start],
        labelColumn: start + 1, valueColumns: [start + 2, start + 3])
    }
    return Section(
      titleLine: "支出表",
      blocks: [
        .matrix(Section.Matrix(header: captions, columns: columns, panels: panels, rows: rows))
      ])
  }

  private func blank() -> Section.Part {
    Section.Part(kind: .blank, cells: [Section.Cell(), Section.Cell()])
  }

  @Test func captionsTakeTheRowsAndColumnsThatTheyStandOver() throws {
    let sheet = try sheet(table([Section.Row(parts: [blank(), blank()])]))
    #expect(merged(sheet) == ["A1:H1", "A2:B3", "C2:D2", "E2:H3"])
    #expect(try text(sheet, "A2") == "科目" && text(sheet, "D3") == "本年")
    #expect(try text(sheet, "E2") == "其他")
    #expect(sheet.frozenRows == 3 && sheet.pageSetup.repeatRows == 1...2)
  }

  @Test func aCodeAndItsNameInOneCellStayThere() throws {
    var part = blank()
    part.code = "2010301"
    part.label = "行政运行"
    part.print = "2010301-行政运行"
    let sheet = try sheet(table([Section.Row(parts: [part, blank()])]))
    #expect(try text(sheet, "B4") == "2010301-行政运行" && text(sheet, "A4") == nil)
  }

  @Test func aLabelReachesUpToTheFirstFigure() throws {
    var part = blank()
    part.kind = .total
    part.label = "合计"
    part.reach = 1
    var other = blank()
    other.cells[1] = try amount("7.50")
    let far = try sheet(table([Section.Row(parts: [part, other])]))
    #expect(merged(far).contains("A4:F4"))
    // What is printed before is not covered.
    part.cells[1] = try amount("3")
    let near = try sheet(table([Section.Row(parts: [part, other])]))
    #expect(merged(near).contains("A4:C4") && near[3, 3]?.value == .number("3"))
    #expect(near[3, 7]?.value == .number("7.50"))
  }

  @Test func aTextThatIsNoKeyStaysText() throws {
    var section = table([])
    section.matrix.columns[3].role = .code
    var part = blank()
    part.cells[1] = Section.Cell(.text("019001"))
    section.matrix.rows = [Section.Row(parts: [part, blank()])]
    let sheet = try sheet(section)
    #expect(sheet[3, 3]?.value == .text("019001") && sheet[3, 3]?.style.numberFormat == "@")
  }

  @Test func aFormWithoutALayoutIsArrangedFromItsBlocks() throws {
    var matrix = Section.Matrix(
      id: "costs", label: "成本",
      header: (0..<3).map { Section.Caption("列\($0)", span: $0..<($0 + 1)) },
      columns: (0..<3).map { Section.Column(id: "c\($0)", path: ["列\($0)"], role: .text) },
      panels: [Section.Panel(id: "p", columns: 0..<3, valueColumns: [0, 1, 2])])
    matrix.append((0..<3).map { Section.Cell(.text("值\($0)")) })
    let field = Section.Field(id: "name", label: "项目名称", cell: Section.Cell(.text("甲")))
    let section = Section(
      titleLine: "项目表", blocks: [.field(field), .matrix(matrix)], nilStatement: "无")
    let sheet = try sheet(section)
    #expect(try text(sheet, "A2") == "项目名称" && text(sheet, "B2") == "甲")
    #expect(try text(sheet, "A3") == "成本" && text(sheet, "B3") == "列0")
    #expect(try text(sheet, "D4") == "值2" && text(sheet, "A5") == "无")
    #expect(merged(sheet) == ["A1:D1", "A3:A4", "A5:D5", "B2:D2"])
    // What asks for a cell's place is told the same.
    let placement = Placement.arrange(section)
    let places = section.cellKeys(0).map { placement.reference($0).description }
    #expect(places == ["B2", "B4", "C4", "D4"])
  }

  @Test(arguments: [(3, 1), (9, 1), (14, 1), (40, 3)])
  func nothingIsPrintedTooSmallToRead(_ amounts: Int, _ pages: Int) throws {
    let columns = (0...amounts).map { index in
      Section.Column(id: "c\(index)", path: ["栏"], role: index == 0 ? .label : .amount)
    }
    var part = Section.Part(kind: .total, label: "合计")
    for _ in 0..<amounts { part.cells.append(try amount("12345678.90")) }
    let section = Section(
      blocks: [
        .matrix(
          Section.Matrix(
            header: columns.indices.map { Section.Caption("栏", span: $0..<($0 + 1)) },
            columns: columns,
            panels: [
              Section.Panel(
                id: "p", columns: columns.indices, labelColumn: 0,
                valueColumns: Array(1...amounts))
            ], rows: [Section.Row(parts: [part])]))
      ])
    let sheet = try sheet(section)
    let setup = sheet.pageSetup
    // Millimetres: a digit takes about 1.9 of them.
    let room = setup.paper == .a3 ? 394.0 : setup.landscape ? 271 : 184
    let widths = columns.indices.map { (sheet.columnWidths[$0] ?? 9) * 1.9 }
    let cuts = [0] + sheet.columnBreaks.sorted() + [columns.count]
    #expect(cuts.count - 1 == pages)
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let labels = start == 0 ? 0 : widths[0]
      let scale = min(1, room / (labels + widths[start..<end].reduce(0, +)))
      #expect(scale >= 0.8)
    }
    #expect((setup.repeatColumns == 0...0) == (pages > 1))
    #expect((setup.scale == 80 && setup.fitToWidth == nil) == (pages > 1))
  }
}
