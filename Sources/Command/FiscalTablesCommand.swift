import ArgumentParser
import FiscalTables

/// The command.
@main
struct FiscalTablesCommand: ParsableCommand {
  /// The version of the program.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "fiscaltables",
    abstract: Help.command,
    discussion: Help.exitCodes,
    version: version,
    subcommands: [
      ConvertCommand.self, ValidateCommand.self, InspectCommand.self, CellsCommand.self,
      DiffCommand.self, SchemaCommand.self, ExplainCommand.self,
    ])
}

/// The options of every subcommand.
struct CommonOptions: ParsableArguments {
  @Option(
    name: .customLong("lang"),
    help: ArgumentHelp(Help.language, valueName: "zh|en"))
  var languageName: String?

  @Option(help: ArgumentHelp(Help.schemas, valueName: "DIR"))
  var schemas: [String] = []

  @Flag(name: .shortAndLong, help: ArgumentHelp(Help.quiet))
  var quiet = false

  func validate() throws {
    if let name = languageName, Language(rawValue: name) == nil {
      throw ValidationError(
        Terminal.text(
          "option.unknown-choice", ["option": "--lang", "value": name, "choices": ["zh", "en"]]))
    }
  }

  /// What reads tables, by the schemas that come with the program and those of `--schemas`.
  func tables() throws -> FiscalTables {
    do {
      return try FiscalTables(schemas: schemas)
    } catch {
      Terminal.error(Terminal.text(error.message))
      throw ExitCode(2)
    }
  }

  /// The schemas alone.
  func catalogue() throws -> Catalogue { try tables().catalogue }
}
