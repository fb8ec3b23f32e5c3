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
    let blocks = blocks(chain, all, until: notes, form: form)
    draft.section.blocks = blocks.map(\.block)
    draft.findings += blocks.flatMap(\.findings)
    var end = notes < all.list.count ? all.list[notes].line : all.list.last.map { $0.line + 1 } ?? 0
    readNotes(
      flow, from: notes < all.list.count ? end : found.lines.upperBound, found, &draft.section,
      end: &end)
    draft.take(found.lines.lowerBound..<max(end, found.lines.lowerBound + 1), of: flow.lines)
    draft.section.place.location = flow.place(of: flow.lines[found.lines.lowerBound])
    return draft
  }

  // MARK: The parts

  /// What stands behind each label.
  private func blocks(
    _ chain: [FormAnchors.Anchor], _ all: FormFragments, until notes: Int, form: Document.Form
  ) -> [(block: Section.Block, findings: [Finding])] {
    // How wide the columns of the tables are that a form prints again for each goal.
    var widths: [String?: [Int]] = [:]
    var tables: [Int: FormTable] = [:]
    var blocks: [(block: Section.Block, findings: [Finding])] = []
    for (index, anchor) in chain.enumerated() {
      let next = index + 1 < chain.count ? chain[index + 1].range.lowerBound : notes
      // A table without a label is known by its captions, which are read as such.
      let isCaptioned = anchors.hasTakenCaptions(anchor)
      let start = isCaptioned ? anchor.range.lowerBound : anchor.range.upperBound
      let body = all.list[start..<max(next, start)]
      switch parts[anchor.part].part {
      case .field(let field):
        blocks.append(
          read(field, anchor.label, body, anchor: all.list[anchor.range.lowerBound]))
      case .matrix(let definition):
        var table = FormTable(
          definition, body, label: isCaptioned ? nil : anchor.label, isGrid: all.isGrid,
          isExact: form == .workbook || form == .delimitedText)
        blocks.append(table.read(known: [:], widths: &widths))
        tables[index] = table
      }
    }
    guard !all.isGrid else { return blocks }
    // What one table of a form says, another often says too: read them again, knowing that.
    let first = blocks.map(\.block)
    for (index, var table) in tables.sorted(by: { $0.key < $1.key }) {
      let known = texts(of: first, except: index)
      if table.gains(from: known, widths) {
        blocks[index] = table.read(known: known, widths: &widths)
      }
    }
    return blocks
  }

  private func read(
    _ field: Layout.Field, _ label: String, _ body: ArraySlice<FormFragment>, anchor: FormFragment
  ) -> (Section.Block, [Finding]) {
    let text = FormText.joined(body)
    let cell = Section.Cell(
      FormText.value(text, field.role), origin: FormText.origin(body, anchor: anchor))
    let problem =
      field.role == .amount ? FormText.problem(cell.value, at: body.first?.location) : nil
    return (
      .field(.init(id: field.id, label: label, cell: cell)), [problem].compactMap { $0 }
    )
  }

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
    end: inout Int
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
}
