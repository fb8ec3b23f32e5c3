import ArgumentParser
import FiscalTables

/// `fiscaltables explain`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: Help.explain)

  @Argument(help: ArgumentHelp(Help.explainRule, valueName: "RULE"))
  var rule: String?

  @Flag(help: ArgumentHelp(Help.explainAll))
  var all = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if rule == nil, !all { throw ValidationError(Terminal.text("option.no-rule")) }
  }

  func run() throws {
    let pages = RulePages(catalogue: try common.catalogue(), language: Terminal.language)
    guard let rule else {
      Terminal.output(pages.reference)
      return
    }
    let lines = pages.explain(rule)
    guard !lines.isEmpty else {
      Terminal.error(
        Terminal.text(
          "option.unknown-rule",
          ["id": rule, "near": Spelling.nearest(to: rule, in: pages.identifiers)]))
      throw ExitCode(64)
    }
    for line in lines { Terminal.output(line) }
  }
}
