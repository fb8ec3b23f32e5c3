import Documents
import FiscalModel
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
    let codes = workbook.sheets[try self.sheet(workbook, Wording.codesSheet)]
    #expect(codes.visibility == .hidden && codes[0, 0]?.value == .text("201"))
    let amounts = try #require(sheet.dataValidations.first { $0.kind == .decimal })
    #expect(amounts.ranges.contains { $0.contains(CellReference(row: 4, column: 3)) })
  }

  @Test(arguments: [
    "wuhan-unit-budget-2025", "wuhan-department-budget-2020", "wuhan-department-budget-2024",
    "wuhan-final-accounts-2021", "wuhan-final-accounts-2022",
  ])
  func everyFormIsThereAndBlank(_ id: String) throws {
    let workbook = try template(id, year: 2022)
    let profile = try #require(catalogue.profile(id))
    #expect(workbook.sheets.count == profile.layouts.count + 2)
    let reading = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "blank.xlsx", bytes: workbook.xlsx()))
    #expect(reading.disclosure.profile == id)
    #expect(reading.disclosure.tables.map(\.layout) == profile.layouts.map(\.id))
    // Nothing but the zeros of the sums.
    for table in reading.disclosure.tables {
      for value in table.rows.flatMap(\.parts).flatMap(\.values) {
        #expect(value.amount?.isZero ?? (value == .blank), "\(table.layout) \(value)")
      }
    }
  }

  /// Filled in cell by cell with what a document prints, it reads as the document does.
  @Test(arguments: [
    "2025-unit-budget.txt", "2020-department-budget.txt",
  ])
  func aFilledOneIsReadLikeAnyOther(_ name: String) throws {
    let source = try DisclosureReader(catalogue: catalogue).read(
      Document(name: name, bytes: Samples.bytes(name))
    ).disclosure
    var workbook = try template(source.profile, year: source.fiscalYear)
    for table in source.tables {
      guard let layout = catalogue.layout(table.layout), !table.rows.isEmpty else { continue }
      let profile = try #require(catalogue.profile(source.profile))
      // The contents come first.
      let index = try #require(profile.layouts.firstIndex { $0.id == layout.id }) + 1
      fill(&workbook.sheets[index], table, layout)
    }
    let back = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "filled.xlsx", bytes: workbook.xlsx())
    ).disclosure
    for table in source.tables where !table.rows.isEmpty {
      let own = try #require(back.tables.first { $0.layout == table.layout })
      #expect(keyed(own, blankZeros: true) == keyed(table, blankZeros: true), "\(table.layout)")
    }
  }

  /// What each row of a table says, wherever it stands.
  private func keyed(_ table: FiscalTable, blankZeros: Bool) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for (row, parts) in table.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        let values = part.values.map { value -> String in
          if blankZeros, value.amount?.isZero ?? false { return "" }
          return value.printed
        }
        // A total without a label cannot be told from a blank row by whoever fills it in here.
        guard values.contains(where: { !$0.isEmpty }), part.kind != .total || !part.label.isEmpty
        else { continue }
        let key = part.line ?? part.code ?? part.label
        // A code may stand in several rows, such as a unit's under each item.
        var name = "\(panel) \(key)"
        while result[name] != nil { name += "'" }
        result[name] = values
        _ = row
      }
    }
    return result
  }

  private func fill(_ sheet: inout Sheet, _ table: FiscalTable, _ layout: Layout) {
    let fixed = fixedRows(sheet, layout)
    for (panelIndex, panel) in layout.panels.enumerated() {
      let open = openRows(sheet, panel)
      var next = open.startIndex
      for parts in table.rows {
        let part = parts.parts[panelIndex]
        var row: Int?
        if let line = part.line {
          row = fixed["\(panelIndex) \(line)"] ?? (panel.isKeyless ? open.first : nil)
        } else if part.code != nil || part.kind == .project, next < open.endIndex {
          row = open[next]
          next += 1
        }
        guard let row else { continue }
        if let code = part.code, let column = panel.codeColumns.first {
          sheet[row, column]?.value = .text(code)
          if let name = panel.labelColumn {
            sheet[row, name]?.value = .text(part.label)
            sheet[row, name]?.formula = nil
          }
        }
        for (slot, column) in panel.valueColumns.enumerated() {
          sheet[row, column]?.formula = nil
          switch part.values[slot] {
          case .amount(let amount):
            sheet[row, column]?.value = .number(amount.description)
            sheet[row, column]?.style.numberFormat =
              amount.scale == 0 ? "0" : "0." + String(repeating: "0", count: amount.scale)
          case .text(let text): sheet[row, column]?.value = .text(text)
          case .null(let kind): sheet[row, column]?.value = .text(kind.mark)
          }
        }
      }
    }
  }

  /// The sheet rows of the printed lines, by panel and line.
  private func fixedRows(_ sheet: Sheet, _ layout: Layout) -> [String: Int] {
    var result: [String: Int] = [:]
    for (panelIndex, panel) in layout.panels.enumerated() {
      for line in panel.lines where !line.id.isEmpty {
        for (row, _) in sheet.rows where row >= sheet.frozenRows {
          let column = panel.numberColumn ?? panel.codeColumns.first ?? panel.labelColumn ?? 0
          let wanted = panel.numberColumn == nil ? line.label : line.number ?? line.label
          guard sheet[row, column]?.value == .text(wanted),
            result["\(panelIndex) \(line.id)"] == nil,
            !result.values.contains(row)
              || !result.contains(where: { $0.value == row && $0.key.hasPrefix("\(panelIndex) ") })
          else { continue }
          result["\(panelIndex) \(line.id)"] = row
          break
        }
      }
    }
    return result
  }

  /// The rows in which a panel takes codes, names or figures.
  private func openRows(_ sheet: Sheet, _ panel: Layout.Panel) -> [Int] {
    let column = panel.codeColumns.first ?? panel.labelColumn ?? panel.valueColumns[0]
    return sheet.rows.map(\.index).filter { row in
      row >= sheet.frozenRows
        && (panel.isKeyless || sheet[row, column]?.style.locked == false)
        && sheet[row, column]?.value != .text("部门：")
    }
  }
}
