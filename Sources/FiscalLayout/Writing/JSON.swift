import Foundation

/// A JSON value (RFC 8259). Members are written in alphabetical order; those that are nil are left out.
enum JSON: Codable {
  case string(String)
  case integer(Int)
  case truth(Bool)
  case array([JSON])
  case object([String: JSON?])

  /// A text, or nil.
  static func text(_ text: String?) -> JSON? { text.map(string) }

  /// True, or nil.
  static func mark(_ isSo: Bool) -> JSON? { isSo ? .truth(true) : nil }

  /// Texts.
  static func texts(_ texts: [String]) -> JSON { .array(texts.map(string)) }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .string(let text): try text.encode(to: encoder)
    case .integer(let number): try number.encode(to: encoder)
    case .truth(let isSo): try isSo.encode(to: encoder)
    case .array(let values): try values.encode(to: encoder)
    case .object(let members):
      var container = encoder.container(keyedBy: Key.self)
      for case (let name, let value?) in members {
        try container.encode(value, forKey: Key(stringValue: name))
      }
    }
  }

  /// Reads what was written.
  init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: Key.self) {
      var object: [String: JSON?] = [:]
      for key in members.allKeys {
        object[key.stringValue] = try members.decode(JSON.self, forKey: key)
      }
      self = .object(object)
    } else if let values = try? [JSON](from: decoder) {
      self = .array(values)
    } else {
      let value = try decoder.singleValueContainer()
      if let isSo = try? value.decode(Bool.self) {
        self = .truth(isSo)
      } else if let number = try? value.decode(Int.self) {
        self = .integer(number)
      } else {
        self = .string(try value.decode(String.self))
      }
    }
  }

  /// The value as UTF-8 with a line end.
  func bytes(isPretty: Bool) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}
