import Documents
import FiscalModel
import FiscalSchema
import Foundation
import TestSupport
import Testing

@testable import FiscalLayout

/// Published PDFs that are too large for the repository, against what was read off their pages by eye.
@Suite(.enabled(if: Places.shared != nil, "needs the disclosures beside the repository"))
struct SharedDisclosureTests {
  private let folder: URL
  private let catalogue: Catalogue

  init() throws {
    folder = try #require(Places.shared)
    catalogue = try Places.catalogue.get()
  }

  private func document(_ name: String) throws -> Document {
    let file = folder.appendingPathComponent("disclosures/pdf/\(name).pdf")
    return try Document(name: name, bytes: [UInt8](Data(contentsOf: file)))
  }

  // MARK: The form that is to be filled in

  private static let functions = [
    "一、一般公共服务支出", "二、外交支出", "三、国防支出", "四、公共安全支出", "五、教育支出", "六、科学技术支出",
    "七、文化旅游体育与传媒支出", "八、社会保障和就业支出", "九、卫生健康支出", "十、节能环保支出", "十一、城乡社区支出",
    "十二、农林水支出", "十三、交通运输支出", "十四、资源勘探工业信息等支出", "十五、商业服务业等支出", "十六、金融支出",
    "十七、援助其他地区支出", "十八、自然资源海洋气象等支出", "十九、住房保障支出", "二十、粮油物资储备支出",
    "二十一、国有资本经营预算支出", "二十二、灾害防治及应急管理支出", "二十三、其他支出", "二十四、抗疫特别国债安排的支出",
  ]

  /// A row of labels at their columns, the other cells blank.
  private static func row(_ labels: [Int: String], _ width: Int) -> String {
    (0..<width).map { labels[$0] ?? "" }.joined(separator: "|")
  }

  private static func summary(
    _ left: [String], _ right: [String], amounts: Int
  ) -> [String] {
    (0..<max(left.count, right.count)).map { index in
      row(
        [
          0: index < left.count ? left[index] : "", 2: index < right.count ? right[index] : "",
        ], 3 + amounts)
    }
  }

  private static func coded(amounts: Int, total: Bool, isFirst: Bool) -> [String] {
    let rows = [
      ("205", "教育支出"), ("20502", "普通教育"), ("2050205", "高等教育"), ("…", "…"),
      ("207", "文化旅游体育与传媒支出"), ("20799", "其他文化旅游体育与传媒支出"), ("………", "…"),
    ].map { row([0: $0.0, 1: $0.1], amounts + 2) }
    let sum = row([0: "合计"], amounts + 2)
    return isFirst ? [sum] + rows : rows + [sum]
  }

  private static let economic: [(String, String)] = [
    ("301", "工资福利支出"), ("30101", "基本工资"), ("30102", "津贴补贴"), ("30103", "奖金"),
    ("30106", "伙食补助费"), ("30107", "绩效工资"), ("30108", "机关事业单位基本养老保险缴费"),
    ("30109", "职业年金缴费"), ("30110", "职工基本医疗保险缴费"), ("30111", "公务员医疗补助缴费"),
    ("30112", "其他社会保障缴费"), ("30113", "住房公积金"), ("30114", "医疗费"), ("30199", "其他工资福利支出"),
    ("303", "对个人和家庭的补助"), ("30301", "离休费"), ("30302", "退休费"), ("30303", "退职（役）费"),
    ("30304", "抚恤金"), ("30305", "生活补助"), ("30306", "救济费"), ("30307", "医疗费补助"),
    ("30308", "助学金"), ("30309", "奖励金"), ("30310", "个人农业生产补贴"), ("30311", "代缴社会保险费"),
    ("30399", "其他对个人和家庭的补助"),
  ]
  private static let operating: [(String, String)] = [
    ("302", "商品和服务支出"), ("30201", "办公费"), ("30202", "印刷费"), ("30203", "咨询费"),
    ("30204", "手续费"), ("30205", "水费"), ("30206", "电费"), ("30207", "邮电费"), ("30208", "取暖费"),
    ("30209", "物业管理费"), ("30211", "差旅费"), ("30212", "因公出国（境）费用"), ("30213", "维修（护）费"),
    ("30214", "租赁费"), ("30215", "会议费"), ("30216", "培训费"), ("30217", "公务接待费"),
    ("30218", "专用材料费"), ("30224", "被装购置费"), ("30225", "专用燃料费"), ("30226", "劳务费"),
    ("30227", "委托业务费"), ("30228", "工会经费"), ("30229", "福利费"), ("30231", "公务用车运行维护费"),
    ("30239", "其他交通费用"), ("30240", "税金及附加费用"), ("30299", "其他商品和服务支出"),
    ("310", "资本性支出"), ("31001", "房屋建筑物购建"), ("31002", "办公设备购置"), ("31003", "专用设备购置"),
    ("31007", "信息网络及软件购置更新"), ("31013", "公务用车购置"), ("31019", "其他交通工具购置"),
    ("31021", "文物和陈列品购置"), ("31022", "无形资产购置"), ("31099", "其他资本性支出"),
  ]

