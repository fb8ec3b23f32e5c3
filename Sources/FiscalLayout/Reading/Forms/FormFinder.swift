import Documents
import FiscalModel
import FiscalSchema
import Foundation

/// Finds the titles of forms, and the forms that have none.
struct FormFinder {
  /// A form's place in a flow.
  struct Found {
    var layout: Layout
    var anchors: FormAnchors
    /// The lines from the title on, as indices of the flow.
    var lines: Range<Int>
    /// The first line behind title and number.
    var body: Int
    var number: String?
    var title: String?
    var titleLine: String?
  }

  private struct Title {
    /// The forms that it may be of, with the number of words that are the title's.
    var forms: [(form: Int, length: Int)]
    var lines: Range<Int>
    var title: TitleLine?
    var number: String?
    var printed: String?
  }

  let forms: [Layout]
  let vocabulary: Vocabulary
  private let anchors: [FormAnchors]
  /// The words that titles end with, folded, and the forms they are of.
  private let exact: [(words: String, form: Int)]
  private let endings: [(words: String, form: Int)]
  /// The characters that titles end with; a text without any of them is none.
  private let marks: ScalarSet

  init(forms: [Layout], vocabulary: Vocabulary) {
    self.forms = forms
    self.vocabulary = vocabulary
    anchors = forms.map(FormAnchors.init)
    exact = forms.indices.flatMap { index in
      ([forms[index].title] + forms[index].aliases).map { ($0.folded, index) }
    }
    endings = forms.indices.flatMap { index in
      forms[index].endings.map { ($0.folded, index) }
    }
    marks = ScalarSet(Set((exact + endings).compactMap { $0.words.unicodeScalars.last }))
  }

  /// The forms of a flow; none reaches into what begins at one of the boundaries.
  func forms(of flow: Page, boundaries: [Int], form: Document.Form) -> [Found] {
    guard !forms.isEmpty else { return [] }
    let titles = titles(of: flow)
    var found: [Found] = []
    for (position, title) in titles.enumerated() {
      let body = title.lines.upperBound
      var end =
        position + 1 < titles.count ? titles[position + 1].lines.lowerBound : flow.lines.count
      if let boundary = boundaries.first(where: { $0 >= body }) { end = min(end, boundary) }
      if let part = (body..<max(body, end)).first(where: { beginsPart(flow.lines[$0]) }) {
        end = part
      }
      end = withoutProse(flow.lines, body..<max(body, end), form: form)
      guard body < end else { continue }
      let head = FormFragments(flow, body..<min(end, body + 20), form: form)
      // The longest title of the forms that the labels below speak for.
      let fitting = title.forms.compactMap { index, length -> (Int, Int, Int)? in
        let evidence = anchors[index].evidence(head.list, isGrid: head.isGrid)
        return evidence >= min(2, forms[index].parts.count) ? (index, length, evidence) : nil
      }
      guard let best = fitting.max(by: { ($0.1, $0.2) < ($1.1, $1.2) }) else { continue }
      found.append(
        Found(
          layout: forms[best.0], anchors: anchors[best.0], lines: title.lines.lowerBound..<end,
          body: body,
          number: title.number ?? title.title?.number, title: title.title?.title,
          titleLine: title.printed))
    }
    return found + untitled(flow, found, boundaries, form: form)
  }

  /// Where a form ends whose cells are marked up: behind its last row, unless notes stand there. What comes
  /// then is the text that goes on, and no row.
  private func withoutProse(
    _ lines: [Line], _ range: Range<Int>, form: Document.Form
  ) -> Int {
    guard [.word, .html, .mhtml].contains(form),
      let last = range.last(where: { lines[$0].isGrid }), last + 1 < range.upperBound
    else { return range.upperBound }
    func beginsNotes(_ text: String) -> Bool {
      vocabulary.notes.contains { word in
        text.hasPrefix(word) && text.dropFirst(word.count).prefix(3).contains { ":：".contains($0) }
      }
    }
    // The word before the notes may be the last row itself; the notes are numbered then.
    let next = lines[last + 1].text.squeezed
    let rest = next.drop { $0.isASCII && $0.isNumber }
    let isItem = rest.count < next.count && rest.first.map { ".．、".contains($0) } ?? false
    let isNote = beginsNotes(next) || beginsNotes(lines[last].text.squeezed) || isItem
    return isNote ? range.upperBound : last + 1
  }

  private func beginsPart(_ line: Line) -> Bool { !line.isGrid && vocabulary.beginsPart(line.text) }

  // MARK: Titles

  private func titles(of flow: Page) -> [Title] {
    var titles: [Title] = []
    var index = 0
    while index < flow.lines.count {
      if let title = title(flow.lines, index) {
        titles.append(title)
        index = title.lines.upperBound
      } else {
        index += 1
      }
    }
    if titles.isEmpty, let name = flow.name, !flow.lines.isEmpty, let forms = sheet(name) {
      titles.append(Title(forms: forms, lines: 0..<0))
    }
    return titles
  }

  private func title(_ lines: [Line], _ index: Int) -> Title? {
    var text = ""
    for count in 1...3 {
      guard index + count <= lines.count, let piece = onlyText(lines[index + count - 1]),
        !piece.isLonger(than: 60), !piece.hasSuffix("。")
      else { return nil }
      text += piece
      guard marks.intersects(text) else { continue }
      guard let line = titleLine(text) else { return nil }
      let forms = titled(line.core)
      guard !forms.isEmpty else { continue }
      // Where the last line alone is a title, the ones before are not part of it.
      if count > 1, let last = titleLine(piece), !titled(last.core).isEmpty {
        return nil
      }
      var title = Title(
        forms: forms, lines: index..<index + count, title: line, printed: text.squeezed)
      takeNumbers(lines, &title)
      return title
    }
    return nil
  }

