import FiscalModel
import FiscalSchema

/// Fills one official form with the facts of other tables.
struct TableTranslation {
  let layout: Layout
  let index: FactIndex
  let catalogue: Catalogue
  /// Whether the facts come from tables of another kind, so that no figure was printed in this one.
  let isRelated: Bool
  /// The place that stands for cells with nothing in them.
  let location: Location
  /// How many blank rows stand for open ones, in a form that is still to be filled.
  var blankRows = 0

  /// The facts that the form holds now.
  private(set) var held: [CellMeaning: FiscalValue] = [:]
  /// How many rows were added up of others.
  private(set) var derivedRows = 0
  /// The captions of columns and lines that nothing in the source means.
  private(set) var missing: [String] = []

  /// One panel's part of a row, not yet beside those of the other panels.
  private struct Entry {
    var part: Section.Part
    /// Whether it stands with the totals at the foot of the table.
    var isFoot = false
    /// The line that reaches over further panels.
    var line: Layout.Line?
  }

  /// The rows of the form.
  mutating func rows() -> [Section.Row] {
    noteMissing()
    var columns: [[Entry]] = []
    for panel in layout.panels.indices { columns.append(entries(ofPanel: panel)) }
    // Side by side: the bodies from the top, the totals from the bottom.
    let feet = columns.map { $0.filter(\.isFoot).count }
    let bodies = zip(columns, feet).map { $0.count - $1 }
    let foot = feet.max() ?? 0
    let body = bodies.max() ?? 0
    var rows: [Section.Row] = []
    for row in 0..<(body + foot) {
      var parts: [Section.Part] = []
      for (panel, entries) in columns.enumerated() {
        let position = row < body ? row : bodies[panel] + row - body - (foot - feet[panel])
        let isInside = row < body ? row < bodies[panel] : position >= bodies[panel]
        if isInside, entries.indices.contains(position) {
          parts.append(entries[position].part)
        } else {
          parts.append(Section.Part(kind: .blank, cells: blanks(panel)))
        }
      }
      reach(&parts, columns)
      for panel in parts.indices { layout.complete(&parts[panel], inPanel: panel) }
      rows.append(Section.Row(parts: parts))
    }
    return rows
  }

  /// A cell with nothing in it.
  private var nothing: Section.Cell { Section.Cell(origin: CellOrigin(location: location)) }

  private func blanks(_ panel: Int) -> [Section.Cell] {
    layout.panels[panel].valueColumns.map { _ in nothing }
  }

  // MARK: Rows of a panel

  private mutating func entries(ofPanel index: Int) -> [Entry] {
    let panel = layout.panels[index]
    var entries: [Entry] = []
    var isOpenDone = false
    let foot = self.foot(of: panel)
    for (position, row) in panel.rows.enumerated() {
      switch row {
      case .line(let line):
        guard var entry = entry(line, index) else { continue }
        entry.isFoot = position >= foot
        entries.append(entry)
      case .open:
        // Rows of several kinds nest in one another and are put in order together.
        if !isOpenDone { entries += openEntries(index) }
        isOpenDone = true
      }
    }
    return entries
  }

  /// Where the totals at the foot of a panel begin: with the last subtotal near the grand total. Panels
  /// whose forms print the same number of lines stand line by line.
  private func foot(of panel: Layout.Panel) -> Int {
    let rows = panel.rows
    guard layout.panels.count > 1, rows.indices.count > 1,
      Set(layout.panels.map(\.rows.count)).count > 1
        || layout.panels.contains(where: { !$0.opens.isEmpty })
    else { return rows.count }
    func isSum(_ row: Layout.PanelRow) -> Bool {
      guard case .line(let line) = row else { return false }
      return line.kind == .total || line.kind == .subtotal
    }
    guard let last = rows.lastIndex(where: isSum), last == rows.count - 1 else { return rows.count }
    return rows[..<last].lastIndex { isSum($0) }.flatMap { last - $0 <= 3 && $0 > 0 ? $0 : nil }
      ?? last
  }

