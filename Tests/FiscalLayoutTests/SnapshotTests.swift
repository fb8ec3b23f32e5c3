import Documents
import FiscalLayout
import FiscalModel
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
    var lines = [
      "\(disclosure.profile) | \(disclosure.agency ?? "–") | \(disclosure.fiscalYear ?? 0) | \(disclosure.stage)"
    ]
    for (index, table) in disclosure.tables.enumerated() {
      lines.append("")
      lines.append(
        "== \(table.number ?? "–") \(table.title ?? "–") [\(table.layout)] \(table.unit)")
      lines.append(table.heading.joined(separator: " | "))
      lines.append("numbers: " + (table.columnNumbers?.joined(separator: "|") ?? "–"))
      for (row, parts) in table.rows.enumerated() {
        lines.append(
          parts.parts.enumerated().map { panel, part in
            let values = part.values.enumerated().map { slot, value in
              let mark: String =
                switch reading.origins[index].rows[row][panel][slot].placed {
                case .direct: ""
                case .joined: "+"
                case .solved: "~"
                case .ambiguous: "?"
                case .carried, .derived: "!"
                }
              return value.printed + mark
            }
            let key = [part.number, part.code, part.label].compactMap { $0 }.joined(separator: " ")
            return "\(part.kind): \(key) [\(values.joined(separator: "|"))]"
          }.joined(separator: "  "))
      }
      if let statement = table.nilStatement { lines.append("nil: " + statement) }
      lines += table.notes
    }
    for announcement in disclosure.announcements {
      lines += ["", "announced: \(announcement)"]
    }
    for (index, form) in disclosure.forms.enumerated() {
      lines += dump(form, reading.formOrigins[index])
    }
    lines.append("")
    lines += reading.findings.map {
      "\($0.severity) \($0.rule) \($0.locations.map(\.description).joined(separator: " ")) \($0.message.text(in: .english))"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func dump(_ form: FiscalForm, _ origin: FormOrigin) -> [String] {
    var lines = [
      "",
      "== form \(form.number ?? "–") \(form.title ?? "–") [\(form.layout)] \(form.unit) after \(form.precedingTables)",
      ([form.subtitle].compactMap { $0 } + form.heading).joined(separator: " | "),
    ]
    for (part, entry) in form.parts.enumerated() {
      switch entry {
      case .field(let field):
        lines.append("\(field.label) = \(mark(field.value, origin.parts[part][0][0]))")
      case .table(let table):
        lines.append(
          "-- \(table.label ?? "–") [\(table.id)] \(table.captions.joined(separator: " | "))")
        for (row, values) in table.rows.enumerated() {
          lines.append(
            "   "
              + values.enumerated().map { mark($1, origin.parts[part][row][$0]) }
              .joined(separator: " | "))
        }
      }
    }
    return lines + form.notes
  }

  private func mark(_ value: FiscalValue, _ origin: CellOrigin) -> String {
    guard value != .blank else { return "" }
    switch origin.placed {
    case .direct: return value.printed
    case .joined: return value.printed + "+"
    case .solved: return value.printed + "~"
    case .ambiguous: return value.printed + "?"
    case .carried, .derived: return value.printed + "!"
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
