import FiscalModel
import FiscalSchema

/// What the columns of a table are: their roles and meanings, and the panels that they form.
struct ColumnPlan {
  /// The columns as a section has them.
  private(set) var columns: [Section.Column] = []
  private(set) var panels: [Section.Panel] = []
  /// The column of the grid that each column is; nil where the grid does not have it.
  let sources: [Int?]
  /// What the captions mean, column by column.
  let meanings: [ColumnMeaning?]
  /// The classification of the codes in a column, where it holds any.
  private(set) var codes: [CodeColumn?] = []
  /// The side that each panel is about, or nil.
  private(set) var sides: [Side?] = []
  /// What a total row is where the lines say what their figures are, or nil.
  let total: String?

  private let paths: [[String]]
  private let samples: [[TableGrid.Cell]]

  /// Plans the columns of a table.
  ///
  /// - Complexity: O(cells).
  init(
    captions: CaptionTree, body: TableGrid, statement: StatementMeaning?, fiscalYear: Int?,
    meanings words: Meanings
  ) {
    sources = Array(0..<body.width)
    paths = captions.paths
    meanings = words.columns(captions.paths, in: statement)
    let isByLines = statement?.measure == "amount" && statement?.totalWithBalances == nil
    total = isByLines ? statement?.total : nil
    samples = (0..<body.width).map { column in
      body.rows.compactMap { $0[column].text.isEmpty ? nil : $0[column] }
    }
    codes = (0..<body.width).map { column in
      let meaning = meanings[column]
      if let role = meaning?.role, ![.code, .name, .label].contains(role) { return nil }
      let found = words.classification(
        ofColumn: samples[column].map(\.text), hint: meaning?.classification)
      return found?.codes == 0
        && !words.mayName(found?.classification ?? "", in: statement) ? nil : found
    }
    for column in 0..<body.width {
      columns.append(self.column(column, statement: statement, fiscalYear: fiscalYear))
    }
    divide(statement)
  }

  /// The columns of a layout, in those of a grid.
  init(_ layout: Layout, sources: [Int?]) {
    let matrix = layout.matrix.section()
    columns = matrix.columns
    panels = matrix.panels
    self.sources = sources
    meanings = columns.map { _ in nil }
    codes = columns.map { _ in nil }
    sides = layout.panels.map { panel in
      panel.lines.lazy.compactMap { $0.concept.flatMap(Side.init(ofConcept:)) }.first
    }
    total = nil
    paths = []
    samples = []
  }

  // MARK: Columns

  private func column(
    _ index: Int, statement: StatementMeaning?, fiscalYear: Int?
  ) -> Section.Column {
    var column = Section.Column(id: "c\(index + 1)", path: paths[index], role: role(index))
    // How many of the texts a classification has is evidence, too.
    let proven = codes[index].flatMap { codes in
      codes.proven == 0 ? nil : "\(codes.classification) \(codes.proven)/\(samples[index].count)"
    }
    column.evidence = [meanings[index]?.evidence, proven].compactMap { $0 }.joined(separator: " ")
    guard let meaning = meanings[index] else {
      column.dimension = codes[index]?.dimension
      return column
    }
    column.dimension = codes[index]?.dimension ?? meaning.dimension
    guard column.role == .amount else { return column }
    column.isChange = meaning.isChange
    column.concept = meaning.isChange ? nil : meaning.concept
    column.members = meaning.members
    column.stage = meaning.stage
    column.unit = meaning.unit
    column.yearOffset = meaning.offset(from: fiscalYear) ?? 0
    return column
  }

  /// What a column holds: what its captions say, unless what stands in it says otherwise.
  private func role(_ index: Int) -> Section.Role {
    let cells = samples[index]
    let numbers = cells.count(where: \.isNumber)
    let texts = cells.count { !$0.isNumber && !$0.isMark }
    if let meaning = meanings[index], !(meaning.isPartial && meaning.role == .amount) {
      let role = meaning.role
      if role == .amount, texts > numbers { return .text }
      if role == .code, let codes = codes[index], codes.isJoined { return .name }
      if role == .code, codes[index] == nil, numbers == 0, texts > 0 { return .name }
      return role
    }
    if let codes = codes[index], codes.proven > 1, codes.proven * 2 > cells.count {
      return codes.isJoined ? .name : .code
    }
    // Of a column that nothing names, only figures tell that it holds amounts: whole numbers count people
    // and pieces as well.
    if texts == 0, numbers > 0, cells.count(where: \.isFigure) * 2 > numbers { return .amount }
    return texts == 0 && numbers > 0 ? .quantity : .text
  }

  // MARK: Panels

  private func isKey(_ index: Int) -> Bool {
    [.code, .name, .label, .rowNumber].contains(columns[index].role)
  }

