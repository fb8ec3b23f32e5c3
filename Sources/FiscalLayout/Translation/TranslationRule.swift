import FiscalModel

/// What a translation may find.
enum TranslationRule {
  /// Figures of a row that the target's forms have no place for.
  case notHeld(String, [String])
  /// A form of a kind that the target does not have, and what it says.
  case formNotHeld(String, [String])
  /// What a form says that the target's form has no place for.
  case partNotHeld(String, String)
  /// Parts of a form that the source's form says nothing of.
  case notInForm(String, [String])
  /// A form of a kind that the source does not have.
  case missingForm(String)
  /// Codes whose figures stand in rows without them.
  case notToldApart(String, [String])
  /// Columns and lines of a form that the source says nothing of.
  case notInSource(Layout, [String])
  /// A form that the source says nothing of.
  case missingTable(Layout)
  /// A form that was filled from tables of another kind.
  case fromOtherTable(Layout, String)
  /// Rows that were added up of others.
  case derivedRows(Layout, Int)
  /// A fact that the source prints twice, differently.
  case conflict(String, String, String)

  /// The finding, with its place in the source where it has one.
  func finding(at location: Location? = nil) -> Finding {
    let (id, severity, message): (String, Severity, BilingualText) =
      switch self {
      case .notHeld(let row, let facts):
        ("not-held", .warning, Wording.Translation.notHeld(row, facts))
      case .formNotHeld(let title, let texts):
        ("form-not-held", .warning, Wording.Translation.formNotHeld(title, texts))
      case .partNotHeld(let title, let text):
        ("form-part-not-held", .warning, Wording.Translation.notHeld(title, [text]))
      case .notInForm(let title, let parts):
        ("not-in-source", .note, Wording.Translation.notInSource(title, parts))
      case .missingForm(let title):
        ("missing-form", .note, Wording.Translation.missingForm(title))
      case .notToldApart(let title, let codes):
        ("not-told-apart", .note, Wording.Translation.notToldApart(title, codes))
      case .notInSource(let layout, let facts):
        ("not-in-source", .note, Wording.Translation.notInSource(layout.title, facts))
      case .missingTable(let layout):
        ("missing-table", .note, Wording.Translation.missingTable(layout.number, layout.title))
      case .fromOtherTable(let layout, let other):
        ("other-table", .note, Wording.Translation.fromOtherTable(layout.title, other))
      case .derivedRows(let layout, let count):
        ("derived-rows", .note, Wording.Translation.derivedRows(layout.title, count))
      case .conflict(let row, let kept, let other):
        ("conflict", .warning, Wording.Translation.conflict(row, kept, other))
      }
    return Finding(
      rule: "translate/" + id, severity: severity, message: message,
      locations: location.map { [$0] } ?? [])
  }
}
