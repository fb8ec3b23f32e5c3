import FiscalLayout
import Foundation
import Spreadsheet

extension DisclosureDocument {
  /// Writes the disclosure. Files appear whole or not at all; those that are there are replaced.
  ///
  /// - Parameters:
  ///   - path: the file, or for ``OutputForm/csv`` the folder.
  ///   - form: the form; nil for the one that the extension of the path says.
  ///   - marksFindings: whether a workbook has the findings in a sheet and as marks in the cells.
  /// - Returns: what the output could not hold as it is.
  /// - Throws: ``FileError`` where the extension says no form, or the file cannot be made.
  @discardableResult
  public func write(
    to path: String, as form: OutputForm? = nil, marksFindings: Bool = false
  ) throws(FileError) -> [Finding] {
    guard let form = form ?? OutputForm(path: path) else {
      throw FileError("option.unknown-form", ["path": path])
    }
    let made = try files(as: form, at: path, marksFindings: marksFindings)
    if form == .csv {
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw FileError("output.unwritable", ["reason": error.localizedDescription], path: path)
      }
    }
    for file in made.files {
      do throws(SystemError) { try WholeFile.write(file.bytes, to: file.path) } catch {
        throw FileError("output.unwritable", ["reason": error.reason], path: file.path)
      }
    }
    return made.findings
  }

  /// The files that the disclosure becomes.
  ///
  /// - Parameters:
  ///   - form: the form.
  ///   - path: the file, or the folder of CSV files.
  ///   - csv: how CSV is written.
  ///   - marksFindings: whether a workbook has the findings in a sheet and as marks in the cells.
  /// - Returns: the files, and what they could not hold as it is.
  /// - Throws: ``FileError`` for what the form has no way to write.
  package func files(
    as form: OutputForm, at path: String, csv: CSVWriter = CSVWriter(), marksFindings: Bool = false
  ) throws(FileError) -> (files: [(path: String, bytes: [UInt8])], findings: [Finding]) {
    let writer = DisclosureWriter(catalogue: catalogue)
    do {
      switch form {
      case .xlsx:
        let (workbook, findings) = writer.workbook(
          disclosure, verdicts: report.verdicts, checks: report.checks,
          marking: marksFindings ? check() : nil)
        return ([(path, try workbook.xlsx())], findings)
      case .csv:
        let contents = writer.contents(disclosure, verdicts: report.verdicts)
        let files = try ([contents] + writer.grids(disclosure)).map { grid in
          ("\(path)/\(grid.name).csv", try csv.bytes(encoding: grid.rows))
        }
        return (files, [])
      case .json: return ([(path, try DisclosureJSON.bytes(reading))], [])
      case .facts: return ([(path, try FactsWriter.csv(facts, writer: csv))], [])
      case .ndjson: return ([(path, FactsWriter.ndjson(facts))], [])
      }
    } catch {
      throw FileError("output.not-made", ["reason": "\(error)"])
    }
  }
}
