import FiscalModel
import FiscalSchema
import FiscalValidation
import TestSupport
import Testing

struct ValidatorTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  /// What the relations say; what else is questionable has tests of its own.
  private func validate(_ disclosure: Disclosure) -> Validator.Report {
    var report = Validator(catalogue: catalogue).validate(.direct(disclosure))
    report.findings.removeAll { $0.verdict == nil }
    return report
  }

  @Test func accountsThatAddUpAgree() {
    for seed in UInt64(1)...20 {
      let report = validate(RandomAccounts(seed: seed, catalogue: catalogue).disclosure)
      #expect(report.findings == [], "seed \(seed)")
      #expect(report.checked > 50)
      #expect(report.verdicts.allSatisfy { $0 == nil || $0 == .exact })
    }
  }

  /// A sum that lacks a row with a figure is in doubt; one that lacks a row without is not.
  @Test func aLostRowIsNoticed() throws {
    let disclosure = RandomAccounts(seed: 4, catalogue: catalogue).disclosure
    for isPrinted in [true, false] {
      let row = try #require(
        disclosure.sections[0].matrix.rows.firstIndex { row in
          row.parts[1].kind == .class
            && row.parts.allSatisfy { $0.kind != .total && $0.kind != .subtotal }
            && row.parts.contains { $0.cells.contains { !($0.amount?.isZero ?? true) } }
              == isPrinted
        })
      var changed = disclosure
      changed.sections[0].matrix.rows.remove(at: row)
      let report = validate(changed)
      #expect(report.findings.contains { $0.verdict == .ambiguous } == isPrinted)
      #expect(!report.findings.contains { $0.verdict == .break })
    }
  }

  /// What does not fit is a finding at its place, and no check traps on it or says that it holds.
  @Test func figuresOfAnySizeAreReported() throws {
    let texts = [
      "170141183460469231731687303715884105727", "-170141183460469231731687303715884105727",
      "99999999999999999999.999999999999999999", "0.000000000000000001", "9999999999999999",
    ]
    for (round, large) in texts.enumerated() {
      let accounts = RandomAccounts(seed: 5, catalogue: catalogue)
      var reading = Reading.direct(accounts.disclosure)
      for (index, table) in reading.disclosure.sections.enumerated() where table.isTable {
        for row in table.matrix.rows.indices where row % 2 == 0 {
          for panel in table.matrix.panels.indices {
            for slot in table.matrix.rows[row].parts[panel].cells.indices {
              let key = CellKey(section: index, row: row, panel: panel, slot: slot)
              guard reading.disclosure[key].amount != nil else { continue }
              let text = slot % 2 == 0 ? large : texts[(round + slot) % texts.count]
              reading.disclosure[key].value = .amount(try Amount(text))
            }
          }
        }
      }
      let words = texts.joined(separator: "万元，比年初预算增加")
      reading.narrative = [
        NarrativeLine(
          text: "本年支出合计" + words + "万元，增长99.9%，占本年支出0.1%。",
          location: Location(page: 1, line: 1))
      ]
      let report = Validator(catalogue: catalogue).validate(reading)
      #expect(report.findings.contains { $0.rule == "check/too-large" })
      #expect(report.checks.allSatisfy { $0.sums != nil || $0.verdict == .ambiguous })
    }
  }

  /// Every figure that stands in a relation is guarded: a change of it is a break, by its amount.
  @Test func everyChangedFigureIsFound() {
    for seed in UInt64(1)...3 {
      let disclosure = RandomAccounts(seed: seed, catalogue: catalogue).disclosure
      for (index, table) in disclosure.sections.enumerated() {
        for (row, parts) in table.matrix.rows.enumerated() {
          for (panel, part) in parts.parts.enumerated() {
            for (slot, cell) in part.cells.enumerated() {
              guard let amount = cell.amount else { continue }
              var changed = disclosure
              let key = CellKey(section: index, row: row, panel: panel, slot: slot)
              changed[key].value = .amount(
                Amount(coefficient: amount.coefficient + 1000, scale: amount.scale))
              let report = validate(changed)
              let finding = report.findings.first { $0.verdict == .break }
              #expect(finding != nil, "table \(index) row \(row) \(part.label) value \(slot)")
              #expect(report.verdicts[index] == .break)
              if let sums = finding?.sums {
                #expect(sums.difference.coefficient.magnitude == 1000 && sums.difference.scale == 2)
              }
            }
          }
        }
      }
    }
  }

  @Test func aDifferenceThatRoundingExplainsIsANote() throws {
    var disclosure = RandomAccounts(seed: 4, catalogue: catalogue).disclosure
    let table = try #require(disclosure.index(of: "expenditure"))
    let total = CellKey(section: table)
    let amount = try #require(disclosure[total].amount)
    disclosure[total].value = .amount(
      Amount(coefficient: amount.coefficient + 1, scale: 2))
    let report = validate(disclosure)
    #expect(!report.findings.isEmpty)
    for finding in report.findings where finding.section == table {
      #expect(
        finding.verdict == .rounding && finding.severity == .note,
        "\(finding.message.text(in: .english))")
    }
    #expect(report.verdicts[table] == .rounding)
  }

  @Test func aFigureThatIsNotCertainIsNotCalledABreak() throws {
    let disclosure = RandomAccounts(seed: 5, catalogue: catalogue).disclosure
    var reading = Reading.direct(disclosure)
    let table = try #require(disclosure.index(of: "general-public-budget-expenditure"))
    let basic = CellKey(section: table, slot: 1)
    let amount = try #require(disclosure[basic].amount)
    reading.disclosure[basic].value = .amount(
      Amount(coefficient: amount.coefficient + 5000, scale: 2))
    reading.disclosure[basic].origin.placed = .ambiguous
    let report = Validator(catalogue: catalogue).validate(reading)
    let own = report.findings.filter { $0.locations.contains(Location(page: table + 1, line: 1)) }
    // Whatever its column is, the row cannot add up; all else that it stands in may be right.
    let broken = own.filter { $0.verdict == .break }
    #expect(Set(broken.map(\.rule)) == ["05/1"])
    let others = own.filter { $0.verdict != nil && $0.verdict != .break }
    #expect(!others.isEmpty && others.allSatisfy { $0.verdict == .ambiguous })
  }

  /// A figure in 万元 is known to half of its last decimal, which is many 元.
  @Test func roundingIsThatOfThePrintedUnit() throws {
    let disclosure = RandomAccounts(seed: 7, catalogue: catalogue).disclosure
    var mixed = disclosure
    mixed.sections[2] =
      try Reading.direct(disclosure).converted(to: .yuan, catalogue).disclosure.sections[2]
    let cell = CellKey(section: 2)
    let amount = try #require(mixed[cell].amount)
    for (change, verdict) in [(40, Verdict.rounding), (60, .break)] {
      var changed = mixed
      changed[cell].value = .amount(
        Amount(coefficient: amount.coefficient + Int128(change), scale: 0))
      let own = validate(changed).findings.filter { $0.rule == "cross/expenditure-total" }
      #expect(own.map(\.verdict) == [verdict], "\(change)")
    }
  }

  @Test func aBlankSideIsNotABreak() throws {
    var disclosure = RandomAccounts(seed: 8, catalogue: catalogue).disclosure
    let total = CellKey(section: try #require(disclosure.index(of: "revenue")))
    disclosure[total].value = .blank
    let findings = validate(disclosure).findings
    #expect(!findings.isEmpty && findings.allSatisfy { $0.verdict == .ambiguous })
    // A mark says that there is nothing, which is wrong.
    disclosure[total].value = .null(.dash)
    #expect(validate(disclosure).findings.contains { $0.verdict == .break })
  }

  @Test func unitsAreCompared() throws {
    let disclosure = RandomAccounts(seed: 6, catalogue: catalogue).disclosure
    var mixed = disclosure
    let yuan = try Reading.direct(disclosure).converted(to: .yuan, catalogue).disclosure
    mixed.sections[2] = yuan.sections[2]
    #expect(validate(mixed).findings == [])
    #expect(mixed.sections[2].unit == .yuan && mixed.sections[2].heading.last == "单位：元")
  }
}
