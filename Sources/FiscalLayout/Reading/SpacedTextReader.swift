import Documents
import FiscalModel

/// Reads one table from text in which blanks separate columns and empty cells left no trace.
///
/// It finds the rows, their keys and the values in printed order; which column a value stands in is
/// for the ``PlacementSolver`` to say, unless a row prints as many values as it has columns.
struct SpacedTextReader {
  let layout: Layout
  let catalogue: Catalogue
  let lexer: Lexer
  private var vocabulary: Vocabulary { catalogue.vocabulary }

  init(layout: Layout, catalogue: Catalogue) {
    self.layout = layout
    self.catalogue = catalogue
    let opens = layout.panels.flatMap(\.opens)
    lexer = Lexer { digits in opens.contains { $0.accepts(digits) } }
  }

  /// Reads the table whose lines begin behind its title.
  ///
  /// - Parameters:
  ///   - lines: the lines of the flow.
  ///   - range: the lines that may belong to the table, the title's left out.
  ///   - table: what the title says.
  ///   - location: the title's place.
  /// - Returns: the table, or nil where no row and no row of column numbers was found.
  func read(_ lines: [Line], _ range: Range<Int>, table: FiscalTable, location: Location)
    -> DraftTable?
  {
    var draft = DraftTable(layout: layout, table: table, extent: range, location: location)
    var start = readHeading(lines, range, into: &draft)
    if let (index, numbers) = columnNumbers(lines, start..<range.upperBound) {
      draft.table.columnNumbers = numbers
      start = index + 1
    }
    let end: Int
    if layout.panels.contains(where: { !$0.opens.isEmpty }) {
      end = readCodes(lines, start..<range.upperBound, into: &draft)
    } else if layout.panels.allSatisfy(\.isKeyless) {
      end = readFigures(lines, start..<range.upperBound, into: &draft)
    } else {
      end = readLines(lines, start..<range.upperBound, into: &draft)
    }
    let statement =
      draft.rows.isEmpty
      ? (start..<range.upperBound).first {
        vocabulary.isNilStatement(lines[$0].text)
      } : nil
    guard draft.table.columnNumbers != nil || !draft.rows.isEmpty || statement != nil else {
      return nil
    }
    if let statement, draft.table.columnNumbers == nil {
      // A sentence in place of rows: the header stands before it, and nothing of the table behind.
      draft.table.notes = [lines[statement].text.squeezed]
      draft.extent = range.lowerBound..<statement + 1
      return draft
    }
    draft.extent = range.lowerBound..<readNotes(lines, end..<range.upperBound, into: &draft)
    for part in draft.rows.joined() {
      for printed in part.printed {
        guard case .text(let digits) = printed.value else { continue }
        do { _ = try Amount(digits) } catch {
          draft.findings.append(
            ReadingRule.unreadableAmount(printed.raw, error).finding(at: printed.location))
        }
      }
    }
    return draft
  }

  // MARK: Around the body

  private func readHeading(_ lines: [Line], _ range: Range<Int>, into draft: inout DraftTable)
    -> Int
  {
    for index in range.prefix(4) {
      guard let heading = HeadingLine(lines[index].text, vocabulary: vocabulary) else { continue }
      draft.table.heading += heading.pieces
      if let agency = heading.agency { draft.table.agency = agency }
      if let unit = heading.unit { draft.table.unit = unit }
      return index + 1
    }
    return range.lowerBound
  }

  /// The row that numbers the columns: nothing but the layout's numbers, and the word for it; broken
  /// over several lines where a relation stands in it (`5=6+7+8+9`, `+11+12`).
  private func columnNumbers(_ lines: [Line], _ range: Range<Int>) -> (Int, [String])? {
    let row = ColumnNumberRow(layout: layout, vocabulary: vocabulary)
    guard row.isPrinted else { return nil }
    for index in range {
      var text = ""
      for last in index..<min(index + 8, range.upperBound) {
        text += lines[last].text.squeezed
        if let numbers = row.match(text) { return (last, numbers) }
        if !row.mayBegin(text) { break }
      }
      if beginsNote(lines[index]) { return nil }
    }
    return nil
  }

