import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import Foundation
import TestSupport
import Testing

/// The recovered tables of every sample, as text. `RECORD_SNAPSHOTS=1` writes them anew, and fails once.
struct SnapshotTests {
  @Test(arguments: Places.samples)
  func samples(_ name: String) throws {
    let catalogue = try Places.catalogue.get()
    let document = try Document(name: name, bytes: Samples.bytes(name))
    let reading = try DisclosureReader(catalogue: catalogue).read(document)
    try compare(dump(reading), with: name)
  }

  /// Every row with what was printed in it; `~` marks what was solved, `?` what is ambiguous, `+` what
  /// was joined.
  private func dump(_ reading: Reading) -> String {
    let disclosure = reading.disclosure
    let about = [
      disclosure.profile, disclosure.agency, disclosure.fiscalYear.map(String.init),
      disclosure.stage?.rawValue,
    ]
    var lines = [about.map { $0 ?? "–" }.joined(separator: " | ")]
    for section in disclosure.sections { lines += [""] + dump(section) }
    lines.append("")
    lines += reading.findings.map {
      "\($0.severity) \($0.rule) \($0.locations.map(\.description).joined(separator: " ")) \($0.message.text(in: .english))"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func dump(_ section: Section) -> [String] {
    let layout = section.layout.map { "[\($0)] " } ?? ""
    let unit = section.unit.map { "\($0)" } ?? "–"
    let kind = section.isTable ? "" : section.isForm ? "form " : "announced "
    var lines = [
      "== \(kind)\(section.number ?? "–") \(section.title ?? "–") \(layout)\(unit)",
      ([section.isAnnounced ? section.titleLine : section.subtitle].compactMap { $0 }
        + section.heading).joined(separator: " | "),
    ]
    for block in section.blocks {
      switch block {
      case .field(let field): lines.append("\(field.label) = \(print(field.cell))")
      case .matrix(let matrix): lines += section.isTable ? dump(matrix) : dump(part: matrix)
      }
    }
    if let statement = section.nilStatement { lines.append("nil: " + statement) }
    return lines + section.notes
  }

  private func dump(_ matrix: Section.Matrix) -> [String] {
    ["numbers: " + (matrix.columnNumbers?.joined(separator: "|") ?? "–")]
      + matrix.rows.map { row in
        row.parts.map { part in
          let key = [part.number, part.code, part.label].compactMap { $0 }.joined(separator: " ")
          return "\(part.kind): \(key) [\(part.cells.map(print).joined(separator: "|"))]"
        }.joined(separator: "  ")
      }
  }

  private func dump(part matrix: Section.Matrix) -> [String] {
    let captions = matrix.columns.map(\.caption).joined(separator: " | ")
    return ["-- \(matrix.label ?? "–") [\(matrix.id ?? "–")] \(captions)"]
      + matrix.rows.map { row in
        "   " + row.parts.flatMap(\.cells).map(print).joined(separator: " | ")
      }
  }

  private func print(_ cell: Section.Cell) -> String {
    switch cell.origin.placed {
    case .direct: cell.value.printed
    case .joined: cell.value.printed + "+"
    case .solved: cell.value.printed + "~"
    case .ambiguous: cell.value.printed + "?"
    case .carried, .derived: cell.value.printed + "!"
    }
  }

  private func compare(_ text: String, with name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: false, encoding: .utf8)
      Issue.record("recorded \(name)")
      return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let pairs = zip(text.split(separator: "\n"), recorded.split(separator: "\n"))
    let first = pairs.first { $0 != $1 }
    #expect(
      text == recorded,
      "first difference: \(first.map { "\($0.0) instead of \($0.1)" } ?? "the length")")
  }
}
