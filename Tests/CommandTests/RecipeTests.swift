import Foundation
import TestSupport
import Testing

/// The recipes of `docs/recipes/`, run as they stand.
struct RecipeTests {
  /// Whether a program ends well.
  private static func runs(_ program: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test(
    .enabled(
      if: runs("java", ["-version"]) && runs("python3", ["-c", "import pyspark"]),
      "skipped: the Spark recipe needs Java and the Python package pyspark"))
  func sparkPipesPathsThroughTheCommand() throws {
    let program = ProgramRun()
    try program.inFolder { folder in
      let inputs = folder.appendingPathComponent("in")
      try FileManager.default.createDirectory(at: inputs, withIntermediateDirectories: true)
      let names = ["2021-final-accounts.txt", "2022-final-accounts.txt"]
      for name in names {
        try FileManager.default.copyItem(
          at: Places.sample(name), to: inputs.appendingPathComponent(name))
      }
      let commands = try #require(Bundle.main.executableURL?.deletingLastPathComponent().path)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [
        "python3", Places.top.appendingPathComponent("docs/recipes/spark_facts.py").path,
        inputs.path, folder.path + "/facts", "--partitions", "2", "--format", "json",
      ]
      var environment = ProcessInfo.processInfo.environment
      environment["PATH"] = commands + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
      process.environment = environment
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let parts = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/facts")
        .filter { $0.hasPrefix("part-") }
      let facts = try parts.map {
        try String(contentsOfFile: folder.path + "/facts/" + $0, encoding: .utf8)
      }.joined().split(separator: "\n")
      let direct = try program.run(
        ["convert"] + names.map { Places.sample($0).path } + ["--to", "ndjson", "-o", "-", "-q"])
      #expect(facts.count == direct.output.split(separator: "\n").count && facts.count > 1000)
      #expect(facts.contains { $0.contains(#""amount_decimal":2594.030000"#) })
    }
  }
}
