import Documents
import FiscalModel

/// A value as it was printed, with its place.
struct PrintedValue {
  var value: FiscalValue
  var raw: String
  var location: Location
}

/// A table whose rows are known and whose values may still wait for their columns.
struct DraftTable {
  let layout: Layout
  var table: FiscalTable
  /// Parallel to `table.rows`.
  var rows: [[DraftPart]] = []
  /// The lines of the flow that the table takes, as indices.
  var extent: Range<Int>
  /// The numbers of those lines in the file.
  var lineNumbers = 0...0
  var location: Location
  var findings: [Finding] = []
  /// Whether it was read as an export, which need not have the other tables.
  var isExport = false
  /// Columns of an export that the layout does not have.
  var extras: [TableOrigin.ExtraColumn] = []
}

/// What one panel printed in one row, before its values have their columns.
struct DraftPart {
  var printed: [PrintedValue] = []
  /// For each printed value its value column, or nil where blank cells left no trace.
  var slots: [Int]?
  var location: Location
  /// The value columns of the first printed values, where those are known and the others are not.
  var known: [Int] = []
  /// The value columns in which the others may stand; nil for all.
  var openSlots: [Int]?
  /// The place of each value column, where cells have places of their own.
  var places: [Location] = []
  /// How the values came into their columns, where it was not simply printed.
  var placed: [Int: Placed] = [:]
  /// Whether the row was joined from several printed lines.
  var isJoined = false
}

extension DraftTable {
  /// Says which lines of the flow the table takes.
  mutating func take(_ lines: Range<Int>, of flow: [Line]) {
    extent = lines
    guard let last = lines.last else { return }
    lineNumbers = flow[lines.lowerBound].number...flow[last].number
  }

  /// Adds a row; the parts of panels that print nothing in it are blank.
  mutating func append(_ parts: [(RowPart, DraftPart)?], at location: Location) {
    var row: [RowPart] = []
    var drafts: [DraftPart] = []
    for (panel, part) in parts.enumerated() {
      let count = layout.panels[panel].valueColumns.count
      var (key, draft) = part ?? (RowPart(kind: .blank, values: []), DraftPart(location: location))
      key.values = Array(repeating: .blank, count: count)
      if draft.slots == nil {
        if draft.printed.isEmpty { draft.slots = [] }
        if draft.printed.count == count { draft.slots = Array(0..<count) }
      }
      row.append(key)
      drafts.append(draft)
    }
    table.rows.append(Row(parts: row))
    rows.append(drafts)
  }
}
