import Documents
import FiscalModel

/// Reads one table from rows whose cells are kept apart: tabbed text, CSV, a sheet.
///
/// The captions of extracted grids slip, columns are split or missing; so the columns are aligned with
/// the layout's by what stands in them, with the captions and the column numbers as further evidence.
struct GridReader {
  let layout: Layout
  let catalogue: Catalogue
  private let numberRow: ColumnNumberRow
  private var vocabulary: Vocabulary { catalogue.vocabulary }

  init(layout: Layout, catalogue: Catalogue) {
    self.layout = layout
    self.catalogue = catalogue
    numberRow = ColumnNumberRow(layout: layout, vocabulary: catalogue.vocabulary)
  }

  /// Reads the table whose lines begin behind its title; nil where it has no header of this layout.
  func read(
    _ page: Page, _ range: Range<Int>, table: FiscalTable, location: Location
  ) -> DraftTable? {
    let wrapped = WrappedRows(layout: layout, catalogue: catalogue)
    let lines = wrapped.heading(of: page.lines[range])
    var draft = DraftTable(layout: layout, table: table, extent: range, location: location)
    var index = range.lowerBound
    var header: [Line] = []
    // Heading and header: everything before the first row of the body, which never stands above the row
    // of column numbers where that is printed.
    let numbers = range.prefix(10).first { columnNumbers([lines[$0]]) != nil } ?? -1
    while index < range.upperBound {
      let line = lines[index]
      if readHeading(line, into: &draft) == line.cells.filter({ !$0.isEmpty }).count {
        index += 1
        continue
      }
      if !line.isGrid, header.isEmpty, !isCaptionAlone(line),
        isAboveGrid(line, at: index, of: page.lines, range)
      {
        draft.table.heading.append(line.text.squeezed)
        index += 1
        continue
      }
      // A caption alone above the others is no row of a grid that is only aligned.
      guard line.isGrid || header.isEmpty && isCaptionAlone(line) else { break }
      guard index <= numbers || isHeader(line) || !isBody(line) && !hasFigure(line) else { break }
      guard !beginsNote(line) else { break }
      header.append(line)
      index += 1
    }
    // A table without any header is known by its title and its labels.
    let isHeaderless =
      header.isEmpty && (table.title != nil || page.name != nil)
      && lines[index..<range.upperBound].prefix(3).allSatisfy { $0.isGrid && isBody($0) }
    guard headerScore(header) >= 0.5 || isHeaderless && index < range.upperBound else { return nil }
    var body = body(lines, from: &index, to: range.upperBound, header: header, into: &draft)
    var columns = ColumnAlignment(
      layout: layout, header: header, body: body, vocabulary: vocabulary
    ).columns()
    let joined = wrapped.body(body, columns: columns)
    if joined.lines.count < body.count {
      columns = ColumnAlignment(
        layout: layout, header: header, body: joined.lines, vocabulary: vocabulary
      ).columns()
    }
    body = joined.lines
    draft.findings += joined.findings
    let captions = GridCaptions(
      layout, header: header, width: max(GridReader.width(header), GridReader.width(body)))
    if let corrected = captions.corrected(columns) {
      columns = corrected
      let order = layout.columns.indices.filter { columns[$0] != nil }
        .sorted { (columns[$0] ?? 0) < (columns[$1] ?? 0) }
      if order != order.sorted() {
        draft.findings.append(
          ReadingRule.reorderedColumns(order.map { layout.columns[$0].caption })
            .finding(at: location))
      }
    }
    reportUnread(body, columns, captions, location, into: &draft)
    draft.table.columnNumbers = columnNumbers(header)
    readBody(body, columns: columns, sheet: page.name, into: &draft)
    if index < range.upperBound, let cell = onlyCell(lines[index]),
      closesTable(cell) || body.isEmpty && vocabulary.isNilStatement(cell)
    {
      draft.table.nilStatement = cell.squeezed
      index += 1
    }
    draft.extent =
      range.lowerBound..<readNotes(page.lines, index..<range.upperBound, into: &draft)
    return draft
  }

