import FiscalTables
import Foundation
import Spreadsheet

/// A comparison as people and programs read it.
struct ComparisonReport {
  let comparison: Comparison
  let first: Reading
  let second: Reading
  let catalogue: Catalogue
  /// Whether facts that are the same are listed too.
  let showsAll: Bool

  /// The entries that are listed: what differs. A blank cell of a row that only one has says nothing.
  var shown: [Comparison.Entry] {
    comparison.entries.filter { entry in
      guard !showsAll else { return true }
      switch entry.status {
      case .same: return false
      case .added, .removed: return (entry.second ?? entry.first)?["printed"].isEmpty == false
      case .reprinted, .rounding, .changed: return true
      }
    }
  }

  // MARK: For people

  /// What is compared, the differences by table, and a line that counts them.
  func lines() -> [String] {
    var lines = [about(first, mark: "A"), about(second, mark: "B")]
    var statement: String?
    var rows: [[String]] = []
    func flush() {
      lines += Terminal.table(rows, indent: "  ")
      rows = []
    }
    for entry in shown {
      guard let fact = entry.second ?? entry.first else { continue }
      if statement != fact["statement"] {
        flush()
        statement = fact["statement"]
        lines += ["", title(entry)]
      }
      rows.append(row(entry, fact))
    }
    flush()
    lines += ["", summary]
    return lines
  }

  private func about(_ reading: Reading, mark: String) -> String {
    let disclosure = reading.disclosure
    return [
      mark, reading.document, disclosure.agency, disclosure.fiscalYear.map(String.init),
      disclosure.stage.map { Terminal.text($0.message) }, disclosure.profile,
    ].compactMap { $0 }.joined(separator: "  ")
  }

  private func title(_ entry: Comparison.Entry) -> String {
    let names = [entry.first, entry.second].compactMap { $0 }.map { fact in
      let number = fact["table_number"]
      return (number.isEmpty ? "" : catalogue.vocabulary.table + number + " ")
        + fact["table_title"]
    }
    let printed = names.filter { !$0.isEmpty }
    guard let last = printed.last else { return entry.second?["statement"] ?? "" }
    return printed[0] == last ? last : printed.joined(separator: " | ")
  }

  private func row(_ entry: Comparison.Entry, _ fact: Fact) -> [String] {
    let label =
      entry.isRenamed ? "\(entry.first?["label"] ?? "") -> \(fact["label"])" : fact["label"]
    func side(_ fact: Fact?) -> String {
      guard let fact else { return "" }
      let amount = fact["printed"].isEmpty ? "\u{2205}" : fact["printed"]
      return unitsDiffer(entry) ? amount + fact["unit"] : amount
    }
    let change: String =
      switch entry.status {
      case .added, .removed: side(entry.second ?? entry.first)
      default: side(entry.first) + " -> " + side(entry.second)
      }
    return [
      Terminal.text("diff.status.\(entry.status.rawValue)"), fact["code"], label,
      fact["column"], change, entry.difference.map(signed) ?? "",
      entry.status == .changed ? entry.percentage.map { $0.description + "%" } ?? "" : "",
      [entry.first?["source"], entry.second?["source"]].compactMap { $0 }.joined(separator: " | "),
    ]
  }

  private func unitsDiffer(_ entry: Comparison.Entry) -> Bool {
    guard let first = entry.first, let second = entry.second else { return false }
    return first["unit"] != second["unit"]
  }

  private func signed(_ amount: Amount) -> String {
    amount.isZero ? "" : (amount.coefficient > 0 ? "+" : "") + amount.description
  }

  private var summary: String {
    let counts = comparison.counts
    return Terminal.text(
      "diff.summary",
      [
        "counts": Comparison.Status.allCases.map {
          Message(
            "diff.count",
            ["status": Message("diff.status.\($0.rawValue)"), "count": counts[$0] ?? 0])
        }
      ])
  }

  // MARK: For programs

  private struct Document: Encodable {
    var document: String
    var agency: String?
    var fiscalYear: Int?
    var stage: Stage?
    var profile: String?

    init(_ reading: Reading) {
      document = reading.document
      agency = reading.disclosure.agency
      fiscalYear = reading.disclosure.fiscalYear
      stage = reading.disclosure.stage
      profile = reading.disclosure.profile
    }
  }

  private struct EntryRecord: Encodable {
    var status: String
    var first: [String: String]?
    var second: [String: String]?
    var difference: String?
    var percentage: String?