  private func beginsNote(_ line: Line) -> Bool {
    var reader = NoteReader(vocabulary: vocabulary)
    return reader.take(line.text, joins: false)
  }

  private func endsTable(_ line: Line) -> Bool { vocabulary.beginsPart(line.text) }

  private func readNotes(_ lines: [Line], _ range: Range<Int>, into draft: inout DraftTable) -> Int
  {
    var reader = NoteReader(vocabulary: vocabulary)
    var end = range.lowerBound
    for index in range {
      guard !endsTable(lines[index]), reader.take(lines[index].text, joins: true) else { break }
      end = index + 1
    }
    draft.table.notes = reader.notes
    return end
  }

  // MARK: One row of figures

  private func readFigures(_ lines: [Line], _ range: Range<Int>, into draft: inout DraftTable)
    -> Int
  {
    guard let panel = layout.panels.first, let line = panel.lines.first else {
      return range.lowerBound
    }
    var index = range.lowerBound
    // Without a row of column numbers the header is whatever stands before the first figures.
    if draft.table.columnNumbers == nil {
      while index < range.upperBound, !beginsNote(lines[index]),
        !lexer.tokens(lines[index]).allSatisfy({ $0.value != nil })
      { index += 1 }
    }
    while index < range.upperBound, !beginsNote(lines[index]) {
      let values = lexer.tokens(lines[index]).map(\.value)
      guard values.allSatisfy({ $0 != nil }) else { break }
      let location = place(lines[index])
      var part = DraftPart(location: location)
      part.printed = values.compactMap { $0 }
      trim(&part, to: panel.valueColumns.count, in: &draft)
      draft.append([(RowPart(kind: line.kind, line: line.id, values: []), part)], at: location)
      index += 1
    }
    return index
  }

  // MARK: Rows keyed by code

  private func readCodes(_ lines: [Line], _ range: Range<Int>, into draft: inout DraftTable) -> Int
  {
    var row = OpenRow(panels: layout.panels.count)
    var index = range.lowerBound
    body: while index < range.upperBound {
      let line = lines[index]
      if endsTable(line) || (!row.isEmpty || !draft.rows.isEmpty) && beginsNote(line) { break }
      if row.isEmpty, draft.rows.isEmpty, vocabulary.isNilStatement(line.text) { break }
      let tokens = lexer.tokens(line)
      for (position, token) in tokens.enumerated() {
        if let (panel, key) = fixedLine(token) {
          row.begin(panel, key, at: token.location, finishing: &draft, using: finish)
        } else if let code = token.wholeNumber, let panel = panel(accepting: code),
          isFollowedByName(tokens, position, lines, index)
        {
          let key = RowPart(kind: layout.panels[panel].kind(of: code), code: code, values: [])
          row.begin(panel, key, at: token.location, finishing: &draft, using: finish)
        } else if let value = token.value {
          row.add(value)
        } else if let text = token.text, let current = row.current {
          guard current.key.code != nil,
            current.part.printed.isEmpty || continues(current.key, text, lines, index)
          else {
            if draft.rows.isEmpty, current.key.code == nil, current.part.printed.isEmpty {
              // The caption of a column, not the label of the total.
              row.discard()
            } else if position == 0 {
              break body
            }
            continue
          }
          row.addName(text, at: token.location)
        }
      }
      index += 1
    }
    row.finish(into: &draft, using: finish)
    return index
  }

  private func fixedLine(_ token: PlacedToken) -> (Int, RowPart)? {
    guard let text = token.text?.folded else { return nil }
    for (index, panel) in layout.panels.enumerated() {
      for line in panel.lines where !line.label.isEmpty {
        guard ([line.label] + line.aliases).contains(where: { $0.folded == text }) else { continue }
        return (
          index,
          RowPart(kind: line.kind, line: line.id, label: token.text ?? line.label, values: [])
        )
      }
    }
    return nil
  }

