import Foundation

/// Schema files as people keep them: keys in the order in which their JSON Schema describes them, small values
/// on one line.
package struct SchemaText {
  /// The place of each key.
  private var ranks: [String: Int] = [:]
  private static let width = 100

  /// Takes the order of keys from the text of a JSON Schema.
  package init(schema: String) {
    let parts = schema.split(separator: "\"", omittingEmptySubsequences: false)
    for (index, key) in parts.enumerated().dropLast() where parts[index + 1].hasPrefix(": {") {
      ranks[String(key)] = ranks[String(key)] ?? index
    }
  }

  /// The JSON text of a value, with a line end.
  package func text(_ value: some Encodable) throws -> String {
    let bytes = try JSONEncoder().encode(value)
    return text(try JSONSerialization.jsonObject(with: bytes), indent: "") + "\n"
  }

  private func text(_ value: Any, indent: String) -> String {
    let short = line(value)
    if indent.count + short.count <= SchemaText.width { return short }
    let inner = indent + "  "
    switch value {
    case let object as [String: Any]:
      let members = keys(object).map { key in
        inner + line(key) + ": " + text(object[key] ?? "", indent: inner)
      }
      return "{\n" + members.joined(separator: ",\n") + "\n" + indent + "}"
    case let array as [Any]:
      return "[\n" + array.map { inner + text($0, indent: inner) }.joined(separator: ",\n") + "\n"
        + indent + "]"
    default: return short
    }
  }

  private func keys(_ object: [String: Any]) -> [String] {
    object.keys.sorted { (ranks[$0] ?? .max, $0) < (ranks[$1] ?? .max, $1) }
  }

  private func line(_ value: Any) -> String {
    switch value {
    case let object as [String: Any]:
      let members = keys(object).map { line($0) + ": " + line(object[$0] ?? "") }
      return members.isEmpty ? "{}" : "{ " + members.joined(separator: ", ") + " }"
    case let array as [Any]: return "[" + array.map(line).joined(separator: ", ") + "]"
    default:
      let options: JSONSerialization.WritingOptions = [.fragmentsAllowed, .withoutEscapingSlashes]
      let data = try? JSONSerialization.data(withJSONObject: value, options: options)
      return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
  }
}
