import ArgumentParser
import FiscalModel
import Spreadsheet

/// `fiscaltables cells`.
struct CellsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cells", abstract: Terminal.text(Wording.Help.cells),
    discussion: Terminal.text(Wording.Help.cellsDiscussion))

  /// What is written.
  enum Target: String, CaseIterable, ExpressibleByArgument {
    case csv, ndjson
  }

  @Argument(help: ArgumentHelp(Terminal.text(Wording.Help.cellsInput), valueName: "IN"))
  var input: String

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.cellsSheet), valueName: "NAME|N"))
  var sheet: String?

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.cellsTarget), valueName: "csv|ndjson"))
  var to: Target = .ndjson

  @OptionGroup var csv: CSVInputOptions

  @OptionGroup var csvOutput: CSVOutputOptions

  @Option(
    name: .customLong("lang"),
    help: ArgumentHelp(Terminal.text(Wording.Help.language), valueName: "zh|en"))
  var languageName: String?

  func validate() throws {
    if let name = languageName, Language(rawValue: name) == nil {
      throw ValidationError(Terminal.text(Wording.unknownChoice("--lang", name, ["zh", "en"])))
    }
  }

  func run() throws {
    Interruption.install()
    do throws(FileError) {
      let source = try CellsInput(input)
      guard let workbook = try source.workbook() else {
        try writeRows(of: source)
        return
      }
      let sheets = try chosen(workbook)
      var output = CellsOutput(date1904: workbook.date1904, writer: csvOutput.writer)
      switch to {
      case .ndjson:
        for sheet in sheets { try output.writeLines(sheet) }
      case .csv:
        if let sheet = sheets.first { try output.writeTable(sheet) }
      }
      try output.flush()
    } catch {
      Terminal.error("\(input): \(Terminal.text(error.message))")
      throw ExitCode(2)
    }
  }

  /// Writes a CSV as it is read, in memory that does not grow with it.
  private func writeRows(of source: CellsInput) throws(FileError) {
    let name = DocumentInput.stem(input)
    if let sheet, sheet.lowercased() != name.lowercased(), sheet != "1" {
      throw FileError(Wording.noSuchSheet(sheet, [name]))
    }
    var output = CellsOutput(date1904: false, writer: csvOutput.writer)
    let target = to
    let report = try source.forEachRow(csv.reader) { row in
      switch target {
      case .ndjson: try output.writeLines(row, sheet: name)
      case .csv: try output.writeRow(row)
      }
    }
    try output.flush()
    for text in CellsCommand.followed(report) { Terminal.error("\(input): \(Terminal.text(text))") }
  }

  /// What was read by a rule of its own, once for each rule.
  private static func followed(_ report: CSVReport) -> [BilingualText] {
    CSVIssue.Rule.allCases.compactMap { rule in
      report.issues.first { $0.rule == rule }.map {
        Wording.csvFollowed($0, count: report.counts[rule] ?? 1)
      }
    }
  }

  /// The sheet that was asked for, else all.
  private func chosen(_ workbook: Workbook) throws(FileError) -> [Sheet] {
    guard let sheet else { return workbook.sheets }
    // A name comes before a number: a sheet may be called 2024.
    if let named = workbook.sheets.first(where: { $0.name == sheet }) { return [named] }
    let folded = sheet.lowercased()
    if let named = workbook.sheets.first(where: { $0.name.lowercased() == folded }) {
      return [named]
    }
    if let number = Int(sheet), workbook.sheets.indices.contains(number - 1) {
      return [workbook.sheets[number - 1]]
    }
    throw FileError(Wording.noSuchSheet(sheet, workbook.sheets.map(\.name)))
  }
}
