/// Arithmetic on numbers of the input: nil where the result does not fit, so that no figure can stop the
/// program. `scripts/lint` asks for it where amounts are added or subtracted.
extension Int128 {
  /// The sum, or nil where it does not fit.
  package func plus(_ other: Int128) -> Int128? {
    let (result, overflow) = addingReportingOverflow(other)
    return overflow ? nil : result
  }

  /// The difference, or nil where it does not fit.
  package func minus(_ other: Int128) -> Int128? {
    let (result, overflow) = subtractingReportingOverflow(other)
    return overflow ? nil : result
  }
}
