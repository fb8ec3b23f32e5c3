import FiscalModel
import Foundation

/// Checks the files of a schema folder and says what is wrong with them: all of it, file by file, where
/// reading them stops at the first error. Their form is what the `*.schema.json` beside the schemas of the
/// program say.
package struct SchemaLinter {
  private let folder: String
  private let isWhole: Bool
  private let base: Catalogue
  private var report: LintReport
  private var schemas: [String: JSONSchema] = [:]

  /// - Parameters:
  ///   - folder: a folder with `layouts/`, `classifications/` or `concepts.json`, or one profile's own.
  ///   - base: the schemas that its files may refer to.
  package init(folder: String, base: Catalogue) {
    self.folder = folder
    self.base = base
    isWhole = FileManager.default.fileExists(atPath: folder + "/vocabulary.json")
    // A folder that is complete stands for itself.
    report = LintReport(
      concepts: isWhole ? [:] : base.concepts.mapValues { $0.deferring ?? false },
      classifications: isWhole ? [:] : base.classifications,
      codeUses: isWhole ? CodeUses() : base.codeUses, vocabulary: base.vocabulary)
  }

  /// What is wrong, in the order of the files.
  ///
  /// - Complexity: linear in the files.
  package mutating func findings() -> [LintFinding] {
    let conceptPaths = checkConcepts()
    checkClassifications()
    for (name, schema) in [("rules.json", "rules"), ("messages.json", "messages")] {
      _ = object(folder + "/" + name, schema)
    }
    for name in ["statements", "captions", "lines"] {
      let path = "\(folder)/vocabulary/\(name).json"
      if let root = object(path, name) { VocabularyLint(path: path).check(root, &report) }
    }
    checkRoles()
    if let root = object(folder + "/relations.json", "relations") {
      ConceptRelationLint(folder: folder).check(root, &report)
    }
    if exists(folder + "/profile.json") {
      checkProfile(folder)
    } else {
      let layouts = folder + "/layouts"
      for name in names(layouts) { checkProfile(layouts + "/" + name) }
    }
    if isWhole {
      for (id, path) in conceptPaths.sorted(by: { $0.value < $1.value })
      where !report.usedConcepts.contains(id) {
        report.add(folder + "/concepts.json", path, Message("lint.unused-concept", ["id": id]))
      }
    }
    return report.findings
  }

  // MARK: Files

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The object in a file, checked by a schema; nil where there is no such file or it holds none.
  private mutating func object(_ path: String, _ schema: String) -> [String: Any]? {
    guard exists(path) else { return nil }
    do {
      let root = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
      for violation in try self.schema(schema).violations(of: root) {
        report.add(path, violation.path, violation.message)
      }
      return root as? [String: Any]
    } catch {
      let reason =
        (error as NSError).userInfo["NSDebugDescription"] as? String ?? error.localizedDescription
      report.add(path, "", Message("lint.unreadable", ["reason": reason]))
      return nil
    }
  }

  private mutating func schema(_ name: String) throws -> JSONSchema {
    if let schema = schemas[name] { return schema }
    let path = "\(base.folders[0])/\(name).schema.json"
    let root = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
    let schema = JSONSchema(root as? [String: Any] ?? [:])
    schemas[name] = schema
    return schema
  }

  /// What is in a file, where its form is right.
  private mutating func decoded<T: Decodable>(
    _ type: T.Type, _ path: String, _ schema: String
  ) -> T? {
    let before = report.findings.count
    _ = object(path, schema)
    do throws(SchemaError) {
      return try Catalogue.decode(type, path)
    } catch {
      // What the schema says of it is plainer.
      if report.findings.count == before { addUnreadable(path, error) }
      return nil
    }
  }

  private mutating func addUnreadable(_ path: String, _ error: SchemaError) {
    report.add(path, "", Message("lint.unreadable", ["reason": error.reason]))
  }

  // MARK: What layouts refer to

  /// Registers the concepts of the folder; returns where they stand.
  private mutating func checkConcepts() -> [String: String] {
    var paths: [String: String] = [:]
    let file = folder + "/concepts.json"
    guard let root = object(file, "concepts") else { return paths }
    for (index, concept) in (root["concepts"] as? [[String: Any]] ?? []).enumerated() {
      guard let id = concept["id"] as? String else { continue }
      let path = "$.concepts[\(index)]"
      if let other = paths.updateValue(path, forKey: id) {
        report.add(file, path + ".id", Message("lint.twice", ["id": id, "other": other]))
      }
      report.concepts[id] = concept["deferring"] as? Bool ?? false
    }
    return paths
  }

  private mutating func checkClassifications() {
    let folder = folder + "/classifications"
    for name in names(folder) where name.hasSuffix(".csv") {
      do {
        let classification = try Catalogue.classification(folder + "/" + name)
        report.classifications[classification.id] = classification
      } catch {
        addUnreadable(folder + "/" + name, error)
      }
    }
    let index = folder + "/index.json"
    guard exists(index), let file = decoded(CodeUses.self, index, "classifications")
    else { return }
    report.codeUses.add(file)
    for (position, use) in file.classifications.enumerated() {
      let path = "$.classifications[\(position)]"
      report.use(concept: use.concept, index, path + ".concept")
      report.use(concept: use.divides, index, path + ".divides")
    }
  }

  private mutating func checkRoles() {
    let file = folder + "/roles.json"
    guard let root = object(file, "roles") else { return }
    for (role, value) in (root["concepts"] as? [String: Any] ?? [:]).sorted(by: { $0.key < $1.key })
    {
      for id in value as? [String] ?? [value as? String].compactMap({ $0 }) {
        report.use(concept: id, file, "$.concepts." + role)
      }
    }
  }

  // MARK: Profiles

  private mutating func checkProfile(_ folder: String) {
    let file = folder + "/profile.json"
    guard exists(file), let profile = decoded(ProfileFile.self, file, "profile") else { return }
    let name = URL(filePath: folder).lastPathComponent
    if profile.id != name {
      report.add(
        file, "$.id", Message("lint.other-folder", ["id": profile.id, "folder": name]))
    }
    let reader = ProfileReader(
      vocabulary: report.vocabulary, classifications: report.classifications,
      codeUses: report.codeUses)
    let resolver = reader.resolver(profile)
    let before = report.findings.count
    var layouts: [(file: String, own: LayoutFile)] = []
    var made: [Layout] = []
    for (index, name) in profile.layouts.enumerated() {
      let path = folder + "/" + name
      guard exists(path) else {
        report.add(file, "$.layouts[\(index)]", Message("lint.no-file", ["name": name]))
        continue
      }
      guard let own = decoded(LayoutFile.self, path, "layout") else { continue }
      if let layout = check(own, path, resolver) { made.append(layout) }
      checkNames(own, path, layouts)
      layouts.append((path, own))
    }
    checkUnlisted(folder, profile)
    // What is wrong with a table is said there.
    guard made.count == profile.layouts.count else { return }
    RelationLint(file: file, resolver: resolver)
      .check(profile.relations ?? [], home: nil, made.filter(\.isTable), &report)
    guard report.findings.count == before else { return }
    // What the checks above do not see, making it does.
    do throws(SchemaError) {
      _ = try reader.profile(profile, path: file, layouts: made)
    } catch {
      addUnreadable(file, error)
    }
  }

  private mutating func checkUnlisted(_ folder: String, _ profile: ProfileFile) {
    for other in names(folder)
    where other.hasSuffix(".json") && other != "profile.json" && !profile.layouts.contains(other) {
      report.add(folder + "/" + other, "", Message("lint.unlisted"))
    }
  }

  /// Identifiers, and the numbers and titles of tables, stand once in a profile.
  private mutating func checkNames(
    _ own: LayoutFile, _ path: String, _ others: [(file: String, own: LayoutFile)]
  ) {
    let keys: [(String, (LayoutFile) -> String?)] = [
      ("id", \.id), ("number", { $0.widths == nil ? $0.number : nil }),
      ("title", { $0.widths == nil ? $0.title : nil }),
    ]
    for (key, value) in keys {
      guard let name = value(own), let other = others.first(where: { value($0.own) == name }) else {
        continue
      }
      report.add(path, "$." + key, Message("lint.twice", ["id": name, "other": other.file]))
    }
  }

  /// Checks a layout, and makes it if it can be made.
  private mutating func check(
    _ own: LayoutFile, _ path: String, _ resolver: LayoutResolver
  ) -> Layout? {
    let before = report.findings.count
    var lint = LayoutLint(own, file: path)
    lint.check(&report)
    do throws(SchemaError) {
      var plain = own
      plain.relations = nil
      let layout = try resolver.layout(plain, profile: "")
      RelationLint(file: path, resolver: resolver)
        .check(own.relations ?? [], home: layout, [layout], &report)
      return layout
    } catch {
      // What the checks above do not see, making it does.
      if report.findings.count == before { addUnreadable(path, error) }
      return nil
    }
  }
}
