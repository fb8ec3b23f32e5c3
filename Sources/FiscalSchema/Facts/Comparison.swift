import FiscalModel

/// Two disclosures, fact by fact: draft and published, budget and final accounts, year and year.
///
/// Facts are matched by what they mean - statement, concept, codes, kind of row - and never by table
/// numbers, row numbers or places, so that both may follow different forms. Names count only where
/// nothing else tells two facts apart.
public struct Comparison: Sendable {
  /// How a fact of the one relates to that of the other.
  public enum Status: String, Sendable, CaseIterable {
    /// Both print the same.
    case same
    /// The same value in another print, such as `288.9` and `288.90`, or a blank and a dash.
    case reprinted
    /// The values differ by no more than the rounding of their prints: units or decimals are different.
    case rounding
    /// The values differ, or only one is a value.
    case changed
    /// Only the first has the fact.
    case removed
    /// Only the second has it.
    case added
  }

  /// A fact in one of the disclosures or in both.
  public struct Entry: Sendable {
    /// The fact of the first.
    public let first: Fact?
    /// The fact of the second.
    public let second: Fact?
    /// How they relate.
    public let status: Status
    /// Second less first, in the larger of their units; nil where one is no amount.
    public let difference: Amount?
    /// Second by first in per cent, rounded half away from zero to one decimal; nil where the first is zero
    /// or one is no amount.
    public let percentage: Amount?
    /// Whether both have names, and these differ.
    public var isRenamed: Bool {
      guard let first, let second else { return false }
      return first["label"].folded != second["label"].folded
    }
  }

  /// The facts in the order of the second, those that only the first has after what stands before them.
  public let entries: [Entry]

  /// How many entries there are of each status.
  public var counts: [Status: Int] {
    entries.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
  }

  /// Compares two disclosures.
  ///
  /// - Parameters:
  ///   - first: the facts of the one, with its stage, or nil where it is not known.
  ///   - second: those of the other. Amounts in the stage of their disclosure are compared with each other
  ///     whatever the stages are: a budget with final accounts.
  /// - Complexity: O(facts).
  public init(_ first: (facts: [Fact], stage: Stage?), _ second: (facts: [Fact], stage: Stage?)) {
    let decimals = (Comparison.decimals(first.facts), Comparison.decimals(second.facts))
    let old = Comparison.groups(first.facts, first.stage)
    let new = Comparison.groups(second.facts, second.stage)
    var partner: [Int: Int] = [:]
    for (key, indices) in new {
      let others = old[key] ?? []
      for (a, b) in Comparison.pairs(others, of: first.facts, indices, of: second.facts) {
        partner[b] = a
      }
    }
    // Where the first's facts stand among those of the second.
    var entries: [Entry] = []
    let taken = Set(partner.values)
    var next = 0
    func removed(before limit: Int) {
      while next < limit {
        if !taken.contains(next) {
          entries.append(Comparison.entry(first.facts[next], nil, decimals))
        }
        next += 1
      }
    }
    for (index, fact) in second.facts.enumerated() {
      if let other = partner[index] {
        removed(before: other)
        entries.append(Comparison.entry(first.facts[other], fact, decimals))
      } else {
        entries.append(Comparison.entry(nil, fact, decimals))
      }
    }
    removed(before: first.facts.count)
    self.entries = entries
  }

  // MARK: What belongs together

  private struct Key: Hashable {
    var parts: [String]
    var stage: String
  }

  private static let keyFields = [
    "statement", "concept", "function_code", "economic_code", "unit_code", "project_code",
    "fund_source", "row_kind",
  ]

  private static func groups(_ facts: [Fact], _ stage: Stage?) -> [Key: [Int]] {
    var members: [Key: [Int]] = [:]
    for (index, fact) in facts.enumerated() {
      var parts = keyFields.map { fact[$0] }
      // Without a concept the captions have to tell.
      if fact["concept"].isEmpty { parts.append(fact["column"].folded) }
      let own = fact["stage"] == stage?.rawValue ? "" : fact["stage"]
      members[Key(parts: parts, stage: own), default: []].append(index)
    }
    return members
  }

