import FiscalModel
import FiscalSchema

extension Layout {
  /// A table as it is printed without rows, or a form without blocks: titles, unit, and of a table the column
  /// numbers and the form of codes.
  ///
  /// - Parameters:
  ///   - year: the fiscal year, or nil to leave it out.
  ///   - index: which of the forms of its kind it is, from 1.
  ///   - name: what the form's first field says, for titles that name it.
  ///   - vocabulary: the words of titles.
  /// - Returns: the section.
  func officialSection(
    year: Int?, index: Int = 1, name: String = "", _ vocabulary: Vocabulary
  ) -> Section {
    var section = self.section()
    section.unit = unit
    section.subtitle = subtitle
    if !isUntitled {
      let line = printedTitle.titled(number: number, year: year, vocabulary)
        .replacing("{index}", with: String(index))
      // A name of any length would no longer be read as a title.
      let named = line.replacing("{name}", with: name)
      section.take(
        title: named.count <= 50 ? named : line.replacing("{name}", with: ""), official: title,
        vocabulary)
    }
    guard isTable else { return section }
    section.number = section.number ?? number
    if columns.contains(where: { $0.number != nil }) {
      section.matrix.columnNumbers = columns.map { $0.number ?? "" }
    }
    section.matrix.dividesCodes = splitsCodes
    return section
  }
}

extension Section {
  /// Takes a title line, and what it says of title and number; the official title where it says none.
  mutating func take(title line: String, official: String, _ vocabulary: Vocabulary) {
    titleLine = line.squeezed
    let parsed = TitleLine(line, vocabulary: vocabulary)
    title = parsed?.title ?? official
    number = parsed?.number
  }
}

extension [Section] {
  /// The indices of sections that follow layouts, in the order in which they are published, which the
  /// identifiers of the layouts say.
  var publishedOrder: [Int] {
    indices.sorted { (self[$0].layout ?? "", $0) < (self[$1].layout ?? "", $1) }
  }
}

extension String {
  /// A layout's title with the number and the year in their places, the year left out where there is none.
  func titled(number: String?, year: Int?, _ vocabulary: Vocabulary) -> String {
    var line = replacing("{number}", with: number ?? "")
    if let year { return line.replacing("{year}", with: String(year)) }
    for word in vocabulary.fiscalYear { line = line.replacing("{year}" + word, with: "") }
    return line
  }
}
