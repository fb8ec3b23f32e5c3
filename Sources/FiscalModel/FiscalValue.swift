/// What stands in a cell of a table: an amount, a text, or nothing in one of its printed forms.
public enum FiscalValue: Hashable, Sendable {
  /// An amount in the table's unit.
  case amount(Amount)
  /// A text.
  case text(String)
  /// No value, and the mark that was printed for it.
  case null(NullKind)

  /// The cell without any print.
  public static let blank = FiscalValue.null(.blank)

  /// The amount, if it is one.
  public var amount: Amount? {
    if case .amount(let amount) = self { return amount }
    return nil
  }
}

/// The marks that stand for "no value". `0` and `0.00` are amounts, not marks.
public enum NullKind: String, Codable, Sendable, CaseIterable {
  /// Nothing was printed.
  case blank
  /// `-`
  case dash
  /// `—`
  case emdash
  /// `--`
  case doubledash
  /// `/`
  case slash
  /// `…`
  case ellipsis
  /// The word for "none".
  case none
  /// The layout at hand does not have the column.
  case absent
}
