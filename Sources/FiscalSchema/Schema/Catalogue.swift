import FiscalModel
import Foundation
import Spreadsheet

/// Everything under `schemas/`: vocabulary, concepts, classifications and profiles.
package struct Catalogue: Sendable {
  /// The folders that it was read from.
  package let folders: [String]
  /// The words by which readers recognise the parts of a document.
  package let vocabulary: Vocabulary
  /// The registered concepts by identifier.
  package let concepts: [String: Concept]
  /// The classifications by identifier.
  package let classifications: [String: Classification]
  /// What the codes of each classification are in tables, by its identifier.
  package let codeUses: CodeUses
  /// The profiles, ordered by identifier.
  package let profiles: [Profile]
  /// The relations that hold by concept in every table, in the order of `relations.json`.
  package let relations: ConceptRelations
  /// The concepts and statements that checks ask for.
  package let roles: Roles
  /// The rules that are built into the program, in the order of `rules.json`.
  package let rules: [Rule]
  private let ruleIndex: [String: Int]
  /// What else is made of it when it is first asked for.
  let derived = Derived()

  /// What a folder of schemas may have, and needs one of.
  package static let parts = [
    "layouts", "classifications", "vocabulary", "concepts.json", "relations.json", "rules.json",
  ]

  /// Reads the schemas of a folder, and of further folders that add to it: profiles, concepts, codes,
  /// relations, rules and words. What has the identifier of something before replaces that.
  ///
  /// - Throws: ``SchemaError`` that names the file and the place in it.
  package init(folder: String, additional: [String] = []) throws(SchemaError) {
    folders = [folder] + additional
    vocabulary = try Catalogue.decode(Vocabulary.self, folder + "/vocabulary.json")
    var concepts: [String: Concept] = [:]
    var classifications: [String: Classification] = [:]
    var codeUses = CodeUses()
    var profiles: [String: Profile] = [:]
    var rules: [Rule] = []
    roles = try Catalogue.decode(Roles.self, folder + "/roles.json")
    var relations = ConceptRelations(beside: [], relations: [])
    for other in additional where !Catalogue.parts.contains(where: { Catalogue.exists(other, $0) })
    {
      throw SchemaError("has none of \(Catalogue.parts.joined(separator: ", "))", file: other)
    }
    for folder in folders {
      for file in try Catalogue.files(of: folder) {
        switch file {
        case .relations(let read): relations.add(read)
        case .concepts(let read): for concept in read { concepts[concept.id] = concept }
        case .rules(let read):
          for rule in read {
            if let index = rules.firstIndex(where: { $0.id == rule.id }) {
              rules[index] = rule
            } else {
              rules.append(rule)
            }
          }
        case .classification(let read):
          classifications[read.id] = classifications[read.id]?.adding(read) ?? read
        case .codeUses(let read): codeUses.add(read)
        }
      }
      let reader = ProfileReader(
        vocabulary: vocabulary, classifications: classifications, codeUses: codeUses)
      for profile in try reader.profiles(folder + "/layouts") { profiles[profile.id] = profile }
    }
    guard !profiles.isEmpty else {
      throw SchemaError("no profile found", file: folder + "/layouts")
    }
    self.relations = relations
    self.concepts = concepts
    self.classifications = classifications
    self.codeUses = codeUses
    self.profiles = profiles.values.sorted { $0.id < $1.id }
    self.rules = rules
    ruleIndex = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
  }

  /// The built-in rule with an identifier.
  package func rule(_ id: String) -> Rule? { ruleIndex[id].map { rules[$0] } }

  /// The schemas that come with the program, wherever the binary was moved with its resource folder.
  ///
  /// - Throws: ``SchemaError`` that names the places where they were looked for.
  package static func bundled(additional: [String] = []) throws(SchemaError) -> Catalogue {
    try Catalogue(folder: bundledFolder.get(), additional: additional)
  }

  /// Where the schemas are that come with the program, or where they were looked for.
  static let bundledFolder: Result<String, SchemaError> = {
    let program = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
    var folders: [String] = []
    for place in [Bundle.main.executableURL?.resolvingSymlinksInPath(), program] {
      guard let folder = place?.deletingLastPathComponent().path else { continue }
      folders.append(folder + "/FiscalTables_FiscalSchema.resources/schemas")
      folders.append(folder + "/../share/fiscaltables/schemas")
    }
    guard let folder = folders.first(where: { exists($0, "vocabulary.json") }) else {
      return .failure(
        SchemaError("not found; looked in " + folders.joined(separator: ", "), file: "schemas"))
    }
    return .success(folder)
  }()

  /// The profile with an identifier.
  package func profile(_ id: String) -> Profile? { profiles.first { $0.id == id } }

  /// The layout with an identifier.
  package func layout(_ id: String) -> Layout? {
    profiles.lazy.compactMap { $0.layout(id) }.first
  }

  package struct ConceptsFile: Decodable { var concepts: [Concept] }
  private struct RulesFile: Decodable { var rules: [Rule] }

  /// Whether a folder of schemas has one of ``parts``, or a file in it.
  static func exists(_ folder: String, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + name)
  }

  static func names(in folder: String, suffix: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }.sorted()
  }

  static func decode<T: Decodable>(_ type: T.Type, _ path: String) throws(SchemaError) -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let error as DecodingError {
      throw SchemaError(explain(error), file: path)
    } catch {
      throw SchemaError("cannot be read (\(error))", file: path)
    }
  }

  private static func explain(_ error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath)): \(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      return "\(place(context.codingPath)): \(context.debugDescription)"
    @unknown default:
      return "\(error)"
    }
  }

  /// What a file is read to.
  private enum File: Sendable {
    case relations(ConceptRelations)
    case concepts([Concept])
    case rules([Rule])
    case classification(Classification)
    case codeUses(CodeUses)

    /// Reads a file, by its name.
    init(_ path: String) throws(SchemaError) {
      if path.hasSuffix("/relations.json") {
        self = .relations(try Catalogue.decode(ConceptRelations.self, path))
      } else if path.hasSuffix("/concepts.json") {
        self = .concepts(try Catalogue.decode(ConceptsFile.self, path).concepts)
      } else if path.hasSuffix("/rules.json") {
        self = .rules(try Catalogue.decode(RulesFile.self, path).rules)
      } else if path.hasSuffix("/index.json") {
        self = .codeUses(try Catalogue.decode(CodeUses.self, path))
      } else {
        self = .classification(try Catalogue.classification(path))
      }
    }
  }

  /// What is in a folder, but for its words and profiles.
  private static func files(of folder: String) throws(SchemaError) -> [File] {
    var names = ["relations.json", "concepts.json", "rules.json", "classifications/index.json"]
      .filter { exists(folder, $0) }
    names += self.names(in: folder + "/classifications", suffix: ".csv")
      .map { "classifications/" + $0 }
    return try names.mapBesides { name throws(SchemaError) in try File(folder + "/" + name) }
  }

  static func classification(_ path: String) throws(SchemaError) -> Classification {
    let rows: [[String]]
    do {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      rows = try CSVReader(delimiter: UInt8(ascii: ","), encoding: .utf8, isStrict: true)
        .table([UInt8](bytes)).rows
    } catch {
      throw SchemaError("\(error)", file: path)
    }
    guard let header = rows.first else { throw SchemaError("is empty", file: path) }
    func place(_ name: String) -> Int? { header.firstIndex(of: name) }
    let (code, name, parent) = (place("code"), place("name"), place("parent"))
    let (formerNames, status) = (place("former_names"), place("status"))
    var entries: [Classification.Entry] = []
    for (index, row) in rows.enumerated().dropFirst() {
      guard row.count == header.count else {
        throw SchemaError(
          "row \(index + 1) has \(row.count) fields, the header \(header.count)", file: path)
      }
      func field(_ place: Int?) -> String { place.map { row[$0] } ?? "" }
      entries.append(
        Classification.Entry(
          code: field(code), name: field(name),
          parent: field(parent).isEmpty ? nil : field(parent),
          formerNames: field(formerNames).split(separator: ";").map(String.init),
          status: field(status)))
    }
    let id = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    return Classification(id: id, entries: entries)
  }
}
