import FiscalModel
import FiscalSchema

/// Fills a table of an official form with the matrix of another form that means it.
struct MatrixTranslation {
  private let table: Layout.Matrix
  private let own: Section.Matrix
  /// The layout of the source's matrix.
  private let layout: Layout.Matrix
  private let official: OfficialForm
  /// The place that stands for cells with nothing in them.
  private let place: Location
  /// The source's columns that those of the table mean, by their index.
  private let columns: [Int?]
  /// The source's cells, those that go on said in each row.
  private let carried: [[FiscalValue]]
  /// What is left over.
  private(set) var remainder = FormTranslation.Remainder()

  init(
    table: Layout.Matrix, own: Section.Matrix, layout: Layout.Matrix, official: OfficialForm,
    place: Location
  ) {
    self.table = table
    self.own = own
    self.layout = layout
    self.official = official
    self.place = place
    carried = own.carried
    columns = table.columns.map { column in
      if let same = layout.columns.firstIndex(where: { $0.id == column.id }),
        agree(layout.columns[same].concept, column.concept)
      {
        return same
      }
      guard let concept = column.concept else { return nil }
      let others = layout.columns.indices.filter { layout.columns[$0].concept == concept }
      return others.count == 1
        && table.columns.count(where: { $0.concept == concept }) == 1 ? others[0] : nil
    }
  }

  /// The table, its rows those of the source or, where it has lines, its own in their order.
  mutating func matrix(number: String) -> Section.Matrix {
    var label = official.matrix(table, number: number).label
    if let printed = own.label, let target = table.labels.first {
      switch official.label(target, weightedAs: printed, number: number) {
      case .printed(let weighted): label = weighted
      case .lost: lose(printed)
      case .none: break
      }
    }
    var result = table.section(label: label, captions: captions(number: number))
    noteColumns(label ?? own.label ?? "")
    guard let labels = table.columns.firstIndex(where: { $0.role == .label }), !table.lines.isEmpty
    else {
      for row in own.rows.indices {
        let cells = cells(row)
        if cells.contains(where: { $0.value != .blank }) { result.append(cells) }
      }
      return result
    }
    let lines = carried.map { layout.line($0, of: table) }
    var printed: [[Section.Cell]] = []
    for line in table.lines {
      let rows = own.rows.indices.filter { lines[$0] == line.id }
      if rows.isEmpty { printed.append(blank(line, label)) }
      for (position, row) in rows.enumerated() {
        printed.append(cells(row, of: line, labels: labels, position: position))
      }
    }
    OfficialForm.merge(&printed, table)
    for cells in printed { result.append(cells) }
    for row in own.rows.indices where lines[row] == nil { loseRow(row) }
    return result
  }

  private mutating func lose(_ text: String, at location: Location? = nil) {
    remainder.lost.append((text, location ?? own.rows.first?.cells.first?.origin.location ?? place))
  }

  // MARK: Rows

  /// A row as the table has it. A cell that goes on goes on there, where it has the same levels.
  private func cells(_ row: Int) -> [Section.Cell] {
    columns.map { column in
      column.map { own.rows[row].cells[$0] }
        ?? Section.Cell(origin: CellOrigin(location: place))
    }
  }

  /// A row as one of the table's lines has it: its label, and what it stands under, are the table's.
  private func cells(
    _ row: Int, of line: Layout.Line, labels: Int, position: Int
  ) -> [Section.Cell] {
    let label = layout.columns.firstIndex { $0.id == table.columns[labels].id }
    let number = label.flatMap { LabelPattern.number(in: carried[row][$0].printed) }
    let official = official.line(table, line, number: number ?? String(position + 1))
    var cells = cells(row)
    cells[labels].value = official[labels].value
    if line.under != nil {
      for level in table.levels { cells[level].value = official[level].value }
    }
    return cells
  }

  /// A line of which the source says nothing.
  private mutating func blank(_ line: Layout.Line, _ label: String?) -> [Section.Cell] {
    if !layout.lines.contains(where: { $0.means(line) }) {
      remainder.missing.append(
        [label, line.labels[0].printed(number: "")].compactMap { $0 }.joined(separator: " "))
    }
    return official.line(table, line, number: "1").map {
      Section.Cell($0.value, origin: CellOrigin(location: place))
    }
  }

  /// Says that a row has no line; one without a figure says nothing.
  private mutating func loseRow(_ row: Int) {
    guard own.saysAnything(row: row) else { return }
    let texts = carried[row].filter { $0 != .blank }.map(\.printed)
    lose(
      ([own.label].compactMap { $0 } + texts).joined(separator: " "),
      at: own.rows[row].cells.first?.origin.location)
  }

  // MARK: Columns

  /// The captions that differ from form to form: the source's, as far as it has them.
  private mutating func captions(number: String) -> [String] {
    let printed = official.matrix(table, number: number).columns.map(\.caption)
    var taken: Set<Int> = []
    let captions = table.variableColumns.map { column in
      guard let source = columns[column], layout.variableColumns.contains(source),
        !own.columns[source].caption.isEmpty
      else { return printed[column] }
      taken.insert(source)
      return own.columns[source].caption
    }
    for column in layout.variableColumns where !taken.contains(column) {
      let caption = own.columns[column].caption
      guard !caption.isEmpty else { continue }
      // The year that the column is about anyway is said by its place.
      let pattern = layout.columns[column].captions[0]
      let expected = pattern.printed(number: "", year: official.year)
      if pattern.isYear, LabelPattern.number(in: caption) == LabelPattern.number(in: expected) {
        continue
      }
      lose([own.label, caption].compactMap { $0 }.joined(separator: " "))
    }
    return captions
  }

  /// Columns that one of the two forms lacks.
  private mutating func noteColumns(_ label: String) {
    for (column, source) in zip(table.columns, columns) where source == nil && column.role != .label
    {
      remainder.missing.append(name(label, column))
    }
    for (column, definition) in layout.columns.enumerated() where !columns.contains(column) {
      let cells = own.rows.map { $0.cells[column] }.filter { $0.value != .blank }
      guard let first = cells.first else { continue }
      lose(
        name(own.label ?? "", definition) + " "
          + cells.map(\.value.printed).joined(separator: "；"),
        at: first.origin.location)
    }
  }

  private func name(_ label: String, _ column: Layout.Column) -> String {
    ([label] + column.path.map { LabelPattern($0).printed(number: "") }).filter { !$0.isEmpty }
      .joined(separator: "/")
  }
}

extension Layout.Line {
  /// Whether it is the line of another form.
  fileprivate func means(_ other: Layout.Line) -> Bool {
    id == other.id && agree(concept, other.concept) || concept != nil && concept == other.concept
  }
}

extension Layout.Matrix {
  /// The line of another table that a row of this one is, by its label and the level it stands under.
  func line(_ row: [FiscalValue], of other: Layout.Matrix) -> String? {
    let label = columns.firstIndex { $0.role == .label || $0.role == .text }
    let level = levels.last
    func isPrinted(_ line: Layout.Line) -> Bool {
      guard let label,
        line.labels.contains(where: { $0.matches(LabelPattern.folded(row[label].printed)) })
      else { return false }
      guard let under = line.under, let level else { return true }
      return row[level].printed.folded == under.folded
    }
    guard !lines.isEmpty else { return other.lines.first(where: isPrinted)?.id }
    guard let own = lines.first(where: isPrinted) else { return nil }
    return
      (other.lines.first { $0.id == own.id && agree($0.concept, own.concept) }
      ?? other.lines.first { $0.means(own) })?.id
  }
}
