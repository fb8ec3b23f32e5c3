import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import FiscalValidation
import Foundation
import Spreadsheet
import TestSupport

/// Copies of a document with one figure altered, and what is found of them.
///
/// What an altered copy should say is known without reading it: the unaltered reading with that one figure
/// replaced. A relation that breaks there and is not found is missed; one that is called broken but holds
/// there is a false alarm, for which misplaced figures are to blame.
struct AlterationStudy {
  /// The slip of whoever typed or copied the figure.
  enum Slip: String, CaseIterable {
    case digit, exchange, loss, change, sign, drop
  }

  /// What the copy is written as.
  enum Copy: String, CaseIterable {
    case text, workbook, csv
  }

  /// What came out for a number of copies.
  struct Outcome {
    /// Copies in which a relation does not hold any more.
    var tried = 0
    /// Those of which a new finding says so, and those that are called broken.
    var found = 0
    var asBreak = 0
    /// Copies that leave every relation as it was.
    var unrelated = 0
    var missed: [String] = []
    var falseAlarms: [String] = []
  }

  let catalogue: Catalogue
  let name: String
  let copy: Copy
  /// The reading of the unaltered copy.
  let original: Reading
  /// The figures of the tables and the forms.
  let figures: [CellKey]
  private let before: Complaints
  private let lines: [String]
  private let workbook: Workbook
  private let grids: [(name: String, rows: [[String]])]

