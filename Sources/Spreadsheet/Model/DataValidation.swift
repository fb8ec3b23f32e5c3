/// What may be entered into cells. ECMA-376 Part 1, 18.3.1.32 `dataValidation`.
public struct DataValidation: Hashable, Sendable {
  /// What is asked for. 18.18.21 `ST_DataValidationType`.
  public enum Kind: String, Hashable, Sendable {
    /// Anything.
    case any = "none"
    /// A whole number.
    case whole
    /// A number.
    case decimal
    /// One of a list.
    case list
    /// A date.
    case date
    /// A time.
    case time
    /// Text of a length.
    case textLength
    /// What a formula allows.
    case custom
  }

  /// How it is compared with the formulas. 18.18.20 `ST_DataValidationOperator`.
  public enum Comparison: String, Hashable, Sendable {
    case between, notBetween, equal, notEqual, lessThan, lessThanOrEqual, greaterThan,
      greaterThanOrEqual
  }

  /// Where it holds.
  public var ranges: [CellRange]
  /// What is asked for.
  public var kind: Kind
  /// How it is compared.
  public var comparison: Comparison
  /// The first formula; for a list its range, or its items in quotes.
  public var formula1: String?
  /// The second formula.
  public var formula2: String?
  /// Whether nothing may be entered.
  public var allowsBlank: Bool
  /// Whether anything else is refused; a list that does not refuse is an offer.
  public var refuses: Bool
  /// The title of the error.
  public var errorTitle: String?
  /// The error shown for what is not allowed.
  public var error: String?
  /// The title of the hint.
  public var promptTitle: String?
  /// The hint shown beside the cell.
  public var prompt: String?

  /// A validation of its parts.
  public init(
    ranges: [CellRange], kind: Kind = .any, comparison: Comparison = .between,
    formula1: String? = nil, formula2: String? = nil, allowsBlank: Bool = false,
    refuses: Bool = true, errorTitle: String? = nil, error: String? = nil,
    promptTitle: String? = nil,
    prompt: String? = nil
  ) {
    (self.ranges, self.kind, self.comparison) = (ranges, kind, comparison)
    (self.formula1, self.formula2, self.allowsBlank) = (formula1, formula2, allowsBlank)
    (self.refuses, self.errorTitle, self.error) = (refuses, errorTitle, error)
    (self.promptTitle, self.prompt) = (promptTitle, prompt)
  }
}
