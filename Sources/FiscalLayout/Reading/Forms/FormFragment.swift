import Documents
import FiscalModel
import FiscalSchema

/// A piece of a form's print: a cell of a grid, or a run of text between blanks.
struct FormFragment {
  /// What lies between a fragment and the one before it.
  enum Break {
    /// Blanks in a line of text: the edge of a cell, or only of a number within Chinese text.
    case space
    /// The end of a line, directly followed by the next: the edge of a cell, where other lines have
    /// an empty line between them.
    case line
    /// The end of a line and an empty one.
    case gap
    /// The end of a page.
    case page
    /// The edge of a cell of a grid.
    case cell
    /// The end of a row of a grid.
    case row
    /// The end of a row of a grid and of a page.
    case rowPage

    /// Whether a line or a row ends there.
    var endsLine: Bool { self != .space && self != .cell }
    /// Whether a page ends there.
    var endsPage: Bool { self == .page || self == .rowPage }
  }

  var text: String
  /// The text as labels are compared.
  var folded: String
  var before: Break
  /// The index of the line in the flow.
  var line: Int
  /// The column of a grid.
  var cell: Int
  var location: Location
}

/// A form's lines as fragments.
struct FormFragments {
  private(set) var list: [FormFragment] = []
  private(set) var findings: [Finding] = []
  /// Whether cells have kept their edges.
  let isGrid: Bool

  init(_ flow: Page, _ lines: Range<Int>, form: Document.Form) {
    isGrid = form != .spacedText
    let isText = form == .spacedText || form == .tabbedText
    // Where no line is set off, a plain line end says nothing.
    let gaps = lines.count { flow.lines[$0].followsGap }
    let linesTell = gaps * 5 > lines.count
    if !isGrid, lines.count >= FormFragments.longForm, !linesTell || gaps + 2 >= lines.count,
      let first = lines.first
    {
      let line = flow.lines[first]
      findings.append(
        Finding("read/unseparated-cells", at: Location(page: line.page, line: line.number)))
    }
    for index in lines {
      let line = flow.lines[index]
      let location = flow.place(of: line)
      if isText, FormText.isRule(line.cells) {
        findings.append(Finding("read/markup", ["raw": line.text], at: location))
        continue
      }
      let previous = index > 0 ? flow.lines[index - 1] : nil
      // Page numbers between the pages are gone already; what is left of a page's end is the gap.
      let isPage =
        isText
        && previous.map { $0.page != line.page || line.number - $0.number > 3 } ?? false
      var first: FormFragment.Break =
        isGrid
        ? isPage || form == .tabbedText && line.followsGap ? .rowPage : .row
        : isPage ? .page : line.followsGap || !linesTell ? .gap : .line
      for (column, cell) in line.cells.enumerated() where !cell.isEmpty {
        var place = location
        if isGrid, line.isGrid { place.column = column }
        let (text, markup) = isText ? FormText.withoutMarkup(cell) : (cell, false)
        if markup {
          findings.append(Finding("read/markup", ["raw": cell.prefix(24) + "…"], at: place))
        }
        for word in words(of: text) {
          list.append(
            FormFragment(
              text: word, folded: LabelPattern.folded(word), before: first, line: index,
              cell: column, location: place))
          first = isGrid ? .cell : .space
        }
      }
    }
  }

  /// The text of a cell, or the texts between its blanks where cells have lost their edges.
  private func words(of text: String) -> [String] {
    guard isGrid else {
      return text.split { $0.unicodeScalars.allSatisfy(\.isBlank) }.map(String.init)
    }
    let clean = FormText.clean(text)
    return clean.isEmpty ? [] : [clean]
  }
}

extension FormFragments {
  /// A form of fewer lines has hardly any cells of several lines.
  private static let longForm = 40
}

