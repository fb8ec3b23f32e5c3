import FiscalModel
import FiscalSchema

/// The cells that the fragments of a table may make, and what each costs in each column.
///
/// A table is divided again and again, with what is then known of the widths of its columns and of the
/// texts of other tables. All else stays the same, and is found once for each cell that is asked for.
final class FormCandidates {
  /// A cell: the fragments from where it begins.
  struct Cell {
    let length: Int
    /// Whether it has one line.
    var isSingle: Bool { lines.count == 1 }
    let lines: [FormCell.Line]
    /// What it costs in any column.
    let common: Double
    /// The widest of its lines.
    let width: Int
    /// What the ends of its lines cost in a column that is no wider than it.
    let slack: Double
    /// The text that other tables may have, too.
    let text: String?
    /// Whether an empty line follows.
    let isSetOff: Bool
  }

  /// The cells that begin at a fragment, shortest first, as far as they were asked for.
  private struct Start {
    var cells: [Cell] = []
    /// For each cell and column what it costs beside what all columns and the widths say; infinite where
    /// it cannot stand.
    var costs: [Double] = []
    /// The same as the rest of the cell on the page before.
    var rests: [Double] = []
    var places: [Double]
    var opening: Double
    var growing = FormCell()
    var inner = 0.0
    var isComplete = false
  }

  let table: Layout.Matrix
  let isGrid: Bool
  let pieces: [FormPiece]
  private let positions: [Int]?
  private let hasCodes: Bool
  private let words: [FormWords]
  private var starts: [Start?]

  /// Over what stands between the header and the next label; `positions` are those of the columns in a
  /// grid, if the header says it.
  init(
    _ fragments: [FormFragment], table: Layout.Matrix, positions: [Int]?, isGrid: Bool
  ) {
    self.table = table
    self.isGrid = isGrid
    self.positions = positions
    hasCodes = table.columns.contains { $0.role == .code }
    words = table.columns.map { FormWords($0.words) }
    // The words that belong to some columns do not belong into the texts of others.
    let all = FormWords(table.columns.reduce(into: []) { $0.formUnion($1.words) })
    pieces = fragments.indices.map { FormPiece(fragments, $0, words: all) }
    starts = Array(repeating: nil, count: fragments.count)
  }

  /// How many fragments a cell may have; longer texts are a damaged table's.
  static let longest = 120

  /// Cells that cost more than this are not tried.
  private static let bound = 16.0

  /// What a cell costs in a column.
  struct Candidate {
    var length: Int
    /// What it costs in a row.
    var cost: Double
    /// What it costs as the rest of the cell on the page before.
    var continued: Double
    /// Whether it has one line.
    var isSingle: Bool
  }

  /// For each column the cells that may begin at a fragment.
  func candidates(
    at start: Int, widths: [Int], known: [Section.Role: Set<String>]
  ) -> [[Candidate]] {
    let columns = table.columns
    var result = [[Candidate]](repeating: [], count: columns.count)
    var number = 0
    while grow(start, to: number), let entry = starts[start] {
      let cell = entry.cells[number]
      var cheapest = Double.infinity
      for column in columns.indices {
        let fixed = entry.costs[number * columns.count + column]
        guard fixed < .infinity else { continue }
        let form = cell.common + fullness(cell, width: widths[column])
        var cost = form + fixed
        if let text = cell.text, known[columns[column].role]?.contains(text) ?? false {
          cost -= 0.8
        }
        cheapest = min(cheapest, cost)
        guard cost < FormCandidates.bound || isGrid else { continue }
        result[column].append(
          Candidate(
            length: cell.length, cost: cost,
            continued: form + entry.rests[number * columns.count + column],
            isSingle: cell.isSingle))
      }
      if cheapest >= FormCandidates.bound { break }
      number += 1
    }
    return result
  }

  /// The widest line of a cell.
  func width(of range: Range<Int>) -> Int {
    var cell = FormCell()
    for piece in pieces[range] { cell.append(piece) }
    return cell.lines.map(\.least).max() ?? 0
  }

  func isRowStart(_ index: Int) -> Bool {
    pieces[index].before == .row || pieces[index].before == .rowPage
  }

  /// Whether a row of a grid has cells in columns of long texts alone, so that it may be the rest of one.
  func isText(rowAt index: Int) -> Bool {
    guard isGrid, let positions else { return false }
    let row = pieces[index...].enumerated().prefix {
      $0.offset == 0 || !isRowStart(index + $0.offset)
    }
    return row.allSatisfy { _, piece in
      let column = (positions.firstIndex { $0 > piece.fragment.cell } ?? positions.count) - 1
      return column > 0 && table.columns[column].role == .longText
    }
  }

