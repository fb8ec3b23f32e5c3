import FiscalModel

/// An amount written as programs and people write it, read exactly: `(1,234.50)`, `△12`, `1 234.50`,
/// `12-`, full-width forms, a currency sign.
struct RepairedAmount {
  /// The amount.
  let amount: Amount

  /// Reads such a text; nil for what is a plain amount or none at all.
  init?(_ text: some StringProtocol) {
    var rest = Substring(text.folded)
    var isNegative = false
    if rest.hasPrefix("\""), rest.hasSuffix("\""), rest.count > 1 {
      rest = rest.dropFirst().dropLast()
    }
    if rest.hasPrefix("="), rest.dropFirst().hasPrefix("\""), rest.hasSuffix("\"") {
      rest = rest.dropFirst(2).dropLast()
    }
    if let first = rest.unicodeScalars.first, RepairedAmount.triangles.contains(first.value) {
      isNegative = true
      rest = rest.dropFirst()
    } else if rest.hasPrefix("("), rest.hasSuffix(")") {
      isNegative = true
      rest = rest.dropFirst().dropLast()
    } else if rest.count > 1, rest.hasSuffix("-") {
      isNegative = true
      rest = rest.dropLast()
    }
    if let first = rest.unicodeScalars.first, RepairedAmount.currencies.contains(first.value) {
      rest = rest.dropFirst()
    }
    if rest.hasPrefix("'") { rest = rest.dropFirst() }
    guard let first = rest.first, first.isASCII, !isNegative || first.isNumber,
      let amount = try? Amount(rest)
    else { return nil }
    guard isNegative else {
      self.amount = amount
      return
    }
    guard amount.coefficient != .min else { return nil }
    self.amount = Amount(coefficient: -amount.coefficient, scale: amount.scale)
  }

  /// The signs that accountants put before a negative amount.
  private static let triangles: Set<UInt32> = [0x25B3, 0x25B2, 0x2206, 0x0394]
  private static let currencies: Set<UInt32> = [0xA5, 0xFFE5, 0x24]
}
