import Documents
import FiscalModel
import FiscalSchema
import Foundation

/// What stands around a table: number, title, agency, year, unit, whether it stands above the grid or in its
/// first rows.
struct TableFrame {
  /// What the title means, or nil where none was printed.
  private(set) var statement: StatementMeaning?
  /// The title as printed without its number, or nil.
  private(set) var title: String?
  /// The title line as printed, blanks removed, or nil.
  private(set) var titleLine: String?
  /// The line of the title, as an index of the flow, or nil.
  private(set) var titleIndex: Int?
  /// Whether the title reads like a table's, and is not only the nearest heading.
  private(set) var isCertain = false
  /// The number without the word for "table", or nil.
  private(set) var number: String?
  /// The pieces of the lines between title and header.
  private(set) var heading: [String] = []
  private(set) var agency: String?
  private(set) var agencyCode: String?
  private(set) var year: Int?
  private(set) var stage: Stage?
  private(set) var unit: AmountUnit?
  /// The first line of the flow that belongs to the frame.
  private(set) var start: Int

  private var aside: String?
  /// The line taken last, where it is the number and nothing else.
  private var numberLine: String?
  /// The title as far as it is known where it stands.
  private var placedTitle: String?
  private let words: FrameWords

  init(words: FrameWords, start: Int) {
    self.words = words
    self.start = start
  }

  /// Takes the cells of a row or a line that say what stands around a table; false where they say anything
  /// else. The nearest to the table counts, and is taken first. A text that is alone and says nothing known
  /// is a title only where it may be one.
  mutating func take(_ texts: [String], isAlone: Bool) -> Bool {
    var headings: [HeadingMeaning] = []
    for text in texts {
      if let heading = words.heading(text) {
        headings.append(heading)
      } else if texts.count > 1, words.isAside(text) {
        var other = HeadingMeaning()
        other.pieces = [text]
        headings.append(other)
      } else if texts.count == 1 {
        return takeTitle(text, isAlone: isAlone)
      } else {
        return false
      }
    }
    guard headings.contains(where: \.saysAnything) else { return false }
    let isNumber = number == nil && texts.count == 1 && headings[0].isNumber
    for heading in headings { take(heading) }
    heading = headings.flatMap(\.pieces) + heading
    numberLine = isNumber ? texts[0] : nil
    return true
  }

  /// Says at which line of the flow stands what was taken last.
  mutating func place(at index: Int) {
    start = min(start, index)
    // The number in a line of its own, right above the title, belongs to it.
    let isAbove = numberLine != nil && titleIndex == index + 1
    guard titleLine != placedTitle || isAbove else { return }
    placedTitle = titleLine
    titleIndex = index
  }

  /// Takes a short text that stands below agency and unit: a name that its place has no room for goes on
  /// there.
  mutating func take(aside text: String) {
    aside = text
    heading = [text] + heading
  }

  /// Takes pieces of a heading that say nothing by themselves.
  mutating func take(pieces: [String]) { heading = pieces + heading }

  private mutating func take(_ found: HeadingMeaning) {
    if agency == nil, let name = found.agency {
      agency = name + (aside ?? "")
      agencyCode = found.agencyCode
    }
    year = year ?? found.year
    unit = unit ?? found.unit
    number = number ?? found.number
  }

