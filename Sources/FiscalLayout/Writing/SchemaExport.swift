import FiscalModel
import FiscalSchema
import Foundation

/// A profile in the languages of others: JSON Schema (2020-12) for the JSON that is written of its tables,
/// and Table Schema (a data package) for their CSV.
package struct SchemaExport {
  private let profile: Profile
  private let catalogue: Catalogue

  /// Makes an export of a profile.
  package init(profile: Profile, catalogue: Catalogue) {
    self.profile = profile
    self.catalogue = catalogue
  }

  /// A JSON Schema for what `convert --to json` writes.
  ///
  /// - Throws: what encoding JSON throws.
  package func jsonSchema() throws -> String {
    let disclosure: [String: Any] = [
      "type": "object", "required": ["profile", "stage", "sections"],
      "properties": [
        "profile": ["const": profile.id], "stage": ["const": profile.stage.rawValue],
        "agency": ["type": "string"], "agency_code": ["type": "string"],
        "fiscal_year": ["type": "integer"],
        "sections": [
          "type": "array",
          "items": [
            "anyOf": profile.layouts.map(section) + [announcement]
          ],
        ],
      ],
    ]
    return try text([
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": profile.title.zh,
      "description": profile.title.en, "type": "object",
      "required": ["disclosure", "provenance", "findings"],
      "properties": [
        "disclosure": disclosure, "provenance": ["type": "object"], "findings": ["type": "array"],
      ],
    ])
  }

  /// A section of which no more than a title was published.
  private var announcement: [String: Any] {
    [
      "type": "object", "required": ["blocks"],
      "properties": [
        "title": ["type": "string"], "nil_statement": ["type": "string"],
        "blocks": ["type": "array", "maxItems": 0],
      ],
    ]
  }

  /// A section of a layout, whose blocks are as it says: the matrix of a table, or parts of a form.
  private func section(_ layout: Layout) -> [String: Any] {
    let parts = layout.parts.map { block($0.part) }
    let blocks: [String: Any] =
      layout.isTable
      ? ["prefixItems": parts, "items": false, "minItems": parts.count]
      : ["items": ["anyOf": parts]]
    return [
      "title": layout.title, "description": layout.source, "type": "object",
      "required": ["layout", "statement", "unit", "blocks"],
      "properties": [
        "layout": ["const": layout.id], "statement": ["const": layout.statement],
        "stage": ["const": layout.stage.rawValue],
        "unit": ["enum": AmountUnit.allCases.map(\.name)],
        "blocks": blocks.merging(["type": "array"]) { $1 },
      ],
    ]
  }

  private func block(_ part: Layout.Part) -> [String: Any] {
    switch part {
    case .field(let field):
      return [
        "type": "object", "required": ["id", "label", "value"], "additionalProperties": false,
        "properties": [
          "id": ["const": field.id], "label": ["type": "string"],
          "value": value(
            column: nil, isAmount: field.role == .amount, description: description(field.concept)),
        ],
      ]
    case .matrix(let matrix):
      let lines = matrix.lines.map(\.id).filter { !$0.isEmpty }
      let parts = matrix.panels.map { panel in
        self.part(
          panel: panel.id, lines: lines,
          values: panel.valueColumns.map { column in
            let definition = matrix.columns[column]
            return value(
              column: matrix.id == nil ? matrix.columnNames[column] : definition.id,
              isAmount: definition.role == .amount, description: description(definition.concept),
              goesOn: definition.role == .level)
          })
      }
      guard let id = matrix.id else {
        return self.matrix(parts: parts, others: ["columns": ["const": matrix.columnNames]])
      }
      return self.matrix(
        parts: parts,
        others: [
          "id": ["const": id], "label": ["type": "string"],
          "columns": ["type": "array", "items": ["type": "string"]],
        ])
    }
  }

  /// Rows of parts under captions.
  private func matrix(parts: [[String: Any]], others: [String: Any]) -> [String: Any] {
    let rows: [String: Any] = [
      "type": "array",
      "items": ["type": "array", "prefixItems": parts, "items": false, "minItems": parts.count],
    ]
    return [
      "type": "object", "required": ["columns", "rows"] + (others["id"] == nil ? [] : ["id"]),
      "properties": others.merging(["rows": rows]) { $1 },
    ]
  }

  /// What one panel prints in one row.
  private func part(
    panel: String, lines: [String], values: [[String: Any]]
  ) -> [String: Any] {
    [
      "type": "object", "required": ["panel", "kind", "label", "values"],
      "properties": [
        "panel": ["const": panel], "kind": ["enum": RowKind.allCases.map(\.rawValue)],
        "line": ["enum": lines], "code": ["type": "string", "pattern": "^[0-9][0-9A-Z]*$"],
        "label": ["type": "string"], "number": ["type": "string"],
        "values": [
          "type": "array", "prefixItems": values, "items": false, "minItems": values.count,
        ],
      ],
    ]
  }

  /// What a value may be: an amount, a text or a mark for "no value", beside the name of its column.
  private func value(
    column: String?, isAmount: Bool, description: String?, goesOn: Bool = false
  ) -> [String: Any] {
    var properties: [String: Any] = [
      "null": ["enum": NullKind.allCases.map(\.rawValue)], "text": ["type": "string"],
    ]
    if goesOn { properties["carried"] = ["const": true] }
    if let column { properties["column"] = ["const": column] }
    if isAmount {
      properties["amount"] = ["type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"]
    }
    var value: [String: Any] = [
      "type": "object", "properties": properties, "additionalProperties": false,
    ]
    if column != nil { value["required"] = ["column"] }
    if let description { value["description"] = description }
    return value
  }

  /// A data package with a Table Schema for each table: its leaf columns in order.
  ///
  /// - Throws: what encoding JSON throws.
  package func tableSchemas() throws -> String {
    let resources: [[String: Any]] = profile.tables.map { layout in
      let fields: [[String: Any]] = layout.columns.enumerated().map { index, column in
        var field: [String: Any] = ["name": layout.columnNames[index], "title": column.caption]
        let isAmount = column.role == .amount
        field["type"] = isAmount ? "number" : "string"
        if isAmount { field["groupChar"] = "," }
        if let concept = column.concept { field["concept"] = concept }
        if let description = description(column.concept) { field["description"] = description }
        if !column.members.isEmpty { field["members"] = column.members }
        return field
      }
      let schema: [String: Any] = [
        "fields": fields,
        "missingValues": NullKind.allCases.map(\.mark).reduce(into: [String]()) { marks, mark in
          if !marks.contains(mark) { marks.append(mark) }
        },
      ]
      return [
        "name": layout.id.replacing("/", with: "-"), "title": layout.title,
        "statement": layout.statement, "unit": layout.unit.name,
        "dialect": ["headerRows": layout.header.map(\.height).max() ?? 1],
        "schema": schema,
      ]
    }
    return try text([
      "profile": "data-package", "name": profile.id, "title": profile.title.zh,
      "description": profile.title.en, "resources": resources,
    ])
  }

  private func description(_ concept: String?) -> String? {
    concept.flatMap { catalogue.concepts[$0] }.map { "\($0.zh) / \($0.en)" }
  }

  private func text(_ object: [String: Any]) throws -> String {
    let data = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }
}
