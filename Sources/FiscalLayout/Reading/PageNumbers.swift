import Documents
import FiscalModel
import FiscalSchema

/// Page numbers among the lines of a text, which stand between the rows of a table that goes on over a page.
struct PageNumbers {
  private let lines: [Line]
  private let form: Document.Form
  private let vocabulary: Vocabulary

  /// The flows of a document without the page numbers that stand between the rows of a table which goes
  /// on over a page, and those numbers.
  static func without(
    _ document: Document, _ vocabulary: Vocabulary
  ) -> (flows: [Page], numbers: [Line]) {
    guard document.form == .spacedText || document.form == .tabbedText else {
      return (document.flows, [])
    }
    var numbers: [Line] = []
    let flows = document.flows.map { flow in
      let found = PageNumbers(lines: flow.lines, form: document.form, vocabulary: vocabulary)
        .indices()
      var flow = flow
      numbers += found.sorted().map { flow.lines[$0] }
      flow.lines = flow.lines.indices.filter { !found.contains($0) }.map { flow.lines[$0] }
      return flow
    }
    return (flows, numbers)
  }

  /// The lines that are page numbers: those that are marked as such, those that count the pages of the
  /// text, and those that stand where nothing else can.
  private func indices() -> Set<Int> {
    var found = Set(lines.indices.filter { isMarked(lines[$0]) })
    let bare = lines.indices.compactMap { index in
      number(lines[index]).map { (index: index, number: $0) }
    }
    found.formUnion(PageNumbers.count(bare, of: lines.count))
    for (index, number) in bare where !found.contains(index) && isBetweenRows(index, number) {
      found.insert(index)
    }
    return found
  }

  // MARK: Marked

  /// Whether a line is a number between dashes, or one with the word for a page.
  private func isMarked(_ line: Line) -> Bool {
    guard line.cells.count == 1, let text = line.cells.first, text.utf8.count <= 60 else {
      return false
    }
    return isBetweenDashes(text) || isNamed(text)
  }

  private func isBetweenDashes(_ line: String) -> Bool {
    guard let first = line.unicodeScalars.first, first == "—" || first == "-" else { return false }
    let text = line.squeezed
    let inner = text.drop { $0 == "—" || $0 == "-" }
    let digits = inner.prefix { $0.isASCII && $0.isNumber }
    let rest = inner.dropFirst(digits.count)
    return inner.count < text.count && (1...4).contains(digits.count) && !rest.isEmpty
      && rest.allSatisfy { $0 == "—" || $0 == "-" }
  }

  /// Whether a line says which page it is, of how many perhaps, and nothing else.
  private func isNamed(_ line: String) -> Bool {
    let words = vocabulary.page
    guard line.contains(words.suffix) else { return false }
    var rest = line.folded
    for word in words.prefixes + [words.suffix] { rest = rest.replacing(word, with: " ") }
    let parts = rest.split { " /,、-—·()".contains($0) }
    return (1...2).contains(parts.count)
      && parts.allSatisfy { $0.count <= 4 && $0.allSatisfy { $0.isASCII && $0.isNumber } }
  }

  // MARK: Bare

  /// The number that stands alone on a line, or nil.
  private func number(_ line: Line) -> Int? {
    let filled = line.cells.filter { !$0.isEmpty }
    guard filled.count == 1, filled[0].utf8.count <= 8, let number = Int(filled[0].squeezed),
      (1...9999).contains(number)
    else { return nil }
    return number
  }

  /// The lines of numbers each of which is one more than the last, with a page's lines between them,
  /// through most of the document. Fewer than three may be anything.
  private static func count(_ bare: [(index: Int, number: Int)], of lines: Int) -> Set<Int> {
    var runs: [[Int]] = []
    // The last run that a number would go on.
    var goingOn: [Int: Int] = [:]
    for (index, number) in bare {
      if let run = goingOn.removeValue(forKey: number),
        index - (runs[run].last ?? 0) >= shortestPage
      {
        runs[run].append(index)
        goingOn[number + 1] = run
      } else {
        goingOn[number + 1] = runs.count
        runs.append([index])
      }
    }
    let longest = runs.max { $0.count < $1.count } ?? []
    // The rows of a table may be numbered alike, but not from one end of the document to the other.
    guard longest.count >= 3, let first = longest.first, let last = longest.last,
      (last - first) * 2 > lines
    else { return [] }
    return Set(longest)
  }

  /// No page has fewer lines.
  private static let shortestPage = 12

  /// Whether a number alone on its line follows a whole row, and no row begins or goes on with it.
  private func isBetweenRows(_ index: Int, _ number: Int) -> Bool {
    guard number <= 999, index > 0 else { return false }
    let before = lines[index - 1]
    let after = index + 1 < lines.count ? lines[index + 1] : nil
    if form == .tabbedText {
      // A row of a grid has its tabs, whatever it holds.
      guard lines[index].cells.count == 1, before.cells.count > 1 else { return false }
      guard let after, after.cells.count > 1 else { return before.cells.count > 2 }
      return after.cells.count == before.cells.count
    }
    // Whole numbers are amounts themselves where amounts have no decimals.
    let row = PageNumbers.words(before)
    guard row.count >= 2, let last = row.last, PageNumbers.isDecimal(last) else { return false }
    guard let after, let first = PageNumbers.words(after).first else { return true }
    guard !PageNumbers.isValue(first) else { return false }
    if TitleLine(after.text, vocabulary: vocabulary)?.number != nil { return true }
    let around = lines[max(0, index - 3)..<index] + lines[index + 1..<min(lines.count, index + 4)]
    let hasCodes = around.contains { PageNumbers.code(PageNumbers.words($0).first) }
    if !hasCodes { return number <= 99 }
    // It may be the code of a row whose name follows.
    for line in lines[index + 1..<min(lines.count, index + 5)] {
      let words = PageNumbers.words(line)
      if PageNumbers.code(words.first) { return true }
      if words.contains(where: PageNumbers.isValue) { return false }
    }
    return true
  }

  private static func words(_ line: Line) -> [Substring] {
    line.text.split { $0 == " " || $0 == "\u{3000}" || $0 == "\t" }
  }

  /// Whether a word is a code, or begins with one.
  private static func code(_ word: Substring?) -> Bool {
    guard let word else { return false }
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    return digits.count >= 2 && word.dropFirst(digits.count).first.map { $0.isLetter } ?? true
  }

  private static func isDecimal(_ word: Substring) -> Bool {
    guard let point = word.lastIndex(of: ".") else { return false }
    let decimals = word[point...].dropFirst()
    return !decimals.isEmpty && word.first.map { $0.isNumber || $0 == "-" } ?? false
      && word.allSatisfy { $0.isASCII && ($0.isNumber || ".,-".contains($0)) }
  }

  /// Whether a word is an amount or what stands for none.
  private static func isValue(_ word: Substring) -> Bool {
    isDecimal(word) || word.allSatisfy { $0 == "-" || $0 == "—" || $0 == "–" }
  }
}
