import FiscalModel

/// What reading may find questionable, with what it is about.
enum ReadingRule {
  /// More values than the row has columns.
  case surplusValues(String)
  /// A line inside a table that was left out.
  case unreadLine(String)
  /// A label that the layout does not have.
  case unknownLine(String)
  /// A label put together from several cells.
  case joinedLabel(String)
  /// An amount put together from its pieces.
  case joinedAmount(String)
  /// A text where an amount belongs.
  case unreadableAmount(String, AmountError)
  /// A table found without its title.
  case untitled(String)
  /// A unit taken from the other tables.
  case unitAssumed(AmountUnit)
  /// A table that the profile has and the document lacks.
  case missingTable(Layout)
  /// A closing line that is not there.
  case missingTotal(String)
  /// A page number left out.
  case pageNumber(String)
  /// A year that the profile was not made for.
  case yearOutside(Int, Profile)
  /// Values whose columns nothing decides, with the columns that are possible.
  case ambiguousPlacement([String], [[String]])

  private var description: (id: String, severity: Severity, message: BilingualText) {
    switch self {
    case .surplusValues(let raw): ("surplus-values", .error, Wording.surplusValues(raw))
    case .unreadLine(let raw): ("unread-line", .error, Wording.unreadLine(raw))
    case .unknownLine(let label): ("unknown-line", .warning, Wording.unknownLine(label))
    case .joinedLabel(let label): ("joined-label", .note, Wording.joinedLabel(label))
    case .joinedAmount(let raw): ("joined-amount", .note, Wording.joinedAmount(raw))
    case .unreadableAmount(let raw, let error):
      ("unreadable-amount", .error, Wording.unreadableAmount(raw, error))
    case .untitled(let title): ("untitled", .note, Wording.untitled(title))
    case .unitAssumed(let unit): ("unit-assumed", .note, Wording.unitAssumed(unit))
    case .missingTable(let layout):
      ("missing-table", .warning, Wording.missingTable(layout.number, layout.title))
    case .missingTotal(let label): ("missing-total", .warning, Wording.missingTotal(label))
    case .pageNumber(let raw): ("page-number", .note, Wording.pageNumber(raw))
    case .yearOutside(let year, let profile):
      ("year-outside-profile", .note, Wording.yearOutside(year, profile.id))
    case .ambiguousPlacement(let values, let alternatives):
      // Where only zeros stand, no figure hangs on their columns.
      values.allSatisfy { (try? Amount($0))?.isZero ?? true }
        ? ("ambiguous-zeros", .note, Wording.ambiguous(values, alternatives))
        : ("ambiguous-placement", .warning, Wording.ambiguous(values, alternatives))
    }
  }

  /// The finding, with its place where it has one.
  func finding(at location: Location? = nil) -> Finding {
    let (id, severity, message) = description
    var verdict: Verdict?
    if case .ambiguousPlacement = self { verdict = .ambiguous }
    return Finding(
      rule: "read/" + id, severity: severity, verdict: verdict, message: message,
      locations: location.map { [$0] } ?? [])
  }
}
