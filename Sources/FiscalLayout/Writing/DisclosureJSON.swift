import FiscalModel
import Foundation

/// A reading as JSON: the disclosure, where its values came from, and what was found, each apart, so that
/// two documents can be compared without their provenance. Amounts are strings.
public enum DisclosureJSON {
  /// The reading as UTF-8 JSON, keys in alphabetical order.
  public static func bytes(_ reading: Reading) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return [UInt8](try encoder.encode(Root(reading))) + [UInt8(ascii: "\n")]
  }

  private struct Root: Encodable {
    var disclosure: DisclosureRecord
    var provenance: ProvenanceRecord
    var findings: [FindingRecord]

    init(_ reading: Reading) {
      disclosure = DisclosureRecord(reading.disclosure)
      provenance = ProvenanceRecord(reading)
      findings = reading.findings.map { FindingRecord($0) }
    }
  }

  private struct DisclosureRecord: Encodable {
    var profile: String?
    var agency: String?
    var agencyCode: String?
    var fiscalYear: Int?
    var stage: Stage?
    var sections: [SectionRecord]

    init(_ disclosure: Disclosure) {
      profile = disclosure.profile
      agency = disclosure.agency
      agencyCode = disclosure.agencyCode
      fiscalYear = disclosure.fiscalYear
      stage = disclosure.stage
      sections = disclosure.sections.map(SectionRecord.init)
    }
  }

  /// Where the sections and their cells were read, in the same order.
  private struct ProvenanceRecord: Encodable {
    var document: String
    var sections: [Origin]

    init(_ reading: Reading) {
      document = reading.document
      sections = reading.disclosure.sections.map(Origin.init)
    }

    struct Origin: Encodable {
      var source: String
      var lines: [Int]
      var blocks: [Block]

      init(_ section: Section) {
        source = section.place.location.description
        lines = [section.place.extent.lowerBound, section.place.extent.upperBound]
        blocks = section.blocks.map(Block.init)
      }
    }

    struct Block: Encodable {
      /// Row by row, panel by panel, cell by cell; a field is one cell.
      var rows: [[[Cell]]]
      /// Columns that the layout does not have.
      var extraColumns: [Extra]?

      init(_ block: Section.Block) {
        switch block {
        case .field(let field): rows = [[[Cell(field.cell.origin)]]]
        case .matrix(let matrix):
          rows = matrix.rows.map { $0.parts.map { $0.cells.map { Cell($0.origin) } } }
          if !matrix.extraColumns.isEmpty { extraColumns = matrix.extraColumns.map(Extra.init) }
        }
      }
    }

    struct Extra: Encodable {
      struct Cell: Encodable {
        var line: Int
        var text: String
      }
      var name: String
      var cells: [Cell]

      init(_ column: Section.ExtraColumn) {
        name = column.name
        cells = column.cells.map { Cell(line: $0.line, text: $0.text) }
      }
    }

    struct Cell: Encodable {
      var source: String
      var placed: Placed
      var raw: String?

      init(_ origin: CellOrigin) {
        source = origin.location.description
        placed = origin.placed
        raw = origin.raw
      }
    }
  }
}
