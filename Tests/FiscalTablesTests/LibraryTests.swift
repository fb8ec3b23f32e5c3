import FiscalTables
import Foundation
import Spreadsheet
import TestSupport
import Testing

/// What a program does with the library alone; the function `example` has the example of the README line by
/// line, so that it compiles and runs.
struct LibraryTests {
  private func inFolder<Result>(
    _ folder: URL = FileManager.default.temporaryDirectory.appendingPathComponent(
      UUID().uuidString),
    _ body: (URL) throws -> Result
  ) throws -> Result {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return try body(folder)
  }

  @Test func theExampleOfTheReadmeRuns() throws {
    let (disclosure, again, facts) = try inFolder(exampleFolder) { folder in
      let disclosure = try example()
      let facts = try Data(contentsOf: folder.appendingPathComponent("2021.facts.csv"))
      let path = folder.appendingPathComponent("2021.xlsx").path
      return (disclosure, try FiscalTables.read(path, profile: nil), facts)
    }
    #expect(disclosure.profile == "wuhan-final-accounts-2021")
    #expect(disclosure.sections.count == 12)
    #expect(again.disclosure == disclosure.disclosure)
    #expect(disclosure.facts.count == facts.split(separator: UInt8(ascii: "\n")).count - 1)
    #expect(try FiscalTables().profiles.contains("wuhan-final-accounts-2021"))
  }

  @Test(arguments: ["README.md", "README.en.md"])
  func theReadmeHasTheExample(name: String) throws {
    let readme = try String(contentsOf: Places.top.appendingPathComponent(name), encoding: .utf8)
    let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
    let blocks = readme.components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }.filter { $0.contains("import FiscalTables\n") }
    #expect(blocks.count == 1)
    for block in blocks {
      let lines = block.split(separator: "\n").filter { !$0.hasPrefix("import ") }
      #expect(source.contains(lines.map { "  \($0)" }.joined(separator: "\n")), "\(block)")
    }
  }

  @Test func eachFormIsReadAgain() throws {
    let disclosure = try FiscalTables.read("samples/2025-unit-budget.txt")
    try inFolder { folder in
      let tables = folder.appendingPathComponent("tables").path
      try disclosure.write(to: tables, as: .csv)
      #expect(try FiscalTables.read(tables, profile: nil).disclosure == disclosure.disclosure)
      for (name, count) in [("all.json", 1), ("all.ndjson", disclosure.facts.count)] {
        let path = folder.appendingPathComponent(name).path
        try disclosure.write(to: path, as: nil)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let values = count == 1 ? [bytes] : bytes.split(separator: UInt8(ascii: "\n"))
        #expect(values.count == count)
        for value in values {
          #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: value) }
        }
      }
      #expect(throws: FileError.self) { try disclosure.write(to: "all.csv", as: nil) }
    }
  }

  @Test func findingsAreMarkedWhereAskedFor() throws {
    let text = String(decoding: try Data(contentsOf: Places.sample(sample)), as: UTF8.self)
    let changed = text.replacing("30101 基本工资 56.22", with: "30101 基本工资 56.32")
    let disclosure = try FiscalTables.read(Array(changed.utf8), named: "changed.txt")
    #expect(disclosure.name == "changed.txt")
    let broken = disclosure.check().filter { $0.verdict == .break }
    #expect(!broken.isEmpty)
    try inFolder { folder in
      let sheets = try [false, true].map { marks in
        let path = folder.appendingPathComponent("marks-\(marks).xlsx").path
        try disclosure.write(to: path, as: nil, marksFindings: marks)
        return try Workbook(contentsOf: path).sheets.count
      }
      #expect(sheets[1] == sheets[0] + 1)
    }
  }

  private let sample = "2021-final-accounts.txt"

  @Test func anotherUnitAndAnotherProfile() throws {
    let disclosure = try FiscalTables.read("samples/2025-unit-budget.txt")
    let converted = try disclosure.converted(to: .yuan)
    #expect(Set(converted.sections.compactMap(\.unit)) == [.yuan])
    #expect(throws: FileError.self) { try disclosure.translated(to: "wuhan-final-accounts-2021") }
    do {
      _ = try disclosure.translated(to: "nowhere")
      Issue.record("there is no such profile")
    } catch {
      #expect(error.message.id == "option.unknown-schema")
    }
  }

  @Test func ofSeveralAgenciesOneIsNamed() throws {
    let fixture = try #require(Fixture.all(in: "rules/read").first { $0.name == "one-agency" })
    let bytes = try inFolder { folder in
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: fixture.put(into: folder))))
    }
    let tables = try FiscalTables()
    let all = try tables.readAll(bytes, named: "agencies.csv")
    #expect(all.count > 1)
    for each in all {
      let names = [each.agency, each.agencyCode].compactMap { $0 }
      #expect(!names.isEmpty)
      for name in names {
        #expect(
          try tables.read(bytes, named: "agencies.csv", agency: name).disclosure == each.disclosure)
      }
    }
    for (agency, count) in [(nil, all.count), ("nobody", 0)] as [(String?, Int)] {
      do {
        _ = try tables.read(bytes, named: "agencies.csv", agency: agency)
        Issue.record("\(count) agencies")
      } catch {
        #expect(error.message.id == "input.agencies")
        #expect(error.message.arguments["count"] == .count(count))
      }
    }
  }

  @Test(arguments: [
    ("", "input.empty"), ("<?xml version='1.0'?><a/>", "input.unsupported.xml"), ("nothing", "input.no-tables"),
  ])
  func whatIsNoDisclosureIsAnError(_ text: String, _ message: String) {
    do {
      _ = try FiscalTables.read(Array(text.utf8), named: "x")
      Issue.record("it was read")
    } catch {
      #expect(error.message.id == message)
    }
  }

  @Test func whatIsNotThereIsAnError() {
    for path in ["/nonexistent/x.pdf", "/nonexistent"] {
      #expect(throws: FileError.self) { try FiscalTables.read(path, profile: nil) }
    }
    #expect(throws: FileError.self) { try FiscalTables(schemas: ["/nonexistent"]) }
  }
}

private let exampleFolder = FileManager.default.temporaryDirectory.appendingPathComponent(
  UUID().uuidString)

/// The example reads from the repository and writes to a folder of its own, whatever the current one is.
extension FiscalTables {
  fileprivate static func read(_ path: String) throws(FileError) -> DisclosureDocument {
    try read(Places.top.appendingPathComponent(path).path, profile: nil)
  }
}

extension DisclosureDocument {
  fileprivate func write(to name: String) throws {
    try write(to: exampleFolder.appendingPathComponent(name).path, as: nil)
  }
}

private func print(_ values: Any...) {}

private func example() throws -> DisclosureDocument {
  let disclosure = try FiscalTables.read("samples/2021-final-accounts.txt")
  for section in disclosure.sections {
    print(section.number ?? "-", section.title ?? "-", section.unit?.name ?? "-", section.cellCount)
  }
  for finding in disclosure.check() {
    print(finding.severity, finding.rule, finding.message.text(in: .chinese))
  }
  try disclosure.write(to: "2021.xlsx")
  try disclosure.write(to: "2021.facts.csv")
  return disclosure
}