  private mutating func entry(_ line: Layout.Line, _ index: Int) -> Entry? {
    let panel = layout.panels[index]
    var part = Section.Part(
      kind: line.kind, line: line.id.isEmpty ? nil : line.id, label: line.label,
      number: panel.numberColumn == nil ? nil : line.number, cells: blanks(index))
    if line.id.isEmpty { return Entry(part: part) }
    for (slot, column) in panel.valueColumns.enumerated()
    where line.amounts.isEmpty || line.amounts.contains(layout.columns[column].id) {
      guard
        let found = find(column, line, [:], allowsSums: line.kind == .total && !panel.opens.isEmpty)
      else { continue }
      part.cells[slot] = found.cell
    }
    if panel.isKeyless, blankRows == 0,
      part.cells.allSatisfy({ $0.value == .blank || $0.value == .null(.absent) })
    {
      return nil
    }
    return Entry(part: part, line: line.through == nil ? nil : line)
  }

  private mutating func find(
    _ column: Int, _ line: Layout.Line?, _ key: [String: String], allowsSums: Bool
  ) -> FactIndex.Found? {
    guard layout.columns[column].role == .amount else { return nil }
    var meaning = catalogue.meaning(of: layout.columns[column], on: line)
    meaning.members.merge(key) { $1 }
    guard var found = allowsSums ? index.derived(meaning) : index.printed(meaning) else {
      // A column that the source does not have is not a blank cell.
      return index.hasConcept(of: meaning)
        ? nil : .init(cell: .init(.null(.absent), origin: nothing.origin), isDerived: false)
    }
    held[meaning] = found.cell.value
    if isRelated, found.cell.amount != nil { found.cell.origin.placed = .derived }
    return found
  }

  /// Puts the figure of a line that reaches over several panels where the form prints it.
  private mutating func reach(_ parts: inout [Section.Part], _ columns: [[Entry]]) {
    for (panel, entries) in columns.enumerated() {
      guard
        let line = entries.first(where: { $0.part == parts[panel] && $0.line != nil })?.line,
        let through = layout.panels.firstIndex(where: { $0.id == line.through }), through > panel
      else { continue }
      for target in (panel + 1)...through {
        var part = parts[panel]
        part.cells = blanks(target)
        for (slot, column) in layout.panels[target].valueColumns.enumerated()
        where line.amounts.contains(layout.columns[column].id) {
          guard let found = find(column, line, [:], allowsSums: false) else { continue }
          part.cells[slot] = found.cell
        }
        parts[target] = part
      }
    }
  }

  // MARK: Open rows

  /// A row that the form leaves to the document: for each kind of open rows that it stands under the
  /// code, its own last.
  private struct OpenPath: Hashable {
    var steps: [Step]

    struct Step: Hashable {
      var open: Int
      var code: String
    }
  }

  private mutating func openEntries(_ index: Int) -> [Entry] {
    if blankRows > 0 {
      let blank = Entry(part: Section.Part(kind: .blank, cells: blanks(index)))
      return Array(repeating: blank, count: blankRows)
    }
    let panel = layout.panels[index]
    var order: [String: Int] = [:]
    var paths: [OpenPath] = []
    var keyOfPath: [OpenPath: [String: String]] = [:]
    for key in self.index.keys {
      for (position, open) in panel.opens.enumerated() {
        guard let path = path(key, position, panel) else { continue }
        for upper in uppers(of: path, open) + [path] where keyOfPath[upper] == nil {
          if let code = upper.steps.last?.code, order[code] == nil { order[code] = order.count }
          paths.append(upper)
          keyOfPath[upper] = members(of: upper, panel)
        }
      }
    }
    func rank(_ path: OpenPath) -> [String] {
      path.steps.map { step in
        let isCode = FactIndex.isNested(panel.opens[step.open].dimension)
        let place = String(order[step.code] ?? 0)
        return String(step.open)
          + (isCode ? step.code : String(repeating: "0", count: max(0, 9 - place.count)) + place)
      }
    }
    let ranked = paths.map { ($0, rank($0)) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }
    return ranked.map { path, _ in entry(path, keyOfPath[path] ?? [:], index) }
  }

