import FiscalModel
import FiscalSchema
import Foundation
import TestSupport
import Testing

struct CatalogueTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  @Test func theBundledSchemasAreThoseOfTheRepository() throws {
    let bundled = try Catalogue.bundled()
    #expect(bundled.profiles.map(\.id) == catalogue.profiles.map(\.id))
    #expect(bundled.concepts.count == catalogue.concepts.count)
  }

  @Test func everyColumnAndLineHasARegisteredConcept() {
    for layout in catalogue.profiles.flatMap(\.tables) {
      for column in layout.columns where column.role == .amount {
        #expect(
          column.concept.map { catalogue.concepts[$0] != nil } ?? false, "\(layout.id) \(column.id)"
        )
      }
      for panel in layout.panels {
        for line in panel.lines where !line.label.isEmpty || panel.isKeyless {
          #expect(
            line.concept.map { catalogue.concepts[$0] != nil } ?? false,
            "\(layout.id) \(line.label)")
        }
      }
    }
  }

  @Test func everyAmountOfAFormHasARegisteredConcept() {
    for form in catalogue.profiles.flatMap(\.forms) {
      for (part, _, _) in form.parts {
        switch part {
        case .field(let field):
          let isRegistered = field.concept.map { catalogue.concepts[$0] != nil }
          #expect(isRegistered ?? (field.role != .amount), "\(form.id) \(field.id)")
        case .matrix(let matrix):
          for column in matrix.columns {
            let isRegistered = column.concept.map { catalogue.concepts[$0] != nil }
            #expect(isRegistered ?? (column.role != .amount), "\(form.id) \(column.id)")
          }
          for line in matrix.lines {
            #expect(line.concept.map { catalogue.concepts[$0] != nil } ?? true, "\(line.id)")
          }
        }
      }
    }
  }

  /// A form is as wide as its columns, and so are its rows of fields and its tables.
  @Test func theRowsOfFormsFillTheirWidth() {
    for form in catalogue.profiles.flatMap(\.forms) {
      for block in form.blocks {
        switch block.content {
        case .fields(let fields):
          #expect(fields.reduce(0) { $0 + $1.span } == form.widths.count, "\(form.id)")
        case .matrix(let table):
          for hasLabel in [true, false] {
            let last = table.placement(hasLabel: hasLabel).last
            #expect(last?.upperBound == form.widths.count - 1, "\(form.id) \(table.id)")
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("年度目标{number}{weight}", "年度目标 1：（11 分）", true), ("年度目标{number}", "年度目标3:", true),
    ("年度目标{number}", "年度目标", false), ("得分{weight}", "得分（20 分*执行率）", true),
    ("{year}", "2023 年", true), ("{year}", "20230", false), ("长期目标", "长期目标：", true),
  ])
  func labelsMatchTheirPatterns(_ pattern: String, _ print: String, _ expected: Bool) {
    #expect(LabelPattern(pattern).matches(LabelPattern.folded(print)) == expected)
  }

  @Test func identifiersAreUnique() {
    for layout in catalogue.profiles.flatMap(\.tables) {
      let relations = layout.relations.map(\.id)
      #expect(Set(relations).count == relations.count, "\(layout.id)")
      for panel in layout.panels {
        let lines = panel.lines.map(\.id).filter { !$0.isEmpty }
        #expect(Set(lines).count == lines.count, "\(layout.id) \(panel.id)")
      }
    }
    for profile in catalogue.profiles {
      #expect(Set(profile.tables.map(\.id)).count == profile.tables.count)
      #expect(Set(profile.tables.map(\.number)).count == profile.tables.count)
      #expect(Set(profile.tables.map { $0.title.folded }).count == profile.tables.count)
    }
  }

  @Test func everyRelationFindsItsRowsAndColumns() {
    for profile in catalogue.profiles {
      for layout in profile.tables {
        let numbers = Set(layout.columns.compactMap(\.number))
        let rows = Set(layout.panels.flatMap(\.lines).compactMap(\.number))
        for relation in layout.relations {
          guard case .equation(let left, _, let right) = relation.form else { continue }
          for term in left + right {
            if case .numbered(let number) = term.column {
              #expect(numbers.contains(number), "\(layout.id) \(relation.rule)")
            }
            if case .named(let name) = term.row, Int(name) != nil {
              #expect(rows.contains(name), "\(layout.id) \(relation.rule)")
            }
          }
        }
      }
      for relation in profile.relations {
        guard case .equation(let left, _, let right) = relation.form else { continue }
        for term in left + right {
          let layout = profile.tables.first { $0.number == term.table }
          #expect(layout != nil, "\(relation.rule)")
          if case .named(let name) = term.row, Int(name) != nil {
            let rows = layout?.panels.flatMap(\.lines).compactMap(\.number) ?? []
            #expect(rows.contains(name), "\(relation.rule)")
          }
        }
      }
    }
  }

  @Test func codesStandUnderTheirParents() throws {
    for id in ["functional", "economic-departmental", "economic-government"] {
      let classification = try #require(catalogue.classifications[id])
      #expect(!classification.entries.isEmpty)
      for entry in classification.entries.values {
        #expect(!entry.status.isEmpty, "\(entry.code)")
        if let parent = entry.parent { #expect(entry.code.hasPrefix(parent), "\(entry.code)") }
      }
    }
  }

  @Test func formerNamesBelongToTheirCodes() throws {
    let functional = try #require(catalogue.classifications["functional"])
    #expect(functional.isName("文化旅游体育与传媒支出", of: "207"))
    #expect(functional.isName("文化体育与传媒支出", of: "207"))
    #expect(!functional.isName("文化体育与传媒支出", of: "208"))
  }

  @Test(arguments: [
    ("{", "profile.json"), (#"{"id": "x"}"#, ".title"),
  ])
  func aBrokenSchemaIsNamedWithItsPlace(_ content: String, _ expected: String) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("schemas-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(at: folder) }
    let profile = folder.appendingPathComponent("layouts/x")
    try FileManager.default.createDirectory(at: profile, withIntermediateDirectories: true)
    try content.write(
      to: profile.appendingPathComponent("profile.json"), atomically: false, encoding: .utf8)
    let schemas = Places.top.appendingPathComponent("schemas").path
    let error = #expect(throws: SchemaError.self) {
      try Catalogue(folder: schemas, additional: [folder.path])
    }
    #expect(error?.description.contains("profile.json") ?? false)
    #expect(
      error.map { "\($0)".contains(expected) || expected == ".title" && "\($0)".contains("title") }
        ?? false)
  }
}