  /// Divides the columns into panels: one begins with a key behind values where the captions repeat those
  /// of a key, or a side begins.
  private mutating func divide(_ statement: StatementMeaning?) {
    var starts = [0]
    var hasValues = false
    for index in columns.indices {
      let isAmount = columns[index].role == .amount
      if hasValues, begins(index, after: starts[starts.count - 1]) {
        starts.append(index)
        hasValues = false
      }
      if isAmount { hasValues = true }
    }
    for (position, start) in starts.enumerated() {
      let end = position + 1 < starts.count ? starts[position + 1] : columns.count
      panels.append(panel(start..<end, number: position))
      let side = meanings[start..<end].compactMap { $0?.side }.first
      sides.append(side ?? statement?.side)
    }
  }

  /// Whether a column of keys or texts begins another panel: amounts follow it, and it is called as the
  /// first key is, is a label as that is, names the other side, or its figures are called as those before.
  private func begins(_ index: Int, after start: Int) -> Bool {
    guard isKey(index) || columns[index].role == .text,
      let amount = columns[(index + 1)...].first(where: { $0.role == .amount }),
      let first = (start..<index).first(where: isKey) ?? (start..<index).first(where: isText)
    else { return false }
    if columns[index].role == .rowNumber { return false }
    // The same figures again are those of other rows.
    let isRepeated = columns[start..<index].contains {
      $0.role == .amount && $0.caption == amount.caption
    }
    if isRepeated || isNumbered(index) || isOtherSide(index, than: first) { return true }
    let isCalledSo = paths[index].last != nil && paths[index].last == paths[first].last
    guard isKey(index) else { return isCalledSo }
    return isCalledSo || paths[index].first != paths[first].first || columns[index].role == .label
  }

  private func isText(_ index: Int) -> Bool { columns[index].role == .text }

  private func isOtherSide(_ index: Int, than first: Int) -> Bool {
    guard let side = meanings[index]?.side, let other = meanings[first]?.side else { return false }
    return side != other
  }

  /// Whether the rows that a column names are numbered in the next one.
  private func isNumbered(_ index: Int) -> Bool {
    [.text, .name, .label].contains(columns[index].role) && index + 1 < columns.count
      && columns[index + 1].role == .rowNumber
  }

  private func panel(_ range: Range<Int>, number: Int) -> Section.Panel {
    let keyed = range.filter { columns[$0].role == .code }
    // A classification goes before units and projects as what a row is.
    let first = keyed.first { codes[$0]?.isListed ?? false } ?? keyed.first
    let codeColumns = first.map { levels(from: $0, before: range.upperBound) } ?? []
    let label = labelColumn(range, of: codeColumns)
    let rowNumber = range.first { columns[$0].role == .rowNumber }
    let keys = Set(codeColumns + [label, rowNumber].compactMap { $0 })
    return Section.Panel(
      id: "p\(number + 1)", columns: range, codeColumns: codeColumns, labelColumn: label,
      numberColumn: rowNumber, valueColumns: range.filter { !keys.contains($0) })
  }

  /// The columns of the levels of one code, which stand beside each other under one caption; of an undivided
  /// code its own.
  func levels(from first: Int, before end: Int) -> [Int] {
    guard meanings[first]?.level != nil else { return [first] }
    return Array(
      (first..<end).prefix { column in
        column == first
          || columns[column].role == .code && ![nil, .class].contains(meanings[column]?.level)
            && paths[column].dropLast() == paths[first].dropLast()
      })
  }

  /// The column of labels: the names of the codes, else cells of codes with their names, else the first
  /// column of labels, names or texts before the amounts.
  private func labelColumn(_ range: Range<Int>, of keys: [Int]) -> Int? {
    if !keys.isEmpty { return nameColumn(of: keys, in: range) }
    let before = range.prefix { columns[$0].role != .amount }
    let joined = before.first { index in
      guard let codes = codes[index] else { return false }
      return codes.isJoined && codes.isListed
    }
    return joined ?? before.first { columns[$0].role == .label }
      ?? before.first { columns[$0].role == .name } ?? before.first { columns[$0].role == .text }
  }

  /// The column of the names of codes: right behind them, else one of the same things, else one behind other
  /// codes; names of something else only where there are no others.
  private func nameColumn(of keys: [Int], in range: Range<Int>) -> Int? {
    let next = keys[keys.count - 1] + 1
    let dimension = columns[keys[0]].dimension
    let names = range.prefix { columns[$0].role != .amount }
      .filter { [.name, .label, .text].contains(columns[$0].role) }
    let own = names.filter {
      dimension == nil || columns[$0].dimension == nil || columns[$0].dimension == dimension
    }
    if own.contains(next) { return next }
    return own.first { dimension != nil && columns[$0].dimension == dimension }
      ?? own.first { name in
        name > next && (next..<name).allSatisfy { columns[$0].role == .code }
      } ?? names.first { $0 == next }
  }
}
