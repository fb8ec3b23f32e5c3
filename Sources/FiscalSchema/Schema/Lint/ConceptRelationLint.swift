import FiscalModel
import Foundation

/// Checks `schemas/relations.json`: that every concept it names exists, and that no identifier is given
/// twice.
struct ConceptRelationLint {
  private let path: String

  /// - Parameter folder: the folder with `relations.json`.
  init(folder: String) { path = folder + "/relations.json" }

  /// Adds what is wrong to a report, and the concepts that are used.
  ///
  /// - Complexity: linear in the file.
  func check(_ root: [String: Any], _ report: inout LintReport) {
    var seen: [String: String] = [:]
    for (index, entry) in (root["relations"] as? [[String: Any]] ?? []).enumerated() {
      let place = "$.relations[\(index)]"
      if let id = entry["id"] as? String, let other = seen.updateValue(place, forKey: id) {
        report.add(path, place + ".id", Message("lint.twice", ["id": id, "other": other]))
      }
      for key in ["whole", "unless"] {
        guard let concept = entry[key] as? String else { continue }
        report.use(concept: concept, path, place + "." + key)
      }
      for key in ["parts", "except"] {
        for concept in entry[key] as? [String] ?? [] where !concept.hasSuffix(".*") {
          report.use(concept: concept, path, place + "." + key)
        }
      }
      for concept in (entry["needs"] as? [[String]] ?? []).joined() where !concept.hasSuffix(".*") {
        report.use(concept: concept, path, place + ".needs")
      }
    }
  }
}