    init(_ entry: Comparison.Entry) {
      func object(_ fact: Fact?) -> [String: String]? {
        fact.map { Dictionary(uniqueKeysWithValues: zip(Fact.header, $0.fields)) }
      }
      status = entry.status.rawValue
      first = object(entry.first)
      second = object(entry.second)
      difference = entry.difference?.description
      percentage = entry.percentage?.description
    }
  }

  private struct Record: Encodable {
    var first: Document
    var second: Document
    var counts: [String: Int]
    var entries: [EntryRecord]
  }

  /// One JSON object: both documents, the counts and the entries with both facts. Amounts are strings.
  func json() throws(FileError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let counts = comparison.counts
    let record = Record(
      first: Document(first), second: Document(second),
      counts: Dictionary(
        uniqueKeysWithValues: Comparison.Status.allCases.map { ($0.rawValue, counts[$0] ?? 0) }),
      entries: shown.map(EntryRecord.init))
    do {
      return [UInt8](try encoder.encode(record)) + [UInt8(ascii: "\n")]
    } catch {
      throw FileError("output.not-made", ["reason": "\(error)"])
    }
  }

  // MARK: As a workbook

  /// A workbook with a row for each entry; difference and percentage are live formulas with their values.
  func xlsx() throws(FileError) -> [UInt8] {
    var sheet = Sheet(name: Terminal.text("diff.sheet"))
    let link = (first: about(first, mark: "A"), second: about(second, mark: "B"))
    sheet[0, 0] = Cell(.text(link.first), style: CellStyle(font: CellStyle.Font(bold: true)))
    sheet[1, 0] = Cell(.text(link.second), style: CellStyle(font: CellStyle.Font(bold: true)))
    sheet[2, 0] = Cell(.text(summary))
    let top = 3
    let entries = shown
    for (index, entry) in entries.enumerated() { put(entry, row: top + 1 + index, &sheet) }
    sheet.columnWidths = [
      0: 10, 1: 34, 2: 12, 3: 30, 4: 30, 5: 30, 6: 16, 7: 16, 8: 14, 9: 10, 10: 16, 11: 16,
    ]
    let workbook = Workbook(
      report: sheet, captions: Terminal.lines("diff.columns"), at: top, rows: entries.count)
    do { return try workbook.xlsx() } catch {
      throw FileError("output.not-made", ["reason": "\(error)"])
    }
  }

  private func put(_ entry: Comparison.Entry, row: Int, _ sheet: inout Sheet) {
    guard let fact = entry.second ?? entry.first else { return }
    let texts = [
      Terminal.text("diff.status.\(entry.status.rawValue)"), title(entry), fact["code"],
      entry.first?["label"] ?? "", entry.second?["label"] ?? "", fact["column"],
    ]
    for (column, text) in texts.enumerated() where !text.isEmpty {
      sheet[row, column] = Cell(.text(text))
    }
    put(entry.first, column: 6, row: row, &sheet)
    put(entry.second, column: 7, row: row, &sheet)
    let cells = (CellReference(row: row, column: 6), CellReference(row: row, column: 7))
    if let difference = entry.difference, !unitsDiffer(entry) {
      sheet[row, 8] = Cell(
        .number(difference.description), style: style(difference.scale),
        formula: "\(cells.1)-\(cells.0)")
      if let percentage = entry.percentage, let ratio = percentage.shifted(byPowerOfTen: -2) {
        sheet[row, 9] = Cell(
          .number(ratio.description), style: CellStyle(numberFormat: "0.0%"),
          formula: "ROUND(\(cells.1)/\(cells.0),3)")
      }
    } else if let difference = entry.difference {
      // Different units: the difference is in the larger one.
      sheet[row, 8] = Cell(.number(difference.description), style: style(difference.scale))
    }
    for (column, source) in [(10, entry.first?["source"]), (11, entry.second?["source"])] {
      if let source { sheet[row, column] = Cell(.text(source)) }
    }
  }

  private func style(_ decimals: Int) -> CellStyle {
    CellStyle(
      numberFormat: decimals > 0 ? "#,##0." + String(repeating: "0", count: decimals) : "#,##0")
  }

  private func put(_ fact: Fact?, column: Int, row: Int, _ sheet: inout Sheet) {
    guard let fact else { return }
    if let amount = try? Amount(fact["amount"]) {
      sheet[row, column] = Cell(.number(amount.description), style: style(amount.scale))
    } else if !fact["printed"].isEmpty {
      sheet[row, column] = Cell(.text(fact["printed"]))
    }
  }
}
