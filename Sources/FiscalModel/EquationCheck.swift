/// An equation with the figures of a disclosure put in.
package struct EquationCheck: Sendable {
  /// The equation.
  package let equation: Equation
  /// The unit of both sums: the smallest of the tables it joins; nil where it is not known.
  package let unit: AmountUnit?
  /// The left side.
  package let left: AmountSum
  /// The right side.
  package let right: AmountSum
  /// How the sides compare; an inequality that holds is exact. Where one side prints nothing at all while
  /// the other has a figure, nothing is stated that could be wrong, and the verdict is ambiguous; so is that
  /// of a sum that differs and lacks a row, and that of sums that do not fit.
  package let verdict: Verdict
  /// Both sides, their difference and what rounding explains of it; nil where one of them does not fit.
  package let sums: Finding.Sums?

  /// Puts figures into an equation; nil where no figure was printed, or where a text stands for one. A
  /// printed value with d decimals means v ± 0.5·10^-d.
  ///
  /// A cell without a figure counts as zero.
  /// - Parameters:
  ///   - equation: the equation.
  ///   - disclosure: the tables that it was resolved for.
  ///   - corrections: what some cells are taken to be instead of what they print.
  package init?(
    _ equation: Equation, in disclosure: Disclosure, corrections: [CellKey: Amount] = [:]
  ) {
    let units = (equation.left + equation.right).map { disclosure.unit(of: $0.cell) }
    let unit = units.compactMap { $0 }.min { $0.powerOfTen < $1.powerOfTen }
    // A figure in a unit that is not known cannot be compared with one in a unit that is.
    guard unit == nil || !units.contains(nil) else { return nil }
    guard let one = Side(equation.left, in: disclosure, unit, corrections),
      let other = Side(equation.right, in: disclosure, unit, corrections),
      one.hasFigure || other.hasFigure
    else { return nil }
    self.equation = equation
    self.unit = unit
    left = one.sum
    right = other.sum
    sums = one.fits && other.fits ? left.sums(against: right) : nil
    guard let difference = sums?.difference.coefficient else {
      verdict = .ambiguous
      return
    }
    var verdict = left.verdict(against: right)
    if verdict == .break, !one.isPrinted || !other.isPrinted || !equation.isComplete {
      verdict = .ambiguous
    }
    switch equation.comparison {
    case .equal: self.verdict = verdict
    case .atLeast: self.verdict = difference >= 0 && verdict != .exact ? .exact : verdict
    case .atMost: self.verdict = difference <= 0 && verdict != .exact ? .exact : verdict
    }
  }

  /// What one side prints.
  private struct Side {
    var sum = AmountSum()
    /// Whether the sum fits.
    var fits = true
    var hasFigure = false
    /// Whether anything was printed: a figure, or a mark for nothing.
    var isPrinted = false

    /// Adds up cells in a unit; nil where one of them says nothing.
    init?(
      _ entries: [Equation.Entry], in disclosure: Disclosure, _ unit: AmountUnit?,
      _ corrections: [CellKey: Amount]
    ) {
      for entry in entries {
        let own = disclosure.unit(of: entry.cell)
        let amount: Amount
        switch disclosure[entry.cell].value {
        case .amount(let printed): amount = corrections[entry.cell] ?? printed
        // A column that the source of a translation does not have says nothing, not even zero.
        case .text, .null(.absent): return nil
        case .null(let kind):
          guard let corrected = corrections[entry.cell] else {
            if kind != .blank { isPrinted = true }
            continue
          }
          amount = corrected
        }
        isPrinted = true
        hasFigure = true
        let shift = (unit?.powerOfTen ?? 0) - (own?.powerOfTen ?? 0)
        let converted =
          if let own, let unit { amount.converted(from: own, to: unit) } else { Amount?(amount) }
        let isAdded =
          converted.map { sum.add($0, sign: entry.sign, decimals: amount.scale + shift) } ?? false
        fits = fits && isAdded
      }
    }
  }
}

extension AmountSum {
  /// This side and another of a relation in figures, or nil where they do not fit.
  package func sums(against other: AmountSum) -> Finding.Sums? {
    guard let difference = difference(from: other), let tolerance = tolerance(against: other) else {
      return nil
    }
    return Finding.Sums(
      left: value, right: other.value, difference: difference, tolerance: tolerance)
  }
}