  /// Reads a table whose header was understood and whose columns are known, whatever their order.
  func read(
    _ page: Page, header: HeaderBlock, columns: [Int?], titleLines: Range<Int>, table: FiscalTable,
    location: Location
  ) -> DraftTable {
    let lines = page.lines
    var draft = DraftTable(
      layout: layout, table: table, extent: 0..<lines.count, location: location)
    for index in header.above where !titleLines.contains(index) {
      _ = readHeading(lines[index], into: &draft)
    }
    let end = header.body.upperBound
    draft.table.columnNumbers = columnNumbers(Array(lines[header.rows]))
    readBody(
      Array(lines[header.body.lowerBound..<end]), columns: columns, sheet: page.name, into: &draft)
    draft.extent = 0..<max(readNotes(lines, end..<lines.count, into: &draft), end)
    draft.take(draft.extent, of: lines)
    return draft
  }

  /// Whether a short line that says nothing known stands between a title and a grid: the agency's name and
  /// the unit in narrow cells come in pieces.
  private func isAboveGrid(
    _ line: Line, at index: Int, of lines: [Line], _ range: Range<Int>
  ) -> Bool {
    let text = line.text
    guard !text.isLonger(than: 40), !text.hasSuffix("。"),
      TitleLine(text, vocabulary: vocabulary)?.number == nil
    else { return false }
    let reach = min(index + GridReader.headingBound, range.upperBound)
    return lines[index..<reach].contains(where: \.isGrid)
  }
  /// More lines than these do not stand between a title and its grid.
  private static let headingBound = 10

  /// The rows of the body, from an index that moves to its end; what a page repeats between them is left
  /// out.
  private func body(
    _ lines: ArraySlice<Line>, from index: inout Int, to end: Int, header: [Line],
    into draft: inout DraftTable
  ) -> [Line] {
    let heading = RepeatedHeading(table: draft.table, header: header, vocabulary: vocabulary)
    var tops = heading.tops(of: lines[index..<end])[...]
    var body: [Line] = []
    while index < end {
      tops = tops.drop { $0 < index }
      let repeated =
        body.isEmpty
        ? 0 : heading.count(lines, at: index, to: end, top: tops.first, first: body.first)
      if repeated > 0 {
        draft.findings.append(
          ReadingRule.repeatedHeading(repeated).finding(
            at: Location(page: lines[index].page, line: lines[index].number)))
        index += repeated
        continue
      }
      let line = lines[index]
      guard line.isGrid, !isOtherGrid(line, than: body.last ?? header.last),
        isBody(line) || isContinuation(line) || isSameTable(line, as: body.last ?? header.last)
      else { break }
      body.append(line)
      index += 1
    }
    return body
  }

  /// Figures in columns that the layout does not have, and texts beyond its last one.
  private func reportUnread(
    _ body: [Line], _ columns: [Int?], _ captions: GridCaptions, _ location: Location,
    into draft: inout DraftTable
  ) {
    let known = Set(columns.compactMap { $0 })
    let width = GridReader.width(body)
    for column in 0..<width where !known.contains(column) {
      let values = body.compactMap { line in
        column < line.cells.count && (try? Amount(line.cells[column].squeezed)) != nil
          ? line.cells[column].squeezed : nil
      }
      guard !values.isEmpty else { continue }
      draft.findings.append(
        ReadingRule.unreadColumn(captions.name(of: column), values).finding(at: location))
    }
    guard let last = known.max() else { return }
    for line in body {
      // A column that nothing was ruled for is one by what stands in it.
      let start = WrappedRows.areUnruled(line) ? 0 : last + 1
      let surplus = line.cells.indices.filter { $0 >= start && !known.contains($0) }
        .map { line.cells[$0].squeezed }.filter { !$0.isEmpty && (try? Amount($0)) == nil }
      guard !surplus.isEmpty else { continue }
      let place =
        location.sheet.map { Location(sheet: $0, line: line.number) }
        ?? Location(page: line.page, line: line.number)
      draft.findings.append(
        ReadingRule.surplusValues(surplus.joined(separator: " ")).finding(at: place))
    }
  }

  /// How many columns the longest line has.
  static func width(_ lines: [Line]) -> Int { lines.reduce(0) { max($0, $1.cells.count) } }

  private func onlyCell(_ line: Line) -> String? {
    let cells = line.cells.filter { !$0.isEmpty }
    return cells.count == 1 ? cells[0] : nil
  }

