import FiscalTables
import Synchronization

/// What a unit of work asks before it makes something visible, so that work that was given up for its
/// time makes nothing visible any more.
final class WorkTicket: Sendable {
  private enum State: UInt8, AtomicRepresentable { case working, committing, abandoned }
  private let state = Atomic<State>(.working)

  /// Runs `body` unless the work was given up.
  ///
  /// - Throws: ``FileError`` when it was; `body` has not run then.
  func commit<T>(_ body: () throws(FileError) -> T) throws(FileError) -> T {
    let (exchanged, _) = state.compareExchange(
      expected: .working, desired: .committing, ordering: .sequentiallyConsistent)
    guard exchanged else { throw FileError("batch.timed-out") }
    defer { state.store(.working, ordering: .sequentiallyConsistent) }
    return try body()
  }

  /// Gives the work up; false while it is making something visible.
  func abandon() -> Bool {
    state.compareExchange(
      expected: .working, desired: .abandoned, ordering: .sequentiallyConsistent
    ).exchanged
  }

  /// Whether the work was not given up.
  var isKept: Bool { state.load(ordering: .sequentiallyConsistent) != .abandoned }
}
