import FiscalModel

/// Divides the fragments of a table into rows and cells.
///
/// Text that was extracted from a page has its cells one after the other, each with all its lines, and
/// nothing that says where one ends. What a column usually holds (a level of indicators, an amount, a
/// value with its sign), how full the lines of a cell are, and where a blank line is missing together tell:
/// of all divisions the one counts that goes against the least of them.
struct FormRowSolver {
  let table: FormLayout.Table
  /// Where the columns stand in a grid, if the header says it.
  let positions: [Int]?

  /// A cell: its column and its fragments.
  struct Slot {
    var column: Int
    var range: Range<Int>
  }

  /// A row, or what the next page prints of the row before.
  struct Row {
    var slots: [Slot] = []
    /// Whether it goes on with the cells of the row before.
    var continues = false
    var cost = 0.0
  }

  /// The widest line of each column, as far as the first division knows.
  private var widths: [Int]
  /// The words that belong to some columns, and so not into the texts of others.
  private let words: Set<String>
  /// Texts that other tables of the form have in columns of the same kind.
  private let known: [FormLayout.Kind: Set<String>]
  private let hasCodes: Bool
  private let isGrid: Bool

  init(
    table: FormLayout.Table, positions: [Int]?, isGrid: Bool,
    known: [FormLayout.Kind: Set<String>] = [:]
  ) {
    self.table = table
    self.positions = positions
    self.isGrid = isGrid
    self.known = known
    hasCodes = table.columns.contains { $0.kind == .code }
    words = table.columns.reduce(into: []) { $0.formUnion($1.words) }
    widths = Array(repeating: 0, count: table.columns.count)
  }

  /// How many fragments a cell may have; longer texts are a damaged table's.
  private static let longest = 120

  /// The rows of a table.
  ///
  /// - Complexity: linear in the fragments, times the columns and the bound on a cell's length.
  mutating func rows(_ fragments: ArraySlice<FormFragment>) -> [Row] {
    let list = Array(fragments)
    guard !list.isEmpty else { return [] }
    var rows = solve(list)
    if !isGrid {
      // How wide the columns are is known once the first division stands.
      for slot in rows.filter({ $0.cost < 2.5 }).flatMap(\.slots) {
        let lines = FormRowSolver.lines(list[slot.range])
        widths[slot.column] = max(widths[slot.column], lines.map(FormText.width).max() ?? 0)
      }
      rows = solve(list)
    }
    for row in rows.indices {
      for slot in rows[row].slots.indices {
        let range = rows[row].slots[slot].range
        rows[row].slots[slot].range =
          (range.lowerBound + fragments.startIndex)..<(range.upperBound + fragments.startIndex)
      }
    }
    return rows
  }

  // MARK: The cheapest division

  /// Where a division stands: the next fragment, the next column, what the row has so far.
  private enum State {
    /// How many states a column has.
    static let count = 12

    /// - Parameters:
    ///   - mode: 0 a row, 1 what the next page prints of the row before.
    ///   - filled: whether the row has a cell.
    ///   - previous: 0 an empty cell, 1 a level or a cell of several lines, 2 a cell of one line.
    static func index(_ column: Int, _ mode: Int, _ filled: Bool, _ previous: Int) -> Int {
      ((column * 2 + mode) * 2 + (filled ? 1 : 0)) * 3 + previous
    }
  }

  private struct Step {
    var cost = Double.infinity
    /// The fragment and the state it came from.
    var fragment = -1
    var state = -1
  }

