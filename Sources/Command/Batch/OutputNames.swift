import FiscalTables
import Foundation
import Synchronization

/// The outputs of a run, of which no two may share a name.
///
/// Most names are known before anything is read. Where an input holds several agencies' disclosures, theirs
/// are not: `a.csv` may become `a-135002.xlsx`, which is that of `a-135002.csv` too. Such an input comes
/// before those whose names begin as its own does, and these wait for it, so that neither is written.
final class OutputNames: Sendable {
  private struct State {
    /// The input of each name that was taken.
    var taken: [String: String] = [:]
    /// For each input whose name another one wants, that one and the name.
    var disputed: [String: (input: String, name: String)] = [:]
    /// The inputs of which all names are known.
    var done: Set<String> = []
  }
  private let state: Mutex<State>
  /// The inputs in the order in which they are to be taken.
  let order: [InputEntry]
  /// The input of each name that is known before.
  private let planned: [String: String]
  /// For each input, those that may want its name.
  private let rivals: [String: [String]]

  /// - Parameters:
  ///   - entries: the inputs that are still to be done.
  ///   - kept: the records of those that are done, whose outputs are there.
  ///   - reserved: files that the run itself writes, with the option that names each.
  ///   - plan: where the outputs go.
  init(
    _ entries: [InputEntry], kept: [RunRecord], reserved: [String: String], plan: OutputPlan
  ) {
    var state = State()
    for (path, option) in reserved { state.taken[Self.key(path)] = option }
    for record in kept {
      for output in record.outputs {
        let name = plan.target == .csv ? OutputFile.directory(of: output.path) ?? "." : output.path
        state.taken[Self.key(name)] = record.input
      }
    }
    self.state = Mutex(state)
    var planned: [String: String] = [:]
    if plan.isDirectory, plan.template == nil {
      for entry in entries { planned[Self.key(plan.path(for: entry))] = entry.path }
    }
    self.planned = planned
    let stems = Dictionary(
      planned.map { (OutputPlan.parts($0.key).stem, $0.value) }, uniquingKeysWith: { one, _ in one }
    )
    var rivals: [String: [String]] = [:]
    for (stem, input) in stems {
      var rest = stem[...]
      while let dash = rest.lastIndex(of: "-") {
        rest = rest[..<dash]
        if let rival = stems[String(rest)] { rivals[input, default: []].append(rival) }
      }
    }
    self.rivals = rivals
    let first = Set(rivals.values.joined())
    order =
      entries.filter { first.contains($0.path) }.sorted { $0.path.utf8.count < $1.path.utf8.count }
      + entries.filter { !first.contains($0.path) }
  }

  /// Takes the names of an input's outputs, once those are known that may want them too.
  ///
  /// - Throws: ``FileError`` where one is another input's; nothing may be written then.
  func take(_ names: [String], for input: String) throws(FileError) {
    wait(for: rivals[input] ?? [])
    let conflict: (other: String, name: String)? = state.withLock { state in
      if let disputed = state.disputed[input] { return (disputed.input, disputed.name) }
      for name in names where name != "-" {
        let key = Self.key(name)
        let other = state.taken[key] ?? planned[key]
        guard let other, other != input else { continue }
        state.disputed[other] = (input, name)
        return (other, name)
      }
      for name in names { state.taken[Self.key(name)] = input }
      return nil
    }
    guard let conflict else { return }
    throw FileError(
      "output.same", ["a": conflict.other, "b": input, "path": conflict.name], path: input)
  }

  /// Says that no further names of an input come.
  func finish(_ input: String) { state.withLock { _ = $0.done.insert(input) } }

  /// They are in work already: they came before.
  private func wait(for inputs: [String]) {
    while !state.withLock({ $0.done.isSuperset(of: inputs) }) {
      Thread.sleep(forTimeInterval: 0.002)
    }
  }

  /// What two ways of writing a path share.
  private static func key(_ path: String) -> String {
    (path.hasPrefix("/") ? "/" : "")
      + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }
}