  /// Makes the cell of a number that begins at a fragment, if there is one.
  private func grow(_ start: Int, to number: Int) -> Bool {
    var entry: Start
    if let known = starts[start] {
      if number < known.cells.count { return true }
      if known.isComplete { return false }
      entry = known
      starts[start] = nil
    } else {
      entry = Start(
        places: table.columns.indices.map { place(start, $0) }, opening: split(start))
    }
    defer { starts[start] = entry }
    let length = entry.cells.count + 1
    entry.isComplete = true
    guard length <= min(FormCandidates.longest, pieces.count - start) else { return false }
    let piece = pieces[start + length - 1]
    if length > 1 {
      guard piece.before != .cell, !isRowStart(start + length - 1) else { return false }
      entry.inner += join(pieces[start + length - 2], piece)
      if entry.inner > 14 { return false }
    }
    entry.growing.append(piece)
    let next = start + length < pieces.count ? pieces[start + length] : nil
    var shared = 0.0
    if entry.growing.lines.count > 1 {
      if pieces[start].before == .space { shared += 3 }
      if next?.before == .space { shared += 3 }
    }
    let shape = self.shape(
      entry.growing, isLast: next?.before.endsPage ?? true,
      isFirst: pieces[start].before.endsPage)
    let common = entry.opening + entry.inner + shared + shape
    if common > FormCandidates.bound { return false }
    let content = FormCell.Content(entry.growing)
    let hasFigure = length > 1 && piece.before == .space && piece.isNumber
    for column in table.columns.indices {
      guard isGrid || content.isShort || isLong(column) else {
        entry.costs.append(.infinity)
        entry.rests.append(.infinity)
        continue
      }
      let form = entry.places[column] + foreign(entry.growing.words, content, column)
      entry.costs.append(form + kind(content, column) + (hasFigure ? figure(column) : 0))
      entry.rests.append(form + rest(content, column))
    }
    let lines = entry.growing.lines
    let width = lines.map(\.least).max() ?? 0
    let isComparable = content.length >= 4 && entry.growing.count < FormCell.longestKnown
    entry.cells.append(
      Cell(
        length: length, lines: lines, common: common, width: width,
        slack: FormCandidates.slack(lines, width: width), text: isComparable ? content.text : nil,
        isSetOff: next?.before == .gap))
    entry.isComplete = false
    return true
  }

  /// Whether a column holds texts of any length.
  private func isLong(_ column: Int) -> Bool {
    switch table.columns[column].role {
    case .longText, .text, .value, .label, .choice: true
    default: table.columns[column].words.isEmpty && table.columns[column].role == .level
    }
  }

  /// What it costs to begin a cell at a fragment.
  private func split(_ index: Int) -> Double {
    guard index > 0 else { return 0 }
    switch pieces[index].before {
    case .space:
      let left = pieces[index - 1].last.isLatinWord
      let right = pieces[index].first.isLatinWord
      return left == right ? (left ? 0.2 : 0) : 0.6
    case .gap, .page: return 0.3
    case .line, .cell, .row, .rowPage: return 0
    }
  }

  /// What it costs that a cell goes on with a fragment.
  private func join(_ left: FormPiece, _ right: FormPiece) -> Double {
    switch right.before {
    case .space:
      let (last, first) = (left.last, right.first)
      if first.isNumber, last.isNumber || last.isPercent { return 3 }
      if last.isLatinWord, first.isLatinWord { return 0.5 }
      if first.isComparison { return 2.5 }
      if hasCodes, right.isCode { return 2.5 }
      if left.isAmount || right.isAmount { return 1.5 }
      return last.isHan && first.isHan ? 4 : left.isMark || right.isMark ? 2 : 0
    case .line: return 3
    case .gap: return hasCodes && right.isCode ? 2.5 : 0.05
    case .page: return 1
    case .cell, .row, .rowPage: return 100
    }
  }

  /// How full the lines of a cell are, in a column of a width.
  private func fullness(_ cell: Cell, width: Int) -> Double {
    var cost =
      width > cell.width && !cell.isSingle
      ? FormCandidates.slack(cell.lines, width: width) : cell.slack
    // A line as full as the column goes on, if nothing else speaks against it.
    if cell.isSetOff, width > 0, let own = cell.lines.last?.width, own >= width - 1 { cost += 0.4 }
    return cost
  }

  /// A line that ends a cell's width short, though more follows, is the last of its cell.
  private static func slack(_ lines: [FormCell.Line], width: Int) -> Double {
    var cost = 0.0
    for index in lines.indices.dropFirst() {
      let slack = width - lines[index - 1].width - lines[index].unit
      // The widths of Latin print are not known that well.
      guard slack > 1 else { continue }
      // A short line may also end a paragraph, if the next one is numbered.
      cost += lines[index].beginsItem ? 0.2 : min(4, 0.1 + 0.4 * Double(slack))
    }
    return cost
  }

