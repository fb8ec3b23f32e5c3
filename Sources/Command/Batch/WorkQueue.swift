import Foundation
import Synchronization

/// The one place with concurrency: runs a body for each of a number of units on a bounded number of threads,
/// and gives the results back on the thread that asked, both as they end and in the order of the units.
struct WorkQueue {
  /// How many units are in work at the same time.
  var threads: Int
  /// The sum of the costs of the units in work stays below this, but for a unit that alone costs more.
  var budget: Int

  /// Results that wait for an earlier unit are at most this many for each thread; it bounds their memory.
  private static let lead = 16

  /// Runs the units.
  ///
  /// - Parameters:
  ///   - count: the number of units.
  ///   - cost: what a unit costs, in the measure of ``budget``.
  ///   - tool: makes what a thread works with, on that thread.
  ///   - body: the work, on one of the threads.
  ///   - ended: called for each result as it comes; returns whether further units are begun.
  ///   - ordered: called for each result in the order of the units.
  ///   - waiting: called several times a second with the units that are in work.
  func run<Tool, Result: Sendable>(
    count: Int, cost: (Int) -> Int, tool: @escaping @Sendable () -> Tool,
    body: @escaping @Sendable (Int, Tool) -> Result, ended: (Int, Result) -> Bool,
    ordered: (Int, Result) -> Void, waiting: ([Int]) -> Void
  ) {
    let board = Board<Result>()
    var next = 0
    var delivered = 0
    var results: [Int: Result] = [:]
    var running: [Int: Int] = [:]
    var spent = 0
    var workers = 0
    var goesOn = true

    while goesOn && next < count || !running.isEmpty {
      while goesOn, next < count, running.count < threads,
        next < delivered + threads * WorkQueue.lead
      {
        let price = cost(next)
        guard running.isEmpty || spent + price <= budget else { break }
        running[next] = price
        spent += price
        if workers < running.count {
          workers += 1
          Thread.detachNewThread { board.work(tool, body) }
        }
        board.put(next)
        next += 1
      }
      for (index, result) in board.take(patience: 0.1) {
        spent -= running.removeValue(forKey: index) ?? 0
        if !ended(index, result) { goesOn = false }
        results[index] = result
        while let result = results.removeValue(forKey: delivered) {
          ordered(delivered, result)
          delivered += 1
        }
      }
      waiting(running.keys.sorted())
    }
    board.close(workers)
  }

  /// Where the units wait for threads and the results for the one who asked.
  private final class Board<Result: Sendable>: Sendable {
    private struct State {
      var units: [Int] = []
      var results: [(Int, Result)] = []
    }
    private let state = Mutex(State())
    // Counts what there is to take; a mutex of the standard library has no condition to wait at.
    private let unitsReady = DispatchSemaphore(value: 0)
    private let resultsReady = DispatchSemaphore(value: 0)
    private let threadsDone = DispatchSemaphore(value: 0)

    func put(_ index: Int) {
      state.withLock { $0.units.append(index) }
      unitsReady.signal()
    }

    /// Lets the threads end, with what they work with, and waits for that.
    func close(_ threads: Int) {
      for _ in 0..<threads { unitsReady.signal() }
      for _ in 0..<threads { threadsDone.wait() }
    }

    /// What a thread does until the board is closed.
    func work<Tool>(_ tool: () -> Tool, _ body: (Int, Tool) -> Result) {
      serve(tool, body)
      threadsDone.signal()
    }

    /// What it works with is gone when this returns.
    private func serve<Tool>(_ tool: () -> Tool, _ body: (Int, Tool) -> Result) {
      let tool = tool()
      while true {
        unitsReady.wait()
        let unit = state.withLock { $0.units.isEmpty ? nil : $0.units.removeFirst() }
        guard let unit else { return }
        let result = body(unit, tool)
        state.withLock { $0.results.append((unit, result)) }
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
