import FiscalModel
import FiscalSchema
import Foundation
import TestSupport
import Testing

@testable import Documents
@testable import FiscalLayout

/// Word files that LibreOffice writes in other formats: what is read of them is the same.
@Suite(.serialized, .enabled(if: ToolRun.path(of: "soffice") != nil, "needs libreoffice-writer"))
struct OfficeFactsTests {
  private static let files = [
    "2020-department-budget", "2021-final-accounts", "2025-unit-budget", "shanghai-budget-2025",
    "shanghai-final-accounts-2024",
  ]

  @Test(arguments: files) func theSameFacts(_ name: String) throws {
    let file = Places.top.appendingPathComponent("Tests/Fixtures/\(name).docx")
    let bytes = [UInt8](try Data(contentsOf: file))
    let catalogue = try Places.catalogue.get()
    func facts(_ bytes: [UInt8]) throws -> [String] {
      let reading = try DisclosureReader(catalogue: catalogue)
        .read(Document(name: "a", bytes: bytes))
      return reading.facts(catalogue).map { fact in
        // Empty paragraphs count as lines, and are not the same in all formats.
        zip(Fact.header, fact.fields).filter { $0.0 != "source" }.map(\.1).joined(separator: "|")
      }
    }
    let printed = try facts(bytes)
    #expect(printed.count > 20)
    for format in ["doc", "rtf", "odt"] {
      let folder = try OfficePages.converted(bytes, from: "docx", to: format).0
      let made = [UInt8](
        try Data(contentsOf: URL(fileURLWithPath: folder.path + "/input.\(format)")))
      let difference = try facts(made).difference(from: printed)
      #expect(difference.isEmpty, "\(format): \(difference.count), \(difference.first as Any)")
    }
  }
}
