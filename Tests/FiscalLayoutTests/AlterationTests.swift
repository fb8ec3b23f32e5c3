import Documents
import FiscalLayout
import FiscalModel
import FiscalValidation
import Foundation
import Spreadsheet
import TestSupport
import Testing

/// Copies of documents with one figure altered: the alteration is found, be it in the text, where the
/// reader has to place it first, or in the workbook.
///
/// `ALTERATIONS=500` tries as many of each document; `ALTERED_DOCUMENTS=DIR` tries other documents.
struct AlterationTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["ALTERATIONS"].flatMap { Int($0) } ?? 12

  private static var documents: [String] {
    guard let folder = environment["ALTERED_DOCUMENTS"] else {
      return Places.samples.map { Places.sample($0).path }
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().map { folder + "/" + $0 }
  }

  private struct Outcome {
    var tried = 0
    var asBreak = 0
    var found = 0
    var missed: [String] = []
  }

  private func check(_ document: Document) throws -> (reading: Reading, report: Validator.Report) {
    let reading = try DisclosureReader(catalogue: catalogue).read(document)
    return (reading, Validator(catalogue: catalogue).validate(reading))
  }

  /// What a finding says but for its place, which does not change with a figure.
  private func complaints(_ reading: Reading, _ report: Validator.Report) -> [String: Verdict?] {
    var result: [String: Verdict?] = [:]
    for finding in reading.findings + report.findings where finding.severity >= .warning {
      result[finding.rule + finding.message.en] = .some(finding.verdict)
    }
    return result
  }

  /// An amount with one slip: a digit altered, two exchanged, one lost, or a random change.
  private func slip(_ amount: Amount, _ generator: inout SeededGenerator) -> Amount? {
    var digits = Array(String(amount.coefficient.magnitude))
    switch Int.random(in: 0..<4, using: &generator) {
    case 0:
      let place = digits.indices.randomElement(using: &generator) ?? 0
      digits[place] = Character(String(Int.random(in: 0...9, using: &generator)))
    case 1:
      guard digits.count > 1 else { return nil }
      let place = Int.random(in: 1..<digits.count, using: &generator)
      digits.swapAt(place - 1, place)
    case 2:
      guard digits.count > 1 else { return nil }
      digits.remove(at: Int.random(in: 0..<digits.count, using: &generator))
    default:
      let change = Int128(Int.random(in: 1...100_000, using: &generator))
      digits = Array(String(abs(amount.coefficient - change)))
    }
    guard let coefficient = Int128(String(digits)) else { return nil }
    let altered = Amount(
      coefficient: amount.coefficient < 0 ? -coefficient : coefficient, scale: amount.scale)
    return altered.isSameValue(as: amount) ? nil : altered
  }

  /// The printed figures of cells that stand in a relation, and the relations they stand in.
  private func figures(_ report: Validator.Report, _ reading: Reading) -> [CellKey: [EquationCheck]]
  {
    var figures: [CellKey: [EquationCheck]] = [:]
    for check in report.checks where check.equation.comparison == .equal {
      for entry in check.equation.left + check.equation.right {
        guard let amount = reading.disclosure[entry.cell].amount, !amount.isZero else { continue }
        figures[entry.cell, default: []].append(check)
      }
    }
    return figures
  }

  private func isTooLarge(
    _ altered: Amount, of cell: CellKey, _ checks: [EquationCheck], _ disclosure: Disclosure
  ) -> Bool {
    checks.contains {
      EquationCheck($0.equation, in: disclosure, corrections: [cell: altered])?.verdict == .break
    }
  }

  @Test(arguments: documents)
  func alteredTexts(_ path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let name = URL(fileURLWithPath: path).lastPathComponent
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let (reading, report) = try check(Document(name: name, bytes: bytes))
    let before = complaints(reading, report)
    let figures = figures(report, reading)
    let cells = figures.keys.sorted { "\($0)" < "\($1)" }
    var generator = SeededGenerator(seed: 20_240_601)
    var outcome = Outcome()
    for _ in 0..<(AlterationTests.count * 20) where outcome.tried < AlterationTests.count {
      guard let cell = cells.randomElement(using: &generator),
        let amount = reading.disclosure[cell].amount, let altered = slip(amount, &generator),
        isTooLarge(altered, of: cell, figures[cell] ?? [], reading.disclosure)
      else { continue }
      let origin = reading.origins[cell.table].rows[cell.row][cell.panel][cell.value]
      let line = origin.location.line - 1
      // Which of the line's figures it is: the same figure may stand there several times.
      let printed = amount.description
      var alike: [CellKey] = []
      for (panel, part) in reading.origins[cell.table].rows[cell.row].enumerated() {
        for (value, other) in part.enumerated() where other.location.line == line + 1 {
          let key = CellKey(table: cell.table, row: cell.row, panel: panel, value: value)
          if reading.disclosure[key].amount?.description == printed { alike.append(key) }
        }
      }
      guard let position = alike.firstIndex(of: cell),
        let changed = replace(printed, with: altered.description, position, in: lines[line])
      else { continue }
      var copy = lines
      copy[line] = changed
      outcome.tried += 1
      let label = "\(name):\(line + 1) \(cell) \(printed) -> \(altered)"
      do {
        let (other, result) = try check(
          Document(name: name, bytes: Array(copy.joined(separator: "\n").utf8)))
        count(complaints(other, result), before, label, &outcome)
      } catch {
        // A document that cannot be read is no silence.
        outcome.found += 1
      }
    }
    print(
      "altered text \(name): \(outcome.tried) tried, \(outcome.asBreak) broken, \(outcome.found) found"
    )
    for miss in outcome.missed.prefix(40) { print("  missed \(miss)") }
    #expect(outcome.tried >= min(AlterationTests.count, 12))
    #expect(outcome.found * 100 >= outcome.tried * 99, "\(outcome.missed)")
  }

  @Test(arguments: documents)
  func alteredWorkbooks(_ path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let name = URL(fileURLWithPath: path).lastPathComponent
    let (original, originalReport) = try check(Document(name: name, bytes: bytes))
    let (written, _) = DisclosureWriter(catalogue: catalogue).workbook(
      original.disclosure, checks: originalReport.checks)
    let (reading, report) = try check(Document(name: name, bytes: written.xlsx()))
    #expect(reading.disclosure == original.disclosure)
    let before = complaints(reading, report)
    let figures = figures(report, reading)
    let cells = figures.keys.sorted { "\($0)" < "\($1)" }
    var generator = SeededGenerator(seed: 20_240_602)
    var outcome = Outcome()
    for _ in 0..<(AlterationTests.count * 20) where outcome.tried < AlterationTests.count {
      guard let cell = cells.randomElement(using: &generator),
        let amount = reading.disclosure[cell].amount, let altered = slip(amount, &generator),
        isTooLarge(altered, of: cell, figures[cell] ?? [], reading.disclosure)
      else { continue }
      let location = reading.origins[cell.table].rows[cell.row][cell.panel][cell.value].location
      var copy = written
      guard let sheet = copy.sheets.firstIndex(where: { $0.name == location.sheet }),
        let column = location.column
      else { continue }
      copy.sheets[sheet][location.line - 1, column]?.value = .number(altered.description)
      outcome.tried += 1
      let (other, result) = try check(Document(name: name, bytes: copy.xlsx()))
      count(
        complaints(other, result), before, "\(name) \(location) \(amount) -> \(altered)", &outcome)
    }
    print(
      "altered workbook \(name): \(outcome.tried) tried, \(outcome.asBreak) broken, \(outcome.found) found"
    )
    for miss in outcome.missed.prefix(40) { print("  missed \(miss)") }
    #expect(outcome.found * 100 >= outcome.tried * 99, "\(outcome.missed)")
  }

  private func count(
    _ after: [String: Verdict?], _ before: [String: Verdict?], _ label: String,
    _ outcome: inout Outcome
  ) {
    let new = after.filter { before[$0.key] == nil }
    if new.isEmpty {
      outcome.missed.append(label)
      return
    }
    outcome.found += 1
    if new.contains(where: { $0.value == .break }) {
      outcome.asBreak += 1
    } else if ProcessInfo.processInfo.environment["ALTERATIONS"] != nil {
      print("  weak \(label): \(new.keys.sorted().first ?? "")".prefix(300))
    }
  }

  /// The line with the n-th occurrence of a figure replaced, grouped as before.
  private func replace(_ printed: String, with altered: String, _ position: Int, in line: String)
    -> String?
  {
    var seen = 0
    var start = line.startIndex
    while start < line.endIndex {
      let run = line[start...].prefix { $0.isASCII && ($0.isNumber || $0 == "," || $0 == ".") }
      if run.isEmpty {
        start = line.index(after: start)
        continue
      }
      if run.replacing(",", with: "") == printed {
        if seen == position {
          return line[..<start] + (run.contains(",") ? grouped(altered) : altered)
            + line[run.endIndex...]
        }
        seen += 1
      }
      start = run.endIndex
    }
    return nil
  }

  private func grouped(_ number: String) -> String {
    let parts = number.split(separator: ".")
    var whole = Array(parts[0])
    var place = whole.count - 3
    while place > 0 {
      whole.insert(",", at: place)
      place -= 3
    }
    return String(whole) + (parts.count > 1 ? "." + parts[1] : "")
  }
}
