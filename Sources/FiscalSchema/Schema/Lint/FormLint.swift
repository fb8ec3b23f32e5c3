import FiscalModel

/// Checks one form's file: what refers to what.
struct FormLint {
  let file: String
  private let root: [String: Any]
  /// The places of the identifiers of fields and tables.
  private var parts: [String: String] = [:]

  init(_ root: [String: Any], file: String) {
    self.root = root
    self.file = file
  }

  mutating func check(_ report: inout LintReport) {
    SchemaShape.form.check(root, file, "$", &report)
    checkWord("unit", root, "$", AmountUnit.allCases.map(\.name), &report)
    checkWord("stage", root, "$", Stage.allNames, &report)
    checkBlocks(root["blocks"], "$.blocks", &report)
  }

  private func objects(_ value: Any?) -> [[String: Any]] {
    (value as? [Any])?.map { $0 as? [String: Any] ?? [:] } ?? []
  }

  private func checkWord(
    _ key: String, _ object: [String: Any], _ path: String, _ words: [String],
    _ report: inout LintReport
  ) {
    guard let word = object[key] as? String, !words.contains(word) else { return }
    report.add(file, path + "." + key, Message("lint.not-one-of", ["word": word, "words": words]))
  }

  // MARK: Blocks

  private mutating func checkBlocks(
    _ value: Any?, _ path: String, _ report: inout LintReport
  ) {
    for (index, block) in objects(value).enumerated() {
      let place = "\(path)[\(index)]"
      SchemaShape.block.check(block, file, place, &report)
      let kinds = ["fields", "table", "group"].filter { block[$0] != nil }
      if kinds.count != 1 { report.add(file, place, Message("lint.block-kind", ["kinds": kinds])) }
      for (position, field) in objects(block["fields"]).enumerated() {
        let place = "\(place).fields[\(position)]"
        SchemaShape.field.check(field, file, place, &report)
        note(field, place, &report)
        checkValue(field, field["id"] as? String ?? "", place, &report)
        checkChoices(field, place, &report)
      }
      if let table = block["table"] as? [String: Any] {
        checkTable(table, place + ".table", &report)
      }
      checkBlocks(block["group"], place + ".group", &report)
    }
  }

  /// Fields and tables share their identifiers.
  private mutating func note(
    _ part: [String: Any], _ path: String, _ report: inout LintReport
  ) {
    guard let id = part["id"] as? String else { return }
    if let other = parts.updateValue(path, forKey: id) {
      report.add(file, path + ".id", Message("lint.twice", ["id": id, "other": other]))
    }
  }

  /// The kind of a field or a column, and the concept of an amount.
  private func checkValue(
    _ object: [String: Any], _ id: String, _ path: String, _ report: inout LintReport
  ) {
    checkWord("kind", object, path, FormLayout.Kind.allCases.map(\.rawValue), &report)
    if let concept = object["concept"] as? String {
      report.use(concept: concept, file, path + ".concept")
    } else if object["kind"] as? String == FormLayout.Kind.amount.rawValue {
      report.add(file, path, Message("lint.column-without-concept", ["id": id]))
    }
  }

  /// Boxes stand in fields of their kind, one in each choice.
  private func checkChoices(
    _ field: [String: Any], _ path: String, _ report: inout LintReport
  ) {
    guard let choices = field["choices"] as? [String] else { return }
    if field["kind"] as? String != FormLayout.Kind.choice.rawValue {
      report.add(file, path + ".choices", Message("lint.choices-of-another-kind"))
    }
    for (index, choice) in choices.enumerated()
    where !choice.contains(FormLayout.Field.emptyBox) {
      report.add(
        file, "\(path).choices[\(index)]",
        Message("lint.no-box", ["box": FormLayout.Field.emptyBox]))
    }
  }

  // MARK: Tables

