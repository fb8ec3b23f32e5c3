import Foundation
import Testing

/// Runs the program as a process, as users do.
struct ProgramRun {
  /// What a run gave.
  struct Result {
    var status: Int32
    var output: String
    var error: String

    /// The objects that it wrote, one a line.
    func objects() throws -> [[String: Any]] {
      try output.split(separator: "\n").compactMap {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    }

    /// The facts that it wrote as NDJSON, with all that they say as text; what is unknown is empty.
    func facts() throws -> [[String: String]] {
      try objects().map { fact in fact.mapValues { $0 is NSNull ? "" : "\($0)" } }
    }
  }

  private func process(_ arguments: [String], language: String) throws -> Process {
    let folder = try #require(Bundle.main.executableURL?.deletingLastPathComponent())
    let process = Process()
    process.executableURL = folder.appendingPathComponent("fiscaltables")
    process.arguments = arguments
    process.environment = ["LC_ALL": language, "PATH": "/usr/bin:/bin"]
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs it to its end.
  func run(
    _ arguments: [String], input: Data? = nil, language: String = "en_US.UTF-8",
    in directory: URL? = nil
  ) throws -> Result {
    let process = try process(arguments, language: language)
    if let directory { process.currentDirectoryURL = directory }
    let output = Pipe()
    let error = Pipe()
    process.standardOutput = output
    process.standardError = error
    if let input {
      let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      try input.write(to: file)
      process.standardInput = try FileHandle(forReadingFrom: file)
      try FileManager.default.removeItem(at: file)
    }
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let messages = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      error: String(decoding: messages, as: UTF8.self))
  }

  /// Runs it for some seconds and kills it without a warning.
  func kill(_ arguments: [String], in directory: URL, after seconds: Double) throws {
    let process = try process(arguments, language: "en_US.UTF-8")
    process.currentDirectoryURL = directory
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: seconds)
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Runs it until something is there, at most for a minute, and interrupts it as a terminal does.
  func interrupt(_ arguments: [String], when isThere: () -> Bool) throws -> Int32 {
    try signal(SIGINT, arguments, to: { [$0] }, when: isThere)
  }

  /// Runs it until something is there, at most for a minute, and sends a signal to the processes that
  /// `targets` names by that of the program; what goes on all the same is killed.
  func signal(
    _ signal: Int32, _ arguments: [String], temporary: String? = nil,
    to targets: (Int32) -> [Int32], when isThere: () -> Bool
  ) throws -> Int32 {
    let process = try process(arguments, language: "en_US.UTF-8")
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    if let temporary { process.environment?["TMPDIR"] = temporary }
    try process.run()
    ProgramRun.wait { !process.isRunning || isThere() }
    for target in targets(process.processIdentifier) { Foundation.kill(target, signal) }
    ProgramRun.wait { !process.isRunning }
    if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The processes that a process has started, and those that these have.
  static func descendants(of process: Int32) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let parents = names.compactMap { Int32($0) }.compactMap {
      child -> (child: Int32, parent: Int32)? in
      guard let text = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8),
        // The name, which may hold anything, stands in brackets.
        let end = text.lastIndex(of: ")"),
        let parent = text[end...].split(separator: " ").dropFirst(2).first.flatMap({ Int32($0) })
      else { return nil }
      return (child, parent)
    }
    var found = [process]
    var next = 0
    while next < found.count {
      found += parents.filter { $0.parent == found[next] }.map(\.child)
      next += 1
    }
    return Array(found.dropFirst())
  }

  /// Whether somebody waits for what comes out of a pipe.
  static func isAwaited(_ pipe: String) -> Bool {
    let end = open(pipe, O_WRONLY | O_NONBLOCK)
    guard end >= 0 else { return false }
    // The end stays open, or who waits would go on.
    return true
  }

  static func wait(for isThere: () -> Bool) {
    for _ in 0..<600 where !isThere() { Thread.sleep(forTimeInterval: 0.1) }
  }

  /// A folder that is gone after the test; afterwards nothing half-written may be left in it.
  func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("fiscaltables-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasSuffix(".tmp") })
  }
}
