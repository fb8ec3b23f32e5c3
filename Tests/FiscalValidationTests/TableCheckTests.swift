import FiscalModel
import FiscalSchema
import FiscalValidation
import TestSupport
import Testing

/// Statements, codes, units, years, lists of contents and printed relations.
struct TableCheckTests {
  let catalogue: Catalogue
  let disclosure: Disclosure

  init() throws {
    catalogue = try Places.catalogue.get()
    disclosure = RandomAccounts(seed: 2, catalogue: catalogue).disclosure
  }

  private func rules(_ disclosure: Disclosure, listed: [ListedTitle] = []) -> [String] {
    var reading = Reading.direct(disclosure)
    reading.listedTitles = listed
    return Validator(catalogue: catalogue).validate(reading).findings
      .filter { $0.verdict == nil && $0.rule != "check/empty-table" }.map(\.rule)
  }

  private func table(_ statement: String) throws -> Int {
    try #require(disclosure.index(of: statement))
  }

  /// Gives a row another code of the functional classification.
  private func recode(_ part: inout Section.Part, _ code: String) {
    part.code = code
    part.members["function_code"] = code
  }

  @Test func soundTablesHaveNothing() { #expect(rules(disclosure) == []) }

  @Test func aStatementOfNothingBesideFigures() throws {
    var changed = disclosure
    let index = try table("general-public-budget-expenditure")
    changed.sections[index].nilStatement = "本部门2021年度无一般公共预算财政拨款支出。"
    #expect(rules(changed) == ["check/nil-statement"])
    // A statement about something else than the table's title is none about its figures.
    changed.sections[index].nilStatement = "本部门2021年度无公务用车。"
    #expect(rules(changed) == [])
    changed.sections[index].nilStatement = nil
    changed.sections[index].notes = ["注：本表反映部门本年度的支出，无数据的行不列。"]
    #expect(rules(changed) == [])
  }

  @Test func anEmptyTableWithoutAStatement() throws {
    var changed = disclosure
    let index = try table("general-public-budget-expenditure")
    changed.sections[index].matrix.rows = []
    func empty() -> Int {
      Validator(catalogue: catalogue).validate(.direct(changed)).findings
        .count { $0.rule == "check/empty-table" && $0.section == index }
    }
    #expect(empty() == 1)
    changed.sections[index].nilStatement = "本部门无一般公共预算财政拨款支出。"
    #expect(empty() == 0)
  }

  @Test func codes() throws {
    let index = try table("expenditure")
    let rows = disclosure.sections[index].matrix.rows
    let item = try #require(rows.firstIndex { $0.parts[0].kind == .item })
    var changed = disclosure
    changed.sections[index].matrix.rows[item].parts[0].label = "某某事务"
    #expect(rules(changed) == ["check/code-name"])
    changed = disclosure
    recode(&changed.sections[index].matrix.rows[item].parts[0], "2999999")
    #expect(Set(rules(changed)) == ["check/code-parent", "check/unknown-code"])
  }

  /// A code that nobody has is a note; with the name of another code of its parent it is a slip.
  @Test func aCodeWithAnotherCodesName() throws {
    let index = try table("expenditure")
    let rows = disclosure.sections[index].matrix.rows
    let item = try #require(
      rows.firstIndex { $0.parts[0].kind == .item })
    var changed = disclosure
    let code = try #require(rows[item].parts[0].code)
    recode(&changed.sections[index].matrix.rows[item].parts[0], code.dropLast(2) + "71")
    func unknown() -> [Finding] {
      Validator(catalogue: catalogue).validate(.direct(changed)).findings
        .filter { $0.rule == "check/unknown-code" }
    }
    #expect(unknown().map(\.severity) == [.warning])
    #expect(unknown().first?.message.text(in: .english).contains(code) ?? false)
    changed.sections[index].matrix.rows[item].parts[0].label = "某项支出"
    #expect(unknown().map(\.severity) == [.note])
  }