  private mutating func checkTable(
    _ table: [String: Any], _ path: String, _ report: inout LintReport
  ) {
    SchemaShape.formTable.check(table, file, path, &report)
    note(table, path, &report)
    checkWord("place", table, path, FormLayout.LabelPlace.allCases.map(\.rawValue), &report)
    var columns: [String: String] = [:]
    var kinds: Set<FormLayout.Kind> = []
    checkNodes(table["columns"], path + ".columns", &columns, &kinds, &report)
    let hasText = kinds.contains(.text) || kinds.contains(.longText)
    let lines = objects(table["lines"])
    var seen: [String: String] = [:]
    for (index, line) in lines.enumerated() {
      let place = "\(path).lines[\(index)]"
      if let id = line["id"] as? String, let other = seen.updateValue(place, forKey: id) {
        report.add(file, place + ".id", Message("lint.twice", ["id": id, "other": other]))
      }
    }
    for (index, line) in lines.enumerated() {
      let place = "\(path).lines[\(index)]"
      if let concept = line["concept"] as? String {
        report.use(concept: concept, file, place + ".concept")
      }
      for (position, id) in (line["sum"] as? [String] ?? []).enumerated() where seen[id] == nil {
        report.add(
          file, "\(place).sum[\(position)]",
          Message("lint.no-line", ["id": id, "near": Spelling.nearest(to: id, in: seen.keys)]))
      }
      if line["under"] != nil, !kinds.contains(.level) {
        report.add(file, place + ".under", Message("lint.no-level"))
      }
      if line["field"] != nil, !hasText {
        report.add(file, place + ".field", Message("lint.no-text"))
      }
    }
  }

  private func checkNodes(
    _ value: Any?, _ path: String, _ columns: inout [String: String],
    _ kinds: inout Set<FormLayout.Kind>, _ report: inout LintReport
  ) {
    for (index, node) in objects(value).enumerated() {
      let place = "\(path)[\(index)]"
      SchemaShape.formNode.check(node, file, place, &report)
      if node["columns"] != nil {
        checkNodes(node["columns"], place + ".columns", &columns, &kinds, &report)
        continue
      }
      guard let id = node["id"] as? String else {
        report.add(file, place, Message("lint.missing-key", ["key": "id"]))
        continue
      }
      if let other = columns.updateValue(place, forKey: id) {
        report.add(file, place + ".id", Message("lint.twice", ["id": id, "other": other]))
      }
      kinds.insert((node["kind"] as? String).flatMap(FormLayout.Kind.init) ?? .text)
      checkValue(node, id, place, &report)
    }
  }
}

extension SchemaShape {
  static let form = SchemaShape(
    required: [
      "id": .string, "statement": .string, "title": .string, "stage": .string, "unit": .string,
      "source": .string, "widths": .numbers, "blocks": .objects,
    ],
    optional: [
      "$schema": .string, "number": .string, "aliases": .strings, "printedTitle": .string,
      "endings": .strings, "subtitle": .string,
    ])

  static let block = SchemaShape(
    required: [:], optional: ["fields": .objects, "table": .members, "group": .objects])

  static let field = SchemaShape(
    required: ["id": .string, "label": .string],
    optional: [
      "aliases": .strings, "kind": .string, "concept": .string, "choices": .strings,
      "labelSpan": .integer, "span": .integer,
    ])

  static let formTable = SchemaShape(
    required: ["id": .string, "columns": .objects],
    optional: [
      "label": .string, "aliases": .strings, "place": .string, "labelSpan": .integer,
      "blankRows": .integer, "lines": .array(formLine),
    ])

  static let formLine = SchemaShape(
    required: ["id": .string, "label": .string],
    optional: [
      "aliases": .strings, "concept": .string, "under": .string, "sum": .strings,
      "field": .string,
    ])

  static let formNode = SchemaShape(
    required: ["caption": .string],
    optional: [
      "columns": .objects, "id": .string, "aliases": .strings, "kind": .string,
      "concept": .string, "words": .strings, "endings": .strings, "optional": .boolean,
      "span": .integer,
    ])
}
