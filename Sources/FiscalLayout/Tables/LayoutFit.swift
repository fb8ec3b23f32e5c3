import FiscalModel
import FiscalSchema

/// A table in the layout that it follows: where the layout's columns stand in its grid, and its rows.
struct Adoption {
  let layout: Layout
  /// The column of the grid for each of the layout's; nil where the grid does not have it.
  let columns: [Int?]
  private(set) var body: TableGrid
  /// What the row of column numbers prints in each of the layout's columns, or nil.
  var columnNumbers: [String]?
  /// What was done to read it so.
  var findings: [Finding] = []

  /// Makes a table of a body and the columns that were found in it.
  init(
    _ layout: Layout, columns: [Int?], body: TableGrid, columnNumbers: [String]?,
    vocabulary: Vocabulary
  ) {
    self.layout = layout
    self.columns = columns
    self.body = body
    self.columnNumbers = columnNumbers
    joinLabels(LayoutKeys(layout, vocabulary: vocabulary))
    clearCaptions(vocabulary)
  }
}

/// Whether a table that was cut out of a document follows a layout.
struct LayoutFit {
  let layout: Layout
  let catalogue: Catalogue
  let meanings: Meanings
  private var vocabulary: Vocabulary { catalogue.vocabulary }
  private var keys: LayoutKeys { LayoutKeys(layout, vocabulary: vocabulary) }

  /// The table in the layout; nil where its captions are not those of the layout, or one of them says
  /// something else.
  ///
  /// - Complexity: O(columns of the layout × cells).
  func adoption(of table: FoundTable) -> Adoption? {
    let wrapped = WrappedRows(layout: layout, catalogue: catalogue)
    let grid = wrapped.heading(of: table.grid)
    let captions = captions(of: grid)
    let header = grid.rows(0..<captions.rows)
    guard hasCaptions(header) || captions.rows == 0 && hasKeys(grid, table) else {
      return nil
    }
    let body = grid.rows(captions.rows..<grid.rows.count)
    var columns = ColumnAlignment(layout: layout, header: header, body: body).columns()
    let joined = wrapped.body(body, columns: columns)
    if joined.grid.rows.count < body.rows.count {
      columns = ColumnAlignment(layout: layout, header: header, body: joined.grid).columns()
    }
    let agreement = CaptionAgreement(
      layout: layout, captions: captions, body: joined.grid, meanings: meanings)
    let corrected = agreement.corrected(columns)
    guard agreement.holds(corrected) else { return nil }
    var adoption = Adoption(
      layout, columns: corrected, body: joined.grid, columnNumbers: columnNumbers(header),
      vocabulary: vocabulary)
    if corrected != columns { adoption.askOrder(at: table.location) }
    agreement.askUnread(corrected, at: table.location, into: &adoption.findings)
    adoption.findings.insert(contentsOf: joined.findings, at: 0)
    return adoption
  }

  private func captions(of grid: TableGrid) -> CaptionTree {
    let keys = keys
    return CaptionTree(grid, vocabulary: vocabulary) { text in
      if TableCutter.isKey(text, vocabulary) { return true }
      let folded = text.folded
      return keys.isLabel(folded) && !layout.headerCaptions.contains(folded)
    }
  }

  /// Whether a table without any header is known by its title and its labels.
  private func hasKeys(_ grid: TableGrid, _ table: FoundTable) -> Bool {
    guard table.frame.title != nil || grid.sheet != nil else { return false }
    let keys = keys
    return grid.rows.indices.prefix(3).allSatisfy { row in
      let texts = grid.filled(row).map(\.cell.text)
      return texts.contains { keys.isLabel($0.folded) }
        || texts.first.map { text in
          layout.panels.indices.contains { keys.isCode(text, inPanel: $0) }
        } ?? false
    }
  }

  /// Whether half of the layout's captions of amounts stand in these rows, in cells of their own or within
  /// the text of all cells.
  private func hasCaptions(_ header: TableGrid) -> Bool {
    let cells = header.rows.joined().map(\.text.folded)
    let printed = Set(cells)
    let text = cells.joined()
    let captions = layout.amountCaptions
    let matches = captions.count { printed.contains($0) || text.holds($0) }
    return !captions.isEmpty && matches * 2 >= captions.count
  }

  /// How many captions of amounts a table prints, where it prints nearly all of the layout's; else nil.
  func ownCaptions(of table: FoundTable) -> Int? {
    let grid = WrappedRows(layout: layout, catalogue: catalogue).heading(of: table.grid)
    let cells = grid.rows(0..<captions(of: grid).rows).rows.joined().map(\.text.folded)
    guard LayoutFit.prints(cells, layout) else { return nil }
    let matches = layout.amountCaptions.intersection(cells).count
    return matches > 1 ? matches : nil
  }

  /// Whether folded texts of cells have nearly all of a layout's captions of amounts.
  static func prints(_ cells: [String], _ layout: Layout) -> Bool {
    let captions = layout.amountCaptions
    return !captions.isEmpty && captions.intersection(cells).count * 5 >= captions.count * 4
  }

  /// What the row of column numbers prints, or nil where the header has none.
  func columnNumbers(_ header: TableGrid) -> [String]? {
    let row = ColumnNumberRow(layout: layout, vocabulary: vocabulary)
    guard row.isPrinted else { return nil }
    return header.rows.lazy.compactMap { cells in
      row.match(cells: cells.map(\.text), captions: header.rows.joined().map(\.text))
    }.first
  }
}

extension Adoption {
  /// Says that the columns stand in another order than the layout's.
  fileprivate mutating func askOrder(at place: Location) {
    let order = columns.indices.filter { columns[$0] != nil }
      .sorted { (columns[$0] ?? 0) < (columns[$1] ?? 0) }
    guard order != order.sorted() else { return }
    findings.append(
      Finding(
        "read/reordered-columns", ["captions": order.map { layout.columns[$0].caption }], at: place)
    )
  }

  /// Takes the rest of the header out of the first row, which its last row shares.
  private mutating func clearCaptions(_ vocabulary: Vocabulary) {
    guard let first = body.rows.first else { return }
    for (target, source) in zip(layout.columns, columns) {
      guard let source else { continue }
      let text = first[source].text
      let isCaption =
        switch target.role {
        case .code: vocabulary.codeLevels[text] != nil
        case .amount:
          text.unicodeScalars.contains(where: \.isHan) && NullKind(mark: text) == nil
            && !text.utf8.contains(where: isASCIIDigit)
        default: false
        }
      if isCaption { body.rows[0][source].text = "" }
    }
  }

  /// Puts labels together whose characters slipped into the columns of amounts, alone on their row.
  private mutating func joinLabels(_ keys: LayoutKeys) {
    guard let panel = layout.panels.first else { return }
    // The label of a total stands over the codes.
    let key = (panel.codeColumns + [panel.labelColumn].compactMap { $0 }).compactMap { columns[$0] }
    guard let first = key.first else { return }
    var kept: [Int] = []
    var pending: String?
    for row in body.rows.indices {
      let filled = body.filled(row)
      let text = filled.map(\.cell.text).joined()
      if filled.count > 1, !filled.contains(where: \.cell.isNumber), keys.isLabel(text.folded) {
        pending = text
        findings.append(Finding("read/joined-label", ["label": text], at: body.location(row)))
        continue
      }
      if let joined = pending, key.allSatisfy({ body.rows[row][$0].text.isEmpty }) {
        body.rows[row][first].text = joined
        pending = nil
      }
      kept.append(row)
    }
    body = body.rows(kept)
  }
}
