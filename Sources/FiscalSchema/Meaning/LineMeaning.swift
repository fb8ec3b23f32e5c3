import FiscalModel

/// What the label of a row says of its amounts.
package struct LineMeaning: Hashable, Sendable {
  /// The concept, or nil where the label only says what kind of row it is.
  package var concept: String?
  /// The dimension members: codes that the label names, the source of funds.
  package var members: [String: String] = [:]
  /// What the row is.
  package var kind: RowKind
  /// The side it belongs to, or nil where it may stand on both.
  package var side: Side?
  /// Whether it is a part named outside its parent's sum.
  package var isMemo = false
  /// The label without ordinals and marks.
  package var core: String
  /// The words from which all this was taken, for people.
  package var evidence = ""
}

/// Where a line stands, which decides what its label means.
package struct LinePlace: Hashable, Sendable {
  /// The side of its panel, or nil.
  package var side: Side?
  /// The classification that its panel follows (that of the column of labels), or nil.
  package var classification: String?
  /// The code of the row above it in the hierarchy, or nil: names of items repeat from section to
  /// section.
  package var parentCode: String?
  /// The concept of the line it belongs to, or nil: below a carry-over stand its parts by fund.
  package var parentConcept: String?
  /// What the statement totals where its lines say what their amounts are, or nil.
  package var total: String?

  /// Makes a place.
  package init(
    side: Side? = nil, classification: String? = nil, parentCode: String? = nil,
    parentConcept: String? = nil, total: String? = nil
  ) {
    self.side = side
    self.classification = classification
    self.parentCode = parentCode
    self.parentConcept = parentConcept
    self.total = total
  }
}