  /// Where a row of the source stands among the open rows of one kind, or nil where it does not.
  private func path(_ key: [String: String], _ position: Int, _ panel: Layout.Panel) -> OpenPath? {
    func step(_ open: Layout.OpenRows, _ position: Int) -> OpenPath.Step? {
      if open.areProjects {
        return key[FactIndex.project].map { .init(open: position, code: $0) }
      }
      guard key[FactIndex.project] == nil || position < panel.opens.count - 1,
        let code = key[open.dimension ?? open.classification], open.accepts(code)
      else { return nil }
      return .init(open: position, code: code)
    }
    guard let own = step(panel.opens[position], position) else { return nil }
    let above = panel.opens[..<position].enumerated().compactMap { step($1, $0) }
    return OpenPath(steps: above + [own])
  }

  /// The rows of higher levels that the form prints above a code.
  private func uppers(of path: OpenPath, _ open: Layout.OpenRows) -> [OpenPath] {
    guard let own = path.steps.last, FactIndex.isNested(open.dimension), !open.areProjects else {
      return []
    }
    var result: [OpenPath] = []
    var code = Classification.parent(of: own.code)
    while let upper = code {
      if open.accepts(upper) {
        result.insert(
          OpenPath(steps: path.steps.dropLast() + [.init(open: own.open, code: upper)]), at: 0)
      }
      code = Classification.parent(of: upper)
    }
    return result
  }

  private func members(of path: OpenPath, _ panel: Layout.Panel) -> [String: String] {
    var members: [String: String] = [:]
    for step in path.steps {
      let open = panel.opens[step.open]
      let name = open.areProjects ? FactIndex.project : open.dimension ?? open.classification
      members[name] = step.code
    }
    return members
  }

  private mutating func entry(
    _ path: OpenPath, _ key: [String: String], _ index: Int
  ) -> Entry {
    let panel = layout.panels[index]
    let text = self.index.rowTexts[key] ?? self.index.projectText(of: key)
    var part = Section.Part(kind: .item, cells: blanks(index))
    if let own = path.steps.last {
      let open = panel.opens[own.open]
      if open.areProjects {
        part.kind = .project
        part.code = open.dimension.flatMap { text?.codes[$0] }.flatMap {
          open.accepts($0) ? $0 : nil
        }
        if panel.codeColumns.isEmpty { part.code = nil }
      } else {
        part.kind = panel.kind(of: own.code)
        part.code = own.code
      }
      part.label =
        (open.areProjects
          ? text?.label : self.index.labels[open.dimension ?? open.classification]?[own.code])
        ?? catalogue.classifications[open.classification]?.entries[own.code]?.name ?? ""
    }
    var isDerived = false
    for (slot, column) in panel.valueColumns.enumerated() {
      if layout.columns[column].role != .amount,
        let text = text?.texts[layout.columns[column].caption.folded]
      {
        part.cells[slot] = text
        continue
      }
      guard let found = find(column, nil, key, allowsSums: true) else { continue }
      isDerived = isDerived || found.isDerived
      part.cells[slot] = found.cell
    }
    if isDerived { derivedRows += 1 }
    return Entry(part: part)
  }

  // MARK: What the source lacks

  private mutating func noteMissing() {
    for (panelIndex, panel) in layout.panels.enumerated() {
      for column in panel.valueColumns where layout.columns[column].role == .amount {
        let meaning = catalogue.meaning(of: layout.columns[column], on: nil)
        guard let concept = meaning.concept, !(catalogue.concepts[concept]?.deferring ?? false),
          !index.hasConcept(of: meaning)
        else { continue }
        missing.append("\(layout.columnNames[column]) (\(concept))")
      }
      for line in panel.lines where !line.id.isEmpty {
        guard let concept = line.concept, !(catalogue.concepts[concept]?.deferring ?? false) else {
          continue
        }
        let meanings = panel.valueColumns.map {
          catalogue.meaning(of: layout.columns[$0], on: layout.line(line.id, inPanel: panelIndex))
        }
        if !meanings.contains(where: { index.printed($0) != nil }) {
          missing.append("\(line.label) (\(concept))")
        }
      }
    }
  }
}
