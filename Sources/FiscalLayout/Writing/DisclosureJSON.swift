import FiscalModel
import Foundation

/// A reading as JSON: the disclosure, where its values came from, and what was found, each apart, so that
/// two documents can be compared without their provenance. Amounts are strings.
public enum DisclosureJSON {
  /// The reading as UTF-8 JSON, keys in alphabetical order.
  public static func bytes(_ reading: Reading, _ catalogue: Catalogue) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return [UInt8](try encoder.encode(Root(reading, catalogue))) + [UInt8(ascii: "\n")]
  }

  private struct Root: Encodable {
    var disclosure: DisclosureRecord
    var provenance: Provenance
    var findings: [FindingRecord]

    init(_ reading: Reading, _ catalogue: Catalogue) {
      disclosure = DisclosureRecord(reading.disclosure, catalogue)
      provenance = Provenance(reading)
      findings = reading.findings.map { FindingRecord($0) }
    }
  }

  private struct DisclosureRecord: Encodable {
    var profile: String
    var agency: String?
    var agencyCode: String?
    var fiscalYear: Int?
    var stage: Stage
    var tables: [Table]
    var forms: [FormRecord]
    var announcements: [Announcement]

    init(_ disclosure: Disclosure, _ catalogue: Catalogue) {
      profile = disclosure.profile
      agency = disclosure.agency
      agencyCode = disclosure.agencyCode
      fiscalYear = disclosure.fiscalYear
      stage = disclosure.stage
      tables = disclosure.tables.compactMap { table in
        catalogue.layout(table.layout).map { Table(table, $0) }
      }
      forms = disclosure.forms.compactMap { form in
        catalogue.form(form.layout).map { FormRecord(form, $0) }
      }
      announcements = disclosure.announcements.map(Announcement.init)
    }
  }

  private struct Announcement: Encodable {
    var number: String
    var title: String
    var nilStatement: String

    init(_ announcement: Disclosure.Announcement) {
      number = announcement.number
      title = announcement.title
      nilStatement = announcement.nilStatement
    }
  }

  private struct Table: Encodable {
    var layout: String
    var statement: String
    var number: String?
    var title: String?
    var heading: [String]
    var agency: String?
    var unit: String
    var columns: [String]
    var columnNumbers: [String]?
    var dividesCodes: Bool?
    var rows: [[Part]]
    var nilStatement: String?
    var notes: [String]

    init(_ table: FiscalTable, _ layout: Layout) {
      self.layout = table.layout
      statement = table.statement
      number = table.number
      title = table.title
      heading = table.heading
      agency = table.agency
      unit = table.unit.name
      columns = layout.columnNames
      columnNumbers = table.columnNumbers
      dividesCodes = table.dividesCodes ? true : nil
      rows = table.rows.map { row in
        row.parts.enumerated().map { panel, part in
          Part(part, layout.panels[panel], names: layout.columnNames)
        }
      }
      nilStatement = table.nilStatement
      notes = table.notes
    }
  }

  private struct Part: Encodable {
    var panel: String
    var kind: RowKind
    var line: String?
    var code: String?
    var label: String
    var underName: Bool?
    var number: String?
    var values: [Value]

    init(_ part: RowPart, _ panel: Layout.Panel, names: [String]) {
      self.panel = panel.id
      kind = part.kind
      line = part.line
      code = part.code
      label = part.label
      underName = part.isUnderName ? true : nil
      number = part.number
      values = zip(panel.valueColumns, part.values).map { Value(column: names[$0], $1) }
    }
  }

  private struct Value: Encodable {
    var column: String
    var amount: String?
    var text: String?
    var null: NullKind?

    init(column: String, _ value: FiscalValue) {
      self.column = column
      switch value {
      case .amount(let value): amount = value.description
      case .text(let value): text = value
      case .null(let kind): null = kind
      }
    }
  }

  private struct Provenance: Encodable {
    var document: String
    var tables: [Origin]
    var forms: [Origin]

    struct Origin: Encodable {
      var source: String
      var lines: [Int]
      /// A table's rows by panels, a form's parts by rows.
      var rows: [[[Cell]]]
      /// Columns that the layout does not have.
      var extraColumns: [Extra]?

      init(_ location: Location, _ extent: ClosedRange<Int>, _ rows: [[[CellOrigin]]]) {
        source = location.description
        lines = [extent.lowerBound, extent.upperBound]
        self.rows = rows.map { row in
          row.map { part in
            part.map { Cell(source: $0.location.description, placed: $0.placed, raw: $0.raw) }
          }
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

      init(_ column: TableOrigin.ExtraColumn) {
        name = column.name
        cells = column.cells.map { Cell(line: $0.line, text: $0.text) }
      }
    }

    struct Cell: Encodable {
      var source: String
      var placed: Placed
      var raw: String?
    }

    init(_ reading: Reading) {
      document = reading.document
      tables = reading.origins.map { table in
        var origin = Origin(table.location, table.extent, table.rows)
        if !table.extraColumns.isEmpty { origin.extraColumns = table.extraColumns.map(Extra.init) }
        return origin
      }
      forms = reading.formOrigins.map { Origin($0.location, $0.extent, $0.parts) }
    }
  }
}
