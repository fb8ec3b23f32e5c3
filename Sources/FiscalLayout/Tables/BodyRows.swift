import Documents
import FiscalModel
import FiscalSchema

/// Makes the rows of a table whose columns are known: the key of each panel's part, and its cells.
struct BodyRows {
  private let plan: ColumnPlan
  private let body: TableGrid
  private let meanings: Meanings
  /// What a layout says of the rows, where the table follows one.
  private var keys: LayoutKeys?
  /// Whether a code stands divided in several columns.
  private(set) var dividesCodes = false
  private(set) var findings: [Finding] = []
  /// The codes of the row above by column, for cells that reach down and levels that are printed once.
  private var above: [Int: String] = [:]

  init(plan: ColumnPlan, body: TableGrid, layout: Layout?, meanings: Meanings) {
    self.plan = plan
    self.body = body
    self.meanings = meanings
    keys = layout.map { LayoutKeys($0, vocabulary: meanings.catalogue.vocabulary) }
  }

  /// The rows in order; those in which nothing is printed are left out.
  mutating func rows() -> [Section.Row] {
    var rows: [Section.Row] = []
    for row in body.rows.indices where body.rows[row].contains(where: { !$0.text.isEmpty }) {
      let parts = plan.panels.indices.map { part(row, panel: $0) }
      if parts.contains(where: { $0.kind != .blank || !$0.isBlank }) {
        rows.append(Section.Row(parts: parts))
        if keys == nil { takeReach(&rows[rows.count - 1], row) }
      }
    }
    for panel in plan.panels.indices { takeLines(&rows, panel) }
    return rows
  }

  // MARK: The key

  private mutating func part(_ row: Int, panel index: Int) -> Section.Part {
    let panel = plan.panels[index]
    var part = Section.Part(kind: .blank)
    part.number = panel.numberColumn.map { text(row, $0) }.flatMap { $0.isEmpty ? nil : $0 }
    readKey(row, index, into: &part)
    part.cells = panel.valueColumns.map { cell(row, $0) }
    if keys != nil {
      keys?.complete(&part, inPanel: index)
      askLine(part, at: location(row, panel.columns.lowerBound))
    } else {
      complete(&part, row, index)
    }
    for column in panel.columns { askPlacing(row, column) }
    return part
  }

  /// What the grid has in one of the plan's columns; nil where it does not have the column.
  private func printed(_ row: Int, _ column: Int) -> TableGrid.Cell? {
    plan.sources[column].map { body.rows[row][$0] }
  }

  private func text(_ row: Int, _ column: Int) -> String { printed(row, column)?.text ?? "" }

  private func location(_ row: Int, _ column: Int) -> Location {
    body.location(row, plan.sources[column])
  }

  /// Lets a label that reaches over the labels of further panels name their figures as well.
  private func takeReach(_ row: inout Section.Row, _ index: Int) {
    for (panel, part) in row.parts.enumerated() where part.code == nil && !part.label.isEmpty {
      let keys = plan.panels[panel].codeColumns + [plan.panels[panel].labelColumn].compactMap { $0 }
      guard let column = keys.first(where: { !body.rows[index][$0].text.isEmpty }) else { continue }
      let end = column + body.rows[index][column].columns
      for other in (panel + 1)..<max(panel + 1, plan.panels.count) {
        guard let label = plan.panels[other].labelColumn, label < end,
          row.parts[other].label.isEmpty
        else { break }
        row.parts[other].label = part.label
        row.parts[other].kind = part.kind
        row.parts[panel].reach = other - panel
      }
    }
  }

  /// Takes code and label of a row as they are printed.
  private mutating func readKey(_ row: Int, _ index: Int, into part: inout Section.Part) {
    let panel = plan.panels[index]
    let codes = panel.codeColumns.map { text(row, $0) }.filter { !$0.isEmpty }
    part.label = panel.labelColumn.map { text(row, $0) } ?? ""
    part.isUnderName = codes.isEmpty && !panel.codeColumns.isEmpty && !part.label.isEmpty
    let code = whole(codes, index, at: location(row, panel.columns.lowerBound))
    if let split = keys?.split(code, inPanel: index) {
      part.code = split.code
      part.label = split.name + part.label
    } else if keys?.isCode(code, inPanel: index)
      ?? isPlainCode(code)
    {
      part.code = code
      if codes.count > 1 { dividesCodes = true }
    } else {
      // The label of a total stands over the codes.
      part.label = code + part.label
    }
    if part.code == nil, let column = panel.labelColumn, plan.codes[column]?.isJoined ?? false,
      let (code, name) = meanings.code(in: part.label)
    {
      part.print = part.label
      part.code = code
      part.label = name
    }
  }