  /// How much of the layout's header stands in these lines: the share of its captions of amounts.
  func headerScore(_ lines: [Line], whole: Bool = false) -> Double {
    let captions = layout.amountCaptions
    return captions.isEmpty
      ? 0 : Double(headerMatches(lines, whole: whole)) / Double(captions.count)
  }

  /// How many captions of amounts stand in these lines, in cells of their own or, where not all have to
  /// be whole, within the text of all cells.
  func headerMatches(_ lines: [Line], whole: Bool = false) -> Int {
    var printed: Set<String> = []
    var text = ""
    for line in lines {
      for cell in line.cells {
        let caption = cell.folded
        printed.insert(caption)
        text += caption
      }
    }
    return layout.amountCaptions.count { printed.contains($0) || !whole && text.holds($0) }
  }

  // MARK: Around the body

  /// Takes what the cells say of agency and unit; returns how many cells that were.
  private func readHeading(_ line: Line, into draft: inout DraftTable) -> Int {
    var taken = 0
    for cell in line.cells where !cell.isEmpty {
      // The number of the table may stand here, where the title does not have it.
      if draft.table.number == nil, let title = TitleLine(cell, vocabulary: vocabulary),
        title.core.isEmpty, let number = title.number
      {
        draft.table.number = number
        draft.table.heading.append(cell.squeezed)
        taken += 1
        continue
      }
      if let heading = HeadingLine(cell, vocabulary: vocabulary) {
        take(heading, into: &draft)
        taken += 1
      } else if draft.table.number == nil, let (title, heading) = numberedHeading(cell) {
        draft.table.number = title.number
        draft.table.heading.append(title.printed)
        take(heading, into: &draft)
        taken += 1
      }
    }
    return taken
  }

  private func take(_ heading: HeadingLine, into draft: inout DraftTable) {
    draft.table.heading += heading.pieces
    if let agency = heading.agency { draft.table.agency = agency }
    if let unit = heading.unit { draft.table.unit = unit }
  }

  /// The number of the table and what is said of agency or unit, in one line.
  private func numberedHeading(
    _ text: String
  ) -> (title: (number: String, printed: String), heading: HeadingLine)? {
    let pieces = text.split(whereSeparator: \.isWhitespace)
    guard (2...8).contains(pieces.count) else { return nil }
    for count in 1..<pieces.count {
      let printed = pieces[..<count].joined()
      if let title = TitleLine(printed, vocabulary: vocabulary), title.core.isEmpty,
        let number = title.number,
        let heading = HeadingLine(pieces[count...].joined(), vocabulary: vocabulary)
      {
        return ((number, printed), heading)
      }
    }
    return nil
  }

  private func readNotes(_ lines: [Line], _ range: Range<Int>, into draft: inout DraftTable) -> Int
  {
    var reader = NoteReader(vocabulary: vocabulary)
    var end = range.lowerBound
    for index in range {
      let cells = lines[index].cells.filter { !$0.isEmpty }
      guard cells.count == 1, !vocabulary.beginsPart(cells[0]), reader.take(cells[0], joins: false)
      else { break }
      end = index + 1
    }
    draft.table.notes += reader.notes
    return end
  }

  private func isCaptionAlone(_ line: Line) -> Bool {
    onlyCell(line).map { layout.headerCaptions.contains($0.folded) } ?? false
  }

  private func beginsNote(_ line: Line) -> Bool {
    guard let cell = onlyCell(line) else { return false }
    var reader = NoteReader(vocabulary: vocabulary)
    return reader.take(cell, joins: false) || vocabulary.isNilStatement(cell) || closesTable(cell)
  }

  /// Whether a sentence under the rows says that there is none of what the table would list.
  private func closesTable(_ cell: String) -> Bool {
    NoteReader.isClosingStatement(cell, vocabulary)
      || vocabulary.isNilStatement(cell, under: layout.title)
  }

  /// What the row of column numbers prints, or nil where the header has none.
  private func columnNumbers(_ header: [Line]) -> [String]? {
    guard numberRow.isPrinted else { return nil }
    for line in header {
      let numbers = numberRow.match(
        cells: line.cells, captions: header.flatMap(\.cells).map(\.squeezed))
      if let numbers { return numbers }
    }
    return nil
  }

  // MARK: The body

