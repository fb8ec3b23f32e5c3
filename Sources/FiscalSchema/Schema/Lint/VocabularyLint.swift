import FiscalModel

/// Checks the words of `schemas/vocabulary/`: that every concept and fund they name exists, and
/// that no word is listed twice.
struct VocabularyLint {
  private let path: String

  /// - Parameter path: a file of `schemas/vocabulary`.
  init(path: String) { self.path = path }

  /// Adds what is wrong to a report, and the concepts that are used.
  ///
  /// - Complexity: linear in the file.
  func check(_ root: [String: Any], _ report: inout LintReport) {
    for (key, value) in root.sorted(by: { $0.key < $1.key }) {
      check(value as? [[String: Any]] ?? [], of: path, at: "$." + key, &report)
    }
  }

  private func check(
    _ entries: [[String: Any]], of file: String, at path: String, _ report: inout LintReport
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
