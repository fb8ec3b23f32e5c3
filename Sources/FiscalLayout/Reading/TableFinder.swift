import Documents
import FiscalModel
import FiscalSchema
import Foundation

/// Finds the lines that read like titles of official tables, and the profile they belong to.
struct TableFinder {
  /// A line, or two neighbouring ones, that read like a title.
  struct Candidate {
    /// Whether the words are a title of some layout; another table's title only ends the one before.
    var isKnown = true
    /// The lines of the title, as indices of the flow.
    var lines: Range<Int>
    var title: TitleLine
    /// The line as printed, blanks removed; nil where only the sheet's name says what the table is.
    var printed: String?
  }

  let catalogue: Catalogue
  /// The words of all titles of the catalogue.
  private let titles: Set<String>
  /// A character that every title has and most lines do not.
  private let mark: UnicodeScalar?

  init(catalogue: Catalogue) {
    self.catalogue = catalogue
    titles = Set(
      catalogue.profiles.flatMap(\.tables).flatMap { ([$0.title] + $0.aliases).map(\.folded) })
    mark = catalogue.vocabulary.table.unicodeScalars.first
  }

  /// The candidates of a page; where no title is printed on it, its name may be one.
  func candidates(of page: Page) -> [Candidate] {
    let found = candidates(page.lines)
    guard !found.contains(where: \.isKnown), let name = page.name, let title = sheetTitle(name),
      !page.lines.isEmpty
    else {
      return found
    }
    return [Candidate(lines: 0..<0, title: title, printed: nil)]
  }

  /// A sheet's name as a title; the name may have been cut at a spreadsheet's 31 characters.
  private func sheetTitle(_ name: String) -> TitleLine? {
    var name = name
    if name.utf8.last == UInt8(ascii: ")"), let open = name.range(of: " (", options: .backwards),
      Int(name[open.upperBound...].dropLast()) != nil
    {
      name = String(name[..<open.lowerBound])
    }
    guard var title = TitleLine(name, vocabulary: catalogue.vocabulary) else { return nil }
    if !titles.contains(title.core) {
      let whole = titles.filter { $0.hasPrefix(title.core) }
      guard name.utf16.count >= 28, whole.count == 1, let core = whole.first else { return nil }
      title.core = core
    }
    title.year = nil
    return title
  }

  /// The candidates of a flow whose words are a title of some layout.
  func candidates(_ lines: [Line]) -> [Candidate] {
    var found: [Candidate] = []
    var index = 0
    while index < lines.count {
      if let candidate = candidate(lines, index) {
        found.append(candidate)
        index = candidate.lines.upperBound
      } else {
        index += 1
      }
    }
    return found
  }

  private func candidate(_ lines: [Line], _ index: Int) -> Candidate? {
    guard let first = onlyText(lines[index]) else { return nil }
    if let title = title(first) {
      // The number may stand in a line of its own, below.
      if title.number == nil, let number = number(lines, index + 1) {
        var title = title
        title.number = number.title.number
        return Candidate(
          lines: index..<index + 2, title: title, printed: first.squeezed + number.printed)
      }
      return Candidate(lines: index..<index + 1, title: title, printed: first.squeezed)
    }
    // Or above.
    if let number = number(lines, index) {
      guard index + 1 < lines.count, let second = onlyText(lines[index + 1]),
        var title = title(second), title.number == nil
      else {
        return Candidate(
          isKnown: false, lines: index..<index + 1, title: number.title, printed: number.printed)
      }
      title.number = number.title.number
      return Candidate(
        lines: index..<index + 2, title: title, printed: number.printed + second.squeezed)
    }
    if let foreign = foreignTitle(first) {
      return Candidate(
        isKnown: false, lines: index..<index + 1, title: foreign, printed: first.squeezed)
    }
    // A long title may take two lines; its first one then ends without any mark.
    guard index + 1 < lines.count, !first.isLonger(than: 60),
      first.last.map({ !"。；，：、".contains($0) }) ?? false,
      let second = onlyText(lines[index + 1]), !second.isLonger(than: 60),
      self.title(second).map({ $0.year == nil && isYear(first) }) ?? true,
      let title = title(first + second)
    else { return nil }
    return Candidate(lines: index..<index + 2, title: title, printed: (first + second).squeezed)
  }

