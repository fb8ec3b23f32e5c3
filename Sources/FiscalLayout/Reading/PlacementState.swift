import FiscalModel

/// Which placements are left of each row, and how much is asked of each equation: what solving changes, and
/// a trial copies.
struct PlacementState {
  /// How much is asked of an equation.
  enum Mode: UInt8 {
    /// Nothing.
    case off
    /// The figures do not add up whatever their columns are, so that one of them is wrong; but a total still
    /// stands where, and only where, one of its parts stands.
    case presence
    /// Both sides agree but for the rounding of what was printed.
    case rounded
    /// Both sides agree to the last digit.
    case exact

    var weaker: Mode { Mode(rawValue: max(rawValue, 1) - 1) ?? .off }
  }

  var modes: [Mode]
  /// Whether each placement of each row is left, one row after the other.
  private(set) var isLeft: [Bool]
  /// How many placements are left of each row.
  private(set) var counts: [Int]
  private let starts: [Int]

  /// - Parameters:
  ///   - counts: how many placements each row has.
  ///   - equations: how many equations there are.
  init(_ counts: [Int], equations: Int) {
    self.counts = counts
    modes = Array(repeating: .rounded, count: equations)
    var next = 0
    starts = counts.map { count in
      defer { next += count }
      return next
    }
    isLeft = Array(repeating: true, count: next)
  }

  func isLeft(_ placement: Int, of unknown: Int) -> Bool { isLeft[starts[unknown] + placement] }

  /// The placements that are left of a row.
  func placements(of unknown: Int) -> [Int] {
    let end = unknown + 1 < starts.count ? starts[unknown + 1] : isLeft.count
    return (starts[unknown]..<end).filter { isLeft[$0] }.map { $0 - starts[unknown] }
  }

  mutating func remove(_ placement: Int, of unknown: Int) {
    guard isLeft[starts[unknown] + placement] else { return }
    isLeft[starts[unknown] + placement] = false
    counts[unknown] -= 1
  }

  mutating func keep(_ placements: some Sequence<Int>, of unknown: Int) {
    for placement in self.placements(of: unknown) { remove(placement, of: unknown) }
    for placement in placements { restore(placement, of: unknown) }
  }

  /// Brings back every placement that a row ever had.
  mutating func restoreAll(of unknown: Int) {
    let end = unknown + 1 < starts.count ? starts[unknown + 1] : isLeft.count
    for placement in 0..<(end - starts[unknown]) { restore(placement, of: unknown) }
  }

  /// Leaves what another state leaves as well.
  mutating func formUnion(_ other: PlacementState) {
    for unknown in counts.indices {
      let end = unknown + 1 < starts.count ? starts[unknown + 1] : isLeft.count
      for index in starts[unknown]..<end where other.isLeft[index] && !isLeft[index] {
        isLeft[index] = true
        counts[unknown] += 1
      }
    }
  }

  private mutating func restore(_ placement: Int, of unknown: Int) {
    guard !isLeft[starts[unknown] + placement] else { return }
    isLeft[starts[unknown] + placement] = true
    counts[unknown] += 1
  }
}
