import FiscalModel
import FiscalSchema
import Spreadsheet

/// The hidden sheet with the codes and words that cells offer, a column or two for each choice of them.
struct CodeLists {
  private let catalogue: Catalogue
  private var columns: [String: (column: Int, count: Int)] = [:]
  private var width = 0
  private(set) var sheet = Sheet(name: PrintedWords.sheets.codes.name)

  init(catalogue: Catalogue) {
    self.catalogue = catalogue
    sheet.visibility = .hidden
    sheet.protection = SheetProtection()
  }

  /// Where the codes of open rows are listed and, beside them, their names; nil where there is no list.
  mutating func list(_ open: Layout.OpenRows, firstLevelOnly: Bool) -> (
    codes: String, both: String
  )? {
    guard let classification = catalogue.classifications[open.classification] else { return nil }
    let codes = classification.entries.keys.filter {
      open.accepts($0) && (!firstLevelOnly || $0.utf8.count == 3)
    }.sorted()
    guard !codes.isEmpty else { return nil }
    let names = codes.map { classification.entries[$0]?.name ?? "" }
    return list([codes, names]).map { ($0[0], $0[1]) }
  }

  /// Where the items of a classification are listed as forms print them, code and name in one.
  mutating func items(_ classification: String) -> String? {
    let entries = catalogue.classifications[classification]?.entries ?? [:]
    return list([entries.keys.sorted().map { $0 + (entries[$0]?.name ?? "") }])?[0]
  }

  /// Where words are listed.
  mutating func words(_ words: [String]) -> String? { list([words])?[0] }

  /// Lists texts side by side; returns the range of the first column, and that of all of them.
  private mutating func list(_ texts: [[String]]) -> [String]? {
    guard let count = texts.first?.count, count > 0 else { return nil }
    let key = texts.joined().joined(separator: " ")
    if columns[key] == nil {
      columns[key] = (width, count)
      for (offset, column) in texts.enumerated() {
        for (row, text) in column.enumerated() {
          sheet[row, width + offset] = Cell(.text(text), style: Style.label(indent: 0))
        }
      }
      width += texts.count
    }
    guard let place = columns[key] else { return nil }
    return texts.indices.map { last in
      Sheet.quoted(sheet.name)
        + CellRange(
          rows: 0...(place.count - 1), columns: place.column...(place.column + last)
        ).absolute
    }
  }
}
