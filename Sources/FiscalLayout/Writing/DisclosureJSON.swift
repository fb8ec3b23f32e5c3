import FiscalModel
import FiscalSchema

/// A reading as JSON: the disclosure, where its values came from, and what was found, each apart, so that
/// two documents can be compared without their provenance. Amounts are strings.
package enum DisclosureJSON {
  /// The reading as UTF-8 JSON, keys in alphabetical order.
  package static func bytes(_ reading: Reading) throws -> [UInt8] {
    try JSON.object([
      "disclosure": disclosure(reading.disclosure),
      "provenance": .object([
        "document": .string(reading.document),
        "sections": .array(reading.disclosure.sections.map(origins)),
      ]),
      "findings": .array(reading.findings.map { FindingsJSON.finding($0) }),
    ]).bytes(isPretty: true)
  }

  private static func disclosure(_ disclosure: Disclosure) -> JSON {
    .object([
      "profile": .text(disclosure.profile), "agency": .text(disclosure.agency),
      "agency_code": .text(disclosure.agencyCode),
      "fiscal_year": disclosure.fiscalYear.map(JSON.integer),
      "stage": .text(disclosure.stage?.rawValue),
      "sections": .array(disclosure.sections.map(section)),
    ])
  }

  // MARK: What is printed

  /// A section: what stands around it, then its fields and matrices in printed order.
  private static func section(_ section: Section) -> JSON {
    .object([
      "layout": .text(section.layout), "statement": .text(section.statement),
      "number": .text(section.number), "title": .text(section.title),
      "subtitle": .text(section.subtitle), "heading": .texts(section.heading),
      "agency": .text(section.agency), "unit": .text(section.unit?.name),
      "stage": .text(section.stage?.rawValue), "blocks": .array(section.blocks.map(block)),
      "nil_statement": .text(section.nilStatement), "notes": .texts(section.notes),
    ])
  }

  /// A field has a value, a matrix columns and rows.
  private static func block(_ block: Section.Block) -> JSON {
    switch block {
    case .field(let field):
      return .object([
        "id": .string(field.id), "label": .string(field.label),
        "value": value(field.cell.value),
      ])
    case .matrix(let matrix):
      // The captions of a form differ from one to the next; its columns go by their identifiers.
      let names = matrix.id == nil ? matrix.columnNames : matrix.columns.map(\.id)
      // A cell that goes on over the rows below is said in each of them.
      let carried = matrix.id == nil || matrix.levels.isEmpty ? nil : matrix.carried
      let rows = matrix.rows.enumerated().map { row, printed in
        JSON.array(
          zip(matrix.panels, printed.parts).map { panel, part in
            let values = zip(panel.valueColumns, part.cells).map { column, cell in
              let said = carried?[row][column] ?? cell.value
              return value(said, column: names[column], isCarried: said != cell.value)
            }
            return self.part(part, panel.id, .array(values))
          })
      }
      return .object([
        "id": .text(matrix.id), "label": .text(matrix.label), "columns": .texts(matrix.columnNames),
        "column_numbers": matrix.columnNumbers.map(JSON.texts),
        "divides_codes": .mark(matrix.dividesCodes), "rows": .array(rows),
      ])
    }
  }

  /// What one panel prints in one row.
  private static func part(_ part: Section.Part, _ panel: String, _ values: JSON) -> JSON {
    .object([
      "panel": .string(panel), "kind": .string(part.kind.rawValue), "line": .text(part.line),
      "code": .text(part.code), "label": .string(part.label),
      "under_name": .mark(part.isUnderName), "number": .text(part.number), "values": values,
    ])
  }

  /// A value and, in a matrix, its column; and whether it is that of the cell above, which goes on.
  private static func value(
    _ value: FiscalValue, column: String? = nil, isCarried: Bool = false
  ) -> JSON {
    var members: [String: JSON?] = ["column": .text(column), "carried": .mark(isCarried)]
    switch value {
    case .amount(let amount): members["amount"] = .string(amount.description)
    case .text(let text): members["text"] = .string(text)
    case .null(let kind): members["null"] = .string(kind.rawValue)
    }
    return .object(members)
  }

  // MARK: Where it was read

  /// Where a section and its cells were read, in the same order.
  private static func origins(_ section: Section) -> JSON {
    let extent = section.place.extent
    return .object([
      "source": .string(section.place.location.description),
      "lines": .array([.integer(extent.lowerBound), .integer(extent.upperBound)]),
      "blocks": .array(section.blocks.map(origins)),
    ])
  }

  /// Row by row, panel by panel, cell by cell; a field is one cell.
  private static func origins(_ block: Section.Block) -> JSON {
    switch block {
    case .field(let field):
      return .object(["rows": .array([.array([.array([origin(field.cell.origin)])])])])
    case .matrix(let matrix):
      let rows = matrix.rows.map { row in
        JSON.array(row.parts.map { part in .array(part.cells.map { origin($0.origin) }) })
      }
      let extra = matrix.extraColumns.map(extraColumn)
      return .object([
        "rows": .array(rows), "extra_columns": extra.isEmpty ? nil : .array(extra),
      ])
    }
  }

  /// A column that the layout does not have.
  private static func extraColumn(_ column: Section.ExtraColumn) -> JSON {
    let cells = column.cells.map { cell in
      JSON.object(["line": .integer(cell.line), "text": .string(cell.text)])
    }
    return .object(["name": .string(column.name), "cells": .array(cells)])
  }

  private static func origin(_ origin: CellOrigin) -> JSON {
    .object([
      "source": .string(origin.location.description), "placed": .string(origin.placed.rawValue),
      "raw": .text(origin.raw),
    ])
  }
}
