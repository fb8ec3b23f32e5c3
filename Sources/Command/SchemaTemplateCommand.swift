import ArgumentParser
import FiscalLayout
import FiscalTables
import Spreadsheet

extension SchemaCommand {
  /// `fiscaltables schema template`.
  struct Template: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "template", abstract: Help.schemaTemplate)

    @Argument(help: ArgumentHelp(Help.schemaProfile, valueName: "PROFILE"))
    var profile: String
    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(Help.templateOutput, valueName: "FILE.xlsx"))
    var output: String
    @Option(help: ArgumentHelp(Help.templateYear, valueName: "N"))
    var year: Int?
    @Flag(help: ArgumentHelp(Help.force))
    var force = false
    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalogue = try common.catalogue()
      let profile = try SchemaCommand.profile(profile, catalogue)
      let workbook = TemplateWriter(catalogue: catalogue).workbook(profile, year: year)
      do {
        let bytes: [UInt8]
        do { bytes = try workbook.xlsx() } catch {
          throw FileError("output.not-made", ["reason": "\(error)"])
        }
        try OutputFile.write(bytes, to: output, existing: force ? .replace : .refuse)
      } catch let error as FileError {
        Terminal.error("\(error.path ?? output): \(Terminal.text(error.message))")
        throw ExitCode(2)
      }
    }
  }

  /// `fiscaltables schema export`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: Help.schemaExport)

    /// What is written.
    enum Target: String, CaseIterable, ExpressibleByArgument {
      case jsonSchema = "json-schema"
      case tableSchema = "table-schema"
    }

    @Argument(help: ArgumentHelp(Help.schemaProfile, valueName: "PROFILE"))
    var profile: String
    @Option(
      help: ArgumentHelp(
        Help.exportTarget, valueName: "json-schema|table-schema"))
    var to: Target
    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalogue = try common.catalogue()
      let profile = try SchemaCommand.profile(profile, catalogue)
      let export = SchemaExport(profile: profile, catalogue: catalogue)
      do {
        let text = try to == .jsonSchema ? export.jsonSchema() : export.tableSchemas()
        Terminal.output(text)
      } catch {
        Terminal.error(Terminal.text("output.not-made", ["reason": "\(error)"]))
        throw ExitCode(2)
      }
    }
  }

  /// The profile with an identifier; an unknown one is a mistake of usage.
  static func profile(_ id: String, _ catalogue: Catalogue) throws -> Profile {
    if let profile = catalogue.profile(id) { return profile }
    let near = Spelling.nearest(to: id, in: catalogue.profiles.map(\.id))
    Terminal.error(Terminal.text("option.unknown-schema", ["id": id, "near": near]))
    throw ExitCode(64)
  }
}