  private func panel(accepting code: String) -> Int? {
    layout.panels.firstIndex { panel in
      guard let open = panel.open(accepting: code) else { return false }
      // Three digits may also be an amount: where the classes are known, only they are codes.
      guard code.utf8.count == 3, let known = catalogue.classifications[open.classification] else {
        return true
      }
      return known.entries[code] != nil
    }
  }

  private func isFollowedByName(
    _ tokens: [PlacedToken], _ position: Int, _ lines: [Line], _ index: Int
  ) -> Bool {
    if position + 1 < tokens.count { return tokens[position + 1].text != nil }
    guard index + 1 < lines.count else { return false }
    return lexer.tokens(lines[index + 1]).first?.text != nil
  }

  /// Whether a text goes on with the name of a row whose values were already printed.
  private func continues(_ key: RowPart, _ text: String, _ lines: [Line], _ index: Int) -> Bool {
    guard let code = key.code else { return false }
    for classification in catalogue.classifications.values where classification.entries[code] != nil
    {
      if classification.isName(key.label, of: code) { return false }
      if classification.isName(key.label + text, of: code) { return true }
    }
    guard text.count <= 20, !text.contains(where: { "。；：，,;:".contains($0) }),
      index + 1 < lines.count
    else { return false }
    return lexer.tokens(lines[index + 1]).first?.value != nil
  }

  /// Moves the only figure of a closing line to the column in which the form prints it.
  private func finish(_ parts: inout [OpenRow.Cell?], _ draft: inout DraftTable) {
    for (index, cell) in parts.enumerated() {
      guard var cell else { continue }
      defer { parts[index] = cell }
      guard let line = layout.line(cell.key.line, inPanel: index), let id = line.amounts.first,
        let column = layout.columns.firstIndex(where: { $0.id == id }),
        let target = layout.panel(ofColumn: column), target != index,
        let slot = layout.panels[target].valueColumns.firstIndex(of: column)
      else {
        trim(&cell.part, to: layout.panels[index].valueColumns.count, in: &draft)
        continue
      }
      var part = DraftPart(location: cell.part.location)
      part.printed = Array(cell.part.printed.prefix(1))
      part.slots = part.printed.isEmpty ? [] : [slot]
      parts[target] = OpenRow.Cell(key: cell.key, part: part)
      trim(&cell.part, to: 1, in: &draft)
      cell.part.printed = []
    }
  }

  /// Refuses values that no column is left for, and says so.
  private func trim(_ part: inout DraftPart, to count: Int, in draft: inout DraftTable) {
    guard part.printed.count > count else { return }
    let surplus = part.printed[count...].map(\.raw).joined(separator: " ")
    draft.findings.append(
      ReadingRule.surplusValues(surplus).finding(at: part.location))
    part.printed.removeLast(part.printed.count - count)
  }

  // MARK: Fixed lines