  private func solve(_ list: [FormFragment]) -> [Row] {
    let columns = table.columns.count
    let states = (columns + 1) * State.count
    var grid = [[Step]](
      repeating: [Step](repeating: Step(), count: states), count: list.count + 1)
    let start = State.index(0, 0, false, 0)
    grid[0][start].cost = 0
    func relax(_ fragment: Int, _ state: Int, _ cost: Double, _ from: Int, _ old: Int) {
      if cost < grid[fragment][state].cost {
        grid[fragment][state] = Step(cost: cost, fragment: from, state: old)
      }
    }
    for index in 0...list.count {
      let costs = index < list.count ? cells(list, index) : []
      // A row of a grid is whole: it neither ends in a row nor goes on in the next.
      let starts = index < list.count && isRowStart(list[index])
      // What stands in a row already, then the end of rows, then what begins one.
      for filled in [true, false] {
        if !filled, index > 0, index < list.count, list[index].before.endsPage,
          grid[index][start].cost < .infinity
        {
          let other = State.index(0, 1, false, 0)
          relax(index, other, grid[index][start].cost + 2.5, index, start)
        }
        for column in 0...columns {
          for mode in 0...1 {
            for previous in 0...2 {
              let state = State.index(column, mode, filled, previous)
              let cost = grid[index][state].cost
              guard cost < .infinity else { continue }
              if column == columns {
                if filled, starts || index == list.count || !isGrid {
                  relax(index, start, cost + 0.1, index, state)
                }
                continue
              }
              if index < list.count || filled {
                relax(
                  index, State.index(column + 1, mode, filled, previous == 2 ? 2 : 0),
                  cost + empty(column, mode, isFirst: index == 0, previous: previous > 0), index,
                  state)
              }
              guard index < list.count, !starts || !filled else { continue }
              // Cells of one line each stand in the same line.
              let apart = previous == 2 && list[index].before.endsLine && !starts ? 1.2 : 0
              for cell in costs[column] {
                let isSingle = cell.isSingle && table.columns[column].kind != .level
                relax(
                  index + cell.length, State.index(column + 1, mode, true, isSingle ? 2 : 1),
                  cost + (mode == 1 ? cell.continued : cell.cost) + (isSingle ? apart : 0), index,
                  state)
              }
            }
          }
        }
      }
    }
    return trace(grid, list)
  }

  private func isRowStart(_ fragment: FormFragment) -> Bool {
    fragment.before == .row || fragment.before == .rowPage
  }

  private func trace(_ grid: [[Step]], _ list: [FormFragment]) -> [Row] {
    let columns = table.columns.count
    var best: (Int, Double)?
    for mode in 0...1 {
      for previous in 0...2 {
        let state = State.index(columns, mode, true, previous)
        let cost = grid[list.count][state].cost
        if cost < best?.1 ?? .infinity { best = (state, cost) }
      }
    }
    guard var (state, _) = best else { return [] }
    var fragment = list.count
    var rows: [Row] = []
    var row = Row()
    var end = grid[fragment][state].cost
    while state >= 0, fragment >= 0 {
      let step = grid[fragment][state]
      let column = state / State.count
      if column == 0 {
        let before = step.fragment >= 0 ? step.cost : 0
        row.slots.reverse()
        row.cost = end - before
        if !row.slots.isEmpty { rows.append(row) }
        row = Row()
        end = before
      } else if step.fragment >= 0, step.fragment < fragment {
        row.slots.append(Slot(column: column - 1, range: step.fragment..<fragment))
        row.continues = (state / 6) % 2 == 1
      }
      guard step.fragment >= 0 else { break }
      (fragment, state) = (step.fragment, step.state)
    }
    if !row.slots.isEmpty {
      row.slots.reverse()
      rows.append(row)
    }
    return rows.reversed()
  }

  // MARK: What a division costs

  private func empty(_ column: Int, _ mode: Int, isFirst: Bool, previous: Bool) -> Double {
    if mode == 1 { return 0 }
    let definition = table.columns[column]
    switch definition.kind {
    case .level:
      if isFirst { return definition.words.isEmpty ? 0.5 : 2 }
      // A new level has the levels below it anew.
      return previous && column > 0 && table.columns[column - 1].kind == .level ? 1.5 : 0
    // Of several columns that may be empty the last ones usually are.
    case .label: return definition.isOptional ? 0.3 : 4
    default:
      return definition.isOptional ? 0.3 + 0.02 * Double(table.columns.count - column) : 3
    }
  }

  /// A cell that may begin at a fragment.
  private struct Candidate {
    var length: Int
    /// What it costs in a row.
    var cost: Double
    /// What it costs as the rest of the cell on the page before.
    var continued: Double
    /// Whether it has one line.
    var isSingle: Bool
  }

