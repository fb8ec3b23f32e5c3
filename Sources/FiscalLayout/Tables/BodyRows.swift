import Documents
import FiscalModel
import FiscalSchema

/// Makes the rows of a table whose columns are known: the key of each panel's part, and its cells.
struct BodyRows {
  private let plan: ColumnPlan
  private let body: TableGrid
  private let context: SectionBuilder.Context
  /// Whether a code stands divided in several columns.
  private(set) var dividesCodes = false
  private(set) var findings: [Finding] = []
  private var members: RowMembers
  /// The codes of the row above by column, for levels that are printed once.
  private var above: [Int: String] = [:]

  init(plan: ColumnPlan, body: TableGrid, context: SectionBuilder.Context) {
    self.plan = plan
    self.body = body
    self.context = context
    members = RowMembers(
      plan: plan, body: body, meanings: context.meanings, namesAgencies: context.agency == nil)
  }

  /// The rows in order; those in which nothing is printed are left out.
  mutating func rows() -> [Section.Row] {
    var rows: [Section.Row] = []
    for row in body.rows.indices where body.rows[row].contains(where: { !$0.text.isEmpty }) {
      rows.append(Section.Row(parts: plan.panels.indices.map { part(row, panel: $0) }))
      takeReach(&rows[rows.count - 1], row)
    }
    for panel in plan.panels.indices { takeLines(&rows, panel) }
    if plan.panels.count == 1 { markSums(&rows) }
    return rows
  }

  /// Says which rows without a word for it are sums of others.
  private func markSums(_ rows: inout [Section.Row]) {
    let slots = plan.panels[0].valueColumns.indices.filter {
      plan.columns[plan.panels[0].valueColumns[$0]].role == .amount
    }
    for (row, kind) in SumRows(rows, slots: slots).kinds() {
      rows[row].parts[0].kind = kind
      guard kind == .total else { continue }
      // A unit that was carried down is none of a total over all of them.
      for name in ["agency", "agency_code", "unit_code"] {
        rows[row].parts[0].members[name] = nil
      }
    }
  }

  // MARK: The key

  private mutating func part(_ row: Int, panel index: Int) -> Section.Part {
    let panel = plan.panels[index]
    var part = Section.Part(kind: .blank)
    part.number = panel.numberColumn.map { text(row, $0) }.flatMap { $0.isEmpty ? nil : $0 }
    readKey(row, panel, into: &part)
    part.cells = panel.valueColumns.map { cell(row, $0) }
    complete(&part, row, index)
    for column in panel.columns { askPlacing(row, column) }
    return part
  }

  private func text(_ row: Int, _ column: Int) -> String { body.rows[row][column].text }