  private static func fund(_ name: String) -> [String] {
    [
      "\(name)预算财政拨款收入支出决算表", "单位：万元", "项目||年初结转和结余|本年收入|本年支出|||年末结转和结余",
      "功能分类科目编码|科目名称||||||", "合计||||合计|基本支出|项目支出|",
      "注：本表反映部门本年度\(name)预算财政拨款收入支出及结转和结余情况。",
      "无\(name)预算财政拨款收入支出的，仍保留该表格式，并在本表下方作下述说明：",
      "说明：上海市XX局本年度没有\(name)预算财政拨款收入和支出，故本表无数据。",
    ]
  }

  /// What stands on pages 5 to 14, line by line and cell by cell; blank rows are none.
  private static let form: [String] = {
    var lines = ["上海市XX局2024年度部门决算表", "收入支出决算总表", "单位：万元", "收入||支出|", "项目|决算数|项目|决算数"]
    let revenue = [
      "一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入", "三、国有资本经营预算财政拨款收入", "四、上级补助收入",
      "五、事业收入", "六、经营收入", "七、附属单位上缴收入", "八、其他收入",
    ]
    lines += summary(
      revenue + Array(repeating: "", count: 16) + ["本年收入合计", "使用非财政拨款结余", "年初结转和结余", "总计"],
      functions + ["本年支出合计", "结余分配", "年末结转和结余", "总计"], amounts: 1)
    lines += ["注：本表反映部门本年度的总收支和年末结转结余情况。", "收入决算表", "单位：万元"]
    lines += ["项目||本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入"]
    lines += [row([0: "功能分类科目编码", 1: "科目名称"], 9)]
    lines += coded(amounts: 7, total: true, isFirst: true)
    lines += ["注：本表反映部门本年度取得的各项收入情况。", "支出决算表", "单位：万元"]
    lines += ["项目||本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出"]
    lines += [row([0: "功能分类科目编码", 1: "科目名称"], 8)]
    lines += coded(amounts: 6, total: true, isFirst: true)
    lines += ["注：本表反映部门本年度各项支出情况。", "财政拨款收入支出决算总表", "单位：万元", "收入||支出||||"]
    lines += ["项目|决算数|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款"]
    let appropriations = ["一、一般公共预算财政拨款", "二、政府性基金预算财政拨款", "三、国有资本经营预算财政拨款"]
    lines += summary(
      appropriations + Array(repeating: "", count: 21) + ["本年收入合计", "年初财政拨款结转和结余"]
        + appropriations + ["总计"],
      functions + ["本年支出合计", "年末财政拨款结转和结余", "", "", "", "总计"], amounts: 4)
    lines += ["注：本表反映部门本年度财政拨款总收支和结转结余情况。", "一般公共预算财政拨款支出决算表", "单位：万元"]
    lines += ["项目||合计|基本支出|项目支出", row([0: "功能分类科目编码", 1: "科目名称"], 5)]
    lines += coded(amounts: 3, total: true, isFirst: false)
    lines += ["注：本表反映部门本年度一般公共预算财政拨款支出情况。", "一般公共预算财政拨款基本支出决算表", "单位：万元"]
    lines += ["经济分类科目编码|科目名称|决算数|经济分类科目编码|科目名称|决算数"]
    lines += operating.indices.map { index in
      let left = index < economic.count ? economic[index] : ("", "")
      return row([0: left.0, 1: left.1, 3: operating[index].0, 4: operating[index].1], 6)
    }
    lines += ["人员经费合计|||公用经费合计||", "注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。"]
    lines += ["财政拨款“三公”经费支出决算表", "单位：万元", row([0: "财政拨款“三公”经费"], 12)]
    lines += [row([0: "合计", 2: "因公出国（境）费", 4: "公务用车购置及运行维护费", 10: "公务接待费"], 12)]
    lines += [row([4: "小计", 6: "公务用车购置费", 8: "公务用车运行维护费"], 12)]
    lines += [Array(repeating: "预算数|决算数", count: 6).joined(separator: "|")]
    lines += ["注：本表反映部门本年度“三公”经费支出预决算情况。"]
    return lines + fund("政府性基金") + fund("国有资本经营")
  }()

