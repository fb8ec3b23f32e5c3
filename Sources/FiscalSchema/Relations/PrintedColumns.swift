import FiscalModel

/// The relations that a table prints in its row of column numbers, such as `3=4+5`.
///
/// A column that another form would number so may be something else here: the sum is certain only where the
/// column on the left consists of those on the right by what its captions say.
struct PrintedColumns {
  let matrix: Section.Matrix
  let finder: SumFinder
  let vocabulary: Vocabulary

  /// A relation, and the columns of its terms.
  struct Sum {
    let relation: Relation
    let left: [Term]
    let right: [Term]
    let isCertain: Bool
  }

  /// A column with its sign.
  struct Term {
    let sign: Int
    let slot: Int
  }

  /// The relations that speak of columns of one panel which are numbered once.
  ///
  /// - Complexity: O(columns²).
  func sums(panel: Int, source: String) -> [Sum] {
    let slots = self.slots(panel)
    return (matrix.columnNumbers ?? []).compactMap { text in
      guard text.utf8.contains(UInt8(ascii: "=")),
        let relation = try? Relation(
          id: "check/printed-equation", rule: text, source: source, vocabulary: vocabulary),
        case .equation(let left, .equal, let right) = relation.form,
        let whole = terms(left, slots), let parts = terms(right, slots)
      else { return nil }
      return Sum(
        relation: relation, left: whole, right: parts,
        isCertain: agree(whole.map { ($0, panel) }, parts.map { ($0, panel) }))
    }
  }

  /// The slots of a panel's amounts by their numbers; a number that stands twice means none.
  private func slots(_ panel: Int) -> [String: Int] {
    var result: [String: Int] = [:]
    var twice: Set<String> = []
    for (slot, column) in matrix.panels[panel].valueColumns.enumerated() {
      guard matrix.columns[column].role == .amount, let text = matrix.columnNumbers?[column] else {
        continue
      }
      let number = text.prefix { $0.isASCII && $0.isNumber }
      guard !number.isEmpty else { continue }
      if result.updateValue(slot, forKey: String(number)) != nil { twice.insert(String(number)) }
    }
    for number in twice { result[number] = nil }
    return result
  }

  private func terms(_ terms: [Relation.Term], _ slots: [String: Int]) -> [Term]? {
    var result: [Term] = []
    for term in terms {
      guard term.table == nil, case .numbered(let number) = term.column, case .each = term.row,
        let slot = slots[number]
      else { return nil }
      result.append(Term(sign: term.sign, slot: slot))
    }
    return result
  }

  private func agree(_ left: [(Term, Int)], _ right: [(Term, Int)]) -> Bool {
    guard left.count == 1, let whole = left.first.flatMap(summand) else { return false }
    return right.allSatisfy { entry in
      summand(entry).map { entry.0.sign > 0 && finder.contains(whole, $0) } ?? false
    }
  }

  private func summand(_ entry: (Term, Int)) -> Summand? {
    let column = matrix.column(entry.0.slot, inPanel: entry.1)
    return column.concept.map {
      Summand(concept: $0, fund: column.members["fund_source"], place: entry.0.slot)
    }
  }
}
