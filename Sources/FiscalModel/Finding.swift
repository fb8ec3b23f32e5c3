/// A text in the two languages of the program.
public struct BilingualText: Hashable, Sendable, Codable {
  /// Chinese.
  public var zh: String
  /// English.
  public var en: String

  /// Makes a text of both.
  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// The text in one language.
  public func text(in language: Language) -> String { language == .chinese ? zh : en }
}

/// The languages in which the program speaks.
public enum Language: String, Sendable, CaseIterable {
  /// Chinese.
  case chinese = "zh"
  /// English.
  case english = "en"
}

/// How much a finding matters.
public enum Severity: String, Codable, Sendable, Comparable {
  /// Worth knowing.
  case note
  /// Worth looking at.
  case warning
  /// Wrong.
  case error

  private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }

  /// Whether the first matters less.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// Something questionable about a document that was read all the same.
public struct Finding: Hashable, Sendable {
  /// The rule's identifier, such as `read/ambiguous` or `02/1`.
  public var rule: String
  /// How much it matters, once ``Catalogue/graded(_:)`` has said so.
  public var severity: Severity = .warning
  /// How the two sides compare, for relations.
  public var verdict: Verdict?
  /// What is the matter.
  package var message: Message
  /// The index of the section in the disclosure, or nil.
  public var section: Int?
  /// The places it speaks of.
  public var locations: [Location]
  /// The two sums, the difference and what rounding explains, for relations.
  public var sums: Sums?
  /// Where the rule comes from.
  public var source: BilingualText?
  /// The unit of the sums.
  public var unit: AmountUnit?
  /// The figures on both sides of a relation.
  public var operands: [Operand]
  /// What may be done about it.
  public var hint: BilingualText?
  /// The smallest sets of figures whose correction would satisfy every relation they stand in; each of
  /// them alone would do.
  public var repairs: [[Correction]] = []

  /// A figure that a relation joins, as it was printed.
  public struct Operand: Hashable, Sendable {
    /// Whether it stands on the left.
    public var isLeft: Bool
    /// 1 or -1; 0 where the side is not a sum but computed of its figures in another way.
    public var sign: Int
    /// The figure as a person would call it: table, row and column.
    public var name: String
    /// What was printed, or an empty text.
    public var printed: String
    /// Its unit.
    public var unit: AmountUnit?
    /// Where it was printed, or nil.
    public var location: Location?
    /// The cell that it is, or nil.
    package var cell: CellKey?

    /// Makes an operand.
    package init(
      isLeft: Bool, sign: Int = 1, name: String, printed: String, unit: AmountUnit?,
      location: Location? = nil, cell: CellKey? = nil
    ) {
      self.isLeft = isLeft
      self.sign = sign
      self.name = name
      self.printed = printed
      self.unit = unit
      self.location = location
      self.cell = cell
    }
  }

  /// A figure and what it would have to be.
  public struct Correction: Hashable, Sendable {
    /// The figure as it is.
    public var operand: Operand
    /// What it would have to be.
    public var needed: Amount

    /// Makes a correction.
    package init(operand: Operand, needed: Amount) {
      self.operand = operand
      self.needed = needed
    }
  }

  /// Both sides of a relation in figures.
  public struct Sums: Hashable, Sendable {
    /// The left side.
    public var left: Amount
    /// The right side.
    public var right: Amount
    /// Left less right.
    public var difference: Amount
    /// The largest difference that the rounding of the printed figures explains.
    public var tolerance: Amount

    /// Makes the figures of a relation.
    package init(left: Amount, right: Amount, difference: Amount, tolerance: Amount) {
      self.left = left
      self.right = right
      self.difference = difference
      self.tolerance = tolerance
    }
  }

  /// Makes a finding; severity, source and advice are given by ``Catalogue/graded(_:)``.
  ///
  /// The rule is the message's, unless its wording is one that rules share.
  package init(
    _ message: Message, rule: String? = nil, verdict: Verdict? = nil, section: Int? = nil,
    locations: [Location] = [], sums: Sums? = nil, unit: AmountUnit? = nil,
    operands: [Operand] = []
  ) {
    self.message = message
    self.rule = rule ?? message.rule
    self.verdict = verdict
    self.section = section
    self.locations = locations
    self.sums = sums
    self.unit = unit
    self.operands = operands
  }

  /// Makes a finding of a rule with its own wording, at one place or none.
  package init(
    _ rule: String, _ arguments: [String: any MessageArgument] = [:], verdict: Verdict? = nil,
    at location: Location? = nil
  ) {
    self.init(
      Message(rule, arguments), verdict: verdict, locations: location.map { [$0] } ?? [])
  }
}
