import FiscalModel
import FiscalSchema

/// What a document is and what was understood of it, as JSON.
package enum InspectionJSON {
  /// One document's part of a report.
  package struct Document: Codable, Sendable {
    fileprivate let json: JSON

    /// Makes a part: what was read, how its tables came out, and what their words mean.
    package init(_ reading: Reading, form: String, verdicts: [Verdict?], _ meanings: Meanings) {
      let disclosure = reading.disclosure
      json = .object([
        "document": .string(reading.document), "form": .string(form),
        "profile": .text(disclosure.profile), "agency": .text(disclosure.agency),
        "fiscal_year": disclosure.fiscalYear.map(JSON.integer),
        "stage": .text(disclosure.stage?.rawValue),
        "sections": .array(
          zip(disclosure.sections, verdicts).map { section($0, $1, meanings) }),
        "findings": .array(reading.findings.map { FindingsJSON.finding($0) }),
      ])
    }
  }

  /// The documents, keys in alphabetical order.
  package static func bytes(_ documents: [Document]) throws -> [UInt8] {
    try JSON.object(["documents": .array(documents.map(\.json))]).bytes(isPretty: true)
  }

  private static func section(
    _ section: Section, _ verdict: Verdict?, _ meanings: Meanings
  ) -> JSON {
    let known = Understanding(section, meanings)
    let extent = section.place.extent
    var placed: [String: JSON?] = [:]
    for cell in section.fields.map(\.cell)
      + section.matrices.flatMap({ $0.rows.flatMap { $0.parts.flatMap(\.cells) } })
    {
      guard case .integer(let count)? = placed[cell.origin.placed.rawValue, default: .integer(0)]
      else { continue }
      placed[cell.origin.placed.rawValue] = .integer(count + 1)
    }
    return .object([
      "number": .text(section.number), "title": .text(section.title),
      "statement": .text(section.statement), "known_by": known.source.map(source),
      "agency": .text(section.agency), "unit": .text(section.unit?.name),
      "stage": .text(section.stage?.rawValue), "members": members(section.members),
      "lines": .array([.integer(extent.lowerBound), .integer(extent.upperBound)]),
      "rows": .integer(section.matrices.reduce(section.fields.count) { $0 + $1.rows.count }),
      "cells": .integer(section.cellCount), "placed": .object(placed),
      "verdict": .text(verdict?.rawValue),
      "columns": .array(
        section.matrix.columns.indices.map { column($0, of: section.matrix, known) }),
      "unknown_rows": known.unknownRows.isEmpty ? nil : .texts(known.unknownRows),
    ])
  }

  private static func source(_ source: Understanding.Source) -> JSON {
    switch source {
    case .title(let words): .object(["title": .string(words)])
    case .captions: .object(["captions": .truth(true)])
    case .layout(let id): .object(["layout": .string(id)])
    }
  }

  private static func members(_ members: [String: String]) -> JSON? {
    members.isEmpty ? nil : .object(members.mapValues { .string($0) })
  }

  private static func column(
    _ index: Int, of matrix: Section.Matrix, _ known: Understanding
  ) -> JSON {
    let column = matrix.columns[index]
    return .object([
      "column": .string(known.names[index]), "role": .string(column.role.rawValue),
      "concept": .text(column.concept), "members": members(column.members),
      "stage": .text(column.stage?.rawValue),
      "year_offset": column.yearOffset == 0 ? nil : .integer(column.yearOffset),
      "unit": .text(column.unit?.name), "dimension": .text(column.dimension),
      "evidence": .text(column.evidence.isEmpty ? nil : column.evidence),
      "change": .mark(known.changes.contains(index)),
      "unknown": .mark(known.unknownColumns.contains(index)),
    ])
  }
}
