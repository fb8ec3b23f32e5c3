import ArgumentParser
import FiscalTables

/// `fiscaltables schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: Help.schema,
    subcommands: [
      List.self, Show.self, Template.self, Export.self, Lint.self, Learn.self,
      New.self,
    ])

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
        let rows = profile.layouts.map { [$0.id, $0.number ?? "", $0.title, $0.statement] }
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
      for block in layout.blocks {
        switch block.content {
        case .fields(let fields):
          Terminal.output("  " + Terminal.text("show.fields"))
          show(
            fields.map {
              ["", $0.labels[0].text, $0.role.rawValue] + concept($0.concept, catalogue)
            })
        case .matrix(let matrix): show(matrix, catalogue)
        }
      }
      if !layout.relations.isEmpty || layout.isTable {
        Terminal.output("  " + Terminal.text("show.relations"))
      }
      for relation in layout.relations { Terminal.output("    \(relation.id)  \(relation.rule)") }
    }

    private func show(_ matrix: Layout.Matrix, _ catalogue: Catalogue) {
      let label = matrix.labels.first.map { " " + $0.text } ?? ""
      Terminal.output("  " + Terminal.text("show.columns") + label)
      show(
        zip(matrix.columns, matrix.columnNames).map { column, name in
          [column.number ?? "", name, column.role.rawValue] + concept(column.concept, catalogue)
        })
      for panel in matrix.panels where !panel.rows.isEmpty {
        Terminal.output("  " + Terminal.text("show.rows") + " \(panel.id)")
        show(
          panel.rows.map { row in
            switch row {
            case .line(let line):
              [line.number ?? "", line.label, line.kind.rawValue, line.concept ?? ""]
            case .open(let open):
              ["", "*", open.classification, open.codes.joined(separator: " ")]
            }
          })
      }
    }

    private func show(_ rows: [[String]]) {
      for line in Terminal.table(rows, indent: "    ") { Terminal.output(line) }
    }

    /// The identifier of a concept, and what people call it.
    private func concept(_ id: String?, _ catalogue: Catalogue) -> [String] {
      let concept = id.flatMap { catalogue.concepts[$0] }
      return [
        id ?? "", concept.map { Terminal.language == .chinese ? $0.zh : $0.en } ?? "",
      ]
    }
  }
}