  init(_ name: String, _ bytes: [UInt8], as copy: Copy, catalogue: Catalogue) throws {
    self.catalogue = catalogue
    self.name = name
    self.copy = copy
    let text = String(decoding: bytes, as: UTF8.self)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var reading = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: name, bytes: bytes))
    let writer = DisclosureWriter(catalogue: catalogue)
    workbook = copy == .workbook ? writer.workbook(reading.disclosure).workbook : Workbook()
    grids =
      copy == .csv ? [writer.contents(reading.disclosure)] + writer.grids(reading.disclosure) : []
    switch copy {
    case .text: break
    case .workbook:
      reading = try AlterationStudy.read(Document(name: name, bytes: workbook.xlsx()), catalogue)
    case .csv:
      reading = try AlterationStudy.read(
        Document(name: name, files: AlterationStudy.files(grids)), catalogue)
    }
    original = reading
    figures = AlterationStudy.figures(reading.disclosure)
    before = Complaints(reading, Validator(catalogue: catalogue).validate(reading))
  }

  private static func read(_ document: Document, _ catalogue: Catalogue) throws -> Reading {
    try DisclosureReader(catalogue: catalogue).read(document)
  }

  private static func files(
    _ grids: [(name: String, rows: [[String]])]
  ) -> [(name: String, bytes: [UInt8])] {
    grids.map { ($0.name, CSVWriter().bytes($0.rows)) }
  }

  /// Everything that is an amount, or a text of digits in a form.
  private static func figures(_ disclosure: Disclosure) -> [CellKey] {
    var figures: [CellKey] = []
    for (section, value) in disclosure.sections.enumerated() {
      func add(_ cell: Section.Cell, _ key: CellKey) {
        let amount = value.isTable ? cell.amount : try? Amount(cell.value.printed)
        if amount?.isZero == false { figures.append(key) }
      }
      for (block, content) in value.blocks.enumerated() {
        switch content {
        case .field(let field): add(field.cell, CellKey(section: section, block: block))
        case .matrix(let matrix):
          for (row, parts) in matrix.rows.enumerated() {
            for (panel, part) in parts.parts.enumerated() {
              for (slot, cell) in part.cells.enumerated() {
                add(
                  cell,
                  CellKey(section: section, block: block, row: row, panel: panel, slot: slot))
              }
            }
          }
        }
      }
    }
    return figures
  }

  // MARK: Figures and their places

  private func value(_ figure: CellKey) -> FiscalValue { original.disclosure[figure].value }

  private func origin(_ figure: CellKey) -> CellOrigin { original.disclosure[figure].origin }

  /// The unaltered disclosure with one figure replaced: what the altered copy says.
  private func truth(_ figure: CellKey, _ altered: Amount?) -> Reading {
    var reading = original
    var new = altered.map { FiscalValue.amount($0) } ?? .blank
    if case .text = value(figure) { new = altered.map { .text($0.description) } ?? .blank }
    reading.disclosure[figure].value = new
    return reading
  }

  // MARK: Slips

  private func slip(
    _ slip: Slip, _ amount: Amount, _ generator: inout SeededGenerator
  ) -> Amount? {
    var digits = Array(String(amount.coefficient.magnitude))
    var isNegative = amount.coefficient < 0
    switch slip {
    case .digit:
      let place = digits.indices.randomElement(using: &generator) ?? 0
      digits[place] = Character(String(Int.random(in: 0...9, using: &generator)))
    case .exchange:
      guard digits.count > 1 else { return nil }
      let place = Int.random(in: 1..<digits.count, using: &generator)
      digits.swapAt(place - 1, place)
    case .loss:
      guard digits.count > 1 else { return nil }
      digits.remove(at: Int.random(in: 0..<digits.count, using: &generator))
    case .change:
      let change = Int128(Int.random(in: 1...100_000, using: &generator))
      digits = Array(String(abs(amount.coefficient - change)))
    case .sign: isNegative.toggle()
    case .drop: return nil
    }
    guard let coefficient = Int128(String(digits)) else { return nil }
    let altered = Amount(
      coefficient: isNegative ? -coefficient : coefficient, scale: amount.scale)
    return altered.isSameValue(as: amount) ? nil : altered
  }

  // MARK: Copies

  /// The copy with a figure altered, or nil where it cannot be told which of the printed figures it is.
  private func alteredCopy(_ figure: CellKey, _ amount: Amount?) throws -> Document? {
    let location = origin(figure).location
    switch copy {
    case .text:
      guard let line = alteredLine(figure, amount) else { return nil }
      var copy = lines
      copy[location.line - 1] = line
      return try Document(name: name, bytes: Array(copy.joined(separator: "\n").utf8))
    case .workbook:
      var copy = workbook
      guard let sheet = copy.sheets.firstIndex(where: { $0.name == location.sheet }),
        let column = location.column, copy.sheets[sheet][location.line - 1, column] != nil
      else { return nil }
      if let amount {
        let isText: Bool
        if case .text = copy.sheets[sheet][location.line - 1, column]?.value {
          isText = true
        } else {
          isText = false
        }
        copy.sheets[sheet][location.line - 1, column]?.value =
          isText ? .text(amount.description) : .number(amount.description)
      } else {
        copy.sheets[sheet][location.line - 1, column]?.value = .empty
      }
      return try Document(name: name, bytes: copy.xlsx())
    case .csv:
      var copy = grids
      guard let grid = copy.firstIndex(where: { $0.name == location.sheet }),
        let column = location.column, copy[grid].rows[location.line - 1].indices.contains(column)
      else { return nil }
      copy[grid].rows[location.line - 1][column] = amount?.description ?? ""
      return try Document(name: name, files: AlterationStudy.files(copy))
    }
  }

  private func alteredLine(_ figure: CellKey, _ amount: Amount?) -> String? {
    let location = origin(figure).location
    let printed = value(figure).printed
    // Which of the line's figures it is: the same figure may stand there several times.
    let alike = figures.filter {
      origin($0).location.line == location.line && value($0).printed == printed
    }
    guard let position = alike.firstIndex(of: figure) else { return nil }
    let line = lines[location.line - 1]
    let runs = AlterationStudy.runs(of: printed, in: line)
    guard runs.count == alike.count else { return nil }
    var range = runs[position]
    let isGrouped = line[range].contains(",")
    let text = amount.map { isGrouped ? grouped($0.description) : $0.description } ?? ""
    if text.isEmpty, !line.contains("\t"), range.lowerBound > line.startIndex {
      range = line.index(before: range.lowerBound)..<range.upperBound
    }
    return line.replacingCharacters(in: range, with: text)
  }

  /// Where a figure stands in a line, whole.
  private static func runs(of printed: String, in line: String) -> [Range<String.Index>] {
    var result: [Range<String.Index>] = []
    var start = line.startIndex
    while start < line.endIndex {
      let run = line[start...].prefix { $0.isASCII && ($0.isNumber || ",.-%".contains($0)) }
      if run.isEmpty {
        start = line.index(after: start)
        continue
      }
      if run.replacing(",", with: "") == printed { result.append(run.startIndex..<run.endIndex) }
      start = run.endIndex
    }
    return result
  }

  private func grouped(_ number: String) -> String {
    let parts = number.split(separator: ".")
    var whole = Array(parts[0])
    var place = whole.count - 3
    while place > (whole.first == "-" ? 1 : 0) {
      whole.insert(",", at: place)
      place -= 3
    }
    return String(whole) + (parts.count > 1 ? "." + parts[1] : "")
  }

  // MARK: Judging

  /// A rule with the cells and places that it joins.
  private struct Claim: Hashable {
    var rule: String
    var operands: [String]
  }

  /// What readings and reports say, by what it is said of.
  private struct Complaints {
    /// What is called broken.
    var broken: [Claim: Finding] = [:]
    /// Everything that is no note.
    var all: Set<String> = []

    init(_ reading: Reading, _ report: Validator.Report) {
      for finding in reading.findings + report.findings where finding.severity >= .warning {
        all.insert(finding.rule + finding.message.text(in: .english))
        guard finding.verdict == .break else { continue }
        let operands = finding.operands.map { operand in
          operand.cell.map { "\($0.section).\($0.block).\($0.row).\($0.panel).\($0.slot)" }
            ?? operand.location.map { "\($0.sheet ?? ""):\($0.line)" } ?? ""
        }
        broken[Claim(rule: finding.rule, operands: operands)] = finding
      }
    }
  }

  /// Whether a broken relation is about the altered row or form itself, which does not say any more which
  /// of its figures was lost.
  private func concerns(_ finding: Finding, _ figure: CellKey) -> Bool {
    let line = origin(figure).location.line
    let places = finding.operands.compactMap(\.location).filter {
      $0.sheet == origin(figure).location.sheet
    }
    let isTable = original.disclosure.sections[figure.section].isTable
    return isTable
      ? places.allSatisfy { $0.line == line } : places.contains { $0.line == line }
  }

  /// Tries as many altered copies.
  func run(_ count: Int, seed: UInt64, only: CellKey? = nil) throws -> Outcome {
    var outcome = Outcome()
    var generator = SeededGenerator(seed: seed)
    let validator = Validator(catalogue: catalogue)
    for _ in 0..<(count * 8) where outcome.tried + outcome.unrelated < count {
      guard let figure = figures.randomElement(using: &generator),
        let kind = Slip.allCases.randomElement(using: &generator),
        let amount = try? Amount(value(figure).printed)
      else { continue }
      let altered = slip(kind, amount, &generator)
      guard altered != nil || kind == .drop, let document = try alteredCopy(figure, altered)
      else { continue }
      let label =
        "\(name) \(copy) \(origin(figure).location) \(figure) \(kind) \(amount) -> \(altered?.description ?? "")"
      let truth = truth(figure, altered)
      let expected = Complaints(truth, validator.validate(truth))
      let isRelated = !expected.all.subtracting(before.all).isEmpty
      // A copy that cannot be read any more is no silence.
      guard let reading = try? AlterationStudy.read(document, catalogue) else {
        outcome.tried += 1
        outcome.found += 1
        continue
      }
      let actual = Complaints(reading, validator.validate(reading))
      for (claim, finding) in actual.broken
      where expected.broken[claim] == nil && before.broken[claim] == nil
        && !concerns(finding, figure)
      {
        outcome.falseAlarms.append(
          "\(label): \(claim.rule) \(claim.operands): \(finding.message.text(in: .english))")
      }
      guard isRelated else {
        outcome.unrelated += 1
        continue
      }
      outcome.tried += 1
      if actual.all.subtracting(before.all).isEmpty {
        outcome.missed.append(label)
      } else {
        outcome.found += 1
        if actual.broken.contains(where: { before.broken[$0.key]?.message != $0.value.message }) {
          outcome.asBreak += 1
        }
      }
    }
    return outcome
  }
}
