import FiscalSchema
import Foundation
import TestSupport
import Testing

/// What the schemas say that a file may hold is what is read of it, and nothing else.
struct SchemaKeysTests {
  static let files: [(schema: String, type: any Decodable.Type)] = [
    ("layout", LayoutFile.self), ("profile", ProfileFile.self),
    ("relations", ConceptRelations.self), ("classifications", Catalogue.CodeUses.self),
  ]

  @Test(arguments: files.indices)
  func theKeysOfASchemaAreThoseThatAreRead(_ index: Int) throws {
    let (name, type) = SchemaKeysTests.files[index]
    let schema = try Schema(name)
    let sample = try #require(schema.sample(schema.root, []))
    let value = try JSONDecoder().decode(
      type, from: JSONSerialization.data(withJSONObject: sample))
    var compared = 0
    schema.compare(value, schema.root, "$", &compared)
    #expect(compared > 1)
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
    withKnownIssue {
      var compared = 0
      schema.compare(value, schema.root, "$", &compared)
    }
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

    /// Compares the properties of a value, and of what is in it, with those of a schema.
    func compare(_ value: Any, _ schema: [String: Any], _ path: String, _ compared: inout Int) {
      let schema = target(schema).schema
      let mirror = Mirror(reflecting: value)
      switch mirror.displayStyle {
      case .optional:
        for child in mirror.children { compare(child.value, schema, path, &compared) }
      case .collection:
        guard let items = schema["items"] as? [String: Any] else { return }
        for child in mirror.children { compare(child.value, items, path + "[]", &compared) }
      case .dictionary:
        guard let items = schema["additionalProperties"] as? [String: Any] else { return }
        for case let (_, value) as (String, Any) in mirror.children.map(\.value) {
          compare(value, items, path + ".*", &compared)
        }
      case .struct:
        guard let properties = schema["properties"] as? [String: [String: Any]] else { return }
        compared += 1
        let labels = Set(mirror.children.compactMap(\.label))
        #expect(labels == Set(properties.keys).subtracting(["$schema"]), "\(path)")
        for child in mirror.children {
          guard let label = child.label, let own = properties[label] else { continue }
          compare(child.value, own, path + "." + label, &compared)
        }
      default: break
      }
    }
  }
}
