import Documents
import FiscalModel
import FiscalSchema

/// Reads one form: finds its labels, and reads what stands between them.
struct FormReader {
  let layout: Layout
  let vocabulary: Vocabulary
  private let anchors: FormAnchors
  private var parts: [(part: Layout.Part, group: Int?, block: Int)] { layout.parts }

  init(_ found: FormFinder.Found, vocabulary: Vocabulary) {
    layout = found.layout
    anchors = found.anchors
    self.vocabulary = vocabulary
  }

  /// Reads the lines of a form; nil where they have none of its labels.
  func read(_ flow: Page, _ found: FormFinder.Found, form: Document.Form) -> Draft? {
    let all = FormFragments(flow, found.body..<found.lines.upperBound, form: form)
    let chain = anchors.chain(all.list, isGrid: all.isGrid)
    guard let first = chain.first, let last = chain.last else { return nil }
    var draft = Draft(section: layout.section(), lines: found.lines, findings: all.findings)
    draft.section.number = found.number
    draft.section.title = found.title
    draft.section.titleLine = found.titleLine
    draft.section.unit = layout.unit
    readHeading(all.list[..<first.range.lowerBound], into: &draft.section)
    let notes = notesStart(all.list, behind: last.range.upperBound, flow)
    var blocks: [Section.Block] = []
    var problems: [[Finding]] = []
    func body(_ index: Int) -> ArraySlice<FormFragment> {
      let next = index + 1 < chain.count ? chain[index + 1].range.lowerBound : notes
      // A table without a label is known by its captions, which are read as such.
      let range = chain[index].range
      let start = anchors.hasTakenCaptions(chain[index]) ? range.lowerBound : range.upperBound
      return all.list[start..<max(next, start)]
    }
    // How wide the columns of the tables are that a form prints again for each goal.
    var widths: [String?: [Int]] = [:]
    var solvers: [Int: FormRowSolver] = [:]
    func read(
      _ index: Int, _ table: Layout.Matrix, known: [Section.Role: Set<String>]
    ) -> (Section.Matrix, [Finding]) {
      let isCaptioned = anchors.hasTakenCaptions(chain[index])
      return self.table(
        table, body(index), isGrid: all.isGrid,
        isExact: form == .workbook || form == .delimitedText,
        label: isCaptioned ? nil : chain[index].label, known: known, widths: &widths,
        solver: &solvers[index])
    }
    for (index, anchor) in chain.enumerated() {
      switch parts[anchor.part].part {
      case .field(let field):
        let body = body(index)
        let text = FormText.joined(body)
        let cell = Section.Cell(
          FormText.value(text, field.role),
          origin: origin(body, anchor: all.list[anchor.range.lowerBound]))
        blocks.append(.field(.init(id: field.id, label: anchor.label, cell: cell)))
        problems.append(report(field, text, body))
      case .matrix(let table):
        let (matrix, findings) = read(index, table, known: [:])
        blocks.append(.matrix(matrix))
        problems.append(findings)
      }
    }
    if !all.isGrid {
      // What one table of a form says, another often says too: read them again, knowing that.
      let first = blocks
      for (index, anchor) in chain.enumerated() {
        guard case .matrix(let table) = parts[anchor.part].part else { continue }
        let known = texts(of: first, except: index)
        guard table.columns.contains(where: { known[$0.role] != nil }) || widths[table.id] != nil
        else { continue }
        let (matrix, findings) = read(index, table, known: known)
        blocks[index] = .matrix(matrix)
        problems[index] = findings
      }
    }
    draft.findings += problems.joined()
    draft.section.blocks = blocks
    var end = notes < all.list.count ? all.list[notes].line : all.list.last.map { $0.line + 1 } ?? 0
    readNotes(
      flow, from: notes < all.list.count ? end : found.lines.upperBound, found, &draft.section,
      &end)
    draft.take(found.lines.lowerBound..<max(end, found.lines.lowerBound + 1), of: flow.lines)
    draft.section.place.location = flow.place(of: flow.lines[found.lines.lowerBound])
    return draft
  }

  // MARK: Around the parts

  /// The lines between title and fields: the second title, agency, date, unit.
  private func readHeading(
    _ fragments: ArraySlice<FormFragment>, into form: inout Section
  ) {
    var pieces: [(text: String, place: Location)] = []
    for fragment in fragments {
      let startsLine = fragment.before.endsLine || fragment.before == .cell
      let last = pieces.last?.text
      // In a line of text a new piece is one with a caption of its own.
      let hasCaption =
        fragment.text.contains { ":：".contains($0) } && last?.contains { ":：".contains($0) } ?? true
        && !(last?.last.map { ":：".contains($0) } ?? false)
      if pieces.isEmpty || startsLine || hasCaption {
        pieces.append((fragment.text, fragment.location))
      } else {
        pieces[pieces.count - 1].text += fragment.text
      }
    }
    for piece in pieces {
      let text = piece.text.squeezed
      if let subtitle = layout.subtitle, form.subtitle == nil, text.folded == subtitle.folded {
        form.subtitle = text
        continue
      }
      form.heading.append(text)
      takeHeading(text, &form)
    }
  }