  /// Pairs of facts that mean the same: those with the same name first, the others in their order.
  private static func pairs(
    _ old: [Int], of first: [Fact], _ new: [Int], of second: [Fact]
  ) -> [(Int, Int)] {
    if old.count == 1, new.count == 1 { return [(old[0], new[0])] }
    guard !old.isEmpty else { return [] }
    var waiting: [String: [Int]] = [:]
    for index in old.reversed() { waiting[name(first[index]), default: []].append(index) }
    var pairs: [(Int, Int)] = []
    var left: [Int] = []
    for index in new {
      if let other = waiting[name(second[index])]?.popLast() {
        pairs.append((other, index))
      } else {
        left.append(index)
      }
    }
    // A name that changed can be told only where one is left on either side.
    let rest = waiting.values.joined().sorted()
    if rest.count == 1, left.count == 1 { pairs.append((rest[0], left[0])) }
    return pairs
  }

  private static func name(_ fact: Fact) -> String {
    fact["label"].folded + "\u{0}" + fact["column"].folded
  }

  // MARK: Values

  /// The most decimals that each statement prints: one that drops trailing zeros still rounds all its
  /// figures alike.
  private static func decimals(_ facts: [Fact]) -> [String: Int] {
    facts.reduce(into: [:]) { most, fact in
      guard let amount = try? Amount(fact["amount"]) else { return }
      most[fact["statement"], default: 0] = max(most[fact["statement"], default: 0], amount.scale)
    }
  }

  /// The amount of a fact in a unit no smaller than its own, and the decimals it is rounded to there.
  private static func amount(
    _ fact: Fact, in unit: AmountUnit, _ decimals: [String: Int]
  ) -> (value: Amount, decimals: Int)? {
    guard let own = AmountUnit(name: fact["unit"]), let amount = try? Amount(fact["amount"]),
      let value = amount.converted(from: own, to: unit)
    else { return nil }
    let printed = max(amount.scale, decimals[fact["statement"]] ?? 0)
    return (value, printed + unit.powerOfTen - own.powerOfTen)
  }

  private static func entry(
    _ first: Fact?, _ second: Fact?, _ decimals: ([String: Int], [String: Int])
  ) -> Entry {
    guard let first, let second else {
      return Entry(
        first: first, second: second, status: first == nil ? .added : .removed, difference: nil,
        percentage: nil)
    }
    guard
      let unit = [first, second].compactMap({ AmountUnit(name: $0["unit"]) })
        .max(by: { $0.powerOfTen < $1.powerOfTen }),
      let a = amount(first, in: unit, decimals.0), let b = amount(second, in: unit, decimals.1)
    else {
      let isNone = first["amount"].isEmpty && second["amount"].isEmpty
      let status: Status =
        isNone ? first["printed"] == second["printed"] ? .same : .reprinted : .changed
      return Entry(
        first: first, second: second, status: status, difference: nil, percentage: nil)
    }
    var (left, right) = (AmountSum(), AmountSum())
    guard left.add(b.value, decimals: b.decimals), right.add(a.value, decimals: a.decimals) else {
      return Entry(
        first: first, second: second, status: .changed, difference: nil, percentage: nil)
    }
    let status: Status =
      if a.value.isSameValue(as: b.value) {
        first["printed"] == second["printed"] && first["unit"] == second["unit"]
          ? .same : .reprinted
      } else if a.decimals != b.decimals, left.verdict(against: right) != .break {
        .rounding
      } else {
        .changed
      }
    return Entry(
      first: first, second: second, status: status, difference: left.difference(from: right),
      percentage: percentage(b.value, of: a.value))
  }

  /// The one amount by the other in per cent with one decimal.
  private static func percentage(_ part: Amount, of whole: Amount) -> Amount? {
    let scale = max(part.scale, whole.scale)
    guard !whole.isZero, let a = part.aligned(to: scale), let b = whole.aligned(to: scale) else {
      return nil
    }
    let (scaled, overflow) = a.magnitude.multipliedReportingOverflow(by: 1000)
    let divisor = b.magnitude
    let (quotient, rest) = scaled.quotientAndRemainder(dividingBy: divisor)
    guard !overflow, let result = Int128(exactly: quotient)?.plus(rest >= divisor - rest ? 1 : 0)
    else { return nil }
    return Amount(coefficient: (a < 0) == (b < 0) ? result : -result, scale: 1)
  }
}