/// How the text of forms is put together.
enum FormText {
  /// Blanks come from the typesetting, but for those between two words or numbers of Latin print.
  static func clean(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.isBlank }) else { return text }
    var result = ""
    var pending = false
    for character in text {
      if character.unicodeScalars.allSatisfy(\.isBlank) {
        pending = true
        continue
      }
      if pending, let last = result.last, last.isLatinWord, character.isLatinWord {
        result.append(" ")
      }
      pending = false
      result.append(character)
    }
    return result
  }

  /// The text of neighbouring fragments.
  static func joined(_ fragments: some Sequence<FormFragment>) -> String {
    var result = ""
    for fragment in fragments {
      if !result.isEmpty, fragment.before == .space, let last = result.last, last.isLatinWord,
        fragment.text.first?.isLatinWord ?? false
      {
        result += " "
      }
      result += fragment.text
    }
    return result
  }

  /// Where a cell of neighbouring fragments was read; one without any stands at its label.
  static func origin(_ body: ArraySlice<FormFragment>, anchor: FormFragment) -> CellOrigin {
    CellOrigin(
      location: body.first?.location ?? anchor.location,
      placed: Set(body.map(\.line)).count > 1 ? .joined : .direct)
  }

  /// What is to be said of what stands where an amount belongs: that it is a text of its own, or a figure
  /// that cannot be read.
  static func problem(_ value: FiscalValue, at place: Location?) -> Finding? {
    guard case .text(let text) = value else { return nil }
    do {
      _ = try Amount(text)
      return nil
    } catch {
      guard text.allSatisfy({ $0.isASCII && !$0.isLetter }) else {
        return Finding("read/text-among-amounts", ["raw": text], at: place)
      }
      return Finding(
        "read/unreadable-amount", ["raw": text, "reason": Message(error)], at: place)
    }
  }

  /// Whether a row is the rule that Markdown draws below a header.
  static func isRule(_ cells: [String]) -> Bool {
    let filled = cells.filter { !$0.isEmpty }
    return filled.count > 1 && filled.contains { $0.count > 2 }
      && filled.allSatisfy { $0.allSatisfy { $0 == "-" || $0 == ":" || $0 == "." } }
      && filled.contains { $0.contains("-") }
  }

  /// The text without the tags that a web page leaves, and whether there were any.
  static func withoutMarkup(_ text: String) -> (String, Bool) {
    guard text.utf8.contains(UInt8(ascii: "<")), text.utf8.contains(UInt8(ascii: ">")) else {
      return (text, false)
    }
    var result = ""
    var rest = text[...]
    var found = false
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      rest = rest[open...]
      let name = rest.dropFirst().drop { $0 == "/" }.prefix { $0.isASCII && $0.isLetter }
      let end = rest.prefix(40).firstIndex(of: ">")
      if let end, tags.contains(name.lowercased()) {
        found = true
        rest = rest[rest.index(after: end)...]
      } else {
        result.append("<")
        rest = rest.dropFirst()
      }
    }
    return (result + rest, found)
  }

  private static let tags: Set<String> = [
    "p", "br", "b", "i", "u", "strong", "em", "div", "span", "font", "sup", "sub",
  ]

  /// The value of a printed text.
  static func value(_ text: String, _ kind: Section.Role) -> FiscalValue {
    if let null = NullKind(mark: text) { return .null(null) }
    if kind == .amount, let amount = try? Amount(text) { return .amount(amount) }
    return .text(text)
  }

  /// How wide a text is printed: a Chinese character is two, a Latin one one.
  static func width(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// The width of what a line cannot break: a word, a number, a character and the punctuation behind it.
  static func firstUnit(_ text: some StringProtocol) -> Int {
    var unit = 0
    var last: UnicodeScalar?
    for scalar in text.unicodeScalars {
      if let previous = last, !closes(scalar), !opens(previous),
        !(previous.isLatinWord && scalar.isLatinWord)
      {
        break
      }
      unit += width(scalar)
      last = scalar
    }
    return unit
  }

  private static func width(_ scalar: UnicodeScalar) -> Int { scalar.value >= 0x2014 ? 2 : 1 }

  /// What no line begins with.
  private static func closes(_ scalar: UnicodeScalar) -> Bool {
    switch scalar {
    case "）", ")", "》", "〕", "】", "’", "”", "〉", "，", "。", "、", "；", "：", "！", "？", "%", ",", ".",
      ";",
      ":":
      true
    default: false
    }
  }

  /// What no line ends with.
  private static func opens(_ scalar: UnicodeScalar) -> Bool {
    switch scalar {
    case "（", "(", "《", "〔", "【", "“", "‘", "〈": true
    default: false
    }
  }
}

extension UnicodeScalar {
  fileprivate var isLatinWord: Bool {
    switch self {
    case "0"..."9", "A"..."Z", "a"..."z": true
    default: false
    }
  }
}

extension Character {
  /// Whether the character is a letter or digit of Latin print.
  var isLatinWord: Bool { isASCII && (isLetter || isNumber) }
}
