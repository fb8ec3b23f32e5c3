import FiscalSchema
import Foundation
import TestSupport
import Testing

/// What the schemas say that a file may hold is what is read of it, and nothing else.
struct SchemaKeysTests {
  static let files: [(schema: String, type: any Decodable.Type)] = [
    ("layout", LayoutFile.self), ("profile", ProfileFile.self),
    ("relations", ConceptRelations.self), ("classifications", CodeUses.self),
    ("roles", Roles.self), ("concepts", Catalogue.ConceptsFile.self),
    ("captions", CaptionsFile.self),
    ("lines", LinesFile.self),
  ]

  @Test(arguments: files.indices)
  func theKeysOfASchemaAreThoseThatAreRead(_ index: Int) throws {
    let (name, type) = SchemaKeysTests.files[index]
    let schema = try Schema(name)
    let sample = try #require(schema.sample(schema.root, []))
    let value = try JSONDecoder().decode(
      type, from: JSONSerialization.data(withJSONObject: sample))
    #expect(schema.differences(value, schema.root, "$") == [])
  }

  /// A key that is in one of the two and not in the other is found.
  @Test func otherKeysAreFound() throws {
    struct Other: Decodable {
      var classifications: [Entry]
      struct Entry: Decodable {
        var id: String
        var dimensions: String?
      }
    }
    let schema = try Schema("classifications")
    let sample = try #require(schema.sample(schema.root, []))
    let value = try JSONDecoder().decode(
      Other.self, from: JSONSerialization.data(withJSONObject: sample))
    #expect(schema.differences(value, schema.root, "$").map(\.path) == ["$.classifications[]"])
  }

  private struct Schema {
    let root: [String: Any]

    init(_ name: String) throws {
      let file = Places.top.appendingPathComponent("schemas/\(name).schema.json")
      let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
      root = try #require(object as? [String: Any])
    }

    private func target(_ schema: [String: Any]) -> (name: String?, schema: [String: Any]) {
      let name = (schema["$ref"] as? String)?.split(separator: "/").last.map(String.init)
      guard let name, let found = (root["$defs"] as? [String: [String: Any]])?[name] else {
        return (nil, schema)
      }
      return (name, found)
    }

    /// A document with every key, each definition at most once within itself; nil beyond that.
    func sample(_ schema: [String: Any], _ open: [String]) -> Any? {
      let (name, schema) = target(schema)
      if let name, open.count(where: { $0 == name }) > 1 { return nil }
      let open = open + [name].compactMap { $0 }
      if let word = (schema["enum"] as? [Any])?.first ?? schema["const"] { return word }
      switch schema["type"] as? String {
      case "array":
        return (schema["items"] as? [String: Any]).flatMap { sample($0, open) }.map { [$0] } ?? []
      case "boolean": return true
      case "integer", "number": return 1
      case "object":
        if let other = schema["additionalProperties"] as? [String: Any] {
          return sample(other, open).map { ["x": $0] }
        }
        return (schema["properties"] as? [String: [String: Any]] ?? [:])
          .compactMapValues { sample($0, open) }
      default: return "1"
      }
    }

    /// Where a struct has other properties than the schema, there or deeper.
    func differences(_ value: Any, _ schema: [String: Any], _ path: String) -> [Difference] {
      let schema = target(schema).schema
      let children = Mirror(reflecting: value).children
      func inner(_ key: String, _ path: String) -> [Difference] {
        guard let rule = schema[key] as? [String: Any] else { return [] }
        return children.flatMap { child in
          differences((child.value as? (key: String, value: Any))?.value ?? child.value, rule, path)
        }
      }
      switch Mirror(reflecting: value).displayStyle {
      case .optional: return children.flatMap { differences($0.value, schema, path) }
      case .collection: return inner("items", path + "[]")
      case .dictionary: return inner("additionalProperties", path + ".*")
      case .struct:
        guard let properties = schema["properties"] as? [String: [String: Any]] else { return [] }
        let labels = Set(children.compactMap(\.label))
        let other = labels.symmetricDifference(Set(properties.keys).subtracting(["$schema"]))
        return (other.isEmpty ? [] : [Difference(path: path, keys: other)])
          + children.flatMap { child in
            child.label.flatMap { label in
              properties[label].map { differences(child.value, $0, "\(path).\(label)") }
            } ?? []
          }
      default: return []
      }
    }

    struct Difference: Equatable {
      var path: String
      var keys: Set<String>
    }
  }
}