  @Test func aParentThatIsNotPrinted() throws {
    let index = try table("expenditure")
    var changed = disclosure
    let section = try #require(
      disclosure.sections[index].matrix.rows.firstIndex { $0.parts[0].kind == .section })
    changed.sections[index].matrix.rows.remove(at: section)
    #expect(Set(rules(changed)) == ["check/code-parent"])
    // Where no item has its section, the form has none.
    changed.sections[index].matrix.rows.removeAll { $0.parts[0].kind == .section }
    #expect(rules(changed) == [])
  }

  @Test func rowsThatStandTwice() throws {
    var changed = disclosure
    changed.sections[0].matrix.rows.insert(disclosure.sections[0].matrix.rows[2], at: 3)
    #expect(Set(rules(changed)) == ["check/repeated-row"])
    changed = disclosure
    let index = try table("expenditure")
    changed.sections[index].matrix.rows.insert(disclosure.sections[index].matrix.rows[0], at: 1)
    #expect(rules(changed) == ["check/repeated-row"])
  }

  @Test func formerNamesAndOptionalWordsAreNames() throws {
    let former = catalogue.classifications["functional"]?.entries.values
      .first { !$0.formerNames.isEmpty && $0.code.utf8.count == 3 }
    let entry = try #require(former)
    var changed = disclosure
    let index = try table("expenditure")
    let row = try #require(
      disclosure.sections[index].matrix.rows.firstIndex { $0.parts[0].kind == .class })
    changed.sections[index].matrix.rows = [
      changed.sections[index].matrix.rows[0], changed.sections[index].matrix.rows[row],
    ]
    for name in [entry.name, entry.formerNames[0], entry.name.replacing("支出", with: "")] {
      recode(&changed.sections[index].matrix.rows[1].parts[0], entry.code)
      changed.sections[index].matrix.rows[1].parts[0].label = name
      #expect(!rules(changed).contains("check/code-name"), "\(name)")
    }
  }

  @Test func unitsAndYears() throws {
    var changed = try Reading.direct(disclosure).converted(to: .yuan, catalogue).disclosure
    changed.sections[1] = disclosure.sections[1]
    #expect(rules(changed) == ["check/unit"])
    changed = disclosure
    changed.sections[1].titleLine = "2020年度收入决算表（表2）"
    #expect(rules(changed) == ["check/year"])
  }

  @Test func tablesAndContents() throws {
    var changed = disclosure
    changed.sections.append(disclosure.sections[0])
    #expect(rules(changed) == ["check/repeated-table"])
    let listed = disclosure.sections.map {
      ListedTitle(number: $0.number, layout: $0.layout ?? "", location: Location(page: 1, line: 1))
    }
    #expect(rules(disclosure, listed: listed) == [])
    #expect(rules(disclosure, listed: Array(listed.dropLast())) == ["check/contents"])
    var more = listed
    more[1].number = "9"
    more.append(
      ListedTitle(
        number: "9", layout: "wuhan-final-accounts-2021/09", location: Location(page: 1, line: 9)))
    #expect(rules(disclosure, listed: more) == ["check/contents", "check/contents"])
    // One title alone is a mention, not a list.
    #expect(rules(disclosure, listed: [more[1]]) == [])
  }

  @Test(arguments: [
    ("27行＝（1＋2＋…＋8）行；", [String]()),
    ("27行＝（1＋2＋3）行；", ["check/printed-relation"]),
    ("注：27行＝（1＋2＋3＋4＋5＋6+7+8）行。", []), ("27行＝（1＋…行。", ["check/printed-relation-unread"]),
    // The form has no relation for this row; what is printed holds, or does not.
    ("1行＝1行；", []),
  ])
  func printedRelations(_ note: String, _ expected: [String]) {
    var changed = disclosure
    changed.sections[0].notes = [note]
    #expect(rules(changed) == expected)
  }

  @Test func aPrintedRelationOfItsOwnIsChecked() throws {
    var changed = disclosure
    changed.sections[0].notes = ["30行＝27行；", "29行＝27行；"]
    let findings = Validator(catalogue: catalogue).validate(.direct(changed)).findings
    // Row 30 has a relation in the form, with which the printed one disagrees; row 29 has none.
    #expect(findings.map(\.rule).contains("check/printed-relation"))
    #expect(findings.filter { $0.rule == "check/printed-equation" }.count == 1)
  }
}
