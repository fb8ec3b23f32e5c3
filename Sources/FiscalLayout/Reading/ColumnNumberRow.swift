import FiscalModel

/// The row of a header that numbers the columns (栏次), as the layout says it is printed.
///
/// A number may be printed with its relation, `5=6+7+8`.
struct ColumnNumberRow {
  /// The numbers and words in the order of the columns, plainly and with the relations.
  private let variants: [[String]]
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
  }

  /// Whether the form has such a row.
  var isPrinted: Bool { variants[0].contains { !$0.isEmpty } }

  /// What the row prints in each column, if the text without blanks is such a row.
  func match(_ text: String) -> [String]? {
    let text = text.folded
    for variant in variants {
      let numbers = variant.filter { $0 != word }
      let words = variant.count { $0 == word }
      // The word may be printed in each of its columns, or not at all.
      for printed in [variant, numbers] where printed.joined().folded == text {
        return printed.count == variant.count ? variant : variant.map { $0 == word ? "" : $0 }
      }
      if words > 1, (word + numbers.joined()).folded == text {
        return keep(1, variant)
      }
    }
    return nil
  }

  /// Whether more text may still make it such a row.
  func mayBegin(_ text: String) -> Bool {
    let text = text.folded
    return variants.contains { variant in
      variant.joined().folded.hasPrefix(text)
        || variant.filter { $0 != word }.joined().folded.hasPrefix(text)
    }
  }

  /// What the row prints in each column, if the cells of a grid row are its numbers.
  ///
  /// The word for it may stand in another row (`captions`), or be torn apart.
  func match(cells: [String], captions: [String]) -> [String]? {
    let cells = cells.map(\.folded).filter { $0.first?.isNumber ?? false }
    for variant in variants where !cells.isEmpty {
      guard variant.filter({ !$0.isEmpty && $0 != word }).map(\.folded) == cells else { continue }
      let words = max(
        captions.count { $0 == word }, captions.count { $0.hasSuffix(fragment) })
      return keep(words, variant)
    }
    return nil
  }

  private func keep(_ words: Int, _ variant: [String]) -> [String] {
    var left = words
    return variant.map { text in
      guard text == word else { return text }
      left -= 1
      return left >= 0 ? text : ""
    }
  }
}
