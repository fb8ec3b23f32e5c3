import Foundation
import TestSupport
import Testing

/// Copies of documents with one figure altered: the alteration is found, be it in the text, where the
/// reader has to place it first, or in a workbook or CSV; and nothing that holds is called broken.
///
/// `ALTERATIONS=500` tries as many of each document; `ALTERED_DOCUMENTS=DIR` tries other documents.
struct AlterationTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["ALTERATIONS"].flatMap { Int($0) } ?? 15

  private static var documents: [String] {
    guard let folder = environment["ALTERED_DOCUMENTS"] else {
      return Places.samples.map { Places.sample($0).path }
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().map { folder + "/" + $0 }
  }

  @Test(arguments: documents, AlterationStudy.Copy.allCases)
  func alteredFigures(_ path: String, _ copy: AlterationStudy.Copy) throws {
    let url = URL(fileURLWithPath: path)
    let study = try AlterationStudy(
      url.lastPathComponent, [UInt8](try Data(contentsOf: url)), as: copy,
      catalogue: Places.catalogue.get())
    let outcome = try study.run(AlterationTests.count, seed: 20_240_601)
    print(
      "altered \(copy) \(study.name): \(outcome.tried) tried, \(outcome.found) found,",
      "\(outcome.asBreak) broken, \(outcome.unrelated) in no relation")
    #expect(outcome.tried > AlterationTests.count / 3)
    #expect(outcome.found * 100 >= outcome.tried * 99, "\(outcome.missed)")
    #expect(outcome.falseAlarms == [])
  }
}
