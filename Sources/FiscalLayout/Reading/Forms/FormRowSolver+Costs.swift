import FiscalModel

extension FormRowSolver {
  func empty(_ column: Int, _ mode: Int, isFirst: Bool, previous: Bool) -> Double {
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
      guard definition.isOptional else { return 3 }
      // Of texts the last are usually missing, of figures those of the first years.
      let order =
        definition.kind == .longText || definition.kind == .text
        ? table.columns.count - column : column
      return 0.3 + 0.02 * Double(order)
    }
  }

  /// A cell that may begin at a fragment.
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
  func cells(_ pieces: [FormPiece], _ start: Int) -> [[Candidate]] {
    var result = [[Candidate]](repeating: [], count: table.columns.count)
    let opening = split(pieces, start)
    let places = table.columns.indices.map { place(pieces[start].fragment, $0) }
    var inner = 0.0
    var cell = FormCell()
    for length in 1...min(FormRowSolver.longest, pieces.count - start) {
      let piece = pieces[start + length - 1]
      if length > 1 {
        guard piece.before != .cell, !isRowStart(piece.fragment) else { break }
        inner += join(pieces[start + length - 2], piece)
        if inner > 14 { break }
      }
      cell.append(piece)
      let next = start + length < pieces.count ? pieces[start + length] : nil
      var shared = 0.0
      if cell.lines.count > 1 {
        if pieces[start].before == .space { shared += 3 }
        if next?.before == .space { shared += 3 }
      }
      let shape = self.shape(
        cell, isLast: next?.before.endsPage ?? true, isFirst: pieces[start].before.endsPage)
      let common = opening + inner + shared + shape
      if common > 16 { break }
      let content = FormCell.Content(cell)
      let hasFigure = length > 1 && piece.before == .space && piece.isNumber
      var cheapest = Double.infinity
      for column in table.columns.indices where isGrid || content.isShort || isLong(column) {
        let form =
          common + fullness(cell.lines, column, next: next) + places[column]
          + foreign(cell.words, content, column)
        let cost =
          form + kind(content, column) + (hasFigure ? figure(column) : 0)
          - familiar(content, column)
        cheapest = min(cheapest, cost)
        guard cost < 16 || isGrid else { continue }
        result[column].append(
          Candidate(
            length: length, cost: cost, continued: form + rest(content, column),
            isSingle: cell.lines.count == 1))
      }
      if cheapest >= 16 { break }
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
  private func split(_ pieces: [FormPiece], _ index: Int) -> Double {
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
      if first.isNumber, last.isNumber || last == "%" || last == "％" { return 3 }
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

  /// A line that ends a cell's width short, though more follows, is the last of its cell.
  private func fullness(_ lines: [FormCell.Line], _ column: Int, next: FormPiece?) -> Double {
    var cost = 0.0
    if lines.count > 1 {
      var width = widths[column]
      for line in lines where line.least > width { width = line.least }
      for index in 1..<lines.count {
        let slack = width - lines[index - 1].width - lines[index].unit
        // The widths of Latin print are not known that well.
        guard slack > 1 else { continue }
        // A short line may also end a paragraph, if the next one is numbered.
        cost += lines[index].beginsItem ? 0.2 : min(4, 0.1 + 0.4 * Double(slack))
      }
    }
    // And a line as full as the column goes on, if nothing else speaks against it.
    if next?.before == .gap, widths[column] > 0, let own = lines.last?.width,
      own >= widths[column] - 1
    {
      cost += 0.4
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

  private func place(_ fragment: FormFragment, _ column: Int) -> Double {
    guard let positions, fragment.before == .cell || isRowStart(fragment) else { return 0 }
    let start = column == 0 ? 0 : positions[column]
    let end = column + 1 < positions.count ? positions[column + 1] : Int.max
    return (start..<end).contains(fragment.cell) ? 0 : 1.2
  }

  /// Words of other columns within a cell.
  private func foreign(_ found: [String], _ content: FormCell.Content, _ column: Int) -> Double {
    guard !found.isEmpty else { return 0 }
    if table.columns[column].words.contains(content.label) { return 0 }
    return 3 * Double(found.count)
  }

  /// A figure behind a text, set off by a blank, is rather a cell of its own.
  private func figure(_ column: Int) -> Double {
    switch table.columns[column].kind {
    case .longText, .text, .value: 0.5
    default: 0
    }
  }

  /// What other tables of the form print as a cell is likely to be one here.
  private func familiar(_ content: FormCell.Content, _ column: Int) -> Double {
    guard content.length >= 4, content.length < 120,
      let texts = known[table.columns[column].kind]
    else { return 0 }
    return texts.contains(content.text) ? 0.8 : 0
  }

  /// What it costs that a text is the rest of a cell that another page began.
  private func rest(_ content: FormCell.Content, _ column: Int) -> Double {
    let isLevel = table.columns[column].kind == .level
    if content.length <= 5,
      LabelPattern.withoutWeight("(" + LabelPattern.folded(content.text)).isEmpty
    {
      return isLevel && !table.columns[column].words.isEmpty ? 0 : 1
    }
    switch table.columns[column].kind {
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
    if content.isWeight, column.kind != .level { return 5 }
    if hasCodes, column.kind != .code, content.isCode { return 3 }
    switch column.kind {
    case .code:
      if content.isMark { return 0.3 }
      return content.isCode ? -0.5 : content.isFigure ? 3 : 0.3 + 0.02 * length
    case .ordinal: return length <= 3 && content.isWhole ? 0 : 6
    case .level:
      if column.words.contains(content.label) { return -0.5 }
      if column.words.isEmpty && column.endings.isEmpty { return 1.2 + 0.02 * length }
      let isLike =
        length <= 24 && !content.label.contains("(")
        && column.endings.contains(where: content.label.hasSuffix)
      return isLike ? 1.2 : 6
    case .amount: return content.isMark ? 0.3 : content.isAmount ? 0 : 5
    case .percent: return content.isPercent || content.isMark ? 0 : content.isAmount ? 0.5 : 4
    case .quantity:
      if content.isMark { return 0.3 }
      if content.isAmount { return 0 }
      return content.first.isNumber ? 0.5 : length <= 4 ? 1.5 : 4
    case .score: return content.isAmount ? 0 : content.isMark ? 0.3 : 4
    case .year:
      guard content.text.prefix(while: { $0.isASCII && $0.isNumber }).count == 4 else { return 3 }
      return length <= 6 ? 0 : 1 + 0.1 * length
    case .value:
      if content.isMark { return 0 }
      if content.first.isSign { return -0.3 + 0.02 * length }
      if content.first.isNumber { return 0.02 * length }
      return 0.4 + 0.03 * min(length, 40) + (content.hasStop ? 0.5 : 0)
    case .label:
      let isLine =
        content.isShort
        && table.lines.contains { $0.labels.contains { $0.matches(content.folded) } }
      return isLine ? -1.5 : 2 + 0.03 * length + (content.isFigure ? 3 : 0)
    case .longText, .choice:
      if content.isMark { return 0.8 }
      if content.first.isInequality { return 2 }
      return (content.isFigure ? 2 : 0.002 * length) + optional
    case .text:
      if column.words.contains(content.folded) { return -0.3 }
      if length <= 12, column.endings.contains(where: content.folded.hasSuffix) { return 0 }
      if column.words.isEmpty {
        let digit = content.first.isNumber ? 0.8 : 0
        return (content.isMark ? 0.2 : 0.2 + 0.01 * length) + digit + optional
      }
      return content.isMark ? 0.5 : 1.5 + 0.03 * length
    }
  }
}

// Compared by their scalar: comparing characters as strings would be most of the time that forms take.
extension Character {
  private var scalar: UInt32 { unicodeScalars.first?.value ?? 0 }

  /// `=≥≤＝`
  fileprivate var isComparison: Bool {
    switch scalar {
    case 0x3D, 0x2265, 0x2264, 0xFF1D: true
    default: false
    }
  }

  /// `=≥≤<>＝＞＜`
  fileprivate var isInequality: Bool {
    switch scalar {
    case 0x3C, 0x3E, 0xFF1E, 0xFF1C: true
    default: isComparison
    }
  }

  /// `=≥≤<>＝＞＜±≧≦`
  fileprivate var isSign: Bool {
    switch scalar {
    case 0xB1, 0x2267, 0x2266: true
    default: isInequality
    }
  }

  /// `，。、；：）)》”`: what no cell begins with.
  fileprivate var closes: Bool {
    switch scalar {
    case 0xFF0C, 0x3002, 0x3001, 0xFF1B, 0xFF1A, 0xFF09, 0x29, 0x300B, 0x201D: true
    default: false
    }
  }

  /// `，、（(《“`: what no cell ends with.
  fileprivate var opens: Bool {
    switch scalar {
    case 0xFF0C, 0x3001, 0xFF08, 0x28, 0x300A, 0x201C: true
    default: false
    }
  }
}
