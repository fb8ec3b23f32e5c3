import ArgumentParser
import FiscalTables
import Foundation

extension SchemaCommand {
  /// `fiscaltables schema learn`.
  struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "learn", abstract: Help.schemaLearn)

    @Argument(help: ArgumentHelp(Help.learnInputs, valueName: "DOCUMENT"))
    var inputs: [String]
    @OptionGroup var target: ProfileFolder
    @OptionGroup var common: CommonOptions

    func run() throws {
      let tables = try common.tables()
      try target.report(common) { () throws(FileError) in
        let meanings: Meanings
        do { meanings = try tables.catalogue.meanings() } catch {
          throw FileError("schemas.unreadable", ["reason": "\(error)"])
        }
        let id = target.id ?? "learned"
        var learner = ProfileLearner(id: id, meanings: meanings, language: Terminal.language)
        for path in inputs {
          let name = URL(fileURLWithPath: path).lastPathComponent
          for document in try tables.readAll(path) {
            learner.add(document.disclosure, named: name)
          }
        }
        for message in learner.left { Terminal.note(Terminal.text(message)) }
        guard let learned = learner.learned() else { throw FileError("learn.nothing") }
        try target.write(learned, as: id, tables.catalogue)
        return learned
      }
    }
  }

  /// `fiscaltables schema new`.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: Help.schemaNew)

    @Option(help: ArgumentHelp(Help.newFrom, valueName: "PROFILE"))
    var from: String
    @OptionGroup var target: ProfileFolder
    @OptionGroup var common: CommonOptions

    func run() throws {
      let catalogue = try common.catalogue()
      let profile = try SchemaCommand.profile(from, catalogue)
      try target.report(common) { () throws(FileError) in
        let id = target.id ?? profile.id + "-copy"
        var files: ProfileFiles
        do { files = try ProfileFiles(of: profile.id, in: catalogue) } catch {
          throw FileError("schemas.unreadable", ["reason": "\(error)"])
        }
        files.profile.id = id
        try target.write(files, as: id, catalogue)
        return files
      }
    }
  }

  /// Where a new profile goes.
  struct ProfileFolder: ParsableArguments {
    @Option(
      name: .shortAndLong, help: ArgumentHelp(Help.newOutput, valueName: "DIR"))
    var output: String
    @Option(help: ArgumentHelp(Help.newID, valueName: "ID"))
    var id: String?
    @Flag(help: ArgumentHelp(Help.force))
    var force = false

    /// Writes a profile, each file whole or not at all.
    func write(_ files: ProfileFiles, as id: String, _ catalogue: Catalogue) throws(FileError) {
      guard ProfileFiles.isIdentifier(id) else { throw FileError("learn.id", ["id": id]) }
      let folder = output + "/layouts/" + id
      if !force, FileManager.default.fileExists(atPath: folder + "/profile.json") {
        throw FileError("learn.exists", ["folder": folder])
      }
      let texts: [(name: String, text: String)]
      do {
        texts = try files.texts(catalogue)
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw FileError("output.not-made", ["reason": "\(error)"])
      }
      for (name, text) in texts {
        try OutputFile.write([UInt8](text.utf8), to: folder + "/" + name, existing: .replace)
      }
    }

    /// Says what was written, or why nothing was.
    func report(
      _ common: CommonOptions, _ body: () throws(FileError) -> ProfileFiles
    ) throws {
      let files: ProfileFiles
      do { files = try body() } catch {
        Terminal.error(error)
        throw ExitCode(2)
      }
      guard !common.quiet else { return }
      Terminal.note(
        Terminal.text(
          "learn.summary",
          [
            "folder": output + "/layouts/" + files.profile.id, "tables": files.layouts.count,
            "doubts": files.doubts,
          ]))
    }
  }
}