  /// Lets a label that reaches over the labels of further panels name their figures as well.
  private func takeReach(_ row: inout Section.Row, _ index: Int) {
    for (panel, part) in row.parts.enumerated() where part.code == nil && !part.label.isEmpty {
      guard let column = plan.panels[panel].labelColumn else { continue }
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
  private mutating func readKey(
    _ row: Int, _ panel: Section.Panel, into part: inout Section.Part
  ) {
    let codes = panel.codeColumns.map { text(row, $0) }
    let name = panel.labelColumn.map { text(row, $0) } ?? ""
    let filled = codes.filter { !$0.isEmpty }
    if filled.isEmpty {
      part.label = name
      part.isUnderName = !panel.codeColumns.isEmpty && !name.isEmpty
    } else if filled.allSatisfy({ $0.utf8.allSatisfy(isASCIIDigit) }) {
      part.code = filled.joined()
      part.label = name
      if filled.count > 1 || panel.codeColumns.count > 1 && codes[0].utf8.count == 3 {
        dividesCodes = true
      }
    } else {
      // The label of a total stands over the codes.
      part.label = filled.joined() + name
    }
    if part.code == nil, let column = panel.labelColumn, plan.codes[column]?.isJoined ?? false,
      let (code, name) = context.meanings.code(in: part.label)
    {
      part.print = part.label
      part.code = code
      part.label = name
    }
  }

  // MARK: What the row means

  private mutating func complete(_ part: inout Section.Part, _ row: Int, _ index: Int) {
    let panel = plan.panels[index]
    let key = panel.codeColumns.first ?? panel.labelColumn
    if let code = wholeCode(part, row, panel) {
      part.kind =
        classification(of: panel).flatMap { context.meanings.rowKind(ofCode: code, in: $0) }
        ?? .item
      if let dimension = key.flatMap({ plan.columns[$0].dimension }) {
        let isFund = dimension == "fund_source"
        part.members[dimension] = isFund ? context.meanings.fund(in: code) : code
      }
    } else if !part.label.isEmpty {
      part.kind = isTotal(part.label) ? .total : .category
    } else if part.cells.contains(where: { $0.value != .blank }) {
      part.kind = key == nil ? .total : .category
    }
    members.complete(&part, body.rows[row], panel: index)
  }

  /// The code of a row, of a divided one whose first levels stand in a row above with these.
  private mutating func wholeCode(
    _ part: Section.Part, _ row: Int, _ panel: Section.Panel
  ) -> String? {
    guard let code = part.code, let first = panel.codeColumns.first else { return part.code }
    let missing = panel.codeColumns.prefix { text(row, $0).isEmpty }.count
    // The first level has three digits, each other two.
    let digits = missing == 0 ? 0 : 2 * missing + 1
    let levels = (above[first] ?? "").prefix(digits)
    guard levels.count == digits else { return code }
    above[first] = levels + code
    return above[first]
  }

  private func classification(of panel: Section.Panel) -> String? {
    (panel.codeColumns.first ?? panel.labelColumn).flatMap {
      plan.codes[$0]?.classification ?? plan.meanings[$0]?.classification
    }
  }

  /// Gives the rows without a code what their labels mean, from top to bottom.
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
    let lines = context.meanings.lines(labelled.map(\.label), at: place)
    for (line, found) in zip(lines, labelled) {
      guard let line else { continue }
      if rows[found.row].parts[index].kind != .total { rows[found.row].parts[index].kind = line.kind }
      rows[found.row].parts[index].concept = line.concept
      rows[found.row].parts[index].members.merge(line.members) { own, _ in own }
    }
  }

  /// The label in a second column of labels, as the rows of a tree have it below a cell that reaches down.
  private func secondLabel(_ part: Section.Part, _ panel: Section.Panel) -> String {
    let slot = panel.valueColumns.firstIndex { plan.columns[$0].role == .label }
    return slot.map { part.cells[$0].value.printed } ?? ""
  }

  private func isTotal(_ label: String) -> Bool {
    context.meanings.catalogue.vocabulary.totals.contains(label.folded)
  }

  // MARK: The cells

  private mutating func cell(_ row: Int, _ column: Int) -> Section.Cell {
    let printed = body.rows[row][column]
    let location = body.location(row, column)
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
    if let amount = try? Amount(text) {
      if text.utf8.count < cell.raw.utf8.count, cell.raw.contains(where: \.isWhitespace) {
        findings.append(Finding("read/joined-amount", ["raw": cell.raw], at: location))
      }
      return .amount(amount)
    }
    if let repaired = RepairedAmount(text) {
      findings.append(
        Finding(
          "read/repaired-amount", ["raw": cell.raw, "amount": repaired.amount], at: location))
      return .amount(repaired.amount)
    }
    findings.append(Finding("read/text-among-amounts", ["raw": cell.raw], at: location))
    return .text(text)
  }

  private mutating func askPlacing(_ row: Int, _ column: Int) {
    let cell = body.rows[row][column]
    guard !cell.text.isEmpty else { return }
    let rule: String
    switch cell.placing {
    case .overflowing: rule = "read/overflowing-text"
    case .split: rule = "read/split-text"
    case .direct, .joined, .aligned: return
    }
    findings.append(Finding(rule, ["text": cell.text], at: body.location(row, column)))
  }
}
