import ArgumentParser
import FiscalTables

/// `fiscaltables schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: Help.schema,
    subcommands: [List.self, Show.self, Template.self, Export.self, Lint.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: Help.schemaList)
    @OptionGroup var common: CommonOptions

    func run() throws {
      for (index, profile) in try common.catalogue().profiles.enumerated() {
        if index > 0 { Terminal.output("") }
        let years =
          [
            profile.years.lowerBound > 0 ? String(profile.years.lowerBound) : "", "–",
            profile.years.upperBound < 9999 ? String(profile.years.upperBound) : "",
          ].joined()
        Terminal.output("\(profile.id)  \(Terminal.text(profile.title))  \(years)")
        let rows = profile.layouts.map { [$0.id, $0.number, $0.title, $0.statement] }
        for line in Terminal.table(rows, indent: "  ") { Terminal.output(line) }
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: Help.schemaShow)
    @Argument(help: ArgumentHelp(Help.schemaID, valueName: "ID"))
    var id: String
    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalogue = try common.catalogue()
      if let profile = catalogue.profile(id) {
        for (index, layout) in profile.layouts.enumerated() {
          if index > 0 { Terminal.output("") }
          show(layout, catalogue)
        }
        Terminal.output("")
        for relation in profile.relations { Terminal.output("\(relation.id)  \(relation.rule)") }
      } else if let layout = catalogue.layout(id) {
        show(layout, catalogue)
      } else {
        let known = catalogue.profiles.flatMap { [$0.id] + $0.layouts.map(\.id) }
        Terminal.error(
          Terminal.text(
            "option.unknown-schema", ["id": id, "near": Spelling.nearest(to: id, in: known)]))
        throw ExitCode(64)
      }
    }

    private func show(_ layout: Layout, _ catalogue: Catalogue) {
      Terminal.output("\(layout.id)  \(layout.title)  \(layout.unit.name)")
      Terminal.output("  " + Terminal.text("show.columns"))
      let names = layout.columnNames
      var rows: [[String]] = []
      for (index, column) in layout.columns.enumerated() {
        let concept = column.concept.flatMap { catalogue.concepts[$0] }
        rows.append([
          column.number ?? "", names[index], column.role.rawValue, column.concept ?? "",
          concept.map { Terminal.language == .chinese ? $0.zh : $0.en } ?? "",
        ])
      }
      for line in Terminal.table(rows, indent: "    ") { Terminal.output(line) }
      for panel in layout.panels {
        Terminal.output("  " + Terminal.text("show.rows") + " \(panel.id)")
        var rows: [[String]] = []
        for row in panel.rows {
          switch row {
          case .line(let line):
            rows.append([line.number ?? "", line.label, line.kind.rawValue, line.concept ?? ""])
          case .open(let open):
            rows.append(["", "*", open.classification, open.codes.joined(separator: " ")])
          }
        }
        for line in Terminal.table(rows, indent: "    ") { Terminal.output(line) }
      }
      Terminal.output("  " + Terminal.text("show.relations"))
      for relation in layout.relations { Terminal.output("    \(relation.id)  \(relation.rule)") }
    }
  }
}
