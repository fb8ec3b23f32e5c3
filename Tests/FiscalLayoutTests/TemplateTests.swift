import Documents
import FiscalModel
import FiscalSchema
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

struct TemplateTests {
  private let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func template(_ id: String, year: Int? = 2025) throws -> Workbook {
    let profile = try #require(catalogue.profile(id))
    let workbook = TemplateWriter(catalogue: catalogue).workbook(profile, year: year)
    // As a file, so that what is filled in is what a spreadsheet program would open.
    return try Workbook(xlsx: workbook.xlsx())
  }

  private func sheet(_ workbook: Workbook, _ name: String) throws -> Int {
    try #require(workbook.sheets.firstIndex { $0.name == name })
  }

  @Test func onlyWhatIsToBeFilledInIsUnlocked() throws {
    let profile = try #require(catalogue.profile("wuhan-unit-budget-2025"))
    let workbook = TemplateWriter(catalogue: catalogue).workbook(profile, year: 2025)
    let sheet = workbook.sheets[try sheet(workbook, "表3 支出总表")]
    #expect(sheet.protection != nil)
    // Title, header and the total line are locked; codes and amounts are not, but for the sum.
    #expect(sheet[0, 0]?.style.locked ?? true)
    #expect(sheet[2, 0]?.value == .text("科目编码") && sheet[2, 0]?.style.locked ?? true)
    #expect(sheet[3, 0]?.value == .text("合计") && sheet[3, 2]?.style.locked ?? true)
    #expect(sheet[3, 2]?.value == .number("0"))
    #expect(sheet[3, 2]?.formula?.contains("SUMPRODUCT") ?? false)
    #expect(sheet[4, 0]?.style.locked == false && sheet[4, 3]?.style.locked == false)
    #expect(sheet[4, 2]?.style.locked ?? true)
    #expect(sheet[4, 2]?.formula == "IF(A5=\"\",\"\",N(D5)+N(E5)+N(F5)+N(G5)+N(H5))")
    let list = try #require(sheet.dataValidations.first { $0.kind == .list })
    #expect(list.ranges == [CellRange("A5:A44")])
    let codes = workbook.sheets[try self.sheet(workbook, PrintedWords.sheets.codes.name)]
    #expect(codes.visibility == .hidden && codes[0, 0]?.value == .text("201"))
    let amounts = try #require(sheet.dataValidations.first { $0.kind == .decimal })
    #expect(amounts.ranges.contains { $0.contains(CellReference(row: 4, column: 3)) })
  }

  static let profiles = (try? Places.catalogue.get())?.profiles.map(\.id) ?? []

