import FiscalModel
import Foundation

/// A profile in the languages of others: JSON Schema (2020-12) for the JSON that is written of its tables,
/// and Table Schema (a data package) for their CSV.
public struct SchemaExport {
  private let profile: Profile
  private let catalogue: Catalogue

  /// Makes an export of a profile.
  public init(profile: Profile, catalogue: Catalogue) {
    self.profile = profile
    self.catalogue = catalogue
  }

  /// A JSON Schema for the `disclosure` of `convert --to json`.
  ///
  /// - Throws: what encoding JSON throws.
  public func jsonSchema() throws -> String {
    let tables: [[String: Any]] = profile.layouts.map { layout in
      let parts: [[String: Any]] = layout.panels.map { panel in
        let values: [[String: Any]] = panel.valueColumns.map { column in
          let isAmount = layout.columns[column].role == .amount
          var properties: [String: Any] = [
            "column": ["const": layout.columnNames[column]],
            "null": ["enum": NullKind.allCases.map(\.rawValue)],
            "text": ["type": "string"],
          ]
          if isAmount {
            properties["amount"] = ["type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"]
          }
          var value: [String: Any] = [
            "type": "object", "required": ["column"], "properties": properties,
            "additionalProperties": false,
          ]
          if let description = description(of: layout.columns[column]) {
            value["description"] = description
          }
          return value
        }
        return [
          "type": "object", "required": ["panel", "kind", "label", "values"],
          "properties": [
            "panel": ["const": panel.id], "kind": ["enum": RowKind.allCases.map(\.rawValue)],
            "line": ["enum": layout.panels.flatMap(\.lines).map(\.id).filter { !$0.isEmpty }],
            "code": ["type": "string", "pattern": "^[0-9][0-9A-Z]*$"],
            "label": ["type": "string"], "number": ["type": "string"],
            "values": [
              "type": "array", "prefixItems": values, "items": false,
              "minItems": values.count,
            ],
          ],
        ]
      }
      return [
        "title": layout.title, "description": layout.source,
        "type": "object", "required": ["layout", "statement", "unit", "rows"],
        "properties": [
          "layout": ["const": layout.id], "statement": ["const": layout.statement],
          "unit": ["enum": AmountUnit.allCases.map(\.name)],
          "columns": ["const": layout.columnNames],
          "rows": [
            "type": "array",
            "items": [
              "type": "array", "prefixItems": parts, "items": false, "minItems": parts.count,
            ],
          ],
        ],
      ]
    }
    return try text([
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": profile.title.zh,
      "description": profile.title.en, "type": "object",
      "required": ["profile", "stage", "tables"],
      "properties": [
        "profile": ["const": profile.id], "stage": ["const": profile.stage.rawValue],
        "agency": ["type": "string"], "fiscal_year": ["type": "integer"],
        "tables": ["type": "array", "items": ["anyOf": tables]],
      ],
    ])
  }

  /// A data package with a Table Schema for each table: its leaf columns in order.
  ///
  /// - Throws: what encoding JSON throws.
  public func tableSchemas() throws -> String {
    let resources: [[String: Any]] = profile.layouts.map { layout in
      let fields: [[String: Any]] = layout.columns.enumerated().map { index, column in
        var field: [String: Any] = ["name": layout.columnNames[index], "title": column.caption]
        let isAmount = column.role == .amount
        field["type"] = isAmount ? "number" : "string"
        if isAmount { field["groupChar"] = "," }
        if let concept = column.concept { field["concept"] = concept }
        if let description = description(of: column) { field["description"] = description }
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

  private func description(of column: Layout.Column) -> String? {
    column.concept.flatMap { catalogue.concepts[$0] }.map { "\($0.zh) / \($0.en)" }
  }

  private func text(_ object: [String: Any]) throws -> String {
    let data = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }
}