  private func takeHeading(_ text: String, _ form: inout Section) {
    guard let line = HeadingLine(text, vocabulary: vocabulary) else { return }
    if let unit = line.unit { form.unit = unit }
    if let agency = line.agency { form.agency = agency }
  }

  /// The first fragment that belongs to the notes or to what follows the form.
  private func notesStart(
    _ list: [FormFragment], behind start: Int, _ flow: Page
  ) -> Int {
    for index in start..<list.count where list[index].before.endsLine {
      let text = flow.lines[list[index].line].text.squeezed
      if FormReader.beginsNotes(text, vocabulary) || isHeading(text) { return index }
    }
    return list.count
  }

  private static func beginsNotes(_ text: String, _ vocabulary: Vocabulary) -> Bool {
    vocabulary.notes.contains { word in
      text.hasPrefix(word) && text.dropFirst(word.count).first.map { ":：".contains($0) } ?? false
    }
  }

  /// Whether a line is a numbered heading of the document's text: `二、…`.
  private func isHeading(_ text: String) -> Bool {
    let number = text.prefix { vocabulary.ordinals.contains($0) }
    return !number.isEmpty && number.count <= 3 && text.dropFirst(number.count).first == "、"
      && !text.hasSuffix("。")
  }

  private func readNotes(
    _ flow: Page, from start: Int, _ found: FormFinder.Found, _ form: inout Section,
    _ end: inout Int
  ) {
    guard start < found.lines.upperBound,
      FormReader.beginsNotes(flow.lines[start].text.squeezed, vocabulary)
    else { return }
    var index = start
    var widest = 0
    var previous = ""
    while index < found.lines.upperBound {
      let filled = flow.lines[index].cells.filter { !$0.isEmpty }
      let text = filled.first.map { FormText.clean($0) } ?? ""
      guard filled.count == 1, !isHeading(text), !vocabulary.beginsPart(text) else { break }
      let number = text.prefix { $0.isASCII && $0.isNumber }
      let isItem =
        !number.isEmpty && text.dropFirst(number.count).first.map { ".．、".contains($0) } ?? false
      if isItem || FormReader.beginsNotes(text, vocabulary) {
        form.notes.append(text)
      } else if let last = form.notes.indices.last, flow.name == nil,
        // Text below a table is no part of the table's last row.
        flow.lines[index].grid == flow.lines[start].grid,
        // A sentence that is not over goes on, and so does one that ends with a full line.
        !"。；;！!".contains(previous.last ?? "。") || FormText.width(previous) >= widest - 4
      {
        form.notes[last] += text
      } else {
        break
      }
      widest = max(widest, FormText.width(text))
      previous = text
      index += 1
    }
    end = index
  }

  // MARK: Values

  private func origin(_ body: ArraySlice<FormFragment>, anchor: FormFragment) -> CellOrigin {
    CellOrigin(
      location: body.first?.location ?? anchor.location,
      placed: Set(body.map(\.line)).count > 1 ? .joined : .direct)
  }

  private func report(
    _ field: Layout.Field, _ text: String, _ body: ArraySlice<FormFragment>
  ) -> [Finding] {
    var findings: [Finding] = []
    if field.role == .amount, case .text = FormText.value(text, .amount) {
      report(text, body.first?.location, &findings)
    }
    return findings
  }

  /// What stands where an amount belongs: a text of its own, or a figure that cannot be read.
  private func report(_ text: String, _ place: Location?, _ findings: inout [Finding]) {
    do {
      _ = try Amount(text)
    } catch {
      guard text.allSatisfy({ $0.isASCII && !$0.isLetter }) else {
        findings.append(Finding("read/text-among-amounts", ["raw": text], at: place))
        return
      }
      findings.append(
        Finding("read/unreadable-amount", ["raw": text, "reason": Message(error)], at: place))
    }
  }

  // MARK: Tables

  /// The texts of the tables of a form but one, by the kind of their column.
  private func texts(
    of blocks: [Section.Block], except index: Int
  ) -> [Section.Role: Set<String>] {
    var texts: [Section.Role: Set<String>] = [:]
    for (other, block) in blocks.enumerated() where other != index {
      guard case .matrix(let matrix) = block else { continue }
      for (slot, column) in matrix.columns.enumerated()
      where column.role == .longText || column.role == .value {
        for row in matrix.rows {
          guard case .text(let text) = row.parts[0].cells[slot].value else { continue }
          texts[column.role, default: []].insert(text)
        }
      }
    }
    return texts
  }

