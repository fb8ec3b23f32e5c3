import Documents
import FiscalModel
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Exports whose columns are not those of the form: fewer, twice, under more captions.
struct OddExportTests {
  private static let top = [["2021年度支出决算表（表3）"], ["编制单位：甲中心", "", "金额单位：万元"]]
  private static let captions = ["功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
  private static let body = [
    ["201", "一般公共服务支出", "214.65", "200.00", "14.65"],
    ["20103", "政府办公厅（室）及相关机构事务", "214.65", "200.00", "14.65"],
    ["2010350", "事业运行", "214.65", "200.00", "14.65"],
    ["", "合计", "214.65", "200.00", "14.65"],
  ]

  private func read(_ rows: [[String]]) throws -> Reading {
    let text = rows.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
    let document = try Document(name: "export.csv", bytes: Array(text.utf8))
    return try DisclosureReader(catalogue: try Places.catalogue.get()).read(document)
  }

  /// What the columns of the form hold in the row of a code, by their concepts.
  private func values(_ reading: Reading, _ code: String) throws -> [String: FiscalValue] {
    let table = try #require(reading.disclosure.tables.first)
    #expect(table.layout == "wuhan-final-accounts-2021/03")
    let part = try #require(table.matrix.rows.map { $0.parts[0] }.first { $0.code == code })
    let concepts = part.cells.indices.map { table.matrix.column($0, inPanel: 0).concept ?? "" }
    return Dictionary(uniqueKeysWithValues: zip(concepts, part.values))
  }

  @Test func columnsThatAreNotThereAreAbsent() throws {
    let reading = try read(Self.top + [Self.captions] + Self.body)
    let values = try values(reading, "2010350")
    #expect(values["expenditure.basic"]?.amount?.description == "200.00")
    #expect(values["expenditure.business"] == .null(.absent))
    #expect(values["expenditure.remittance-to-superior"] == .null(.absent))
    #expect(reading.findings.count { $0.rule == "read/missing-column" } == 3)
  }

  @Test func aMissingTotalColumnIsAFinding() throws {
    let rows = ([Self.captions] + Self.body).map { $0.prefix(2) + $0.suffix(2) }.map { Array($0) }
    let reading = try read(Self.top + rows)
    let values = try values(reading, "2010350")
    #expect(values["expenditure.current-year"] == .null(.absent))
    #expect(values["expenditure.project"]?.amount?.description == "14.65")
    #expect(reading.findings.count { $0.rule == "read/missing-column" } == 4)
  }

  /// Two columns under one caption are kept as printed, none of them as the form's.
  @Test func aColumnThatStandsTwiceIsNotGuessed() throws {
    let rows = ([Self.captions] + Self.body).map { $0 + [$0[3]] }
    let table = try #require(try read(Self.top + rows).disclosure.sections.first)
    #expect(table.layout == nil)
    let row = try #require(table.matrix.rows.first { $0.parts[0].code == "2010350" })
    #expect(
      row.parts[0].cells.compactMap(\.amount).map(\.description).filter { $0 == "200.00" }.count
        == 2)
  }

  @Test func fourRowsOfCaptionsAreRead() throws {
    let header = [
      ["项目", "", "本年支出", "", ""], ["功能分类", "", "支出", "", ""],
      ["编码", "名称", "合计", "其中", ""], ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ]
    let values = try values(try read(Self.top + header + Self.body), "2010350")
    #expect(values["expenditure.current-year"]?.amount?.description == "214.65")
    #expect(values["expenditure.basic"]?.amount?.description == "200.00")
    #expect(values["expenditure.project"]?.amount?.description == "14.65")
  }

  @Test func codesInFullWidthDigitsAreCodes() throws {
    let wide = Self.body.map { row in
      [String(row[0].unicodeScalars.map { Character(UnicodeScalar($0.value + 0xFEE0) ?? $0) })]
        + row.dropFirst()
    }
    let reading = try read(Self.top + [Self.captions] + wide)
    #expect(try values(reading, "2010350")["expenditure.basic"]?.amount?.description == "200.00")
    #expect(reading.findings.count { $0.rule == "read/repaired-code" } == 3)
    #expect(!reading.findings.contains { $0.rule == "read/unknown-line" })
  }
}