  @Test func theFormSaysWhatIsPrinted() throws {
    let document = try document("putuo-2024-final-accounts-template")
    let read = document.pages.filter { (5...14).contains($0.number) }.flatMap(\.lines).map { line in
      line.cells.map { $0.filter { !$0.isWhitespace } }.joined(separator: "|")
    }
    for (index, (a, b)) in zip(read, SharedDisclosureTests.form).enumerated() {
      #expect(a == b, "line \(index)")
    }
    #expect(read.count == SharedDisclosureTests.form.count)
  }

  @Test func everyCellOfTheFormIsBlank() throws {
    var reading = try DisclosureReader(catalogue: catalogue)
      .read(document("putuo-2024-final-accounts-template"))
    // Tables of the text around the official ones are sections, too.
    reading.disclosure.sections.removeAll { $0.layout == nil }
    #expect(
      reading.disclosure.tables.map { $0.title?.folded ?? "" }
        == [
          "收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表", "一般公共预算财政拨款支出决算表",
          "一般公共预算财政拨款基本支出决算表", "财政拨款“三公”经费支出决算表", "政府性基金预算财政拨款收入支出决算表",
          "国有资本经营预算财政拨款收入支出决算表",
        ].map(\.folded))
    let cells = reading.facts(catalogue)
    #expect(reading.disclosure.tables.map(\.matrix.rows.count) == [28, 8, 8, 30, 8, 39, 0, 1, 1])
    #expect(cells.count == 28 * 2 + 8 * 7 + 8 * 6 + 30 * 5 + 8 * 3 + 39 * 2 + 6 + 6)
    #expect(cells.allSatisfy { $0["null_kind"] == "blank" && $0["amount"] == "" })
    #expect(!reading.findings.contains { $0.severity == .error })
  }

  // MARK: Filled in

  @Test(arguments: ["putuo-office-2025-budget", "putuo-finance-2024-final-accounts"])
  func someCellsOfEachTableAreWhatIsPrinted(_ name: String) throws {
    var reading = try DisclosureReader(catalogue: catalogue).read(document(name))
    reading.disclosure.sections.removeAll { $0.layout == nil }
    let grids = DisclosureWriter(catalogue: catalogue).grids(reading.disclosure).map(\.rows)
    let truth = folder.appendingPathComponent("acceptance/truth/" + name)
    var random = SeededGenerator(seed: 8)
    for (index, grid) in grids.enumerated() {
      let file = try String(
        contentsOf: truth.appendingPathComponent("表\(index + 1).csv"), encoding: .utf8)
      let rows = file.split(whereSeparator: \.isNewline).dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map { plain(String($0)) }
      }
      let printed = grid.map { $0.map(plain) }
      for row in rows.shuffled(using: &random).prefix(12) {
        let column = Int.random(in: row.indices, using: &random)
        // The rows that have the same texts; one of them must have the same cell.
        let texts = row.indices.filter { Int(row[$0]) == nil && (try? Amount(row[$0])) == nil }
        let same = printed.filter { line in
          texts.allSatisfy { $0 < line.count && line[$0] == row[$0] }
        }
        #expect(
          same.contains { $0[column] == row[column] }, "表\(index + 1): \(row) column \(column)")
      }
    }
  }

  /// A text or an amount as it is compared: without blanks, grouping and zeros at the end.
  private func plain(_ text: String) -> String {
    let text = text.folded.filter { $0 != "\"" }
    guard let amount = try? Amount(text) else { return text }
    return amount.isZero ? "0" : amount.normalized
  }
}

extension Amount {
  fileprivate var normalized: String {
    var text = description.filter { $0 != "," }
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