  private func readLines(_ lines: [Line], _ range: Range<Int>, into draft: inout DraftTable) -> Int
  {
    var matcher = LineMatcher(layout: layout, ordinals: vocabulary.ordinals)
    var index = range.lowerBound
    // The row that was read last, while parts of it may follow.
    var pending: [(RowPart, DraftPart)?] = []
    var pendingLocation = Location(page: 1, line: 1)
    func flush(_ parts: inout [(RowPart, DraftPart)?], into draft: inout DraftTable) {
      if !parts.isEmpty { draft.append(parts, at: pendingLocation) }
      parts = []
    }
    while index < range.upperBound, !matcher.isDone {
      if endsTable(lines[index]) || (!pending.isEmpty && beginsNote(lines[index])) { break }
      var tokens: [PlacedToken] = []
      var taken = 0
      var matched = 0
      var row: [LineMatcher.Part?]?
      var isOpen = true
      // Lines without a gap between them are blocks of one row; a label may go on over the next ones,
      // and figures at the beginning of a line belong to the label before.
      while taken < 10, index + taken < range.upperBound,
        isOpen || !lines[index + taken].followsGap || beginsWithValue(lines[index + taken]),
        taken == 0 || !beginsNote(lines[index + taken])
      {
        for token in lexer.tokens(lines[index + taken]) {
          if case .text(let text) = token.token, case .text(let before)? = tokens.last?.token {
            tokens[tokens.count - 1].token = .text(before + text)
          } else {
            tokens.append(token)
          }
        }
        taken += 1
        if let longer = matcher.match(tokens, allowsUnknown: false) {
          row = longer
          matched = taken
          isOpen = false
        } else {
          isOpen = true
        }
      }
      taken = row == nil ? taken : matched
      if row == nil, !pending.isEmpty {
        tokens = lexer.tokens(lines[index])
        taken = 1
        row = matcher.match(tokens, allowsUnknown: true)
        if row == nil {
          draft.findings.append(
            ReadingRule.unreadLine(lines[index].text).finding(at: place(lines[index])))
        }
      }
      if let row {
        matcher.advance(row)
        let location = place(lines[index])
        for part in row.compactMap({ $0 }) where part.line == nil && !part.key.label.isEmpty {
          draft.findings.append(
            ReadingRule.unknownLine(part.key.label).finding(at: part.draft.location))
        }
        let parts = row.map { part in
          part.map { part in
            var draft = part.draft
            draft.isJoined = taken > 1
            return (part.key, draft)
          }
        }
        if let end = pending.lastIndex(where: { $0 != nil }),
          let start = parts.firstIndex(where: { $0 != nil }), start > end
        {
          // The right panels of a row whose left ones were printed before.
          for panel in start..<parts.count { pending[panel] = parts[panel] }
        } else {
          flush(&pending, into: &draft)
          pending = parts
          pendingLocation = location
        }
        index += taken
      } else {
        index += 1
      }
    }
    flush(&pending, into: &draft)
    return index
  }

  /// Whether a line begins with a figure that is no row number.
  private func beginsWithValue(_ line: Line) -> Bool {
    guard let first = lexer.tokens(line).first, first.value != nil else { return false }
    return first.wholeNumber == nil || layout.panels.allSatisfy { $0.numberColumn == nil }
  }

  private func place(_ line: Line) -> Location { Location(page: line.page, line: line.number) }
}

/// The row that is being put together: at most one cell a panel, from left to right.
struct OpenRow {
  struct Cell {
    var key: RowPart
    var part: DraftPart
  }

  private var cells: [Cell?]
  private var last: Int?

  init(panels: Int) { cells = Array(repeating: nil, count: panels) }

  var isEmpty: Bool { last == nil }
  var current: Cell? { last.flatMap { cells[$0] } }

  /// Begins a cell; one at or left of the last begun cell begins a new row.
  mutating func begin(
    _ panel: Int, _ key: RowPart, at location: Location, finishing draft: inout DraftTable,
    using closing: (inout [Cell?], inout DraftTable) -> Void
  ) {
    if let last, panel <= last { finish(into: &draft, using: closing) }
    cells[panel] = Cell(key: key, part: DraftPart(location: location))
    last = panel
  }

  /// Forgets what was begun.
  mutating func discard() {
    cells = Array(repeating: nil, count: cells.count)
    last = nil
  }

  mutating func add(_ value: PrintedValue) {
    guard let last else { return }
    if cells[last]?.part.location.line != value.location.line { cells[last]?.part.isJoined = true }
    cells[last]?.part.printed.append(value)
  }

  mutating func addName(_ text: String, at location: Location) {
    guard let last else { return }
    if cells[last]?.part.location.line != location.line { cells[last]?.part.isJoined = true }
    cells[last]?.key.label += text
  }

  mutating func finish(
    into draft: inout DraftTable, using closing: (inout [Cell?], inout DraftTable) -> Void
  ) {
    guard let location = cells.lazy.compactMap({ $0?.part.location }).first else { return }
    closing(&cells, &draft)
    draft.append(cells.map { cell in cell.map { ($0.key, $0.part) } }, at: location)
    discard()
  }
}