  @Test(arguments: profiles, [nil, 2022])
  func everyFormIsThereAndBlank(_ id: String, _ year: Int?) throws {
    let workbook = try template(id, year: year)
    let profile = try #require(catalogue.profile(id))
    #expect(workbook.sheets.count == profile.tables.count + profile.forms.count + 2)
    let reading = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "blank.xlsx", bytes: workbook.xlsx()))
    #expect(reading.disclosure.profile == id)
    #expect(reading.disclosure.tables.map(\.layout) == profile.tables.map(\.id))
    #expect(reading.disclosure.forms.map(\.layout) == profile.forms.map(\.id))
    #expect(!reading.disclosure.tables.contains { $0.title == nil })
    // Nothing but the zeros of the sums.
    for (table, layout) in zip(reading.disclosure.tables, profile.tables) {
      for value in table.matrix.values.joined() {
        #expect(value.amount?.isZero ?? (value == .blank), "\(layout.id) \(value)")
      }
    }
    for (form, layout) in zip(reading.disclosure.forms, profile.forms) {
      for field in form.fields {
        let preprinted = layout.field(field.id)?.preprinted
        #expect(
          field.cell.value == preprinted.map(FiscalValue.text) ?? .blank, "\(layout.id) \(field.id)"
        )
      }
      for matrix in form.matrices {
        for (value, column) in matrix.values.flatMap({ zip($0, matrix.columns) })
        where column.role != .label && column.role != .level {
          #expect(
            value.amount?.isZero ?? (value == .blank), "\(layout.id) \(matrix.id ?? "") \(value)")
        }
      }
    }
  }

  @Test func boxesArePrintedAndOneTickIsOffered() throws {
    let profile = try #require(catalogue.profile("wuhan-final-accounts-2021"))
    let workbook = TemplateWriter(catalogue: catalogue).workbook(profile, year: 2021)
    let form = try #require(profile.forms.first { $0.statement == "project-self-evaluation" })
    let field = try #require(form.field("attribute"))
    #expect(field.preprinted == "1、持续性项目□2、新增性项目□")
    #expect(field.ticked == ["1、持续性项目☑2、新增性项目□", "1、持续性项目□2、新增性项目☑"])
    #expect(field.ticking("新增性项目") == field.ticked[1])
    #expect(field.ticking("别的") == nil)
    for mark in ["☑", "√", "■", "✓"] {
      #expect(field.tickedName(in: "1、持续性项目□ 2、新增性项目\(mark)") == "新增性项目")
    }
    #expect(field.tickedName(in: "1、持续性项目 □ 2、新增性项目 □") == nil)
    #expect(field.tickedName(in: "1、持续性项目 ☑ 2、新增性项目 ☑") == nil)
    let sheet = try #require(workbook.sheets.first { $0.name.contains("项目") })
    let boxes = field.preprinted.map(CellValue.text)
    var place: (row: Int, column: Int)?
    for row in sheet.rows {
      for cell in row.cells where cell.cell.value == boxes {
        place = (row.index, cell.column)
        #expect(!cell.cell.style.locked)
      }
    }
    let found = try #require(place)
    let offered = sheet.dataValidations.filter { validation in
      validation.kind == .list
        && validation.ranges.contains { range in
          (range.first.row...range.last.row).contains(found.row)
            && (range.first.column...range.last.column).contains(found.column)
        }
    }
    #expect(offered.count == 1)
  }

  @Test func formsStandBetweenTheTablesInTheirOrder() throws {
    let names = try template("wuhan-department-budget-2024").sheets.map(\.name)
    #expect(
      names.suffix(4) == [
        "表十二 整体支出绩效目标表", "表十三 项目支出绩效目标表（一项一表）", "表十四 国有资本经营预算支出表",
        PrintedWords.sheets.codes.name,
      ])
  }

  @Test func formsAreReadyToBeFilledIn() throws {
    let profile = try #require(catalogue.profile("wuhan-unit-budget-2025"))
    let workbook = TemplateWriter(catalogue: catalogue).workbook(profile, year: 2025)
    let sheet = workbook.sheets[try sheet(workbook, "表12-1 项目支出绩效目标表")]
    #expect(sheet.protection?.allowed.contains(.insertRows) ?? false)
    func row(_ label: String) throws -> Int {
      try #require(sheet.rows.first { $0.cells.contains { $0.1.value == .text(label) } }?.index)
    }
    let project = try row("项目名称")
    #expect(sheet[project, 0]?.style.locked ?? true)
    #expect(sheet[project, 2]?.style.locked == false)
    // Text stays text, whatever is typed: `=100%`.
    #expect(sheet[project, 2]?.style.numberFormat == "@")
    let total = try row("合计")
    #expect(
      sheet[total, 8]?.formula
        == "N(I\(total + 2))+N(I\(total + 4))+N(I\(total + 5))+N(I\(total + 6))")
    #expect(sheet[total, 8]?.value == .number("0") && sheet[total, 8]?.style.locked ?? true)
    #expect(sheet[total + 1, 8]?.style.locked == false)
    let lists = sheet.dataValidations.filter { $0.kind == .list }
    #expect(!lists.isEmpty && lists.allSatisfy { !$0.refuses })
    let codes = workbook.sheets[try self.sheet(workbook, PrintedWords.sheets.codes.name)]
    #expect(codes.rows.contains { $0.cells.contains { $0.1.value == .text("数量指标") } })
    let amounts = try #require(sheet.dataValidations.first { $0.kind == .decimal })
    #expect(amounts.ranges.contains { $0.contains(CellReference(row: total + 1, column: 8)) })
  }
}
