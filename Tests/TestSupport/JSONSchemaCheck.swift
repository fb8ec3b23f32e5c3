import Foundation

/// Validates JSON by as much of JSON Schema as the program writes.
package struct JSONSchemaCheck {
  private let schema: [String: Any]

  /// Takes a schema.
  package init(_ text: String) throws {
    schema = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
  }

  /// What of a document the schema does not allow, with its place; a keyword that is not understood counts.
  package func errors(_ bytes: [UInt8]) throws -> [String] {
    errors(try JSONSerialization.jsonObject(with: Data(bytes)), schema, "$")
  }

  private static let notes: Set<String> = ["$schema", "title", "description"]

  private func errors(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    var errors: [String] = []
    for (keyword, rule) in schema.sorted(by: { $0.key < $1.key })
    where !JSONSchemaCheck.notes.contains(keyword) {
      errors += self.errors(value, keyword, rule, schema, path)
    }
    return errors
  }

  private func errors(
    _ value: Any, _ keyword: String, _ rule: Any, _ schema: [String: Any], _ path: String
  ) -> [String] {
    func fail(_ holds: Bool) -> [String] { holds ? [] : ["\(path): \(keyword) \(rule)"] }
    let object = value as? [String: Any]
    let list = value as? [Any]
    switch keyword {
    case "type":
      switch rule as? String {
      case "object": return fail(object != nil)
      case "array": return fail(list != nil)
      case "string": return fail(value is String)
      case "integer": return fail(value is Int)
      default: return ["\(path): type \(rule) is not known"]
      }
    case "const": return fail((value as? NSObject) == (rule as? NSObject))
    case "enum": return fail((rule as? [NSObject])?.contains { $0 == value as? NSObject } ?? false)
    case "pattern":
      guard let text = value as? String, let pattern = rule as? String else { return [] }
      return fail(text.range(of: pattern, options: .regularExpression) != nil)
    case "required":
      return (rule as? [String] ?? []).filter { object != nil && object?[$0] == nil }
        .map { "\(path): \($0) is missing" }
    case "properties":
      let rules = rule as? [String: [String: Any]] ?? [:]
      return (object ?? [:]).flatMap { key, value in
        rules[key].map { errors(value, $0, "\(path).\(key)") } ?? []
      }
    case "additionalProperties":
      let known = schema["properties"] as? [String: Any] ?? [:]
      return (object ?? [:]).keys.filter { known[$0] == nil }.map { "\(path): \($0) is not known" }
    case "minItems": return fail(list.map { $0.count >= rule as? Int ?? 0 } ?? true)
    case "maxItems": return fail(list.map { $0.count <= rule as? Int ?? 0 } ?? true)
    case "prefixItems":
      return zip(list ?? [], rule as? [[String: Any]] ?? []).enumerated().flatMap { index, pair in
        errors(pair.0, pair.1, "\(path)[\(index)]")
      }
    case "items":
      let prefix = (schema["prefixItems"] as? [Any])?.count ?? 0
      let rest = (list ?? []).enumerated().dropFirst(prefix)
      guard let rule = rule as? [String: Any] else { return fail(rest.isEmpty) }
      return rest.flatMap { errors($1, rule, "\(path)[\($0)]") }
    case "anyOf":
      let all = (rule as? [[String: Any]] ?? []).map { errors(value, $0, path) }
      // The alternative that is nearest says most.
      return all.min { $0.count < $1.count } ?? []
    default: return ["\(path): the keyword \(keyword) is not known"]
    }
  }
}