  /// Whether a row repeats captions of the header, most of them known and none a figure; one alone may be
  /// a label as well.
  private func isHeader(_ line: Line) -> Bool {
    let cells = line.cells.map(\.folded).filter { !$0.isEmpty }
    let known = cells.count { cell in
      vocabulary.codeLevels[cell] != nil || cell == vocabulary.columnNumber
        || layout.headerCaptions.contains(cell)
    }
    guard known > 1, known < cells.count else { return cells.count > 1 && known == cells.count }
    return known * 2 > cells.count
      && cells.allSatisfy { $0.unicodeScalars.contains(where: \.isHan) }
  }

  /// Whether a row belongs to the body: it has a code, a known label, or figures and nothing else.
  private func isBody(_ line: Line) -> Bool {
    // Nearly every row says so with its first cell.
    if let first = line.cells.first(where: { !$0.isEmpty })?.folded,
      isCode(first) || isKnownLabel(first)
    {
      return true
    }
    let cells = line.cells.compactMap { $0.isEmpty ? nil : $0.folded }.filter { !$0.isEmpty }
    guard !cells.isEmpty else { return false }
    if cells.contains(where: isKnownLabel) || cells.count > 1 && isKnownLabel(cells.joined()) {
      return true
    }
    if let first = cells.first, isCode(first) || splitCode(first) != nil { return true }
    if isNamedRow(cells) { return true }
    // Row numbers of blank lines, or a row of nothing but values. A row of column numbers is neither.
    let isHeader = columnNumbers([line]) != nil
    if isHeader { return false }
    if layout.panels.contains(where: { $0.numberColumn != nil }),
      cells.contains(where: { cell in
        layout.panels.contains { $0.numbers.contains(cell) }
      }), cells.allSatisfy({ !$0.unicodeScalars.contains(where: \.isHan) || isKnownLabel($0) })
    {
      return true
    }
    return cells.allSatisfy { NullKind(mark: $0) != nil || (try? Amount($0)) != nil }
      && (cells.contains { $0.contains(".") } || layout.panels.allSatisfy(\.isKeyless)
        || layout.panels.contains { $0.lines.contains { $0.label.isEmpty && !$0.id.isEmpty } })
  }

  /// Whether a row has an amount that cannot be a column number.
  private func hasFigure(_ line: Line) -> Bool {
    line.cells.contains { cell in
      (cell.contains(".") || cell.contains(",")) && (try? Amount(cell.squeezed)) != nil
    }
  }

  /// A row that is not recognised by itself but keeps to the grid between rows that are.
  private func isContinuation(_ line: Line) -> Bool {
    let cells = line.cells.filter { !$0.isEmpty }
    // A form that is to be filled in has rows of dots.
    if cells.count == 1, cells[0].unicodeScalars.allSatisfy({ $0 == "…" }) { return true }
    if cells.count == 1 { return !beginsNote(line) && line.cells.count > 2 }
    return layout.panels.contains { $0.namedRows != nil }
      || cells.contains { (try? Amount($0.squeezed)) != nil }
  }

  /// Whether a row is keyed by a name that the form does not print: names, then amounts.
  private func isNamedRow(_ cells: [String]) -> Bool {
    guard layout.panels.contains(where: { $0.namedRows != nil }),
      cells.first?.unicodeScalars.contains(where: \.isHan) ?? false
    else { return false }
    return cells.last.map { (try? Amount($0)) != nil || NullKind(mark: $0) != nil } ?? false
  }

  /// Whether the file itself says that a row goes on with the table.
  private func isSameTable(_ line: Line, as last: Line?) -> Bool {
    line.grid != nil && line.grid == last?.grid && !beginsNote(line)
  }

  /// Whether a row is of another table where none is ruled: what tells tables apart there is known already.
  private func isOtherGrid(_ line: Line, than last: Line?) -> Bool {
    WrappedRows.areUnruled(line) && last.map { $0.grid != line.grid } ?? false
  }

  /// Whether a folded text is a label, or one with another numeral before it: forms that print only the
  /// lines that have figures count them anew.
  private func isKnownLabel(_ text: String) -> Bool {
    if layout.panels.contains(where: { $0.isLabel(text) }) { return true }
    guard let last = text.unicodeScalars.last, last.isHan || last == ")" else { return false }
    let label = Array(text.prefix(60))
    let core = LineMatcher.core(label, vocabulary.ordinals)
    return core.count < label.count && layout.panels.contains { $0.isLabel(String(core)) }
  }