  /// For each column the cells that may begin at a fragment.
  private func cells(_ list: [FormFragment], _ start: Int) -> [[Candidate]] {
    var result = [[Candidate]](repeating: [], count: table.columns.count)
    let opening = split(list, start)
    var inner = 0.0
    var text = ""
    var lines: [String] = []
    var found: [String] = []
    let sharesStart = list[start].before == .space
    for length in 1...min(FormRowSolver.longest, list.count - start) {
      let fragment = list[start + length - 1]
      if length > 1 {
        guard fragment.before != .cell, !isRowStart(fragment) else { break }
        inner += join(list[start + length - 2], fragment)
        if inner > 14 { break }
      }
      if length == 1 || fragment.before != .space {
        lines.append(fragment.text)
        text += fragment.text
      } else {
        if let last = text.last, last.isLatinWord, fragment.text.first?.isLatinWord ?? false {
          text += " "
        }
        text += fragment.text
        // Print sets Latin letters off a little.
        lines[lines.count - 1] += " " + fragment.text
      }
      let word = LabelPattern.withoutWeight(fragment.folded)
      if words.contains(word) { found.append(word) }
      var shared = 0.0
      if lines.count > 1 {
        if sharesStart { shared += 3 }
        if start + length < list.count, list[start + length].before == .space { shared += 3 }
      }
      let last = start + length < list.count ? list[start + length] : nil
      let shape = self.shape(
        text, isLast: last?.before.endsPage ?? true, isFirst: list[start].before.endsPage)
      var cheapest = Double.infinity
      let size = text.utf8.count
      for column in table.columns.indices where size < 100 || isLong(column) {
        let form =
          opening + inner + shared + shape + fullness(lines, column, next: last)
          + place(list[start], column) + foreign(found, text, column)
        let cost =
          form + kind(text, column) + figure(list, start, length, column) - familiar(text, column)
        cheapest = min(cheapest, cost)
        guard cost < 16 else { continue }
        result[column].append(
          Candidate(
            length: length, cost: cost, continued: form + rest(text, column),
            isSingle: lines.count == 1))
      }
      if cheapest >= 24 { break }
    }
    return result
  }

  /// Whether a column holds texts of any length.
  private func isLong(_ column: Int) -> Bool {
    switch table.columns[column].kind {
    case .longText, .text, .value, .label, .choice: true
    default: table.columns[column].words.isEmpty && table.columns[column].kind == .level
    }
  }

  /// What it costs to begin a cell at a fragment.
  private func split(_ list: [FormFragment], _ index: Int) -> Double {
    guard index > 0 else { return 0 }
    switch list[index].before {
    case .space:
      let left = list[index - 1].text.last.map(\.isLatinWord) ?? false
      let right = list[index].text.first.map(\.isLatinWord) ?? false
      return left == right ? (left ? 0.2 : 0) : 0.6
    case .gap, .page: return 0.3
    case .line, .cell, .row, .rowPage: return 0
    }
  }

  /// What it costs that a cell goes on with a fragment.
  private func join(_ left: FormFragment, _ right: FormFragment) -> Double {
    switch right.before {
    case .space:
      guard let last = left.text.last, let first = right.text.first else { return 0 }
      if first.isNumber, last.isNumber || last == "%" || last == "％" { return 3 }
      if last.isLatinWord, first.isLatinWord { return 0.5 }
      if "=≥≤＝".contains(first) { return 2.5 }
      if hasCodes, right.beginsWithCode { return 2.5 }
      if left.isAmount || right.isAmount { return 1.5 }
      return last.isHan && first.isHan ? 4 : left.isMark || right.isMark ? 2 : 0
    case .line: return 3
    case .gap: return hasCodes && right.beginsWithCode ? 2.5 : 0.05
    case .page: return 1
    case .cell, .row, .rowPage: return 100
    }
  }

