import FiscalModel

/// Which of the figures that each row may add to a sum can complete it, whatever the others add.
///
/// First by bounds, in time linear in the figures: what is too large even where all others are least goes,
/// and what is too small. A sum of figures that all stand, or of which one is wrong, is settled by that
/// alone, because only figures smaller than the difference stay open. What then is open is divided in two
/// halves; the sums of each are met with those of the other. Where even the halves have more than ``bound``
/// sums, nearly every figure can complete some of them, and nothing more is refuted.
struct SumSupport {
  /// More sums of a half than this are not followed.
  static let bound = 1 << 14

  /// What may be added by each term, ascending, one term after the other.
  private var sums: [Int128] = []
  private var starts: [Int] = []
  /// For each term what of `sums` bounds leave of it.
  private var windows: [Range<Int>] = []
  /// Which of `sums` meet others, where that was asked.
  private var kept: [Bool] = []
  /// Whether some figure cannot complete the sum.
  private(set) var refutesAny = false
  /// The elementary steps so far.
  private(set) var work = 0

  /// Begins another sum.
  mutating func removeAll() {
    sums.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    windows.removeAll(keepingCapacity: true)
    kept.removeAll(keepingCapacity: true)
    refutesAny = false
  }

  /// Begins a term.
  mutating func beginTerm() { starts.append(sums.count) }

  /// Adds what the term may add, more than what was added before.
  mutating func add(_ sum: Int128) { sums.append(sum) }

  private func end(of term: Int) -> Int { term + 1 < starts.count ? starts[term + 1] : sums.count }

  /// Whether the nth figure of a term can complete the sum.
  func isKept(_ term: Int, _ index: Int) -> Bool {
    let place = starts[term] + index
    return windows[term].contains(place) && (kept.isEmpty || kept[place])
  }

  /// Whether every figure of a term can complete the sum.
  func keepsAll(_ term: Int) -> Bool {
    windows[term] == starts[term]..<end(of: term)
      && (kept.isEmpty || kept[windows[term]].allSatisfy { $0 })
  }

  /// Finds what can complete a sum to zero, give or take the slack, or to the allowed side of it.
  ///
  /// - Parameters:
  ///   - known: what is added in any case.
  ///   - slack: how far from zero it may be.
  ///   - comparison: how it compares with zero.
  ///   - unit: a common divisor of all differences between the figures of a term.
  ///   - isExact: whether to go beyond bounds.
  /// - Returns: Whether there is anything.
  mutating func complete(
    _ known: Int128, slack: Int128, _ comparison: Relation.Comparison, unit: Int128, isExact: Bool
  ) -> Bool {
    guard narrow(known, slack, comparison) else { return false }
    let open = windows.indices.filter { windows[$0].count > 1 }
    guard comparison == .equal, isExact, open.count > 1 else { return true }
    let fixed = windows.indices.reduce(known) {
      windows[$1].count > 1 ? $0 : $0 + sums[windows[$1].lowerBound]  // bounded
    }
    guard let halves = halves(open, unit) else { return true }
    return meet(halves.0, halves.1, fixed: fixed, slack: slack)
  }

  // MARK: Bounds

  private mutating func narrow(
    _ known: Int128, _ slack: Int128, _ comparison: Relation.Comparison
  ) -> Bool {
    var (least, most) = (known, known)
    for term in starts.indices {
      let window = starts[term]..<end(of: term)
      guard !window.isEmpty else { return false }
      least += sums[window.lowerBound]  // bounded
      most += sums[window.upperBound - 1]  // bounded
      windows.append(window)
    }
    var changed = true
    while changed {
      changed = false
      work += windows.count
      for term in windows.indices {
        var (low, high) = (windows[term].lowerBound, windows[term].upperBound - 1)
        let (otherLeast, otherMost) = (least - sums[low], most - sums[high])  // bounded
        if comparison != .atMost {
          while low <= high, sums[low] + otherMost < -slack { low += 1 }  // bounded
        }
        if comparison != .atLeast {
          while low <= high, sums[high] + otherLeast > slack { high -= 1 }  // bounded
        }
        guard low <= high else { return false }
        guard low..<(high + 1) != windows[term] else { continue }
        windows[term] = low..<(high + 1)
        (least, most) = (otherLeast + sums[low], otherMost + sums[high])  // bounded
        changed = true
        refutesAny = true
      }
    }
    return true
  }

