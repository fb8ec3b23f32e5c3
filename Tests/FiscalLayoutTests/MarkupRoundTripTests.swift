import Documents
import FiscalModel
import FiscalSchema
import TestSupport
import Testing
import Zip

@testable import FiscalLayout
@testable import Spreadsheet

/// What is read of each sample, marked up as Word files, web pages and web archives are: they say the same.
struct MarkupRoundTripTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func read(_ name: String, _ bytes: [UInt8]) throws -> Reading {
    try DisclosureReader(catalogue: catalogue).read(Document(name: name, bytes: bytes))
  }

  /// The facts without their places; the text around the tables says whose they are, and of which year.
  private func facts(_ reading: Reading) -> [String] {
    let away: Set<String> = [
      "document", "source", "placed", "printed", "agency", "agency_code", "fiscal_year",
    ]
    return reading.facts(catalogue).map { fact in
      zip(Fact.header, fact.fields).filter { !away.contains($0.0) && !$0.1.isEmpty }.map(\.1)
        .joined(separator: " ")
    }
  }

  private func expectSame(_ reading: Reading, _ sample: Reading, _ note: String = "") {
    let (read, printed) = (facts(reading), facts(sample))
    let difference = read.difference(from: printed)
    let first = difference.first.map { "\($0)" }
    #expect(difference.isEmpty, "\(note) \(first ?? "")")
  }

  /// The tables and forms of a sample as they stand on its sheets.
  private func builder(_ reading: Reading) throws -> MarkupBuilder {
    let writer = DisclosureWriter(catalogue: catalogue)
    let sheets = try writer.workbook(reading.disclosure).workbook.sheets
    return MarkupBuilder(
      writer.grids(reading.disclosure).compactMap { grid in
        guard let sheet = sheets.first(where: { $0.name == grid.name }) else { return nil }
        // The lines that hold a title or a heading and nothing else come before the table.
        let lines = grid.rows.prefix { row in
          let texts = row.filter { !$0.isEmpty }
          return texts.allSatisfy {
            $0.hasSuffix("表") || $0.contains("表") && texts.count == 1
              || HeadingLine($0, vocabulary: catalogue.vocabulary) != nil
          } && texts.count < 3
        }.prefix(3)
        let top = lines.count
        return MarkupBuilder.Table(
          lines: lines.map { $0.filter { !$0.isEmpty } }, rows: Array(grid.rows[top...]),
          spans: sheet.merges.filter { $0.first.row >= top }.map {
            (
              $0.first.row - top, $0.first.column, $0.last.row - $0.first.row + 1,
              $0.last.column - $0.first.column + 1
            )
          })
      })
  }

  private func docx(_ body: String) throws -> [UInt8] {
    var writer = ZipWriter()
    let name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    try writer.add(
      "word/document.xml",
      Array("<w:document xmlns:w='\(name)'><w:body>\(body)</w:body></w:document>".utf8))
    return try writer.finish()
  }

  @Test(arguments: Places.samples)
  func wordFilesSayTheSame(_ name: String) throws {
    let sample = try read(name, Samples.bytes(name))
    let builder = try builder(sample)
    for length in [1_000, 9] {
      let word = try read("a.docx", docx(builder.wordBody(cutAfter: length)))
      expectSame(word, sample, "cut after \(length) rows")
      #expect(word.disclosure.forms.map(\.blocks) == sample.disclosure.forms.map(\.blocks))
    }
  }

  @Test(arguments: Places.samples)
  func webPagesSayTheSame(_ name: String) throws {
    let sample = try read(name, Samples.bytes(name))
    let page = try builder(sample).webPage()
    let table = try GB18030.table()
    var bytes: [UInt8] = []
    for scalar in page.unicodeScalars { #expect(table.append(scalar, to: &bytes)) }
    for file in [Array(page.utf8), bytes, MarkupBuilder.archive(bytes)] {
      let web = try read("a.htm", file)
      expectSame(web, sample)
      #expect(web.disclosure.forms.map(\.blocks) == sample.disclosure.forms.map(\.blocks))
    }
  }
}
