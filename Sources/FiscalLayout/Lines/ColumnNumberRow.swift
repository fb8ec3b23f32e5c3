import FiscalModel
import FiscalSchema

/// The row of a header that numbers the columns (栏次), as the layout says it is printed.
///
/// A number may be printed with its relation, `5=6+7+8`.
struct ColumnNumberRow {
  /// The numbers and words in the order of the columns, plainly and with the relations.
  private let variants: [[String]]
  /// The numbers of each variant, folded, without the words.
  private let numbers: [[String]]
  /// The ways to print the row as text without blanks, with what each prints in the columns.
  private let printed: [(text: String, columns: [String])]
  private let word: String
  private let fragment: String

  init(layout: Layout, vocabulary: Vocabulary) {
    word = vocabulary.columnNumber
    fragment = vocabulary.columnNumberFragment
    let plain = layout.columns.map { $0.number ?? "" }
    let related = plain.map { number in
      layout.relations.first { !number.isEmpty && $0.rule.hasPrefix(number + "=") }?.rule ?? number
    }
    variants = plain == related ? [plain] : [related, plain]
    let word = word
    numbers = variants.map { $0.filter { !$0.isEmpty && $0 != word }.map(\.folded) }
    printed = variants.flatMap { variant in
      let words = variant.count { $0 == word }
      // The word may be printed in each of its columns, in the first one, or not at all.
      return Set([words, min(words, 1), 0]).map { count in
        let columns = ColumnNumberRow.keep(count, of: word, in: variant)
        return (columns.joined().folded, columns)
      }
    }
  }

  /// Whether the form has such a row.
  var isPrinted: Bool { variants[0].contains { !$0.isEmpty } }

  /// What the row prints in each column, if the text without blanks is such a row.
  func match(_ text: String) -> [String]? {
    let text = text.folded
    return printed.first { $0.text == text }?.columns
  }

  /// Whether more text may still make it such a row.
  func mayBegin(_ text: String) -> Bool {
    let text = text.folded
    return printed.contains { $0.text.hasPrefix(text) }
  }

  /// What the row prints in each column, if the cells of a grid row are its numbers.
  ///
  /// The word for it may stand in another row (`captions`), or be torn apart.
  func match(cells: [String], captions: @autoclosure () -> [String]) -> [String]? {
    let cells = cells.compactMap { cell in
      let folded = cell.isEmpty ? "" : cell.folded
      return folded.first?.isNumber ?? false ? folded : nil
    }
    for (variant, numbers) in zip(variants, numbers) where !cells.isEmpty {
      guard numbers == cells else { continue }
      let captions = captions()
      let words = max(
        captions.count { $0 == word }, captions.count { $0.hasSuffix(fragment) })
      return ColumnNumberRow.keep(words, of: word, in: variant)
    }
    return nil
  }

  /// The variant with as many of its words as are printed.
  private static func keep(_ words: Int, of word: String, in variant: [String]) -> [String] {
    var left = words
    return variant.map { text in
      guard text == word else { return text }
      left -= 1
      return left >= 0 ? text : ""
    }
  }
}
