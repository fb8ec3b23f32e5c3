import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import FiscalValidation
import Foundation
import TestSupport
import Testing

/// Documents that are cut off, misprinted or none at all: an error or a finding, never silence.
struct DamageTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func read(_ text: String, name: String = "a.txt") throws -> Reading {
    var reading = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: name, bytes: Array(text.utf8)))
    reading.findings += Validator(catalogue: catalogue).validate(reading).findings
    return reading
  }

  private func sample(_ index: Int, _ changes: (String, String)...) throws -> String {
    var text = try Samples.text(Places.samples[index])
    for (old, new) in changes {
      #expect(text.contains(old), "\(old)")
      text = text.replacing(old, with: new, maxReplacements: 1)
    }
    return text
  }

  private func value(_ reading: Reading, _ table: String, _ key: String, _ column: String) -> (
    String, Placed
  )? {
    let facts = reading.facts(catalogue).filter { fact in
      let fields = Dictionary(uniqueKeysWithValues: zip(Fact.header, fact.fields))
      return fields["statement"] == table && fields["column"] == column
        && [fields["code"], fields["label"], fields["row_number"]].contains(key)
    }
    guard let fact = facts.first, facts.count == 1 else { return nil }
    let fields = Dictionary(uniqueKeysWithValues: zip(Fact.header, fact.fields))
    return Placed(rawValue: fields["placed"] ?? "").map { (fields["printed"] ?? "", $0) }
  }

  @Test(arguments: ["一段文字，没有表。\n", "a b c\n1 2 3\n", "表\n", "2021年度收入决算表（表2）\n"])
  func textsThatAreNoDisclosure(_ text: String) {
    #expect(throws: ReadingError.noTables) { try read(text) }
  }

  @Test func ourOwnFactsAreNoDisclosure() throws {
    let facts = try read(sample(0)).facts(catalogue)
    let csv = String(decoding: try FactsWriter.csv(facts), as: UTF8.self)
    let reading = try read(csv, name: "facts.csv")
    #expect(reading.disclosure.profile == nil && reading.disclosure.sections.count == 1)
    #expect(reading.findings.contains { $0.rule == "read/nothing-known" })
  }

  @Test func anUnknownProfileIsNamed() throws {
    let reader = DisclosureReader(catalogue: catalogue, profile: "nowhere")
    let document = try Document(name: "a", bytes: Array(sample(0).utf8))
    #expect(throws: ReadingError.unknownProfile("nowhere")) { try reader.read(document) }
  }

  /// Cut anywhere, a document is read as far as it goes and what is missing is said.
  @Test(arguments: 0..<2)
  func aTableCutOffInTheMiddleIsFound(_ index: Int) throws {
    let lines = try sample(index).split(separator: "\n", omittingEmptySubsequences: false)
    let whole = try read(sample(index))
    for length in stride(from: 3, to: lines.count, by: 41) {
      let text = lines[..<length].joined(separator: "\n")
      do {
        let reading = try read(text)
        let isWhole = reading.disclosure.tables == whole.disclosure.tables
        #expect(isWhole || reading.findings.contains { $0.severity >= .warning }, "line \(length)")
      } catch ReadingError.noTables {
      } catch DocumentError.empty {
      }
    }
  }

  @Test func aCutOffTableDoesNotAgree() throws {
    let text = try sample(0)
    let end = try #require(text.range(of: "二十一、国有资本经营预算支出 51"))
    let reading = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: "a", bytes: Array(text[..<end.lowerBound].utf8)))
    #expect(reading.findings.count { $0.rule == "read/missing-total" } == 2)
    #expect(Validator(catalogue: catalogue).validate(reading).verdicts == [.ambiguous])
  }

  @Test func anUnreadableFigureIsKeptAndFoundAndMovesNothing() throws {
    let reading = try read(
      sample(0, ("一般行政管理事务 2,594.03 2,594.03", "一般行政管理事务 2,59,4.03 2,594.03")))
    #expect(
      reading.findings.contains { $0.rule == "read/unreadable-amount" && $0.severity == .error })
    #expect(value(reading, "revenue", "2150502", "本年收入合计")?.0 == "2,59,4.03")
    #expect(value(reading, "revenue", "2150502", "财政拨款收入")?.0 == "2594.03")
    #expect(value(reading, "revenue", "21505", "财政拨款收入")?.0 == "2594.03")
    #expect(reading.disclosure.tables[1].matrix.rows.contains { $0.parts[0].label == "一般行政管理事务" })
  }

  /// A wrong figure breaks the relations it stands in; it does not drive other figures out of their
  /// columns.
  @Test(arguments: [
    ("201 一般公共服务支出 214.65 214.65", "201 一般公共服务支出 214.65 194.65"),
    ("215 资源勘探工业信息等支出 2,594.03 2,594.03", "215 资源勘探工业信息等支出 7,594.03 2,594.03"),
    ("2101199 其他行政事业单位医疗支出 0.77 0.77", "2101199 其他行政事业单位医疗支出 0.77 0.57"),
    ("合 计 2,882.93 288.9 2,594.03", "合 计 2,882.93 788.9 2,594.03"),
    ("合 计 2,882.93 2,882.93", "合 计 2,882.93 2,982.93"),
    ("22102 住房改革支出 29.83 29.83", "22102 住房改革支出 19.83 29.83"),
  ])
  func aWrongFigureMovesNothing(_ old: String, _ new: String) throws {
    let right = try read(sample(0))
    let wrong = try read(sample(0, (old, new)))
    #expect(wrong.findings.contains { $0.verdict == .break && $0.severity == .error })
    var changed = 0
    for (fact, other) in zip(right.facts(catalogue), wrong.facts(catalogue)) where fact != other {
      let printed = Fact.header.firstIndex(of: "printed") ?? 0
      if fact.fields[printed] != other.fields[printed] { changed += 1 }
    }
    #expect(changed == 1)
  }

  /// A figure that was lost, or has the wrong sign, is said to be of its own row and drives no other figure
  /// into relations that would then be called broken.
  @Test(arguments: [
    ("221 住房保障支出 29.83 29.83", "221 住房保障支出 29.83"),
    ("215 资源勘探工业信息等支出 2,594.03 2,594.03", "215 资源勘探工业信息等支出 2,594.03"),
    ("合 计 2,882.93 288.9 2,594.03", "合 计 2,882.93 2,594.03"),
    ("21505 工业和信息产业监管 2,594.03 2,594.03", "21505 工业和信息产业监管 -2,594.03 2,594.03"),
    ("20805 行政事业单位养老支出 17.61 17.61", "20805 行政事业单位养老支出 17.61 -17.61"),
  ])
  func aLostFigureBreaksNothingThatHolds(_ old: String, _ new: String) throws {
    let text = try sample(0)
    for range in text.ranges(of: old + "\n") {
      let line = text[..<range.lowerBound].count { $0.isNewline } + 1
      let reading = try read(text.replacingCharacters(in: range, with: new + "\n"))
      let broken = reading.findings.filter { $0.verdict == .break && $0.operands.count > 1 }
      for finding in broken {
        #expect(
          finding.operands.contains { $0.location?.line == line },
          "\(finding.message.text(in: .english))")
      }
      #expect(reading.findings.contains { $0.locations.contains { $0.line == line } })
    }
  }

  /// Of three equal figures one is lost, and the two that are left would do as total and project.
  @Test func twoOfThreeFiguresAreAmbiguous() throws {
    let reading = try read(
      sample(2, ("住房公积金 30.81 30.81 30.81", "住房公积金 30.81 30.81")))
    #expect(reading.findings.contains { $0.rule == "read/ambiguous-placement" })
    #expect(!reading.findings.contains { $0.verdict == .break })
  }

  /// A total and its only part that differ: the year is what the narrative says, and of the columns those
  /// are taken that break one equation only.
  @Test(arguments: ["0.6 0.4", "0.6 0.5", "0.6 6.6"])
  func aWrongPartStaysInItsYear(_ figures: String) throws {
    let reading = try read(sample(0, ("\n0.6 0.6\n", "\n\(figures)\n")))
    let part = figures.split(separator: " ")[1]
    let statement = "three-public-expenses"
    #expect(value(reading, statement, "", "预算数/合计") ?? ("", .direct) == ("0.6", .ambiguous))
    let hospitality = value(reading, statement, "", "预算数/公务接待费")
    #expect(hospitality ?? ("", .direct) == (String(part), .ambiguous))
    #expect(!reading.findings.contains { $0.rule == "narrative/amount" && $0.verdict == .break })
    #expect(reading.findings.contains { $0.rule == "read/ambiguous-placement" })
  }

  @Test func figuresFollowWhatTheOtherTablesSay() throws {
    // The same two figures in table 2; only table 1 tells which revenue they are.
    let reading = try read(
      sample(
        0, ("一、一般公共预算财政拨款收入 1 2,882.93 一", "一、一般公共预算财政拨款收入 1 一"),
        ("五、事业收入 5 五", "五、事业收入 5 2,882.93 五")))
    #expect(value(reading, "revenue", "合计", "事业收入")?.0 == "2882.93")
    #expect(value(reading, "revenue", "2150502", "事业收入")?.1 == .solved)
    #expect(value(reading, "revenue", "2150502", "财政拨款收入")?.0 == "")
    // Basic and project exchanged in the full row of table 5 and the total of table 3.
    let swapped = try read(
      sample(0).replacing("合 计 2,882.93 288.9 2,594.03", with: "合 计 2,882.93 2,594.03 288.9"))
    #expect(value(swapped, "expenditure", "215", "基本支出")?.0 == "2594.03")
    #expect(value(swapped, "expenditure", "201", "项目支出")?.0 == "214.65")
  }

  /// A table that goes on over a page has its page number in it, and what follows begins a page.
  @Test(arguments: [
    (0, "\n\n2101103 公务员医疗补助 16.46", "\n\n— 17 —\n\n 2101103 公务员医疗补助 16.46"),
    (1, "\n2013750\t", "\n\n— 17 —\n\n2013750\t"),
  ])
  func pageNumbersWithinTablesAreLeftOut(_ index: Int, _ old: String, _ new: String) throws {
    let reading = try read(sample(index, (old, new)))
    #expect(reading.findings.contains { $0.rule == "read/page-number" })
    #expect(try reading.disclosure == read(sample(index)).disclosure)
  }

  @Test func withoutTheNarrativeAPlacementIsAmbiguousAndSaysSo() throws {
    let text = try sample(0)
    let start = try #require(text.range(of: "第三部分"))
    let reading = try read(String(text[..<start.lowerBound]))
    let finding = try #require(reading.findings.first { $0.rule == "read/ambiguous-placement" })
    #expect(finding.verdict == .ambiguous && !finding.locations.isEmpty)
    #expect(value(reading, "three-public-expenses", "", "预算数/公务接待费")?.1 == .ambiguous)
    // What every candidate leaves empty is certain all the same.
    #expect(
      value(reading, "three-public-expenses", "", "预算数/公务用车购置及运行费/小计")?.1 == .solved)
    let whole = try read(text)
    let solved = try #require(value(whole, "three-public-expenses", "", "预算数/公务接待费"))
    #expect(solved == ("0.6", .solved))
  }

  /// Damaged texts of every kind are read or refused; nothing crashes and nothing hangs.
  @Test func damagedTextsDoNotCrash() throws {
    for (index, name) in Places.samples.enumerated() {
      var generator = SeededGenerator(seed: UInt64(index) + 11)
      let bytes = try Samples.bytes(name)
      for _ in 0..<25 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...40, using: &generator) {
          let place = Int.random(in: 0..<damaged.count, using: &generator)
          switch Int.random(in: 0..<4, using: &generator) {
          case 0: damaged[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
          case 1: damaged.remove(at: place)
          case 2: damaged.insert(UInt8(ascii: "9"), at: place)
          default: damaged[place] = UInt8(ascii: " ")
          }
        }
        guard let document = try? Document(name: name, bytes: damaged) else { continue }
        _ = try? DisclosureReader(catalogue: catalogue).read(document)
      }
    }
  }
}