  private func isCode(_ text: String) -> Bool {
    guard Classification.isCode(text) else { return false }
    return layout.panels.contains { $0.open(accepting: text) != nil }
  }

  /// A code with the name glued to it.
  private func splitCode(_ text: String) -> (code: String, name: String)? {
    let bytes = text.utf8
    let end = bytes.firstIndex { !(0x30...0x39).contains($0) }
    guard let end, end > bytes.startIndex, isCode(String(text[..<end])) else { return nil }
    return (String(text[..<end]), String(text[end...]))
  }

  private func readBody(
    _ body: [Line], columns: [Int?], sheet: String?, into draft: inout DraftTable
  ) {
    var pendingLabel: String?
    for line in body {
      let texts = line.cells
      func location(_ column: Int?) -> Location {
        sheet.map { Location(sheet: $0, line: line.number, column: column) }
          ?? Location(page: line.page, line: line.number, column: column)
      }
      // A label whose characters slipped into the columns of amounts, alone on its row.
      let hasAmount = texts.contains { (try? Amount($0.squeezed)) != nil }
      if !hasAmount, texts.count(where: { !$0.isEmpty }) > 1, isKnownLabel(texts.joined().folded) {
        pendingLabel = texts.joined().squeezed
        draft.findings.append(
          ReadingRule.joinedLabel(texts.joined().squeezed).finding(at: location(nil)))
        continue
      }
      var parts: [(RowPart, DraftPart)?] = []
      var reaching: (key: RowPart, line: Layout.Line)?
      for (index, panel) in layout.panels.enumerated() {
        func cell(_ column: Int?) -> String {
          guard let column, let position = columns[column], position < texts.count else {
            return ""
          }
          return texts[position]
        }
        // The last row of a header may print the first total as well.
        let codes = panel.codeColumns.map { cell($0).squeezed }.filter {
          !$0.isEmpty && vocabulary.codeLevels[$0] == nil
        }
        var code = codes.joined()
        if codes.count > 1 {
          // A part of a code that a spreadsheet took for a number has lost its zero.
          let padded = codes[0] + codes[1...].map { $0.count == 1 ? "0" + $0 : $0 }.joined()
          if padded != code, isCode(padded) {
            draft.findings.append(
              ExportRule.repairedCode(codes.joined(separator: " "), padded)
                .finding(at: location(columns[panel.columns.lowerBound])))
            code = padded
          }
          if isCode(code) { draft.table.dividesCodes = true }
        }
        var label = cell(panel.labelColumn).squeezed
        let isUnderName = codes.isEmpty && !label.isEmpty && !panel.codeColumns.isEmpty
        if let split = splitCode(code) {
          label = split.name + label
          code = split.code
        }
        // Where codes and names have a column each, the label of a total may stand in either.
        if !code.isEmpty, !isCode(code) {
          label = code + label
          code = ""
        }
        if let pending = pendingLabel, code.isEmpty, label.isEmpty, index == 0 {
          label = pending
          pendingLabel = nil
        }
        let number = cell(panel.numberColumn).squeezed
        var draftPart = DraftPart(location: location(columns[panel.columns.lowerBound]))
        draftPart.places = panel.valueColumns.map { location(columns[$0]) }
        var slots: [Int] = []
        for (slot, column) in panel.valueColumns.enumerated() {
          let raw = cell(column)
          guard !raw.squeezed.isEmpty, !isCaption(raw, of: column, line, in: body) else { continue }
          let place = location(columns[column])
          draftPart.printed.append(
            PrintedValue(
              value: value(raw, column, at: place, in: &draft), raw: raw, location: place))
          slots.append(slot)
        }
        draftPart.slots = slots
        for column in panel.columns {
          guard let position = columns[column], position < line.extents.count,
            !texts[position].isEmpty
          else { continue }
          let placing = line.extents[position].placing
          if let rule = ReadingRule(placing, texts[position].squeezed) {
            draft.findings.append(rule.finding(at: location(column)))
          }
          if placing == .joined, let slot = panel.valueColumns.firstIndex(of: column) {
            draftPart.placed[slot] = .joined
          }
        }
        var key = self.key(panel: index, code: code, label: label, number: number, draft: draft)
        // A total whose label was not printed.
        if key.kind == .blank, key.number == nil, !slots.isEmpty, !panel.isKeyless,
          let line = panel.lines.first(where: { $0.label.isEmpty && !$0.id.isEmpty })
        {
          key = RowPart(kind: line.kind, line: line.id, values: [])
        }
        key.isUnderName = isUnderName
        if panel.isKeyless, let line = panel.lines.first {
          key = RowPart(kind: line.kind, line: line.id, values: [])
        }
        if let (from, line) = reaching, key.label.isEmpty, key.code == nil {
          key = from
          if line.through == panel.id { reaching = nil }
        }
        if let line = layout.line(key.line, inPanel: index), line.through != nil, reaching == nil,
          panel.lines.contains(where: { $0.id == line.id })
        {
          reaching = (key, line)
        }
        let isEmpty = key.kind == .blank && key.number == nil && draftPart.printed.isEmpty
        parts.append(isEmpty ? nil : (key, draftPart))
      }
      guard parts.contains(where: { $0 != nil }) else { continue }
      for case let (key, part)? in parts
      where key.line == nil && key.code == nil && !key.label.isEmpty
        && key.kind != .project
      {
        draft.findings.append(
          ReadingRule.unknownLine(key.label).finding(at: part.location))
      }
      draft.append(parts, at: location(nil))
    }
  }

