import FiscalTables
import Foundation
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
}

/// The one place with concurrency: runs a body for each of a number of units on a bounded number of threads,
/// and gives the results back on the thread that asked, both as they end and in the order of the units.
struct WorkQueue {
  /// How many units are in work at the same time.
  var threads: Int
  /// The sum of the costs of the units in work stays below this, but for a unit that alone costs more.
  var budget: Int
  /// After this many seconds a unit is given up, or nil.
  var timeout: Double?

  /// Results that wait for an earlier unit are at most this many for each thread; it bounds their memory.
  private static let lead = 16

  /// Runs the units.
  ///
  /// A thread whose unit is given up cannot be stopped; another one takes its place.
  /// - Parameters:
  ///   - count: the number of units.
  ///   - cost: what a unit costs, in the measure of ``budget``.
  ///   - body: the work, on one of the threads.
  ///   - gaveUp: the result of a unit that took too long.
  ///   - ended: called for each result as it comes; returns whether further units are begun.
  ///   - ordered: called for each result in the order of the units.
  ///   - waiting: called several times a second with the units that are in work.
  func run<Result: Sendable>(
    count: Int, cost: (Int) -> Int,
    body: @escaping @Sendable (Int, WorkTicket) -> Result,
    gaveUp: (Int) -> Result, ended: (Int, Result) -> Bool, ordered: (Int, Result) -> Void,
    waiting: ([Int]) -> Void
  ) {
    let board = Board<Result>()
    var next = 0
    var delivered = 0
    var results: [Int: Result] = [:]
    var running: [Int: (ticket: WorkTicket, cost: Int, deadline: Double)] = [:]
    var spent = 0
    var workers = 0
    var goesOn = true

    func settle(_ index: Int, _ result: Result) {
      if let unit = running.removeValue(forKey: index) { spent -= unit.cost }
      if !ended(index, result) { goesOn = false }
      results[index] = result
      while let result = results.removeValue(forKey: delivered) {
        ordered(delivered, result)
        delivered += 1
      }
    }

    while goesOn && next < count || !running.isEmpty {
      while goesOn, next < count, running.count < threads,
        next < delivered + threads * WorkQueue.lead
      {
        let price = cost(next)
        guard running.isEmpty || spent + price <= budget else { break }
        let ticket = WorkTicket()
        running[next] = (ticket, price, now() + (timeout ?? .infinity))
        spent += price
        if workers < running.count {
          workers += 1
          Thread.detachNewThread { board.work(body) }
        }
        board.put(next, ticket)
        next += 1
      }
      for (index, result) in board.take(patience: 0.1) {
        // What was given up meanwhile has its result already.
        if running[index] != nil { settle(index, result) }
      }
      for (index, unit) in running where now() > unit.deadline && unit.ticket.abandon() {
        workers -= 1
        settle(index, gaveUp(index))
      }
      waiting(running.keys.sorted())
    }
    board.close()
  }

  private func now() -> Double { ProcessInfo.processInfo.systemUptime }

  /// Where the units wait for threads and the results for the one who asked.
  private final class Board<Result: Sendable>: Sendable {
    private struct State {
      var units: [(index: Int, ticket: WorkTicket)] = []
      var results: [(Int, Result)] = []
      var isClosed = false
    }
    private let state = Mutex(State())
    // Counts what there is to take; a mutex of the standard library has no condition to wait at.
    private let unitsReady = DispatchSemaphore(value: 0)
    private let resultsReady = DispatchSemaphore(value: 0)

    func put(_ index: Int, _ ticket: WorkTicket) {
      state.withLock { $0.units.append((index, ticket)) }
      unitsReady.signal()
    }

    /// Lets the threads end once nothing is left.
    func close() {
      state.withLock { $0.isClosed = true }
      unitsReady.signal()
    }

    /// What a thread does until the board is closed.
    func work(_ body: @Sendable (Int, WorkTicket) -> Result) {
      while true {
        unitsReady.wait()
        let unit = state.withLock { state in
          state.units.isEmpty ? nil : state.units.removeFirst()
        }
        guard let unit else {
          // Closed: the next thread is to see it as well.
          unitsReady.signal()
          return
        }
        let result = body(unit.index, unit.ticket)
        // A thread whose unit was given up has been replaced.
        let isKept = unit.ticket.isKept
        guard isKept else {
          return
        }
        state.withLock { $0.results.append((unit.index, result)) }
        resultsReady.signal()
      }
    }

    /// The results that are there, after waiting for one at most some seconds.
    func take(patience: Double) -> [(Int, Result)] {
      _ = resultsReady.wait(timeout: .now() + patience)
      return state.withLock { state in
        defer { state.results.removeAll() }
        return state.results
      }
    }
  }
}

extension WorkTicket {
  /// Whether the work was not given up.
  fileprivate var isKept: Bool { state.load(ordering: .sequentiallyConsistent) != .abandoned }
}
