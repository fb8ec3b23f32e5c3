import ArgumentParser
import FiscalTables
import Foundation

extension SchemaCommand {
  /// `fiscaltables schema lint`.
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint", abstract: Help.schemaLint)

    @Argument(help: ArgumentHelp(Help.schemaLintFolder, valueName: "DIR"))
    var folder: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      let base: Catalogue
      do {
        // A folder that is wrong must not keep its own check from running.
        base = try Catalogue.bundled()
      } catch {
        Terminal.error("\(error)")
        throw ExitCode(2)
      }
      let folders = folder.map { [$0] } ?? (common.schemas.isEmpty ? base.folders : common.schemas)
      var count = 0
      for folder in folders {
        let parts = Catalogue.parts + ["profile.json"]
        guard parts.contains(where: { FileManager.default.fileExists(atPath: folder + "/" + $0) })
        else {
          Terminal.error("\(folder): \(Terminal.text("lint.not-a-folder"))")
          throw ExitCode(2)
        }
        var linter = SchemaLinter(folder: folder, base: base)
        let findings = linter.findings()
        for finding in findings {
          let place = finding.file + (finding.path.isEmpty ? "" : ": " + finding.path)
          Terminal.output("\(place): \(Terminal.text(finding.message))")
        }
        if !common.quiet {
          Terminal.note(
            Terminal.text("lint.summary", ["folder": folder, "count": findings.count]))
        }
        count += findings.count
      }
      if count > 0 { throw ExitCode(1) }
    }
  }
}