  /// Whether a line ends with a year: what it is the year of stands below.
  private func isYear(_ text: String) -> Bool {
    let text = text.squeezed
    return catalogue.vocabulary.year(in: text[...])?.range.upperBound == text.endIndex
  }

  /// A line that is a table's number and nothing else.
  private func number(_ lines: [Line], _ index: Int) -> (title: TitleLine, printed: String)? {
    guard index < lines.count, let text = onlyText(lines[index]), text.utf8.count <= 40,
      text.unicodeScalars.contains(where: { $0 == mark }),
      let title = TitleLine(text, vocabulary: catalogue.vocabulary), title.core.isEmpty
    else { return nil }
    return (title, text.squeezed)
  }

  /// A numbered title that no layout has.
  private func foreignTitle(_ text: String) -> TitleLine? {
    guard text.utf8.count <= 150, text.unicodeScalars.contains(where: { $0 == mark }),
      let title = TitleLine(text, vocabulary: catalogue.vocabulary), title.number != nil,
      title.core.hasSuffix(catalogue.vocabulary.table)
    else { return nil }
    return title
  }

  /// The text of a line that holds nothing else.
  private func onlyText(_ line: Line) -> String? {
    let cells = line.cells.filter { !$0.isEmpty }
    return cells.count == 1 ? cells[0] : nil
  }

  private func title(_ text: String) -> TitleLine? {
    guard text.utf8.count <= 300, text.unicodeScalars.contains(where: { $0 == mark }),
      let title = TitleLine(text, vocabulary: catalogue.vocabulary), titles.contains(title.core)
    else { return nil }
    return title
  }

  /// Whether the words of a title are those of a layout.
  static func fits(_ title: TitleLine, _ layout: Layout) -> Bool {
    ([layout.title] + layout.aliases).contains { $0.folded == title.core }
  }

  /// The layout of a profile that a title means; the printed number decides between equal titles.
  func layout(_ title: TitleLine, in profile: Profile) -> Layout? {
    let fitting = profile.tables.filter { TableFinder.fits(title, $0) }
    return fitting.first { $0.number == title.number } ?? fitting.first
  }

  /// The profiles by how well they explain the titles, best first.
  ///
  /// A table whose title and number agree counts most, one without a number where the form prints none
  /// counts more than one with another number. Forms of the right year, and forms whose columns are
  /// numbered where the document's are, go before others that have the same titles.
  func ranked(_ titles: [TitleLine], of pages: [Page]) -> [(profile: Profile, score: Int)] {
    let year = mostCommon(titles.compactMap(\.year))
    let hasNumbers = pages.contains { page in
      page.lines.contains { line in
        line.cells.contains { $0.squeezed.hasPrefix(catalogue.vocabulary.columnNumber) }
      }
    }
    return catalogue.profiles.map { profile in
      var score = 0
      var seen: Set<String> = []
      for title in titles {
        guard let layout = layout(title, in: profile), seen.insert(layout.id).inserted else {
          continue
        }
        // A form that prints no numbers agrees with a title that has none.
        let number = layout.printedTitle.contains("{number}") ? layout.number : nil
        score += number != title.number ? 2 : number == nil ? 3 : 4
        if let year, profile.years.contains(year) { score += 2 }
        if hasNumbers, layout.columns.contains(where: { $0.number != nil }) { score += 2 }
      }
      return (profile, score)
    }
    .filter { $0.score > 0 }
    .sorted { ($1.score, $0.profile.id) < ($0.score, $1.profile.id) }
  }
}

/// The element that occurs most often, the first of them where several do.
func mostCommon<T: Hashable>(_ elements: [T]) -> T? {
  var counts: [T: Int] = [:]
  var best: T?
  for element in elements { counts[element, default: 0] += 1 }
  for element in elements where counts[element, default: 0] > (best.flatMap { counts[$0] } ?? 0) {
    best = element
  }
  return best
}

extension Section {
  /// A table to read rows into. Its unit is what the page says, never what the layout prescribes.
  init(_ layout: Layout, titled title: TableFinder.Candidate? = nil, at location: Location) {
    self = layout.section()
    place.location = location
    guard let title, let printed = title.printed else { return }
    self.title = title.title.title
    titleLine = printed
    number = title.title.number
  }
}
