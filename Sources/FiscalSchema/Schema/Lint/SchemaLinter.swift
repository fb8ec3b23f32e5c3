import FiscalModel
import Foundation

/// Checks the files of a schema folder and says what is wrong with them: all of it, file by file, where
/// reading them stops at the first error.
package struct SchemaLinter {
  private let folder: String
  private let isWhole: Bool
  private var report: LintReport

  /// - Parameters:
  ///   - folder: a folder with `layouts/`, `classifications/` or `concepts.json`, or one profile's own.
  ///   - base: the schemas that its files may refer to.
  package init(folder: String, base: Catalogue) {
    self.folder = folder
    isWhole = FileManager.default.fileExists(atPath: folder + "/vocabulary.json")
    // A folder that is complete stands for itself.
    report = LintReport(
      concepts: isWhole ? [] : Set(base.concepts.keys),
      classifications: isWhole ? [:] : base.classifications, vocabulary: base.vocabulary)
  }

  /// What is wrong, in the order of the files.
  ///
  /// - Complexity: linear in the files.
  package mutating func findings() -> [LintFinding] {
    var conceptPaths: [String: String] = [:]
    let conceptsFile = folder + "/concepts.json"
    if FileManager.default.fileExists(atPath: conceptsFile), let root = object(conceptsFile) {
      SchemaShape.concepts.check(root, conceptsFile, "$", &report)
      for (index, concept) in (root["concepts"] as? [[String: Any]] ?? []).enumerated() {
        guard let id = concept["id"] as? String else { continue }
        let path = "$.concepts[\(index)]"
        if let other = conceptPaths.updateValue(path, forKey: id) {
          report.add(conceptsFile, path + ".id", Message("lint.twice", ["id": id, "other": other]))
        }
        report.concepts.insert(id)
      }
    }
    for name in names(folder + "/classifications") where name.hasSuffix(".csv") {
      let path = folder + "/classifications/" + name
      do {
        let classification = try Catalogue.classification(path)
        report.classifications[classification.id] = classification
      } catch {
        report.add(path, "", Message("lint.unreadable", ["reason": error.reason]))
      }
    }
    VocabularyLint(folder: folder + "/vocabulary").check(&report)
    let relationsFile = folder + "/relations.json"
    if FileManager.default.fileExists(atPath: relationsFile), let root = object(relationsFile) {
      ConceptRelationLint(folder: folder).check(root, &report)
    }
    if FileManager.default.fileExists(atPath: folder + "/profile.json") {
      checkProfile(folder)
    } else {
      let layouts = folder + "/layouts"
      for name in names(layouts) { checkProfile(layouts + "/" + name) }
    }
    if isWhole {
      for (id, path) in conceptPaths.sorted(by: { $0.value < $1.value })
      where !report.usedConcepts.contains(id) {
        report.add(conceptsFile, path, Message("lint.unused-concept", ["id": id]))
      }
    }
    return report.findings
  }

  private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  private mutating func object(_ path: String) -> [String: Any]? {
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
        report.add(path, "$", Message("lint.wrong-type", ["wanted": Message("lint.object")]))
        return nil
      }
      return root
    } catch {
      let reason =
        (error as NSError).userInfo["NSDebugDescription"] as? String ?? error.localizedDescription
      report.add(path, "", Message("lint.unreadable", ["reason": reason]))
      return nil
    }
  }

  private mutating func checkProfile(_ folder: String) {
    let file = folder + "/profile.json"
    guard let root = object(file) else { return }
    SchemaShape.profile.check(root, file, "$", &report)
    let name = URL(fileURLWithPath: folder).lastPathComponent
    if let id = root["id"] as? String, id != name {
      report.add(file, "$.id", Message("lint.other-folder", ["id": id, "folder": name]))
    }
    if let stage = root["stage"] as? String, !Stage.allNames.contains(stage) {
      report.add(
        file, "$.stage", Message("lint.not-one-of", ["word": stage, "words": Stage.allNames]))
    }
    let tables = root["tables"] as? [String] ?? []
    let forms = root["forms"] as? [String] ?? []
    var layouts: [LayoutLint] = []
    for (index, table) in tables.enumerated() {
      let path = folder + "/" + table
      guard FileManager.default.fileExists(atPath: path) else {
        report.add(file, "$.tables[\(index)]", Message("lint.no-file", ["name": table]))
        continue
      }
      guard let root = object(path) else { continue }
      var layout = LayoutLint(root, file: path)
      let before = report.findings.count
      layout.check(&report)
      if report.findings.count == before { decode(path, profile: name) }
      for (key, own) in [("id", layout.id), ("number", layout.number), ("title", layout.title)] {
        let other = layouts.first { other in
          own != nil
            && own == (key == "id" ? other.id : key == "number" ? other.number : other.title)
        }
        if let other, let own {
          report.add(path, "$." + key, Message("lint.twice", ["id": own, "other": other.file]))
        }
      }
      layouts.append(layout)
    }
    for (index, form) in forms.enumerated() {
      let path = folder + "/" + form
      guard FileManager.default.fileExists(atPath: path) else {
        report.add(file, "$.forms[\(index)]", Message("lint.no-file", ["name": form]))
        continue
      }
      checkForm(path, profile: name)
    }
    for other in names(folder)
    where other.hasSuffix(".json") && other != "profile.json"
      && !(tables + forms).contains(other)
    {
      report.add(folder + "/" + other, "", Message("lint.unlisted"))
    }
    checkRelations(root, file, layouts)
  }

  /// What the checks above do not see, resolving the file does.
  private mutating func decode(_ path: String, profile: String) {
    do {
      _ = try Catalogue.layout(path, profile: profile, report.vocabulary)
    } catch {
      report.add(path, "", Message("lint.unreadable", ["reason": error.reason]))
    }
  }

  private mutating func checkForm(_ path: String, profile: String) {
    guard let root = object(path) else { return }
    let before = report.findings.count
    var form = FormLint(root, file: path)
    form.check(&report)
    // What those checks do not see, resolving the file does.
    guard report.findings.count == before else { return }
    do {
      _ = try Catalogue.form(path, profile: profile)
    } catch {
      report.add(path, "", Message("lint.unreadable", ["reason": error.reason]))
    }
  }

  private mutating func checkRelations(
    _ root: [String: Any], _ file: String, _ layouts: [LayoutLint]
  ) {
    var seen: [String: String] = [:]
    for (index, entry) in (root["relations"] as? [[String: Any]] ?? []).enumerated() {
      let path = "$.relations[\(index)]"
      guard let id = entry["id"] as? String, let rule = entry["rule"] as? String else { continue }
      if let other = seen.updateValue(path, forKey: id) {
        report.add(file, path + ".id", Message("lint.twice", ["id": id, "other": other]))
      }
      do {
        let relation = try Relation(id: id, rule: rule, source: "", vocabulary: report.vocabulary)
        for term in relation.terms {
          guard let number = term.table else {
            report.add(file, path + ".rule", Message("lint.term-without-table"))
            continue
          }
          guard let layout = layouts.first(where: { $0.number == number }) else {
            report.add(file, path + ".rule", Message("lint.no-table", ["number": number]))
            continue
          }
          layout.check(term, path + ".rule", file, report.vocabulary, &report)
        }
      } catch {
        report.add(file, path + ".rule", Message("lint.relation", ["reason": error.reason]))
      }
    }
  }
}