  // MARK: Meeting in the middle

  /// The open terms in two halves of few sums each; nil where there are too many.
  private func halves(_ open: [Int], _ unit: Int128) -> ([Int], [Int])? {
    var halves: [(terms: [Int], sums: Int, span: Int128)] = [([], 1, 0), ([], 1, 0)]
    for term in open.sorted(by: { windows[$0].count > windows[$1].count }) {
      let half = halves[0].sums <= halves[1].sums ? 0 : 1
      let window = windows[term]
      halves[half].terms.append(term)
      halves[half].span += sums[window.upperBound - 1] - sums[window.lowerBound]  // bounded
      let (count, overflow) = halves[half].sums.multipliedReportingOverflow(by: window.count)
      // Sums of equal figures are one.
      let different = Int(clamping: halves[half].span / max(unit, 1)).addingReportingOverflow(1)
      halves[half].sums = min(
        overflow ? .max : count, different.overflow ? .max : different.partialValue)
      guard halves[half].sums <= SumSupport.bound else { return nil }
    }
    return (halves[0].terms, halves[1].terms)
  }

  private mutating func meet(
    _ first: [Int], _ second: [Int], fixed: Int128, slack: Int128
  ) -> Bool {
    kept = Array(repeating: true, count: sums.count)
    let left = layers(first, from: fixed)
    let right = layers(second, from: 0)
    guard let ends = left.last, let others = right.last else { return true }
    var isMet = Array(repeating: false, count: ends.count)
    // How many more meet a sum of the other half than the one before it.
    var changes = Array(repeating: 0, count: others.count + 1)
    // As the one goes up, its complements go down.
    var (low, high) = (others.count, others.count)
    for (index, sum) in ends.enumerated() {
      while low > 0, others[low - 1] >= -slack - sum { low -= 1 }  // bounded
      while high > 0, others[high - 1] > slack - sum { high -= 1 }  // bounded
      guard low < high else { continue }
      isMet[index] = true
      changes[low] += 1
      changes[high] -= 1
    }
    var count = 0
    let isOtherMet = changes.dropLast().map { change in
      count += change
      return count > 0
    }
    work += ends.count + others.count
    guard isMet.contains(true) else { return false }
    keep(first, left, isMet)
    keep(second, right, isOtherMet)
    return true
  }

  /// The sums of no term, of the first, of the first two and so on, each ascending and once.
  private mutating func layers(_ terms: [Int], from start: Int128) -> [[Int128]] {
    var layers = [[start]]
    for term in terms {
      let last = layers[layers.count - 1]
      var next: [Int128] = []
      for index in windows[term] {
        next = SumSupport.merged(next, last, plus: sums[index])
        work += next.count
      }
      layers.append(next)
    }
    return layers
  }

  /// Two ascending lists as one, the second with something added.
  private static func merged(_ a: [Int128], _ b: [Int128], plus shift: Int128) -> [Int128] {
    guard !a.isEmpty else { return b.map { $0 + shift } }  // bounded
    var result: [Int128] = []
    result.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      let other = b[j] + shift  // bounded
      result.append(min(a[i], other))
      if a[i] <= other { i += 1 }
      if other <= result[result.count - 1] { j += 1 }
    }
    result.append(contentsOf: a[i...])
    while j < b.count {
      result.append(b[j] + shift)  // bounded
      j += 1
    }
    return result
  }

  /// Keeps of each term what leads to a sum that is met, going back from the last term to the first.
  private mutating func keep(_ terms: [Int], _ layers: [[Int128]], _ isMet: [Bool]) {
    var isMet = isMet
    for (layer, term) in terms.enumerated().reversed() {
      let (before, after) = (layers[layer], layers[layer + 1])
      var isMetBefore = Array(repeating: false, count: before.count)
      for index in windows[term] {
        var place = 0
        var isKept = false
        for (start, sum) in before.enumerated() {
          while after[place] < sum + sums[index] { place += 1 }  // bounded
          guard isMet[place] else { continue }
          isMetBefore[start] = true
          isKept = true
        }
        work += before.count
        kept[index] = isKept
        if !isKept { refutesAny = true }
      }
      isMet = isMetBefore
    }
  }
}