  private func shape(_ cell: FormCell, isLast: Bool, isFirst: Bool) -> Double {
    var cost = 0.0
    if cell.first.closes, !isFirst { cost += 3 }
    if cell.last.opens, !isLast { cost += 2 }
    if cell.closesTooMany || cell.openBrackets > 0 && !isLast { cost += 1.5 }
    return cost
  }

  private func place(_ index: Int, _ column: Int) -> Double {
    let fragment = pieces[index].fragment
    guard let positions, fragment.before == .cell || isRowStart(index) else { return 0 }
    let start = column == 0 ? 0 : positions[column]
    let end = column + 1 < positions.count ? positions[column + 1] : Int.max
    return (start..<end).contains(fragment.cell) ? 0 : 1.2
  }

  /// Words of other columns within a cell.
  private func foreign(_ found: [String], _ content: FormCell.Content, _ column: Int) -> Double {
    guard !found.isEmpty else { return 0 }
    if words[column].contains(content.label) { return 0 }
    return 3 * Double(found.count)
  }

  /// A figure behind a text, set off by a blank, is rather a cell of its own.
  private func figure(_ column: Int) -> Double {
    switch table.columns[column].role {
    case .longText, .text, .value: 0.5
    default: 0
    }
  }

  /// What it costs that a text is the rest of a cell that another page began.
  private func rest(_ content: FormCell.Content, _ column: Int) -> Double {
    let isLevel = table.columns[column].role == .level
    if content.length <= 5,
      LabelPattern.withoutWeight("(" + LabelPattern.folded(content.text)).isEmpty
    {
      return isLevel && !table.columns[column].words.isEmpty ? 0 : 1
    }
    switch table.columns[column].role {
    case .longText, .choice: return 0.1
    case .text, .value, .label: return 0.3
    // Of a level the end of a weight is left at most.
    case .level: return table.columns[column].words.isEmpty ? 0.8 : content.length <= 4 ? 0.5 : 2
    default: return 4
    }
  }

  private func kind(_ content: FormCell.Content, _ index: Int) -> Double {
    let column = table.columns[index]
    let length = content.length
    let optional = column.isOptional ? 0.3 : 0
    // A weight belongs to the label before it.
    if content.isWeight, column.role != .level { return 5 }
    if hasCodes, column.role != .code, content.isCode { return 3 }
    switch column.role {
    case .code:
      if content.isMark { return 0.3 }
      return content.isCode ? -0.5 : content.isFigure ? 3 : 0.3 + 0.02 * length
    case .ordinal, .rowNumber: return length <= 3 && content.isWhole ? 0 : 6
    case .level:
      if words[index].contains(content.label) { return -0.5 }
      if column.words.isEmpty && column.endings.isEmpty { return 1.2 + 0.02 * length }
      let isLike =
        length <= 24 && !content.label.utf8.contains(UInt8(ascii: "("))
        && column.endings.contains(where: content.label.hasEnding)
      return isLike ? 1.2 : 6
    case .amount: return content.isMark ? 0.3 : content.isAmount ? 0 : 5
    case .percent: return content.isPercent || content.isMark ? 0 : content.isAmount ? 0.5 : 4
    case .quantity:
      if content.isMark { return 0.3 }
      if content.isAmount { return 0 }
      return content.first.isNumber ? 0.5 : length <= 4 ? 1.5 : 4
    case .score: return content.isAmount ? 0 : content.isMark ? 0.3 : 4
    case .year:
      guard content.text.utf8.prefix(while: { (0x30...0x39).contains($0) }).count == 4 else {
        return 3
      }
      return length <= 6 ? 0 : 1 + 0.1 * length
    case .value:
      if content.isMark { return 0 }
      if content.first.isSign { return -0.3 + 0.02 * length }
      if content.first.isNumber { return 0.02 * length }
      return 0.4 + 0.03 * min(length, 40) + (content.hasStop ? 0.5 : 0)
    case .label, .name:
      let text = content.isShort ? Array(content.folded) : []
      let isLine =
        content.isShort && table.lines.contains { $0.labels.contains { $0.matches(text) } }
      return isLine ? -1.5 : 2 + 0.03 * length + (content.isFigure ? 3 : 0)
    case .longText, .choice:
      if content.isMark { return 0.8 }
      if content.first.isInequality { return 2 }
      return (content.isFigure ? 2 : 0.002 * length) + optional
    case .text:
      if words[index].contains(content.folded) { return -0.3 }
      if length <= 12, column.endings.contains(where: content.folded.hasEnding) { return 0 }
      if column.words.isEmpty {
        let digit = content.first.isNumber ? 0.8 : 0
        return (content.isMark ? 0.2 : 0.2 + 0.01 * length) + digit + optional
      }
      return content.isMark ? 0.5 : 1.5 + 0.03 * length
    }
  }
}

extension String {
  /// Whether the text ends with another, both of them folded.
  fileprivate func hasEnding(_ ending: String) -> Bool {
    utf8.count >= ending.utf8.count && utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
  }
}
