import ArgumentParser
import FiscalLayout
import FiscalTables
import Spreadsheet

/// `fiscaltables cells`.
struct CellsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cells", abstract: Help.cells,
    discussion: Help.cellsDiscussion)

  /// What is written.
  enum Target: String, CaseIterable, ExpressibleByArgument {
    case csv, ndjson
  }

  @Argument(help: ArgumentHelp(Help.cellsInput, valueName: "IN"))
  var input: String

  @Option(help: ArgumentHelp(Help.cellsSheet, valueName: "NAME|N"))
  var sheet: String?

  @Option(help: ArgumentHelp(Help.cellsTarget, valueName: "csv|ndjson"))
  var to: Target = .ndjson

  @OptionGroup var csv: CSVInputOptions

  @OptionGroup var csvOutput: CSVOutputOptions

  @Option(
    name: .customLong("lang"),
    help: ArgumentHelp(Help.language, valueName: "zh|en"))
  var languageName: String?

  func validate() throws {
    if let name = languageName, Language(rawValue: name) == nil {
      throw ValidationError(
        Terminal.text(
          "option.unknown-choice", ["option": "--lang", "value": name, "choices": ["zh", "en"]]))
    }
  }

  func run() throws {
    Interruption.install()
    do throws(FileError) {
      let source = try CellsInput(input)
      if let workbook = try source.webPage(SourceFile.stem(input)) {
        try write(workbook)
        return
      }
      guard let workbook = try source.workbook() else {
        try writeRows(of: source)
        return
      }
      // All is checked before anything is written.
      let sheets = try chosen(workbook.sheets.map(\.name)).map { index throws(FileError) in
        let isInOrder = try CellsInput.reading { () throws(SpreadsheetError) in
          try workbook.isInOrder(sheet: index)
        }
        return (index: index, isInOrder: isInOrder)
      }
      var output = CellsOutput(date1904: workbook.date1904, writer: csvOutput.writer)
      for sheet in to == .csv ? sheets.prefix(1) : sheets[...] {
        try write(sheet.index, of: workbook, isInOrder: sheet.isInOrder, to: &output)
      }
      try output.flush()
    } catch {
      Terminal.error("\(input): \(Terminal.text(error.message))")
      throw ExitCode(2)
    }
  }

  /// Writes a sheet row by row, in memory that does not grow with it, if its rows are in order.
  private func write(
    _ index: Int, of workbook: WorkbookFile, isInOrder: Bool, to output: inout CellsOutput
  ) throws(FileError) {
    let name = workbook.sheets[index].name
    output.startSheet()
    guard isInOrder else {
      let sheet = try CellsInput.reading { () throws(SpreadsheetError) in
        try workbook.sheet(at: index)
      }
      for row in sheet.rows { try put(row.index, Array(row.cells), of: name, to: &output) }
      return
    }
    var rows = try CellsInput.reading { () throws(SpreadsheetError) in
      try workbook.rows(inSheet: index)
    }
    while true {
      var cells: [CellsOutput.Placed] = []
      let row = try CellsInput.reading { () throws(SpreadsheetError) in
        let row = try rows.next()
        if let row {
          for cell in row { cells.append((cell.column, try cell.cell())) }
        }
        return row
      }
      guard let row else { return }
      try put(row.index, cells, of: name, to: &output)
    }
  }

  /// Writes a workbook that is in memory as a whole.
  private func write(_ workbook: Workbook) throws(FileError) {
    var output = CellsOutput(date1904: workbook.date1904, writer: csvOutput.writer)
    let sheets = try chosen(workbook.sheets.map(\.name)).map { workbook.sheets[$0] }
    for sheet in to == .csv ? sheets.prefix(1) : sheets[...] {
      output.startSheet()
      for row in sheet.rows {
        try put(row.index, Array(row.cells), of: sheet.name, to: &output)
      }
    }
    try output.flush()
  }

  private func put(
    _ row: Int, _ cells: [CellsOutput.Placed], of sheet: String, to output: inout CellsOutput
  ) throws(FileError) {
    switch to {
    case .ndjson: try output.writeLines(row, cells, sheet: sheet)
    case .csv: try output.writeTable(row, cells)
    }
  }

  /// Writes a CSV as it is read, in memory that does not grow with it.
  private func writeRows(of source: CellsInput) throws(FileError) {
    let name = SourceFile.stem(input)
    if let sheet, sheet.lowercased() != name.lowercased(), sheet != "1" {
      throw FileError("input.no-sheet", ["name": sheet, "sheets": [name]])
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
    for text in CellsCommand.doubts(report) + CellsCommand.followed(report) {
      Terminal.error("\(input): \(Terminal.text(text))")
    }
  }

  /// What the file may be instead.
  private static func doubts(_ report: CSVReport) -> [Message] {
    let encoding = report.otherEncoding.map {
      Message(
        "encoding.doubtful", ["encoding": report.encoding.rawValue, "other": $0.rawValue])
    }
    return [encoding, Message(rivalOf: report)].compactMap { $0 }
  }

  /// What was read by a rule of its own, once for each rule.
  private static func followed(_ report: CSVReport) -> [Message] {
    CSVIssue.Rule.allCases.compactMap { rule in
      report.issues.first { $0.rule == rule }.map {
        Message(followed: $0, count: report.counts[rule] ?? 1)
      }
    }
  }

  /// The sheet that was asked for, else all.
  private func chosen(_ names: [String]) throws(FileError) -> [Int] {
    guard let sheet else { return Array(names.indices) }
    // A name comes before a number: a sheet may be called 2024.
    let named =
      names.firstIndex(of: sheet)
      ?? names.firstIndex { $0.lowercased() == sheet.lowercased() }
    if let named { return [named] }
    if let number = Int(sheet), names.indices.contains(number - 1) { return [number - 1] }
    throw FileError("input.no-sheet", ["name": sheet, "sheets": names])
  }
}
