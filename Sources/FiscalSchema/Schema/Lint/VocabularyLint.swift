import FiscalModel
import Foundation

/// Checks the words of `schemas/vocabulary/`: that every concept and fund they name exists, and
/// that no word is listed twice.
struct VocabularyLint {
  private let folder: String

  /// - Parameter folder: `schemas/vocabulary`.
  init(folder: String) { self.folder = folder }

  /// The files, with what their objects may have.
  private static let files: [(name: String, shape: SchemaShape)] = [
    ("statements.json", .statements), ("captions.json", .captions), ("lines.json", .lines),
  ]

  /// Adds what is wrong to a report, and the concepts that are used.
  ///
  /// - Complexity: linear in the files.
  func check(_ report: inout LintReport) {
    for (name, shape) in VocabularyLint.files {
      let path = folder + "/" + name
      guard FileManager.default.fileExists(atPath: path) else { continue }
      do {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
          report.add(path, "$", Message("lint.wrong-type", ["wanted": Message("lint.object")]))
          continue
        }
        shape.check(root, path, "$", &report)
        for (key, value) in root.sorted(by: { $0.key < $1.key }) {
          check(value as? [[String: Any]] ?? [], path, "$." + key, &report)
        }
      } catch {
        report.add(path, "", Message("lint.unreadable", ["reason": "\(error)"]))
      }
    }
  }

  private func check(
    _ entries: [[String: Any]], _ file: String, _ path: String, _ report: inout LintReport
  ) {
    var seen: [String: String] = [:]
    for (index, entry) in entries.enumerated() {
      let place = "\(path)[\(index)]"
      for key in [
        "concept", "revenue", "under", "measure", "total", "totalWithBalances",
        "carriedOver", "whole",
      ] {
        guard let concept = entry[key] as? String else { continue }
        report.use(concept: concept, file, place + "." + key)
      }
      for part in (entry["parts"] as? [String] ?? []) + (entry["concepts"] as? [String] ?? [])
      where !part.hasSuffix(".*") {
        report.use(concept: part, file, place)
      }
      for concept in (entry["revenueUnder"] as? [String: String] ?? [:]).values.sorted() {
        report.use(concept: concept, file, place + ".revenueUnder")
      }
      if let fund = entry["fund"] as? String {
        report.check(members: ["fund_source": fund], file, place)
      }
      for word in entry["words"] as? [String] ?? [] {
        if let other = seen.updateValue(place, forKey: word.folded) {
          report.add(file, place, Message("lint.twice", ["id": word, "other": other]))
        }
      }
    }
  }
}

extension SchemaShape {
  fileprivate static let statements = SchemaShape(
    required: [
      "numberPrefixes": .strings, "sheetNumbers": .string, "agencyEndings": .strings,
      "words": .array(
        SchemaShape(
          required: ["words": .strings],
          optional: [
            "says": .string, "fund": .string, "stage": .string, "by": .string, "implies": .string,
          ])),
      "statements": .array(
        SchemaShape(
          required: ["id": .string, "title": .members, "says": .strings, "by": .strings],
          optional: [
            "mayAlsoSay": .strings, "fund": .string, "funds": .strings, "side": .string,
            "rows": .string, "measure": .string, "total": .string, "totalWithBalances": .string,
            "carriedOver": .string, "byRows": .members,
          ])),
      "endings": .array(SchemaShape(required: ["statement": .string, "words": .strings])),
    ], optional: ["$schema": .string])

  fileprivate static let captions = SchemaShape(
    required: [
      "words": .array(
        SchemaShape(
          required: ["words": .strings],
          optional: [
            "concept": .string, "fund": .string, "revenue": .string, "keepsMember": .boolean,
            "side": .string, "stage": .string, "yearOffset": .integer, "period": .string,
            "marks": .strings,
            "under": .string, "isWhole": .boolean, "revenueUnder": .members,
          ])),
      "columns": .array(
        SchemaShape(
          required: ["words": .strings],
          optional: [
            "role": .string, "dimension": .string, "classification": .string, "level": .string,
          ])),
      "parts": .array(SchemaShape(required: ["whole": .string, "parts": .strings])),
    ], optional: ["$schema": .string])

  fileprivate static let lines = SchemaShape(
    required: [
      "memo": .strings,
      "kinds": .array(SchemaShape(required: ["kind": .string, "concepts": .strings])),
      "labels": .array(
        SchemaShape(
          required: ["labels": .strings, "kind": .string],
          optional: ["side": .string, "concept": .string, "members": .members])),
    ], optional: ["$schema": .string])
}