  /// A title taken apart; an annex's number may stand before it, a year behind it.
  private func titleLine(_ text: String) -> TitleLine? {
    var text = text.squeezed
    var annex: String?
    for word in vocabulary.annexes where text.hasPrefix(word) {
      let rest = text.dropFirst(word.count)
      let digits = rest.prefix {
        $0.isASCII && $0.isNumber || $0 == "-" || vocabulary.ordinals.contains($0)
      }
      let end = rest.dropFirst(digits.count)
      guard let mark = end.first, ":：".contains(mark), !end.dropFirst().isEmpty else { continue }
      annex = word + digits
      text = String(end.dropFirst())
    }
    guard var line = TitleLine(text, vocabulary: vocabulary) else { return nil }
    if let annex { line.number = annex }
    if line.core.isEmpty, let (range, _) = vocabulary.year(in: line.title[...]),
      range.upperBound == line.title.endIndex
    {
      line.title = String(line.title[..<range.lowerBound])
      line.core = line.title.folded
    }
    return line
  }

  /// The forms whose title a line's words are, with the number of words that are the title's.
  private func titled(_ core: String) -> [(Int, Int)] {
    let whole = exact.filter { $0.words == core }.map { ($0.form, 1000) }
    guard whole.isEmpty else { return whole }
    return endings.filter { core.hasSuffix($0.words) && core.count <= 60 }
      .map { ($0.form, $0.words.count) }
  }

  /// The number, and the year, may stand in lines of their own above or below.
  private func takeNumbers(_ lines: [Line], _ title: inout Title) {
    if title.title?.number == nil, title.lines.lowerBound > 0,
      let text = onlyText(lines[title.lines.lowerBound - 1]), let number = number(text)
    {
      title.number = number
      title.printed = text.squeezed + (title.printed ?? "")
      title.lines = title.lines.lowerBound - 1..<title.lines.upperBound
    }
    for _ in 0..<2 {
      guard title.lines.upperBound < lines.count, let text = onlyText(lines[title.lines.upperBound])
      else { return }
      let squeezed = text.squeezed
      if title.number == nil, title.title?.number == nil, let number = number(text) {
        title.number = number
      } else if let (range, _) = vocabulary.year(in: squeezed[...]),
        range == squeezed.startIndex..<squeezed.endIndex
      {
      } else {
        return
      }
      title.printed = (title.printed ?? "") + squeezed
      title.lines = title.lines.lowerBound..<title.lines.upperBound + 1
    }
  }

  /// The number in a line that is nothing else: of a table without that word, of an annex with its own.
  private func number(_ text: String) -> String? {
    let squeezed = text.squeezed
    guard squeezed.count <= 16 else { return nil }
    for word in vocabulary.annexes where squeezed.hasPrefix(word) {
      let rest = squeezed.dropFirst(word.count).filter { !":：".contains($0) }
      let isNumber = rest.allSatisfy {
        $0.isASCII && $0.isNumber || "-－—".contains($0) || vocabulary.ordinals.contains($0)
      }
      if isNumber { return word + rest }
    }
    guard let title = TitleLine(text, vocabulary: vocabulary), title.core.isEmpty else {
      return nil
    }
    return title.number
  }

  private func sheet(_ name: String) -> [(Int, Int)]? {
    var name = name
    if name.utf8.last == UInt8(ascii: ")"), let open = name.range(of: " (", options: .backwards) {
      name = String(name[..<open.lowerBound])
    }
    let folded = name.folded
    let found = exact.filter { folded.hasSuffix($0.words) }.map { ($0.form, 1000) }
    return found.isEmpty ? nil : found
  }

  private func onlyText(_ line: Line) -> String? {
    let cells = line.cells.filter { !$0.isEmpty }
    return cells.count == 1 ? cells[0] : nil
  }

  // MARK: Forms without a title

  /// Forms of one table that are known by its captions alone.
  private func untitled(
    _ flow: Page, _ found: [Found], _ boundaries: [Int], form: Document.Form
  ) -> [Found] {
    var result: [Found] = []
    for (index, layout) in forms.enumerated() where layout.isUntitled {
      guard !found.contains(where: { $0.layout.id == layout.id }) else { continue }
      var start = 0
      while start < flow.lines.count {
        defer { start += 1 }
        guard anchors[index].mayBegin(flow.lines[start]),
          !found.contains(where: { $0.lines.contains(start) })
        else { continue }
        let head = FormFragments(flow, start..<min(start + 1, flow.lines.count), form: form)
        guard anchors[index].evidence(head.list, isGrid: head.isGrid) > 0 else { continue }
        var end = flow.lines.count
        for next in boundaries + found.map(\.lines.lowerBound) where next > start {
          end = min(end, next)
        }
        if let part = (start + 1..<max(start + 1, end)).first(where: { beginsPart(flow.lines[$0]) })
        {
          end = part
        }
        end = withoutProse(flow.lines, start..<end, form: form)
        result.append(
          Found(layout: layout, anchors: anchors[index], lines: start..<end, body: start))
        break
      }
    }
    return result
  }
}