  /// Whether a text is a code of a kind that no layout knows: digits, among letters where projects have them.
  private func isPlainCode(_ text: String) -> Bool {
    text.utf8.contains(where: isASCIIDigit)
      && text.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || $0.isDigit) }
  }

  /// A code of its levels, each in a column: one that a spreadsheet took for a number has lost its zero.
  private mutating func whole(_ codes: [String], _ index: Int, at place: Location) -> String {
    let code = codes.joined()
    guard codes.count > 1, codes.dropFirst().contains(where: { $0.utf8.count == 1 }) else {
      return code
    }
    let padded = codes[0] + codes[1...].map { $0.utf8.count == 1 ? "0" + $0 : $0 }.joined()
    guard isKnown(padded, index) else { return code }
    findings.append(
      Finding(
        "read/repaired-code", ["raw": codes.joined(separator: " "), "code": padded], at: place))
    return padded
  }

  private func isKnown(_ code: String, _ index: Int) -> Bool {
    keys?.isCode(code, inPanel: index)
      ?? (classification(of: plan.panels[index]).flatMap { meanings.rowKind(ofCode: code, in: $0) }
        != nil)
  }

  // MARK: What the row means

  private mutating func complete(_ part: inout Section.Part, _ row: Int, _ index: Int) {
    let panel = plan.panels[index]
    let key = panel.codeColumns.first ?? panel.labelColumn
    if let code = wholeCode(part, row, panel) {
      part.kind =
        classification(of: panel).flatMap { meanings.rowKind(ofCode: code, in: $0) }
        ?? .item
      if let dimension = key.flatMap({ plan.columns[$0].dimension }) {
        part.members[dimension] = code
      }
    } else if part.code != nil {
      part.kind = .item
    } else if isTotal(row, panel) {
      // Below the thing that it totals.
      part.kind = part.label.isEmpty || isTotal(part.label) ? .total : .subtotal
    } else if !part.label.isEmpty {
      part.kind = .category
    } else if part.cells.contains(where: { $0.value != .blank }) {
      part.kind = key == nil ? .total : .category
    }
    takeDimensions(&part, row, index)
  }

  /// The code of a row, of a divided one whose first levels stand in a row above with these; nil where they
  /// stand nowhere.
  private mutating func wholeCode(
    _ part: Section.Part, _ row: Int, _ panel: Section.Panel
  ) -> String? {
    guard let code = part.code, let first = panel.codeColumns.first else { return part.code }
    let missing = panel.codeColumns.prefix { text(row, $0).isEmpty }.count
    // The first level has three digits, each other two.
    let digits = missing == 0 ? 0 : 2 * missing + 1
    let levels = (above[first] ?? "").prefix(digits)
    guard levels.count == digits else { return nil }
    above[first] = levels + code
    return above[first]
  }

  private func classification(of panel: Section.Panel) -> String? {
    (panel.codeColumns.first ?? panel.labelColumn).flatMap {
      plan.codes[$0]?.classification ?? plan.meanings[$0]?.classification
    }
  }

  /// Gives the rows without a code what their labels mean, from top to bottom; of a layout's table those
  /// that are none of its lines.
  private func takeLines(_ rows: inout [Section.Row], _ index: Int) {
    let panel = plan.panels[index]
    let labelled = rows.indices.compactMap { row -> (row: Int, label: String)? in
      let part = rows[row].parts[index]
      guard part.code == nil else { return nil }
      let label = part.label.isEmpty ? secondLabel(part, panel) : part.label
      return label.isEmpty ? nil : (row, label)
    }
    let place = LinePlace(
      side: plan.sides[index], classification: classification(of: panel), total: plan.total)
    let lines = meanings.lines(labelled.map(\.label), at: place)
    for (line, found) in zip(lines, labelled) {
      let part = rows[found.row].parts[index]
      guard let line, keys == nil || part.line == nil && part.kind == .category else { continue }
      rows[found.row].parts[index].kind = line.kind
      rows[found.row].parts[index].concept = line.concept
      rows[found.row].parts[index].members.merge(line.members) { own, _ in own }
    }
  }

  /// The label in a second column of labels, as the rows of a tree have it below a cell that reaches down.
  private func secondLabel(_ part: Section.Part, _ panel: Section.Panel) -> String {
    let slot = panel.valueColumns.firstIndex { plan.columns[$0].role == .label }
    return slot.map { part.cells[$0].value.printed } ?? ""
  }

  /// Whether a row is called a total in any column before its figures.
  private func isTotal(_ row: Int, _ panel: Section.Panel) -> Bool {
    panel.columns.prefix { plan.columns[$0].role != .amount }
      .contains { isTotal(text(row, $0)) }
  }

  private func isTotal(_ label: String) -> Bool {
    meanings.catalogue.vocabulary.totals.contains(label.folded)
  }

  /// The codes of the other dimensions of a row: of a second classification, the unit, the project.
  private mutating func takeDimensions(_ part: inout Section.Part, _ row: Int, _ index: Int) {
    let end = plan.panels[index].columns.upperBound
    var next = 0
    for column in plan.panels[index].valueColumns where column >= next {
      guard let dimension = plan.columns[column].dimension else { continue }
      let levels = plan.levels(from: column, before: end)
      next = column + levels.count
      let text = levels.map { self.text(row, $0) }.joined()
      var code: String?
      if text.isEmpty {
        // A cell that reaches down, and a unit that is printed once for its rows, go on.
        guard printed(row, column)?.isCovered ?? false || dimension == "unit_code",
          part.kind != .total
        else { continue }
        code = above[column]
      } else if plan.columns[column].role == .code {
        code = text.utf8.allSatisfy(isASCIIDigit) ? text : nil
      } else {
        code = meanings.code(in: text)?.code
      }
      above[column] = code
      guard let code, part.members[dimension] == nil else { continue }
      part.members[dimension] = code
    }
  }

  // MARK: The cells

  private mutating func cell(_ row: Int, _ column: Int) -> Section.Cell {
    let location = location(row, column)
    guard let printed = printed(row, column) else {
      return Section.Cell(origin: CellOrigin(location: location))
    }
    let value = value(printed, plan.columns[column].role, at: location)
    var origin = CellOrigin(location: location)
    if printed.placing == .joined { origin.placed = .joined }
    if printed.raw != value.printed, !printed.text.isEmpty { origin.raw = printed.raw }
    return Section.Cell(value, origin: origin)
  }

  private mutating func value(
    _ cell: TableGrid.Cell, _ role: Section.Role, at location: Location
  ) -> FiscalValue {
    let text = cell.text
    if text.isEmpty { return .blank }
    guard role == .amount else { return .text(text) }
    if let mark = NullKind(mark: text) { return .null(mark) }
    do {
      let amount = try Amount(text)
      if text.utf8.count < cell.raw.utf8.count, cell.raw.contains(where: \.isWhitespace) {
        findings.append(Finding("read/joined-amount", ["raw": cell.raw], at: location))
      }
      return .amount(amount)
    } catch {
      if let repaired = RepairedAmount(text) {
        findings.append(
          Finding(
            "read/repaired-amount", ["raw": cell.raw, "amount": repaired.amount], at: location))
        return .amount(repaired.amount)
      }
      askText(cell, error, at: location)
      return .text(text)
    }
  }
  /// Says that a text is no amount: of a layout's column that is an error, of one that captions alone tell
  /// of it may be what belongs there.
  private mutating func askText(
    _ cell: TableGrid.Cell, _ error: AmountError, at location: Location
  ) {
    findings.append(
      keys == nil
        ? Finding("read/text-among-amounts", ["raw": cell.raw], at: location)
        : Finding(
          "read/unreadable-amount", ["raw": cell.raw, "reason": Message(error)], at: location))
  }

  /// Says that a label is none of the layout's.
  private mutating func askLine(_ part: Section.Part, at location: Location) {
    guard part.line == nil, part.code == nil, !part.label.isEmpty, part.kind != .project else {
      return
    }
    findings.append(Finding("read/unknown-line", ["label": part.label], at: location))
  }

  private mutating func askPlacing(_ row: Int, _ column: Int) {
    guard let cell = printed(row, column), !cell.text.isEmpty else { return }
    let rule: String
    switch cell.placing {
    case .overflowing: rule = "read/overflowing-text"
    case .split: rule = "read/split-text"
    case .direct, .joined, .aligned: return
    }
    findings.append(Finding(rule, ["text": cell.text], at: location(row, column)))
  }
}
