import FiscalModel

/// What a column or a line contributes to sums: what its figures are, and where they stand.
struct Summand: Hashable {
  /// The concept.
  var concept: String
  /// The source of funds; nil for all of them.
  var fund: String?
  /// The code of a classification; nil for all of them.
  var code: String?
  /// Whether it is called a part of what stands before.
  var isMemo = false
  /// The slot of the column, or the index of the row.
  var place: Int

  /// Whether it means the same as another.
  func means(_ other: Summand) -> Bool {
    concept == other.concept && fund == other.fund && code == other.code
  }
}

/// A sum as the meanings of its figures have it, before it is applied to rows or columns.
struct SumOfSummands {
  let relation: ConceptRelation
  let whole: Summand
  let parts: [Summand]
  /// What the whole may contain beside the parts: the sum is certain where they have no figures.
  let others: [Summand]
  /// Whether nothing but those others speaks against it that the parts are all there are.
  let isCertain: Bool
}

/// Finds which columns, or which lines, are the sums of which others.
struct SumFinder {
  let known: ConceptRelations
  let meanings: Meanings

  /// The sums among the columns of one panel and year, or among the lines of one panel.
  ///
  /// - Complexity: O(n²) for each relation and whole.
  func sums(of summands: [Summand]) -> [SumOfSummands] {
    known.relations.flatMap { relation -> [SumOfSummands] in
      if let unless = relation.unless, summands.contains(where: { $0.concept == unless }) {
        return []
      }
      return summands.compactMap { whole in
        isWhole(whole, of: relation) ? sum(relation, whole, summands) : nil
      }
    }
  }

  private func isWhole(_ summand: Summand, of relation: ConceptRelation) -> Bool {
    switch relation.form {
    case .sum: summand.concept == relation.whole && summand.code == nil
    case .funds: true
    case .codes: summand.code == nil
    case .levels, .total, .balance, .same: false
    }
  }

  private func isPart(
    _ summand: Summand, _ relation: ConceptRelation, _ whole: Summand
  ) -> Bool {
    guard contains(whole, summand) else { return false }
    let isNamed =
      summand.concept.isConcept(in: relation.parts ?? [])
      && !summand.concept.isConcept(in: relation.except ?? [])
    switch relation.form {
    case .sum: return isNamed && summand.concept != whole.concept
    case .funds:
      return summand.code == whole.code
        && (summand.concept == whole.concept && summand.fund != whole.fund || isNamed)
    case .codes: return summand.concept == whole.concept && summand.fund == whole.fund
    case .levels, .total, .balance, .same: return false
    }
  }

  private func sum(
    _ relation: ConceptRelation, _ whole: Summand, _ all: [Summand]
  ) -> SumOfSummands? {
    let found = all.filter { $0 != whole && isPart($0, relation, whole) }
    var parts = found.filter { part in
      !found.contains { $0 != part && contains($0, part) && !contains(part, $0) }
    }
    // Two lines that mean the same are one figure printed twice, or something that is not understood.
    let repeated = parts.filter { part in
      part.code == nil && parts.contains { $0 != part && $0.means(part) }
    }
    for part in repeated where parts.contains(where: { $0.place > part.place && $0.means(part) }) {
      parts.removeAll { $0 == part }
    }
    guard parts.count > 1 || parts.first?.code != nil else { return nil }
    // Without those that every such sum has it is none.
    let isSum = (relation.needs ?? []).allSatisfy { need in
      parts.contains { $0.concept.isConcept(in: need) }
    }
    guard isSum else { return nil }
    let memos = parts.count(where: \.isMemo)
    let others = all.filter { other in
      other != whole && !other.means(whole) && contains(whole, other) && isAdditive(other, whole)
        && !parts.contains { $0 == other || contains($0, other) || contains(other, $0) }
    }
    let mixed = memos > 0 && memos < parts.count ? parts.filter(\.isMemo) : []
    // Beside classes stand parts that are named by what they are for, such as operating expenses.
    let beside = relation.form == .codes ? others : []
    return SumOfSummands(
      relation: relation, whole: whole, parts: parts + beside,
      others: (beside.isEmpty ? others : []) + mixed,
      isCertain: (relation.form != .funds || memos == 0) && repeated.isEmpty && beside.isEmpty
        && !all.contains { $0 != whole && $0.means(whole) })
  }

  /// Whether one consists of another, among other things.
  func contains(_ whole: Summand, _ part: Summand) -> Bool {
    let isSame = whole.concept == part.concept
    guard isSame || meanings.isPart(part.concept, of: whole.concept) && !isBeside(part, whole)
    else { return false }
    if let code = whole.code {
      guard let own = part.code, own.hasPrefix(code) else { return false }
    }
    if let fund = whole.fund {
      // The concepts of revenue say the source themselves.
      guard let own = part.fund else { return !isSame && part.concept.hasPrefix("revenue.") }
      guard own == fund || meanings.isFund(own, of: fund) && !known.beside.contains(own) else {
        return false
      }
    }
    return !isSame || !whole.means(part)
  }

  private func isBeside(_ part: Summand, _ whole: Summand) -> Bool {
    known.beside.contains(part.concept) && part.concept.hasPrefix(whole.concept + ".")
  }

  /// Whether a part is one beside others: what was bought, or what officials travel for, is paid as
  /// something else as well.
  private func isAdditive(_ part: Summand, _ whole: Summand) -> Bool {
    let root = part.concept.prefix { $0 != "." }
    return ["expenditure", "revenue", "carry-over", "total"].contains(String(root))
      || whole.concept.hasPrefix(root)
  }
}
