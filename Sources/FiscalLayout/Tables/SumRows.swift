import FiscalModel
import FiscalSchema

/// Finds rows without a code among rows with codes that add up others, though no word says so.
struct SumRows {
  private let rows: [Section.Row]
  private let slots: [Int]
  private let coded: [Int]

  /// Takes the rows of a table of one panel, with the places of its amounts among the cells.
  init(_ rows: [Section.Row], slots: [Int]) {
    self.rows = rows
    self.slots = slots
    let codes = Set(rows.compactMap { $0.parts[0].code })
    let parents = Set(
      codes.flatMap { code in sequence(first: code, next: Classification.parent).dropFirst() })
    coded = rows.indices.filter { row in
      let part = rows[row].parts[0]
      return part.code.map { !parents.contains($0) } ?? false && part.kind != .subtotal
    }
  }

  /// The rows that are sums, with what they are: the total of all rows with codes, or a subtotal of those of
  /// their unit, or of those between them and the next such row.
  ///
  /// - Complexity: O(rows of sums × rows).
  func kinds() -> [Int: RowKind] {
    guard coded.count > 1, !slots.isEmpty else { return [:] }
    let open = rows.indices.filter { row in
      let part = rows[row].parts[0]
      return part.code == nil && part.concept == nil && part.label.isEmpty && part.kind == .category
        && slots.contains { part.cells[$0].amount != nil }
    }
    var result: [Int: RowKind] = [:]
    for row in open.prefix(SumRows.bound) {
      if isSum(row, coded) {
        result[row] = .total
      } else if isSum(row, coded.filter { unit($0) == unit(row) && unit(row) != nil })
        || isSum(row, run(from: row, by: 1)) || isSum(row, run(from: row, by: -1))
      {
        result[row] = .subtotal
      }
    }
    return result
  }

  /// More rows of sums are looked at in no table.
  private static let bound = 1000

  private func unit(_ row: Int) -> String? {
    let members = rows[row].parts[0].members
    return members["unit_code"] ?? members["agency"]
  }

  /// The rows with codes below or above a row, up to the next one without a code.
  private func run(from row: Int, by step: Int) -> [Int] {
    var run: [Int] = []
    var next = row + step
    while rows.indices.contains(next), rows[next].parts[0].code != nil {
      run.append(next)
      next += step
    }
    return run.count > 1 ? run : []
  }

  private func isSum(_ row: Int, _ parts: [Int]) -> Bool {
    guard !parts.isEmpty else { return false }
    return slots.allSatisfy { slot in
      guard let whole = rows[row].parts[0].cells[slot].amount else { return true }
      var sum = AmountSum()
      for part in parts {
        if let amount = rows[part].parts[0].cells[slot].amount, !sum.add(amount) { return false }
      }
      return sum.value.isSameValue(as: whole)
    }
  }
}
