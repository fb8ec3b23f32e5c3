import FiscalModel

/// The keys that the objects of schema files may have, and what their values are.
///
/// `*.schema.json` says the same to editors; this says it to those who add a file and run the tool.
struct SchemaShape: Sendable {
  /// What a value is.
  indirect enum Kind: Sendable {
    case string, integer, number, boolean, any
    case strings, integers, numbers
    case object(SchemaShape)
    case array(SchemaShape)
    /// An object whose keys are the writer's own, or are checked one by one.
    case members
    /// A list of such objects.
    case objects
  }

  var required: [String: Kind]
  var optional: [String: Kind] = [:]

  private static let text: [String: Kind] = ["zh": .string, "en": .string]

  static let relation = SchemaShape(
    required: ["id": .string, "rule": .string, "source": .string],
    optional: ["zh": .string, "en": .string])

  static let profile = SchemaShape(
    required: [
      "id": .string, "title": .object(SchemaShape(required: text)), "stage": .string,
      "years": .object(SchemaShape(required: [:], optional: ["from": .integer, "to": .integer])),
      "source": .string, "tables": .strings,
    ],
    optional: [
      "$schema": .string, "unit": .string, "forms": .strings, "relations": .array(relation),
    ])

  static let layout = SchemaShape(
    required: [
      "id": .string, "statement": .string, "number": .string, "title": .string,
      "printedTitle": .string, "stage": .string, "unit": .string, "decimals": .integer,
      "source": .string, "header": .array(node), "panels": .array(panel),
      "relations": .array(relation),
    ],
    optional: [
      "$schema": .string, "aliases": .strings, "members": .members, "related": .strings,
      "splitCodes": .boolean,
      "notes": .strings,
    ])

  /// A caption over columns, or a column; the columns of a caption are checked one by one.
  static let node = SchemaShape(
    required: ["caption": .string],
    optional: [
      "columns": .any, "id": .string, "role": .string, "number": .string, "concept": .string,
      "members": .members, "stage": .string, "quantity": .boolean,
    ])

  static let panel = SchemaShape(
    required: ["id": .string, "columns": .strings, "rows": .array(row)])

  static let row = SchemaShape(
    required: [:],
    optional: [
      "open": .object(open), "id": .string, "row": .string, "label": .string,
      "aliases": .strings, "kind": .string, "concept": .string, "members": .members,
      "parent": .string, "through": .string, "amounts": .strings,
    ])

  static let open = SchemaShape(
    required: ["classification": .string, "levels": .strings],
    optional: [
      "codes": .strings, "digits": .integers, "kind": .string, "texts": .strings,
    ])

  static let concept = SchemaShape(
    required: [
      "id": .string, "zh": .string, "en": .string,
      "definition": .object(SchemaShape(required: text)), "source": .string,
    ],
    optional: ["names": .strings, "deferring": .boolean])

  static let concepts = SchemaShape(
    required: ["concepts": .array(concept)], optional: ["$schema": .string])
}

extension SchemaShape {
  /// Checks an object and what is in it.
  func check(_ object: [String: Any], _ file: String, _ path: String, _ report: inout LintReport) {
    for key in required.keys.sorted() where object[key] == nil {
      report.add(file, path, Message("lint.missing-key", ["key": key]))
    }
    let known = required.merging(optional) { first, _ in first }
    for (key, value) in object.sorted(by: { $0.key < $1.key }) {
      guard let kind = known[key] else {
        report.add(
          file, path + "." + key,
          Message(
            "lint.unknown-key", ["key": key, "near": Spelling.nearest(to: key, in: known.keys)]))
        continue
      }
      SchemaShape.check(value, kind, file, path + "." + key, &report)
    }
  }

  private static func check(
    _ value: Any, _ kind: Kind, _ file: String, _ path: String, _ report: inout LintReport
  ) {
    func list(_ name: Message, _ isRight: (Any) -> Bool) {
      guard let items = value as? [Any] else {
        report.add(file, path, Message("lint.wrong-type", ["wanted": Message("lint.list")]))
        return
      }
      for (index, item) in items.enumerated() where !isRight(item) {
        report.add(file, "\(path)[\(index)]", Message("lint.wrong-type", ["wanted": name]))
      }
    }
    func single(_ name: Message, _ isRight: Bool) {
      if !isRight { report.add(file, path, Message("lint.wrong-type", ["wanted": name])) }
    }
    switch kind {
    case .any: break
    case .string: single(Message("lint.text"), value is String)
    case .integer, .number: single(Message("lint.number"), value is Int || value is Double)
    case .boolean: single(Message("lint.boolean"), value is Bool)
    case .strings: list(Message("lint.text")) { $0 is String }
    case .integers, .numbers: list(Message("lint.number")) { $0 is Int || $0 is Double }
    case .members: single(Message("lint.object"), value is [String: Any])
    case .objects: list(Message("lint.object")) { $0 is [String: Any] }
    case .object(let shape):
      guard let object = value as? [String: Any] else {
        return single(Message("lint.object"), false)
      }
      shape.check(object, file, path, &report)
    case .array(let shape):
      guard let items = value as? [Any] else { return single(Message("lint.list"), false) }
      for (index, item) in items.enumerated() {
        guard let object = item as? [String: Any] else {
          report.add(
            file, "\(path)[\(index)]",
            Message("lint.wrong-type", ["wanted": Message("lint.object")]))
          continue
        }
        shape.check(object, file, "\(path)[\(index)]", &report)
      }
    }
  }
}
