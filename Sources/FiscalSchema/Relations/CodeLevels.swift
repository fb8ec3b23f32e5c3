import FiscalModel

/// Which rows of a panel are the sums of which others, by their codes: in time linear in the rows.
struct CodeLevels {
  /// A row and the rows that it is the sum of.
  struct Level {
    let parent: Int
    let children: [Int]
    /// Rows that may be parts as well: the sum is certain where they have no figures.
    let others: [Int]
    /// Whether no row may stand for another again, such as that of a unit for those of its projects.
    let isDistinct: Bool
    let isCertain: Bool
  }

  private struct Coded {
    let row: Int
    let code: String
    let members: [String: String]
    let kind: RowKind
  }

  private let rows: [Section.Row]
  private let panel: Int
  private let coded: [Coded]
  /// How many rows have a code below another, by that.
  private let counts: [Substring: Int]
  private let isReadable: Bool

  init(_ matrix: Section.Matrix, panel: Int) {
    rows = matrix.rows
    self.panel = panel
    coded = matrix.rows.indices.compactMap { row in
      let part = matrix.rows[row].parts[panel]
      return CodeLevels.code(of: part).map {
        Coded(row: row, code: $0, members: part.members, kind: part.kind)
      }
    }
    var counts: [Substring: Int] = [:]
    for entry in coded {
      for prefix in CodeLevels.prefixes(of: entry.code) { counts[prefix, default: 0] += 1 }
    }
    self.counts = counts
    // A piece of a code that stands divided is none of a level.
    isReadable = coded.allSatisfy { entry in
      entry.kind == .unit || entry.kind == .project || Classification.level(of: entry.code) != nil
        || entry.code.utf8.count >= 8
    }
  }

  /// The code of a row, printed or that of its name.
  static func code(of part: Section.Part) -> String? {
    switch part.kind {
    case .unit, .project: part.code
    case .class, .section, .item: part.classificationCode
    default: nil
    }
  }

  /// Each row with a code and the rows of the codes below it.
  func levels() -> [Level] {
    guard isReadable else { return [] }
    return coded.indices.compactMap { parent in
      guard coded[parent].kind != .project else { return nil }
      let below = below(parent)
      guard !below.isEmpty else { return nil }
      let children = tops(below)
      let all = counts[coded[parent].code[...]] ?? 0
      // A row without a code among those of one level is most likely one of them.
      let isFlat = children.count == below.count && coded[parent].kind != .unit
      let unknown = isFlat ? self.unknown(parent, below) : []
      let isDistinct = areDistinct(children)
      return Level(
        parent: coded[parent].row, children: (children.map { coded[$0].row } + unknown).sorted(),
        others: unknown, isDistinct: isDistinct, isCertain: all == below.count && isDistinct)
    }
  }

  /// The rows with figures and without a code that stand between a parent and the row behind those below it.
  private func unknown(_ parent: Int, _ below: Range<Int>) -> [Int] {
    let end = below.upperBound < coded.count ? coded[below.upperBound].row : rows.count
    return ((coded[parent].row + 1)..<end).filter { row in
      let part = rows[row].parts[panel]
      return part.kind == .category && part.concept == nil && !isNothing(part)
    }
  }

  private func isNothing(_ part: Section.Part) -> Bool {
    part.cells.allSatisfy { $0.amount?.isZero ?? true }
  }

  /// The only total row and the rows that no other contains.
  func total() -> Level? {
    let totals = rows.indices.filter {
      rows[$0].parts[panel].kind == .total && rows[$0].parts[panel].concept == nil
    }
    guard isReadable, totals.count == 1, !coded.isEmpty,
      !rows.contains(where: { $0.parts[panel].kind == .total && $0.parts[panel].concept != nil })
    else { return nil }
    var children = Set(coded.indices)
    for parent in coded.indices where coded[parent].kind != .project {
      children.subtract(below(parent))
    }
    let tops = children.sorted()
    let known = Set(coded.map(\.row) + totals)
    let others = rows.indices.filter { row in
      !known.contains(row) && rows[row].parts[panel].kind != .memo
    }
    let isDistinct = areDistinct(tops)
    return Level(
      parent: totals[0], children: tops.map { coded[$0].row }, others: others,
      isDistinct: isDistinct, isCertain: isDistinct)
  }

  private func isBelow(_ code: String, _ parent: String) -> Bool {
    code.utf8.count > parent.utf8.count && code.hasPrefix(parent)
  }

  /// The rows behind one that go on with its code, up to the first that does not.
  private func below(_ parent: Int) -> Range<Int> {
    var end = parent + 1
    while end < coded.count, isBelow(coded[end].code, coded[parent].code),
      isAdjacent(coded[end - 1].row, coded[end].row)
    {
      end += 1
    }
    return (parent + 1)..<end
  }

  /// Whether no total and no line that means something else stands between two rows.
  private func isAdjacent(_ first: Int, _ second: Int) -> Bool {
    ((first + 1)..<second).allSatisfy { row in
      let part = rows[row].parts[panel]
      return part.kind == .blank || part.kind == .memo || isNothing(part)
        || part.kind == .category && part.concept == nil
    }
  }

  /// Those of some rows that none of them contains.
  private func tops(_ range: Range<Int>) -> [Int] {
    var seen: Set<Substring> = []
    return range.filter { row in
      seen.insert(coded[row].code[...])
      return CodeLevels.prefixes(of: coded[row].code).allSatisfy { !seen.contains($0) }
    }
  }

  /// What a code may begin with that is a code itself.
  private static func prefixes(of code: String) -> [Substring] {
    guard code.utf8.count > 1 else { return [] }
    return (1..<code.utf8.count).map { code.prefix($0) }
  }

  /// Whether no code stands twice, or what stands beside it tells which is which: rows of which one leaves
  /// blank what another says may contain each other.
  private func areDistinct(_ indices: [Int]) -> Bool {
    var seen: Set<[String: String]> = []
    var shapes: [String: [Bool]] = [:]
    return indices.allSatisfy { index in
      let entry = coded[index]
      let part = rows[entry.row].parts[panel]
      let shape = part.cells.map { $0.amount == nil && $0.value != .blank }
      let isAlike = shapes.updateValue(shape, forKey: entry.code).map { $0 == shape } ?? true
      var key = entry.members
      key["code"] = entry.code
      if entry.kind == .project { key["row"] = String(entry.row) }
      return seen.insert(key).inserted && isAlike
    }
  }
}