  /// A line that ends a cell's width short, though more follows, is the last of its cell.
  private func fullness(_ lines: [String], _ column: Int, next: FormFragment?) -> Double {
    let measured = lines.map(FormText.width)
    var cost = 0.0
    if lines.count > 1 {
      let width = max(measured.max() ?? 0, widths[column])
      for (index, own) in measured.dropLast().enumerated() {
        let slack = width - own - FormText.firstUnit(lines[index + 1])
        if slack > 0 {
          // A short line may also end a paragraph, if the next one is numbered.
          cost +=
            FormRowSolver.beginsItem(lines[index + 1]) ? 0.2 : min(4, 0.5 + 0.4 * Double(slack))
        }
      }
    }
    // And a line as full as the column goes on, if nothing else speaks against it.
    if let next, next.before == .gap, widths[column] > 0, let own = measured.last,
      own >= widths[column] - 1
    {
      cost += 0.4
    }
    return cost
  }

  private func shape(_ text: String, isLast: Bool, isFirst: Bool) -> Double {
    var cost = 0.0
    if let first = text.first, "，。、；：）)》”".contains(first), !isFirst { cost += 3 }
    if let last = text.last, "，、（(《“".contains(last), !isLast { cost += 2 }
    let open = FormText.openBrackets(text)
    if open != 0, !isLast || open == nil { cost += 1.5 }
    return cost
  }

  private func place(_ fragment: FormFragment, _ column: Int) -> Double {
    guard let positions, fragment.before == .cell || isRowStart(fragment) else { return 0 }
    let start = column == 0 ? 0 : positions[column]
    let end = column + 1 < positions.count ? positions[column + 1] : Int.max
    return (start..<end).contains(fragment.cell) ? 0 : 1.2
  }

  /// Words of other columns within a cell.
  private func foreign(_ found: [String], _ text: String, _ column: Int) -> Double {
    guard !found.isEmpty else { return 0 }
    let own = table.columns[column].words
    if own.contains(LabelPattern.withoutWeight(LabelPattern.folded(text))) { return 0 }
    return 3 * Double(found.count)
  }

  /// A figure behind a text, set off by a blank, is rather a cell of its own.
  private func figure(
    _ list: [FormFragment], _ start: Int, _ length: Int, _ column: Int
  ) -> Double {
    let last = list[start + length - 1]
    guard length > 1, last.before == .space, table.columns[column].kind != .year,
      (try? Amount(last.text)) != nil
    else { return 0 }
    switch table.columns[column].kind {
    case .longText, .text, .value: return 0.5
    default: return 0
    }
  }

  /// What other tables of the form print as a cell is likely to be one here.
  private func familiar(_ text: String, _ column: Int) -> Double {
    guard text.count >= 4, let texts = known[table.columns[column].kind] else { return 0 }
    return texts.contains(text) ? 0.8 : 0
  }

  /// What it costs that a text is the rest of a cell that another page began.
  private func rest(_ text: String, _ column: Int) -> Double {
    let isLevel = table.columns[column].kind == .level
    if text.count <= 5, LabelPattern.withoutWeight("(" + LabelPattern.folded(text)).isEmpty {
      return isLevel && !table.columns[column].words.isEmpty ? 0 : 1
    }
    switch table.columns[column].kind {
    case .longText, .choice: return 0.1
    case .text, .value, .label: return 0.3
    // Of a level the end of a weight is left at most.
    case .level: return table.columns[column].words.isEmpty ? 0.8 : text.count <= 4 ? 0.5 : 2
    default: return 4
    }
  }

