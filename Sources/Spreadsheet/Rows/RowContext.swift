/// What the rows of one sheet share while it is read.
final class RowContext {
  let path: String
  // Constants, which cost no check at each access as variables of a class do.
  let strings: [String]
  /// One at least.
  let styles: [CellStyle]
  /// Whether `_xHHHH_` in text stands for a character.
  let hasEscapes: Bool

  private let budget: ReadingBudget
  /// Bytes of text that the budget does not know of yet.
  private var pendingBytes = 0
  /// All shared formulas, of which a row may still be looked at when its number has another one.
  private var formulas: [SharedFormula] = []
  /// Which formula a number has now.
  private var numbers: [Int32: Int32] = [:]

  init(
    path: String, styles: [CellStyle], strings: [String], budget: ReadingBudget, hasEscapes: Bool
  ) {
    self.path = path
    self.styles = styles.isEmpty ? [CellStyle()] : styles
    (self.strings, self.budget, self.hasEscapes) = (strings, budget, hasEscapes)
  }

  // MARK: Limits

  /// Counts cells against the limit.
  func count(cells: Int) throws(SpreadsheetError) { try budget.take(cells: cells) }

  /// Counts text against the limit, before it is made.
  func count(text bytes: Int) throws(SpreadsheetError) {
    pendingBytes += bytes
    if pendingBytes > 1 << 12 { try settle() }
  }

  /// Counts a text that many cells may share, which costs them anew each time it is used.
  @inline(__always)
  func count(repeated text: String) throws(SpreadsheetError) {
    let bytes = text.utf8.count
    if bytes > ReadingBudget.shortText { try budget.take(repeatedBytes: bytes) }
  }

  /// Tells the budget what was taken of it: once a row, for threads share it.
  func settle() throws(SpreadsheetError) {
    guard pendingBytes > 0 else { return }
    defer { pendingBytes = 0 }
    try budget.take(stringBytes: pendingBytes)
  }

  // MARK: Shared formulas

  /// Keeps a formula under its number, and gives its place.
  func define(_ number: Int32, _ formula: SharedFormula) -> Int32 {
    let place = Int32(truncatingIfNeeded: formulas.count)
    formulas.append(formula)
    numbers[number] = place
    // The budget hears of it at the row's end.
    pendingBytes += formula.text.utf8.count
    return place
  }

  /// The place of the formula that has a number now; -1 for none.
  func place(ofFormula number: Int32) -> Int32 { numbers[number] ?? -1 }

  /// The formula at a place, nil for -1.
  func formula(at place: Int32) -> SharedFormula? {
    place < 0 ? nil : formulas[Int(place)]
  }
}