  private func table(
    _ definition: Layout.Matrix, _ fragments: ArraySlice<FormFragment>, isGrid: Bool,
    isExact: Bool, label: String?, known: [Section.Role: Set<String>],
    widths: inout [String?: [Int]], solver: inout FormRowSolver?
  ) -> (Section.Matrix, [Finding]) {
    var findings: [Finding] = []
    let header = FormHeader(
      fragments, definition, isGrid: isGrid,
      hasLabel: label != nil || definition.labels.isEmpty && definition.place == .above)
    let body = fragments.dropFirst(header.length)
    var matrix = definition.section(label: label, captions: header.captions)
    guard let first = body.first else { return (matrix, findings) }
    var rows: [FormRowSolver.Row]
    if isExact, let positions = header.positions {
      rows = exactRows(body, positions)
    } else {
      var divided =
        solver
        ?? FormRowSolver(body, table: definition, positions: header.positions, isGrid: isGrid)
      rows = divided.rows(known: known, widths: widths[definition.id])
      widths[definition.id] = divided.widths
      solver = divided
      if !isGrid { FormReader.level(&rows, definition, fragments) }
      if rows.isEmpty {
        findings.append(
          Finding("read/unread-line", ["raw": FormText.joined(body)], at: first.location))
      }
    }
    for row in rows {
      let start = fragments[row.slots[0].range.lowerBound]
      var cells = [Section.Cell](
        repeating: Section.Cell(origin: CellOrigin(location: start.location)),
        count: definition.columns.count)
      for slot in row.slots {
        let cell = fragments[slot.range]
        cells[slot.column] = Section.Cell(
          FormText.value(FormText.joined(cell), definition.columns[slot.column].role),
          origin: origin(cell, anchor: first))
      }
      let place = cells[row.slots[0].column].origin.location
      if row.continues, let last = matrix.rows.indices.last {
        // What the next page prints of a row belongs to it.
        for slot in row.slots {
          var cell = matrix.rows[last].parts[0].cells[slot.column]
          cell.value = FormText.value(
            cell.value.printed + FormText.joined(fragments[slot.range]),
            definition.columns[slot.column].role)
          cell.origin.placed = .joined
          matrix.rows[last].parts[0].cells[slot.column] = cell
        }
        findings.append(
          Finding(
            "read/joined-over-page", ["raw": FormText.joined(fragments[row.slots[0].range])],
            at: place))
        continue
      }
      let isLone = row.slots.count == 1
      if isGrid, row.cost > FormReader.doubtful, !isLone {
        findings.append(
          Finding(
            "read/slipped-row",
            ["values": cells.map(\.value).filter { $0 != .blank }.map(\.printed)], at: place))
        for slot in row.slots { cells[slot.column].origin.placed = .solved }
      } else if row.cost > FormReader.doubtful,
        !isLone || !start.isMark, !isGrid
      {
        findings.append(
          Finding(
            "read/doubtful-row",
            ["values": cells.map(\.value).filter { $0 != .blank }.map(\.printed)],
            verdict: .ambiguous, at: place))
        for slot in row.slots { cells[slot.column].origin.placed = .ambiguous }
      }
      for (column, cell) in cells.enumerated()
      where definition.columns[column].role == .amount {
        if case .text(let text) = cell.value { report(text, cell.origin.location, &findings) }
      }
      matrix.append(cells)
    }
    return (matrix, findings)
  }

  /// Two long texts that the end of a page cuts off both reach down to it: they have as many lines there.
  private static func level(
    _ rows: inout [FormRowSolver.Row], _ table: Layout.Matrix,
    _ fragments: ArraySlice<FormFragment>
  ) {
    for index in rows.indices.dropFirst() where rows[index].continues {
      let columns = rows[index].slots.map(\.column)
      guard columns.count == 2, columns[1] == columns[0] + 1,
        columns.allSatisfy({ table.columns[$0].role == .longText }),
        let left = rows[index - 1].slots.firstIndex(where: { $0.column == columns[0] }),
        left + 1 < rows[index - 1].slots.count,
        rows[index - 1].slots[left + 1].column == columns[1]
      else { continue }
      let start = rows[index - 1].slots[left].range.lowerBound
      let end = rows[index - 1].slots[left + 1].range.upperBound
      let lines = (start..<end).filter { $0 == start || fragments[$0].before.endsLine }
      guard lines.count > 2, lines.count % 2 == 0 else { continue }
      let middle = lines[lines.count / 2]
      rows[index - 1].slots[left].range = start..<middle
      rows[index - 1].slots[left + 1].range = middle..<end
    }
  }

  /// The cost from which on the cells of a row are not certain.
  private static let doubtful = 6.0

  /// The rows of a grid whose columns are where the captions are.
  private func exactRows(
    _ fragments: ArraySlice<FormFragment>, _ positions: [Int]
  ) -> [FormRowSolver.Row] {
    var rows: [FormRowSolver.Row] = []
    for index in fragments.indices {
      let column = max(
        0, (positions.firstIndex { $0 > fragments[index].cell } ?? positions.count) - 1)
      if rows.isEmpty || fragments[index].before.endsLine { rows.append(.init()) }
      if let last = rows[rows.count - 1].slots.last, last.column == column {
        rows[rows.count - 1].slots[rows[rows.count - 1].slots.count - 1].range =
          last.range.lowerBound..<index + 1
      } else {
        rows[rows.count - 1].slots.append(.init(column: column, range: index..<index + 1))
      }
    }
    return rows
  }
}
