import FiscalModel

/// Which rows of a panel are the parts of which others, by the levels of a classification: in time linear in
/// the rows.
struct RowLevels {
  /// The parts of all rows.
  let parts: [Section.Part]
  /// The rows that count.
  let rows: [Int]
  /// The levels, the highest first.
  let kinds: [RowKind]

  /// More rows with one code than this do not tell whose parts are whose.
  private static let mostAlike = 8

  /// Two levels that follow each other.
  private struct Step: Hashable {
    var upper: RowKind
    var lower: RowKind
  }

  /// The lists of parts of each step, by what their wholes are known by.
  private var lists: [Step: [Owner: [Int]]] = [:]

  /// What tells whose part a row is.
  private enum Owner: Hashable {
    case row(Int)
    case code(String)
  }

  init(parts: [Section.Part], rows: [Int], kinds: [RowKind]) {
    self.parts = parts
    self.rows = rows
    self.kinds = kinds
  }

  /// The rows of the lower level that a row of the upper one is the sum of.
  mutating func children(of parent: Int, _ upper: RowKind, _ lower: RowKind) -> [Int] {
    let code = parts[parent].code ?? ""
    guard upper == .total || !code.isEmpty else { return [] }
    let step = Step(upper: upper, lower: lower)
    let list = lists[step] ?? list(step)
    lists[step] = list
    if upper != .total, lower == .category || lower == .project { return list[.row(parent)] ?? [] }
    return list[.code(lower == .unit && upper == .total ? "" : code)] ?? []
  }

  private func list(_ step: Step) -> [Owner: [Int]] {
    if step.lower == .category || step.lower == .project {
      guard step.upper == .total else { return blocks(step) }
      let all = rows.filter { parts[$0].kind == step.lower }
      return wholes(step.upper).mapValues { _ in all }
    }
    let wholes = wholes(step.upper)
    let owners = step.lower == .unit ? Set(rows.compactMap { parts[$0].code }) : []
    let lengths = Set(wholes.keys.map(length))
    var list: [Owner: [Int]] = [:]
    for row in rows where parts[row].kind == step.lower {
      guard let own = parts[row].code else { continue }
      if step.lower == .unit {
        // Units nest to any depth: each belongs to the one with the longest code before its own.
        let prefix = (1..<max(own.count, 1)).reversed().lazy.map { String(own.prefix($0)) }
          .first(where: owners.contains)
        list[.code(prefix ?? ""), default: []].append(row)
      } else {
        for length in lengths where length <= own.count {
          let owner = Owner.code(String(own.prefix(length)))
          if wholes[owner] != nil { list[owner, default: []].append(row) }
        }
      }
    }
    return list.filter { wholes[$0.key] ?? 1 <= RowLevels.mostAlike }
  }

  private func length(_ owner: Owner) -> Int {
    if case .code(let code) = owner { code.count } else { 0 }
  }

  /// How many rows of a level have each code.
  private func wholes(_ kind: RowKind) -> [Owner: Int] {
    rows.filter { parts[$0].kind == kind }.reduce(into: [:]) { counts, row in
      counts[.code(parts[row].code ?? ""), default: 0] += 1
    }
  }

  /// Rows without a code, which stand in the block of a row: behind it, and before the next one of its level
  /// or a higher one.
  private func blocks(_ step: Step) -> [Owner: [Int]] {
    guard let level = kinds.firstIndex(of: step.upper) else { return [:] }
    let upper = Set(kinds.prefix(level + 1))
    let counted = Set(rows)
    var list: [Owner: [Int]] = [:]
    var owner: Int?
    for (row, part) in parts.enumerated() {
      if upper.contains(part.kind) {
        owner = part.kind == step.upper ? row : nil
      } else if part.kind == step.lower, counted.contains(row), let owner {
        list[.row(owner), default: []].append(row)
      }
    }
    return list
  }
}
