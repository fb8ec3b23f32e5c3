/// What the label of a row says of its amounts.
public struct LineMeaning: Hashable, Sendable {
  /// The concept, or nil where the label only says what kind of row it is.
  public var concept: String?
  /// The dimension members: codes that the label names, the source of funds.
  public var members: [String: String]
  /// What the row is.
  public var kind: RowKind
  /// The side it belongs to, or nil where it may stand on both.
  public var side: Side?
  /// Whether it is a part named outside its parent's sum.
  public var isMemo: Bool
  /// The label without ordinals and marks.
  public var core: String
  /// The words from which all this was taken, for people.
  public var evidence: String

  /// Makes a meaning.
  public init(
    concept: String? = nil, members: [String: String] = [:], kind: RowKind, side: Side? = nil,
    isMemo: Bool = false, core: String, evidence: String = ""
  ) {
    self.concept = concept
    self.members = members
    self.kind = kind
    self.side = side
    self.isMemo = isMemo
    self.core = core
    self.evidence = evidence
  }
}

/// Where a line stands, which decides what its label means.
public struct LinePlace: Hashable, Sendable {
  /// The side of its panel, or nil.
  public var side: Side?
  /// The classification that its panel follows (that of the column of labels), or nil.
  public var classification: String?
  /// The code of the row above it in the hierarchy, or nil: names of items repeat from section to
  /// section.
  public var parentCode: String?
  /// The concept of the line it belongs to, or nil: below a carry-over stand its parts by fund.
  public var parentConcept: String?
  /// What the statement totals where its lines say what their amounts are, or nil.
  public var total: String?

  /// Makes a place.
  public init(
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
