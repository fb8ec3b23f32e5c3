import Documents
import FiscalModel
import FiscalSchema

/// A section as it was read from a flow: its rows are known, some of their values may still wait for their
/// columns.
struct Draft {
  var section: Section
  /// The layout of a table; nil for a form, and for what was only announced.
  var layout: Layout?
  /// The lines of the flow that it takes, as indices.
  var lines: Range<Int>
  /// What has no columns yet, row by row.
  var unplaced: [Unplaced] = []
  var findings: [Finding] = []
  /// Whether it was read as an export, which need not have the other tables.
  var isExport = false
  /// The table as it was cut out, where no layout reads it: its section is made of that once the document's
  /// year and stage are known.
  var found: FoundTable?

  /// The values of a row in a panel of which blank cells beside them left no trace.
  struct Unplaced {
    let row: Int
    let panel: Int
    let printed: [PrintedValue]
    let location: Location
    /// The value columns of the first printed values, where those are known and the others are not.
    let known: [Int]
    /// The value columns in which the others may stand.
    let open: [Int]
  }
}

/// What one panel printed in one row.
struct DraftPart {
  /// What the row is; its cells are made when it is added to a draft.
  var key: Section.Part
  var location: Location
  var printed: [PrintedValue] = []
  /// For each printed value its value column, or nil where blank cells left no trace.
  var slots: [Int]?
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

extension Section.Part {
  /// Puts printed values into their columns.
  mutating func take(_ printed: [PrintedValue], in slots: [Int]) {
    for (slot, printed) in zip(slots, printed) where slot < cells.count {
      cells[slot].value = printed.value
      cells[slot].origin.location = printed.location
      cells[slot].origin.raw = printed.raw == printed.value.printed ? nil : printed.raw
    }
  }
}

extension Draft {
  /// Says which lines of the flow the section takes.
  mutating func take(_ lines: Range<Int>, of flow: [Line]) {
    self.lines = lines
    guard let last = lines.last else { return }
    let first = flow[lines.lowerBound].number
    section.place.extent = first...max(first, flow[last].number)
  }

  /// Whether a table has rows so far.
  var hasRows: Bool { !section.matrix.rows.isEmpty }

  /// Adds a row to a table; the parts of panels that print nothing in it are blank.
  mutating func append(_ parts: [DraftPart?], at location: Location) {
    // Of the matrix itself no copy is kept, so that its rows grow in place.
    let panels = section.matrix.panels
    let index = section.matrix.rows.count
    var row = Section.Row(parts: [])
    row.parts.reserveCapacity(parts.count)
    for (panel, part) in parts.enumerated() {
      let part = part ?? DraftPart(key: Section.Part(kind: .blank), location: location)
      let columns = panels[panel].valueColumns.indices
      var key = part.key
      layout?.complete(&key, inPanel: panel)
      key.cells = columns.map { slot in
        Section.Cell(
          origin: CellOrigin(
            location: slot < part.places.count ? part.places[slot] : part.location,
            placed: part.isJoined ? .joined : .direct))
      }
      if part.slots != nil || part.printed.isEmpty || part.printed.count == columns.count {
        key.take(part.printed, in: part.slots ?? Array(columns))
        for (slot, how) in part.placed { key.cells[slot].origin.placed = how }
      } else {
        unplaced.append(
          Unplaced(
            row: index, panel: panel, printed: part.printed, location: part.location,
            known: part.known, open: part.openSlots ?? Array(columns)))
      }
      row.parts.append(key)
    }
    section.matrix.rows.append(row)
  }
}
