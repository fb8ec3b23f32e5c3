import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import Foundation
import Spreadsheet
import TestSupport
import Testing

/// What `schema export` says of a profile is so of what is written.
struct SchemaExportTests {
  private let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func reading(_ name: String) throws -> Reading {
    try DisclosureReader(catalogue: catalogue).read(
      Document(name: name, bytes: Samples.bytes(name)))
  }

  /// What a profile's schema does not allow of a document.
  private func errors(_ bytes: [UInt8], by profile: String?) throws -> [String] {
    let profile = try #require(profile.flatMap { catalogue.profile($0) })
    let text = try SchemaExport(profile: profile, catalogue: catalogue).jsonSchema()
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return JSONSchema(schema)
      .violations(of: try JSONSerialization.jsonObject(with: Data(bytes)))
      .map { "\($0.path): \($0.message.text(in: .english))" }
  }

  @Test(arguments: Places.samples)
  func theJSONOfASampleIsValid(_ name: String) throws {
    let reading = try reading(name)
    let bytes = try DisclosureJSON.bytes(reading)
    #expect(try errors(bytes, by: reading.disclosure.profile) == [])
    // Not everything is: another profile's schema refuses it.
    let other = try #require(catalogue.profiles.first { $0.id != reading.disclosure.profile })
    #expect(try !errors(bytes, by: other.id).isEmpty)
  }

  /// A translation is what the target's schema describes, forms included.
  @Test(arguments: TranslationTests.pairs)
  func theJSONOfATranslationIsValid(_ name: String, _ profile: String) throws {
    let there = try Translator(catalogue: catalogue).translate(reading(name), to: profile)
    #expect(try errors(DisclosureJSON.bytes(there), by: profile) == [])
  }

  @Test(arguments: [
    ("\"stage\" : \"final\"", "\"stage\" : \"budget\""), ("\"amount\" : \"", "\"amount\" : \"x"),
    ("\"statement\" : \"revenue\"", "\"statement\" : \"revenues\""),
    ("\"panel\" : \"main\"", "\"panel\" : \"other\""),
    ("\"id\" : \"annual\"", "\"id\" : \"month\""),
    ("\"column\" : \"level-1\"", "\"column\" : \"level-9\""),
  ])
  func whatIsWrongIsRefused(_ old: String, _ new: String) throws {
    let reading = try reading("2021-final-accounts.txt")
    let text = String(decoding: try DisclosureJSON.bytes(reading), as: UTF8.self)
    try #require(text.contains(old))
    let wrong = text.replacing(old, with: new, maxReplacements: 1)
    #expect(try !errors(Array(wrong.utf8), by: reading.disclosure.profile).isEmpty)
  }

  private struct Package: Decodable {
    var resources: [Resource]
    struct Resource: Decodable {
      var name: String
      var schema: Schema
    }
    struct Schema: Decodable {
      var fields: [Field]
      var missingValues: [String]
    }
    struct Field: Decodable {
      var name: String
      var title: String
      var type: String
    }
  }

  /// A field for each column of the CSV, and below the header nothing that its type does not allow.
  @Test(arguments: Places.samples)
  func tableSchemasDescribeTheCSV(_ name: String) throws {
    let disclosure = try reading(name).disclosure
    let profile = try #require(disclosure.profile.flatMap(catalogue.profile))
    let text = try SchemaExport(profile: profile, catalogue: catalogue).tableSchemas()
    let package = try JSONDecoder().decode(Package.self, from: Data(text.utf8))
    #expect(package.resources.count == profile.tables.count)
    let writer = DisclosureWriter(catalogue: catalogue)
    for table in disclosure.tables where !table.matrix.rows.isEmpty {
      let layout = try #require(table.layout.flatMap { profile.layout($0) })
      let resource = try #require(
        package.resources.first { $0.name == layout.id.replacing("/", with: "-") })
      var own = Disclosure(
        profile: disclosure.profile, fiscalYear: 2021, stage: disclosure.stage)
      own.sections = [table]
      let rows = try #require(writer.grids(own).first).rows
      let fields = resource.schema.fields
      #expect(fields.map(\.name) == layout.columnNames)
      #expect(rows.allSatisfy { $0.count <= fields.count })
      let top = try #require(rows.firstIndex { $0.first == layout.header.first?.text })
      let height = layout.header.map(\.height).max() ?? 1
      let first = top + height + (table.matrix.columnNumbers == nil ? 0 : 1)
      for row in rows[first..<(first + table.matrix.rows.count)] {
        for (value, field) in zip(row, fields) where field.type == "number" {
          #expect(
            resource.schema.missingValues.contains(value) || (try? Amount(value)) != nil,
            "\(layout.id) \(field.name): \(value)")
        }
      }
    }
  }
}