  /// Whether a text in a column of amounts is the rest of the header, whose last row the first line of
  /// the body shares.
  private func isCaption(_ text: String, of column: Int, _ line: Line, in body: [Line]) -> Bool {
    guard layout.columns[column].role == .amount, line.number == body.first?.number else {
      return false
    }
    return text.unicodeScalars.contains(where: \.isHan) && NullKind(mark: text.squeezed) == nil
      && !text.contains { $0.isASCII && $0.isNumber }
  }

  /// What a row is within a panel, by its code, its label or its row number.
  private func key(
    panel index: Int, code: String, label: String, number: String, draft: DraftTable
  ) -> RowPart {
    let panel = layout.panels[index]
    let number = number.isEmpty ? nil : number
    if !code.isEmpty {
      return RowPart(
        kind: panel.kind(of: code), code: code, label: label, number: number,
        values: [])
    }
    if label.isEmpty {
      let line = number.flatMap { number in
        panel.lines.first { $0.number == number && $0.label.isEmpty }
      }
      return RowPart(
        kind: line?.kind ?? .blank, line: line.flatMap { $0.id.isEmpty ? nil : $0.id },
        number: number, values: [])
    }
    let folded = label.folded
    // The same label may stand twice: the row number tells, else the order.
    let candidates = (panel.linesByLabel[folded] ?? []).map { panel.lines[$0] }
    var line = candidates.first
    if candidates.count > 1 {
      let used = Set(draft.table.rows.compactMap { $0.parts[index].line })
      line =
        candidates.first { $0.number != nil && $0.number == number }
        ?? candidates.first { !used.contains($0.id) } ?? line
    } else if line == nil {
      let core = LineMatcher.core(Array(folded), vocabulary.ordinals)
      line = panel.lines.first {
        ([$0.label] + $0.aliases).contains {
          !$0.isEmpty && LineMatcher.core(Array($0.folded), vocabulary.ordinals) == core
        }
      }
    }
    return RowPart(
      kind: line?.kind ?? (vocabulary.totals.contains(folded) ? .total : nil) ?? panel.namedKind
        ?? .category,
      line: line?.id, label: label,
      number: number, values: [])
  }

  private func value(
    _ raw: String, _ column: Int, at location: Location, in draft: inout DraftTable
  ) -> FiscalValue {
    let text = raw.squeezed
    guard layout.columns[column].role == .amount else { return .text(text) }
    if let kind = NullKind(mark: text) { return .null(kind) }
    do {
      let amount = try Amount(text)
      if text.utf8.count < raw.utf8.count, raw.contains(where: \.isWhitespace) {
        draft.findings.append(
          ReadingRule.joinedAmount(raw).finding(at: location))
      }
      return .amount(amount)
    } catch {
      if let repaired = RepairedAmount(text) {
        draft.findings.append(
          ExportRule.repairedAmount(raw, repaired.amount).finding(at: location))
        return .amount(repaired.amount)
      }
      draft.findings.append(
        ReadingRule.unreadableAmount(raw, error).finding(at: location))
      return .text(text)
    }
  }
}
