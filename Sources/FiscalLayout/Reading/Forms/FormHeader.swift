import FiscalModel
import FiscalSchema

/// The header of a form's table: how far it reaches, what it prints, where its columns stand.
struct FormHeader {
  /// The number of fragments it takes.
  private(set) var length = 0
  /// The captions of the columns whose caption differs from form to form, as printed; empty where one was
  /// not.
  private(set) var captions: [String]
  /// The first column of the grid of each leaf column; nil where the header does not tell all of them.
  private(set) var positions: [Int]?

  /// Reads the header at the beginning of a table's fragments.
  ///
  /// Captions that wrap beside each other come in pieces of one another (`指标值确` `定依据前年`), so the
  /// header is as far as the characters of its captions go, in whatever order.
  ///
  /// The official arrangement also needs to know whether the table's label was printed.
  init(
    _ fragments: ArraySlice<FormFragment>, _ table: Layout.Matrix, isGrid: Bool,
    hasLabel: Bool = true
  ) {
    captions = table.variableColumns.map { _ in "" }
    var scan = CaptionScan(fragments, table, isGrid: isGrid)
    while scan.takesNext() {}
    guard scan.isHeader else { return }
    length = scan.index - fragments.startIndex
    captions = table.variableColumns.map { scan.printed[$0] ?? "" }
    if isGrid {
      positions = FormHeader.positions(fragments.prefix(length), table, hasLabel: hasLabel)
    }
  }

  private static func positions(
    _ fragments: ArraySlice<FormFragment>, _ table: Layout.Matrix, hasLabel: Bool
  ) -> [Int]? {
    // Our own sheets have the official arrangement, in which a column may have no caption.
    let official = table.placement(hasLabel: hasLabel).map(\.lowerBound)
    let isOfficial = fragments.allSatisfy { cell in
      table.columns.indices.contains { index in
        official[index] == cell.cell
          && (table.columns[index].captions.contains { $0.matches(cell.folded) }
            || table.columns[index].path.contains { LabelPattern($0).matches(cell.folded) })
      }
    }
    if isOfficial, !fragments.isEmpty { return official }
    var positions: [Int] = []
    let cells = fragments.sorted { $0.cell < $1.cell }
    for (index, column) in table.columns.enumerated() {
      // A column without a caption is the next one, or the first below the caption of its group.
      let isBare = column.captions.allSatisfy { $0.text.isEmpty }
      let group = isBare ? column.path.dropLast().last.map(LabelPattern.init) : nil
      if isBare, let last = positions.last, column.path.count > 1,
        table.columns[index - 1].path.dropLast() == column.path.dropLast()
      {
        positions.append(last + 1)
        continue
      }
      let found = cells.first { cell in
        cell.cell > positions.last ?? -1
          && (column.captions.contains { $0.matches(cell.folded) }
            || group?.matches(cell.folded) ?? false)
      }
      guard let found else { return nil }
      positions.append(found.cell)
    }
    return positions
  }
}

/// Takes the fragments of a header one after the other, by the characters of the captions that are left.
private struct CaptionScan {
  private let fragments: ArraySlice<FormFragment>
  private let table: Layout.Matrix
  private let isGrid: Bool
  /// The next fragment.
  private(set) var index: Int
  /// The captions that differ from form to form, as printed, by their column.
  private(set) var printed: [Int: String] = [:]
  private var variable: ArraySlice<Int>
  /// The characters that are left, how many, and how many there were.
  private var bag: [Character: Int]
  private var total: Int
  private let all: Int

  init(_ fragments: ArraySlice<FormFragment>, _ table: Layout.Matrix, isGrid: Bool) {
    (self.fragments, self.table, self.isGrid) = (fragments, table, isGrid)
    index = fragments.startIndex
    variable = table.variableColumns[...]
    bag = table.captionCharacters
    all = bag.values.reduce(0, +)
    total = all
  }

  /// Whether what was taken is a header: half of one is a chance.
  var isHeader: Bool {
    all == 0 || Double(all - total) >= 0.5 * Double(all) || !printed.isEmpty
  }

  /// Takes one more caption; false where the header has ended.
  mutating func takesNext() -> Bool {
    guard index < fragments.endIndex else { return false }
    let folded = fragments[index].folded
    // A cell of a grid is a caption or it is none.
    if isGrid, !isCaption(folded) { return false }
    if takesVariable() { return true }
    guard total > 0 else { return false }
    return takesCharacters(folded) || (isGrid ? takesOtherUnit(folded) : passes(misread: folded))
  }

  /// A year or a weight is printed in a piece or two of its own.
  private mutating func takesVariable() -> Bool {
    guard let column = variable.first else { return false }
    let pattern = table.columns[column].captions[0]
    var text = ""
    var match: Int?
    for (offset, piece) in fragments[index...].prefix(isGrid ? 1 : 4).enumerated() {
      text += piece.folded
      if pattern.matches(text) { match = offset + 1 }
    }
    guard let match else { return false }
    printed[column] = fragments[index..<index + match].map(\.text).joined().squeezed
    for character in pattern.literals where bag[character] != nil {
      bag[character, default: 0] -= 1
      total -= 1
    }
    variable = variable.dropFirst()
    index += match
    return true
  }

  private mutating func takesCharacters(_ folded: String) -> Bool {
    var rest = bag
    for character in folded {
      guard let count = rest[character], count > 0 else { return false }
      rest[character] = count - 1
    }
    total -= folded.count
    bag = rest
    index += 1
    return true
  }

  /// A caption that says another unit counts as the official one.
  private mutating func takesOtherUnit(_ folded: String) -> Bool {
    guard let column = column(inAnotherUnit: folded) else { return false }
    for character in table.columns[column].captions[0].literals {
      guard let count = bag[character], count > 0 else { continue }
      bag[character] = count - 1
      total -= 1
    }
    index += 1
    return true
  }

  /// One misread caption in the middle of a header is still the header.
  private mutating func passes(misread folded: String) -> Bool {
    let next = fragments[(index + 1)...].prefix(3)
    guard all - total > 2, total > all / 3, folded.count <= 6, next.count == 3,
      next.allSatisfy({ $0.folded.allSatisfy { (bag[$0] ?? 0) > 0 } })
    else { return false }
    index += 1
    return true
  }

  /// The column whose caption says its unit, and now says another one.
  private func column(inAnotherUnit folded: String) -> Int? {
    let folded = Array(folded)
    return table.columns.firstIndex { column in
      column.captions.contains { $0.hasUnit && $0.matches(folded) }
    }
  }

  /// Whether a cell is one of the captions.
  private func isCaption(_ folded: String) -> Bool {
    let folded = Array(folded)
    if table.columns.contains(where: { $0.captions.contains { $0.matches(folded) } }) {
      return true
    }
    func group(_ nodes: [Layout.Caption]) -> Bool {
      nodes.contains { node in
        !node.children.isEmpty && (node.pattern.matches(folded) || group(node.children))
      }
    }
    return group(table.header)
  }
}