  private mutating func takeTitle(_ text: String, isAlone: Bool) -> Bool {
    guard let line = TitleLine(text, vocabulary: words.vocabulary) else { return false }
    if line.core.isEmpty, let found = line.number {
      guard number == nil else { return false }
      number = found
      // The number belongs to the title's line where that is known already.
      titleLine = titleLine.map { text + $0 }
      heading = titleLine == nil ? [text] + heading : heading
      return true
    }
    let meaning = words.statement(text)
    guard meaning != nil || words.readsLikeTitle(text) || isAlone else { return false }
    if let title {
      // A heading that says the same again stands above the title.
      return meaning?.core == statement?.core && statement != nil && title != text
    }
    statement = meaning
    isCertain = meaning != nil || words.readsLikeTitle(text)
    title = line.title
    titleLine = text
    if let numberLine, line.number == nil {
      // The number in a line of its own belongs to the title right above it.
      titleLine = text + numberLine
      heading.removeFirst()
    }
    number = number ?? line.number ?? meaning?.number
    year = year ?? line.year ?? meaning?.year
    stage = stage ?? meaning?.stage
    // What stands before the name of a statement is whose it is where the title also says of when; before
    // other words it may be anything.
    if meaning?.statement != nil, meaning?.stage != nil || meaning?.year != nil {
      agency = agency ?? meaning?.agency
    }
    return true
  }
}

extension HeadingMeaning {
  /// Whether it says the number of the table and nothing else.
  var isNumber: Bool { number != nil && agency == nil && year == nil && unit == nil }

  /// Whether it says anything but its pieces.
  var saysAnything: Bool {
    agency != nil || year != nil || unit != nil || number != nil
  }
}

/// The words by which the lines around tables are known, for one flow.
struct FrameWords {
  let meanings: Meanings
  let vocabulary: Vocabulary
  /// The lines that pages repeat at their top or foot.
  private let running: Set<String>

  init(_ flow: Page, meanings: Meanings) {
    self.meanings = meanings
    vocabulary = meanings.catalogue.vocabulary
    var pages: [String: Set<Int>] = [:]
    for line in flow.lines where !line.isGrid {
      let text = line.text.squeezed
      guard text.utf8.count <= 150 else { continue }
      pages[text, default: []].insert(line.page)
    }
    running = Set(pages.filter { $0.value.count > 2 }.keys)
  }

  /// What a text says of agency, year, stage, unit or number; nil where it says anything else.
  func heading(_ text: String) -> HeadingMeaning? {
    guard text.utf8.count <= 300 else { return nil }
    return meanings.heading(in: text)
  }

  func statement(_ text: String) -> StatementMeaning? {
    guard text.utf8.count <= 240 else { return nil }
    return meanings.statement(ofTitle: text)
  }

  /// Whether a text is the caption of amounts, which may stand over all columns.
  func isCaption(_ text: String) -> Bool {
    meanings.column(path: [text], in: nil)?.role == .amount
  }

  /// Whether a text ends as a table's title does, be the table known or not.
  func readsLikeTitle(_ text: String) -> Bool {
    guard text.utf8.count <= 180, !text.contains(where: { "。；，：:".contains($0) }) else {
      return false
    }
    var core = text[...]
    for (open, close) in [("（", "）"), ("(", ")")] where core.hasSuffix(close) {
      if let start = core.range(of: open, options: .backwards)?.lowerBound, start > core.startIndex
      {
        core = core[..<start]
      }
    }
    return core.hasSuffix(vocabulary.table) && core.count > 2
  }

  /// Whether a text may stand beside agency and unit without saying what is known: short, and no sentence.
  func isAside(_ text: String) -> Bool { text.utf8.count <= 90 && !text.hasSuffix("。") }

  /// Whether a text that is alone above a grid may be what it is called.
  func mayBeHeading(_ text: String) -> Bool {
    text.utf8.count <= 120 && text.unicodeScalars.contains(where: \.isHan)
      && !text.contains { "。；，：:！？".contains($0) }
  }

  /// Whether a line is a page's number, or what every page repeats and says nothing of a table.
  func isRunning(_ text: String) -> Bool {
    let digits = text.filter { !"-\u{2014}\u{2013}\u{FF0D}".contains($0) }
    if digits.utf8.count <= 4, digits.utf8.allSatisfy(isASCIIDigit) { return true }
    return running.contains(text) && heading(text) == nil && statement(text) == nil
      && !readsLikeTitle(text)
  }
}