  private func kind(_ text: String, _ index: Int) -> Double {
    let column = table.columns[index]
    let length = Double(text.count)
    let isMark = NullKind(mark: text) != nil
    // A weight belongs to the label before it.
    if column.kind != .level, text.hasPrefix("（") || text.hasPrefix("("),
      LabelPattern.withoutWeight(LabelPattern.folded(text)).isEmpty
    {
      return 5
    }
    if hasCodes, column.kind != .code, FormRowSolver.isCode(text) { return 3 }
    switch column.kind {
    case .code:
      if isMark { return 0.3 }
      return FormRowSolver.isCode(text)
        ? -0.5 : FormRowSolver.isFigure(text) ? 3 : 0.3 + 0.02 * length
    case .ordinal:
      return length <= 3 && text.allSatisfy { $0.isASCII && $0.isNumber } ? 0 : 6
    case .level:
      let folded = LabelPattern.withoutWeight(LabelPattern.folded(text))
      if column.words.contains(folded) { return -0.5 }
      if column.words.isEmpty && column.endings.isEmpty { return 1.2 + 0.02 * length }
      if folded.count <= 18, !folded.contains("("), column.endings.contains(where: folded.hasSuffix)
      {
        return 1.2
      }
      return 6
    case .amount: return isMark ? 0.3 : (try? Amount(text)) != nil ? 0 : 5
    case .percent:
      return text.hasSuffix("%") || text.hasSuffix("％") || isMark
        ? 0 : (try? Amount(text)) != nil ? 0.5 : 4
    case .quantity:
      if isMark { return 0.3 }
      if (try? Amount(text)) != nil { return 0 }
      return text.first?.isNumber ?? false ? 0.5 : length <= 4 ? 1.5 : 4
    case .score: return (try? Amount(text)) != nil ? 0 : isMark ? 0.3 : 4
    case .year:
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      guard digits.count == 4 else { return 3 }
      return length <= 6 ? 0 : 1 + 0.1 * length
    case .value:
      if isMark { return 0 }
      guard let first = text.first else { return 0 }
      if "=≥≤<>＝＞＜±≧≦".contains(first) { return -0.3 + 0.02 * length }
      if first.isNumber { return 0.02 * length }
      return 0.4 + 0.03 * min(length, 40) + (text.contains("。") ? 0.5 : 0)
    case .label:
      if table.lines.contains(where: {
        $0.labels.contains { $0.matches(LabelPattern.folded(text)) }
      }) {
        return -1.5
      }
      return 2 + 0.03 * length + (FormRowSolver.isFigure(text) ? 3 : 0)
    case .longText, .choice:
      if isMark { return 0.8 }
      if let first = text.first, "=≥≤<>＝＞＜".contains(first) { return 2 }
      return (FormRowSolver.isFigure(text) ? 2 : 0.002 * length) + (column.isOptional ? 0.3 : 0)
    case .text:
      let folded = text.folded
      if column.words.contains(folded) { return -0.3 }
      if column.endings.contains(where: folded.hasSuffix), length <= 12 { return 0 }
      if column.words.isEmpty {
        return (isMark ? 0.2 : 0.2 + 0.01 * length) + (column.isOptional ? 0.3 : 0)
      }
      return isMark ? 0.5 : 1.5 + 0.03 * length
    }
  }

  private static func isFigure(_ text: String) -> Bool {
    (try? Amount(text)) != nil || text.hasSuffix("%") && text.first?.isNumber ?? false
  }

  /// Whether a text begins with the code of an economic item.
  static func isCode(_ text: String) -> Bool {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard digits.count == 3 || digits.count == 5, digits.first == "3" || digits.first == "5" else {
      return false
    }
    return text.dropFirst(digits.count).first?.isHan ?? (digits.count == 5)
  }

  /// Whether a line begins a numbered paragraph: `1.…`, `2、…`, `目标 3.…`, `（一）…`.
  private static func beginsItem(_ line: String) -> Bool {
    let rest = line.prefix(8).drop { $0.isHan || $0 == " " }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty {
      return rest.dropFirst(digits.count).first.map { ".．、:：".contains($0) } ?? false
    }
    return "（(".contains(line.first ?? " ")
      && line.dropFirst(2).prefix(3).contains { "）)".contains($0) }
  }

  private static func lines(_ fragments: some Sequence<FormFragment>) -> [String] {
    var lines: [String] = []
    for fragment in fragments {
      if lines.isEmpty || fragment.before.endsLine {
        lines.append(fragment.text)
      } else {
        lines[lines.count - 1] += " " + fragment.text
      }
    }
    return lines
  }
}

extension FormFragment {
  /// Whether the fragment begins with the code of an economic item.
  var beginsWithCode: Bool { FormRowSolver.isCode(text) }

  /// Whether the fragment is an amount with decimals.
  var isAmount: Bool {
    text.utf8.count < 24 && text.contains(".") && ((try? Amount(text))?.scale ?? 0) > 0
  }

  /// Whether the fragment is a mark for "no value".
  var isMark: Bool { text.utf8.count < 8 && NullKind(mark: text) != nil }
}

extension Character {
  /// Whether the character is Chinese.
  var isHan: Bool { unicodeScalars.first?.isHan ?? false }
}
