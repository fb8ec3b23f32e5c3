import FiscalModel
import Foundation

/// As much of JSON Schema 2020-12 as the schemas of the program use.
package struct JSONSchema {
  private let root: [String: Any]

  /// Takes a schema.
  package init(_ root: [String: Any]) { self.root = root }

  /// Something in a document that the schema does not allow.
  package struct Violation {
    /// Its place, such as `$.blocks[0].columns[2].role`.
    package let path: String
    /// What is wrong, and what to do.
    package let message: Message
  }

  /// What of a document the schema does not allow; a keyword that is not understood counts.
  ///
  /// - Complexity: linear in the document but for alternatives, each of which is tried.
  package func violations(of document: Any) -> [Violation] {
    violations(document, root, "$")
  }

  private static let notes: Set<String> = [
    "$schema", "$defs", "title", "description", "examples", "if", "then", "else",
  ]

  private func violations(_ value: Any, _ rule: Any, _ path: String) -> [Violation] {
    guard let schema = rule as? [String: Any] else {
      guard rule as? Bool == false else { return [] }
      let key = path.split(separator: ".").last.map(String.init) ?? path
      return [.init(path: path, message: .init("lint.not-here", ["key": key]))]
    }
    var found: [Violation] = []
    for (keyword, rule) in schema.sorted(by: { $0.key < $1.key })
    where !JSONSchema.notes.contains(keyword) {
      found += violations(value, of: keyword, rule, in: schema, at: path)
    }
    if let condition = schema["if"] {
      let branch = violations(value, condition, path).isEmpty ? "then" : "else"
      if let rule = schema[branch] { found += violations(value, rule, path) }
    }
    // A value of the wrong type breaks other rules as well, which say nothing more.
    let isOther = { (found: Violation) in
      found.path == path && found.message.id == "lint.wrong-type"
    }
    return found.first(where: isOther).map { [$0] } ?? found
  }

  private func violations(
    _ value: Any, of keyword: String, _ rule: Any, in schema: [String: Any], at path: String
  ) -> [Violation] {
    switch keyword {
    case "$ref": return reference(value, rule, path)
    case "type": return type(value, rule as? String ?? "", path)
    case "anyOf", "oneOf": return alternatives(value, rule as? [Any] ?? [], path)
    case "const": return words(value, [rule], path)
    case "enum": return words(value, rule as? [Any] ?? [], path)
    default: break
    }
    if let object = value as? [String: Any],
      let found = members(object, of: keyword, rule, in: schema, at: path)
    {
      return found
    }
    if let list = value as? [Any], let found = items(list, of: keyword, rule, in: schema, at: path)
    {
      return found
    }
    guard let holds = JSONSchema.limit(value, keyword, rule) else {
      return [.init(path: path, message: .init("lint.unknown-keyword", ["keyword": keyword]))]
    }
    let message = Message("lint.limit", ["keyword": keyword, "limit": "\(rule)"])
    return holds ? [] : [.init(path: path, message: message)]
  }

  // MARK: Values of any kind

  private func reference(_ value: Any, _ rule: Any, _ path: String) -> [Violation] {
    let name = (rule as? String)?.split(separator: "/").last.map(String.init) ?? ""
    if let target = (root["$defs"] as? [String: Any])?[name] {
      return violations(value, target, path)
    }
    let message = Message("lint.unknown-keyword", ["keyword": "$ref \(rule)"])
    return [.init(path: path, message: message)]
  }

  private func type(_ value: Any, _ name: String, _ path: String) -> [Violation] {
    // Numbers and truth values are of one class.
    let isTruth = (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
    let (holds, wanted) =
      switch name {
      case "object": (value is [String: Any], Message("lint.object"))
      case "array": (value is [Any], Message("lint.list"))
      case "boolean": (isTruth, Message("lint.boolean"))
      case "integer": (!isTruth && value is Int, Message("lint.number"))
      case "number": (!isTruth && value is Double, Message("lint.number"))
      default: (value is String, Message("lint.text"))
      }
    return holds ? [] : [.init(path: path, message: .init("lint.wrong-type", ["wanted": wanted]))]
  }

  /// What is wrong by the alternative that is nearest.
  private func alternatives(_ value: Any, _ rules: [Any], _ path: String) -> [Violation] {
    rules.map { violations(value, $0, path) }.min { $0.count < $1.count } ?? []
  }

  private func words(_ value: Any, _ words: [Any], _ path: String) -> [Violation] {
    if words.contains(where: { ($0 as? NSObject) == (value as? NSObject) }) { return [] }
    let message = Message(
      "lint.not-one-of", ["word": "\(value)", "words": words.map { "\($0)" }])
    return [.init(path: path, message: message)]
  }

  // MARK: Objects and lists

  private func members(
    _ object: [String: Any], of keyword: String, _ rule: Any, in schema: [String: Any],
    at path: String
  ) -> [Violation]? {
    let known = schema["properties"] as? [String: Any] ?? [:]
    func missing(_ keys: [String]) -> [Violation] {
      keys.filter { object[$0] == nil }
        .map { .init(path: path, message: .init("lint.missing-key", ["key": $0])) }
    }
    let pairs = object.sorted { $0.key < $1.key }
    switch keyword {
    case "required": return missing(rule as? [String] ?? [])
    case "dependentRequired":
      return (rule as? [String: [String]] ?? [:]).sorted { $0.key < $1.key }
        .filter { object[$0.key] != nil }.flatMap { missing($0.value) }
    case "properties":
      return pairs.flatMap { key, value in
        known[key].map { violations(value, $0, "\(path).\(key)") } ?? []
      }
    case "propertyNames":
      return pairs.flatMap { violations($0.key, rule, "\(path).\($0.key)") }
    case "additionalProperties":
      let others = pairs.filter { known[$0.key] == nil }
      guard rule as? Bool == false else {
        return others.flatMap { violations($0.value, rule, "\(path).\($0.key)") }
      }
      return others.map { key, _ in
        let near = Spelling.nearest(to: key, in: known.keys)
        return .init(
          path: "\(path).\(key)", message: .init("lint.unknown-key", ["key": key, "near": near]))
      }
    default: return nil
    }
  }

  private func items(
    _ list: [Any], of keyword: String, _ rule: Any, in schema: [String: Any], at path: String
  ) -> [Violation]? {
    switch keyword {
    case "prefixItems":
      return zip(list, rule as? [Any] ?? []).enumerated().flatMap { index, pair in
        violations(pair.0, pair.1, "\(path)[\(index)]")
      }
    case "items":
      let prefix = (schema["prefixItems"] as? [Any])?.count ?? 0
      return list.enumerated().dropFirst(prefix).flatMap { index, item in
        violations(item, rule, "\(path)[\(index)]")
      }
    default: return nil
    }
  }

  /// Whether a value keeps a limit that is set to its kind; nil where the keyword is not known.
  private static func limit(_ value: Any, _ keyword: String, _ rule: Any) -> Bool? {
    let limit = rule as? Double ?? 0
    func keeps(_ size: Int?, isLeast: Bool) -> Bool {
      size.map { isLeast ? Double($0) >= limit : Double($0) <= limit } ?? true
    }
    switch keyword {
    case "minItems", "maxItems":
      return keeps((value as? [Any])?.count, isLeast: keyword == "minItems")
    case "minProperties", "maxProperties":
      return keeps((value as? [String: Any])?.count, isLeast: keyword == "minProperties")
    case "minLength": return keeps((value as? String)?.unicodeScalars.count, isLeast: true)
    case "minimum": return (value as? Double).map { $0 >= limit } ?? true
    case "maximum": return (value as? Double).map { $0 <= limit } ?? true
    case "uniqueItems":
      return (value as? [NSObject]).map { Set($0).count == $0.count } ?? true
    case "pattern":
      guard let text = value as? String, let pattern = rule as? String else { return true }
      return text.range(of: pattern, options: .regularExpression) != nil
    // Of a value of another kind they say nothing.
    case "required", "dependentRequired", "properties", "propertyNames", "additionalProperties",
      "prefixItems", "items":
      return true
    default: return nil
    }
  }
}
