/// What the filter of a column lets through. ECMA-376 Part 1, 18.3.2.7 `filterColumn`.
///
/// A file says both what is filtered and which rows that hides: those belong into
/// ``Sheet/hiddenRows``.
public struct FilterColumn: Hashable, Sendable {
  /// A value that is compared. 18.3.2.2 `customFilter`.
  public struct Criterion: Hashable, Sendable {
    /// How cells are compared with the value. 18.18.31 `ST_FilterOperator`. In equal text `*` stands for
    /// anything and `?` for one character.
    public enum Comparison: String, Hashable, Sendable {
      case equal, notEqual, lessThan, lessThanOrEqual, greaterThan, greaterThanOrEqual
    }

    /// How cells are compared.
    public var comparison: Comparison
    /// What with.
    public var value: String

    /// A criterion.
    public init(_ comparison: Comparison, _ value: String) {
      (self.comparison, self.value) = (comparison, value)
    }
  }

  /// What is let through.
  public enum Condition: Hashable, Sendable {
    /// Cells that are shown as one of these, and empty ones if asked for.
    case values([String], orBlank: Bool = false)
    /// Cells for which one criterion holds.
    case criterion(Criterion)
    /// Cells for which both hold.
    case both(Criterion, Criterion)
    /// Cells for which at least one holds.
    case either(Criterion, Criterion)
  }

  /// The zero-based column of the sheet, within the range of the filter.
  public var column: Int
  /// What is let through.
  public var condition: Condition

  /// The filter of a column.
  public init(column: Int, _ condition: Condition) {
    (self.column, self.condition) = (column, condition)
  }
}
