import FiscalModel
import FiscalSchema

extension Layout {
  /// A table as the form prints it, without rows: title, column numbers, unit and the form of codes.
  func officialSection(year: Int?, _ vocabulary: Vocabulary) -> Section {
    var section = self.section()
    let line = printedTitle.titled(number: number, year: year, vocabulary)
    section.take(title: line, official: self.title, vocabulary)
    section.number = section.number ?? number
    section.unit = unit
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
