import Documents
import FiscalModel
import FiscalSchema

/// Reads one table from rows whose cells are kept apart: tabbed text, CSV, a sheet.
///
/// The captions of extracted grids slip, columns are split or missing; so the columns are aligned with
/// the layout's by what stands in them, with the captions and the column numbers as further evidence.
struct GridReader {
  let layout: Layout
  let catalogue: Catalogue
  let numberRow: ColumnNumberRow
  var vocabulary: Vocabulary { catalogue.vocabulary }

  init(layout: Layout, catalogue: Catalogue) {
    self.layout = layout
    self.catalogue = catalogue
    numberRow = ColumnNumberRow(layout: layout, vocabulary: catalogue.vocabulary)
  }

  /// Reads the table whose lines begin behind its title; nil where it has no header of this layout.
  /// Where it is said what words mean, a caption that says something else than the layout's forbids the table;
  /// where captions are not to be relied on, none does.
  func read(
    _ page: Page, _ range: Range<Int>, into section: Section, agreeing meanings: Meanings? = nil
  ) -> Draft? {
    let wrapped = WrappedRows(layout: layout, catalogue: catalogue)
    let lines = wrapped.heading(of: page.lines[range])
    var draft = Draft(section: section, layout: layout, lines: range)
    let location = section.place.location
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
        draft.section.heading.append(line.text.squeezed)
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
      header.isEmpty && (section.title != nil || page.name != nil)
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
          Finding(
            "read/reordered-columns", ["captions": order.map { layout.columns[$0].caption }],
            at: location))
      }
    }
    if let meanings {
      let agreement = CaptionAgreement(reader: self, header: header, body: body, meanings: meanings)
      guard agreement.holds(columns) else { return nil }
    }
    reportUnread(body, columns, captions, location, into: &draft)
    draft.section.matrix.columnNumbers = columnNumbers(header)
    readBody(body, of: page, columns: columns, into: &draft)
    if index < range.upperBound, let cell = onlyCell(lines[index]),
      closesTable(cell) || body.isEmpty && vocabulary.isNilStatement(cell)
    {
      draft.section.nilStatement = cell.squeezed
      index += 1
    }
    draft.lines =
      range.lowerBound..<readNotes(page.lines, index..<range.upperBound, into: &draft)
    return draft
  }

  /// Reads a table whose header was understood and whose columns are known, whatever their order.
  func read(
    _ page: Page, header: HeaderBlock, columns: [Int?], titleLines: Range<Int>,
    into section: Section
  ) -> Draft {
    let lines = page.lines
    var draft = Draft(section: section, layout: layout, lines: 0..<lines.count)
    for index in header.above where !titleLines.contains(index) {
      _ = readHeading(lines[index], into: &draft)
    }
    let end = header.body.upperBound
    draft.section.matrix.columnNumbers = columnNumbers(Array(lines[header.rows]))
    readBody(
      Array(lines[header.body.lowerBound..<end]), of: page, columns: columns, into: &draft)
    draft.take(0..<max(readNotes(lines, end..<lines.count, into: &draft), end), of: lines)
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
    into draft: inout Draft
  ) -> [Line] {
    let heading = RepeatedHeading(table: draft.section, header: header, vocabulary: vocabulary)
    var tops = heading.tops(of: lines[index..<end])[...]
    var body: [Line] = []
    while index < end {
      tops = tops.drop { $0 < index }
      let repeated =
        body.isEmpty
        ? 0 : heading.count(lines, at: index, to: end, top: tops.first, first: body.first)
      if repeated > 0 {
        draft.findings.append(
          Finding(
            "read/repeated-heading", ["lines": repeated],
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
    into draft: inout Draft
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
        Finding(
          "read/unread-column",
          [
            "caption": captions.name(of: column), "count": values.count,
            "values": Array(values.prefix(5)), "more": values.count > 5,
          ], at: location))
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
        Finding("read/surplus-values", ["raw": surplus.joined(separator: " ")], at: place))
    }
  }

  /// How many columns the longest line has.
  static func width(_ lines: [Line]) -> Int { lines.reduce(0) { max($0, $1.cells.count) } }

  func onlyCell(_ line: Line) -> String? {
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
  private func readHeading(_ line: Line, into draft: inout Draft) -> Int {
    var taken = 0
    for cell in line.cells where !cell.isEmpty {
      // The number of the table may stand here, where the title does not have it.
      if draft.section.number == nil, let title = TitleLine(cell, vocabulary: vocabulary),
        title.core.isEmpty, let number = title.number
      {
        draft.section.number = number
        draft.section.heading.append(cell.squeezed)
        taken += 1
        continue
      }
      if let heading = HeadingLine(cell, vocabulary: vocabulary) {
        take(heading, into: &draft)
        taken += 1
      } else if draft.section.number == nil, let (title, heading) = numberedHeading(cell) {
        draft.section.number = title.number
        draft.section.heading.append(title.printed)
        take(heading, into: &draft)
        taken += 1
      }
    }
    return taken
  }

  private func take(_ heading: HeadingLine, into draft: inout Draft) {
    draft.section.heading += heading.pieces
    if let agency = heading.agency { draft.section.agency = agency }
    if let unit = heading.unit { draft.section.unit = unit }
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

  private func readNotes(_ lines: [Line], _ range: Range<Int>, into draft: inout Draft) -> Int {
    var reader = NoteReader(vocabulary: vocabulary)
    var end = range.lowerBound
    for index in range {
      let cells = lines[index].cells.filter { !$0.isEmpty }
      guard cells.count == 1, !vocabulary.beginsPart(cells[0]), reader.take(cells[0], joins: false)
      else { break }
      end = index + 1
    }
    draft.section.notes += reader.notes
    return end
  }

  private func isCaptionAlone(_ line: Line) -> Bool {
    onlyCell(line).map { layout.headerCaptions.contains($0.folded) } ?? false
  }

  func beginsNote(_ line: Line) -> Bool {
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
  func columnNumbers(_ header: [Line]) -> [String]? {
    guard numberRow.isPrinted else { return nil }
    for line in header {
      let numbers = numberRow.match(
        cells: line.cells, captions: header.flatMap(\.cells).map(\.squeezed))
      if let numbers { return numbers }
    }
    return nil
  }
}
