import Documents
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
  /// What a web page or Markdown left in a text.
  case markup(String)
  /// A cell of a form that the next page goes on with.
  case joinedOverPage(String)
  /// A row of a form whose cells are not certain.
  case doubtfulRow([String])
  /// A form whose text has nothing that tells where a cell of several lines ends.
  case unseparatedCells
  /// A row of a form that stands under other captions than those of what it holds.
  case slippedRow([String])
  /// A text in a column of amounts, kept as it is.
  case textAmongAmounts(String)
  /// A form whose figures speak for another unit than it says.
  case doubtfulUnit(AmountUnit, String, AmountUnit)
  /// A form that the profile has and the document lacks.
  case missingForm(FormLayout)
  /// A year that the profile was not made for.
  case yearOutside(Int, Profile)
  /// A text that sticks out of its cell.
  case overflowing(String)
  /// A run of glyphs that was cut at a ruling.
  case split(String)
  /// Radicals in place of characters: how many.
  case radicals(Int)
  case hiddenText(String)
  case continuedCell(String)
  /// A heading that the next page repeats: how many lines.
  case repeatedHeading(Int)
  /// A table without rulings, its columns taken from how its lines are aligned: how many lines.
  case alignedTable(Int)
  /// Something that was left out, or put right, before the tables were read.
  case repair(String, Severity, BilingualText)
  case doubtfulColumns
  case wrappedRows(Int)
  case columnsBeside(Int)
  /// Cells of a column that the form does not have: its caption, and what stands in it.
  case unreadColumn(String, [String])
  /// Columns that stand in another order than the form's, with their captions.
  case reorderedColumns([String])
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
    case .markup(let raw): ("markup", .note, Wording.markup(raw))
    case .joinedOverPage(let raw): ("joined-over-page", .note, Wording.joinedOverPage(raw))
    case .doubtfulRow(let values): ("doubtful-row", .warning, Wording.doubtfulRow(values))
    case .unseparatedCells: ("unseparated-cells", .warning, Wording.unseparatedCells)
    case .slippedRow(let values): ("slipped-row", .note, Wording.slippedRow(values))
    case .textAmongAmounts(let raw):
      ("text-among-amounts", .note, Wording.textAmongAmounts(raw))
    case .doubtfulUnit(let unit, let figure, let other):
      ("doubtful-unit", .warning, Wording.doubtfulUnit(unit, figure, other))
    case .missingForm(let form): ("missing-form", .note, Wording.missingForm(form.title))
    case .yearOutside(let year, let profile):
      ("year-outside-profile", .note, Wording.yearOutside(year, profile.id))
    case .overflowing(let text): ("overflowing-text", .note, Wording.PDF.overflowing(text))
    case .split(let text): ("split-text", .note, Wording.PDF.split(text))
    case .radicals(let count): ("radicals", .note, Wording.PDF.radicals(count))
    case .hiddenText(let text): ("hidden-text", .note, Wording.PDF.hiddenText(text))
    case .continuedCell(let text): ("continued-cell", .note, Wording.PDF.continuedCell(text))
    case .repeatedHeading(let lines):
      ("repeated-heading", .note, Wording.PDF.repeatedHeading(lines))
    case .alignedTable(let lines): ("aligned-table", .note, Wording.PDF.alignedTable(lines))
    case .repair(let id, let severity, let message): (id, severity, message)
    case .wrappedRows(let rows): ("wrapped-rows", .note, Wording.PDF.wrappedRows(rows))
    case .columnsBeside(let count): ("columns-beside", .note, Wording.PDF.columnsBeside(count))
    case .doubtfulColumns: ("doubtful-columns", .warning, Wording.PDF.doubtfulColumns)
    case .unreadColumn(let caption, let values):
      ("unread-column", .error, Wording.unreadColumn(caption, values))
    case .reorderedColumns(let captions):
      ("reordered-columns", .note, Wording.reorderedColumns(captions))
    case .ambiguousPlacement(let values, let alternatives):
      // Where only zeros stand, no figure hangs on their columns.
      values.allSatisfy { (try? Amount($0))?.isZero ?? true }
        ? ("ambiguous-zeros", .note, Wording.ambiguous(values, alternatives))
        : ("ambiguous-placement", .warning, Wording.ambiguous(values, alternatives))
    }
  }

  /// What is to be said of how a cell's text came to stand in it, or nil.
  init?(_ placing: CellExtent.Placing, _ text: String) {
    switch placing {
    case .overflowing: self = .overflowing(text)
    case .split: self = .split(text)
    case .direct, .joined, .aligned: return nil
    }
  }

  /// What was put right before the tables were read.
  init(_ repair: Document.Repair) {
    switch repair.kind {
    case .radicals(let count): self = .radicals(count)
    case .hiddenText(let text): self = .hiddenText(text)
    case .continuedCell(let text): self = .continuedCell(text)
    case .pageNumber(let text): self = .pageNumber(text)
    case .repeatedHeading(let lines): self = .repeatedHeading(lines)
    case .alignedTable(let lines): self = .alignedTable(lines)
    case .trackedDeletions(let count):
      self = .repair("tracked-deletions", .note, Wording.Markup.trackedDeletions(count))
    case .markedHidden(let count):
      self = .repair("marked-hidden", .note, Wording.Markup.hiddenTexts(count))
    case .footnotes(let count):
      self = .repair("footnotes", .note, Wording.Markup.footnotes(count))
    case .unreadObjects(let count):
      self = .repair("unread-objects", .note, Wording.Markup.unreadObjects(count))
    case .rebuilt(let complaint):
      self = .repair("rebuilt-pdf", .warning, Wording.PDF.rebuilt(complaint))
    case .wrappedTexts(let count): self = .wrappedRows(count)
    case .columnsBeside(let count): self = .columnsBeside(count)
    case .doubtfulColumns: self = .doubtfulColumns
    }
  }

  /// The finding, with its place where it has one.
  func finding(at location: Location? = nil) -> Finding {
    let (id, severity, message) = description
    var verdict: Verdict?
    switch self {
    case .ambiguousPlacement, .doubtfulRow, .doubtfulColumns: verdict = .ambiguous
    default: break
    }
    return Finding(
      rule: "read/" + id, severity: severity, verdict: verdict, message: message,
      locations: location.map { [$0] } ?? [])
  }
}
