import Documents
import FiscalModel

/// Makes the rows of a table whose columns are known: the key of each panel's part, and its cells.
struct BodyRows {
  private let plan: ColumnPlan
  private let body: TableGrid
  private let statement: StatementMeaning?
  private let context: SectionBuilder.Context
  /// Whether a code stands divided in several columns.
  private(set) var dividesCodes = false
  private(set) var questions: [(question: SectionBuilder.Question, location: Location)] = []
  /// What the rows above say, panel by panel.
  private var above: [Above]

  /// What the rows above say of the next one of a panel.
  private struct Above {
    /// The code of the last class or section.
    var code: String?
    /// The concept of the last line that others belong to.
    var concept: String?
    /// The codes of the last row by dimension, for cells that reach down.
    var members: [Int: String] = [:]
  }

  init(
    plan: ColumnPlan, body: TableGrid, statement: StatementMeaning?,
    context: SectionBuilder.Context
  ) {
    self.plan = plan
    self.body = body
    self.statement = statement
    self.context = context
    above = plan.panels.map { _ in Above() }
  }

  /// The rows in order; those in which nothing is printed are left out.
  mutating func rows() -> [Section.Row] {
    var rows: [Section.Row] = []
    for row in body.rows.indices where body.rows[row].contains(where: { !$0.text.isEmpty }) {
      rows.append(Section.Row(parts: plan.panels.indices.map { part(row, panel: $0) }))
    }
    return rows
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
    let classification = key.flatMap {
      plan.codes[$0]?.classification ?? plan.meanings[$0]?.classification
    }
    if let code = part.code {
      part.kind = classification.flatMap { context.meanings.rowKind(ofCode: code, in: $0) } ?? .item
      if let dimension = key.flatMap({ plan.columns[$0].dimension }) {
        part.members[dimension] = code
      }
      above[index].code = code
    } else if !part.label.isEmpty {
      let place = LinePlace(
        side: plan.sides[index], classification: classification, parentCode: above[index].code,
        parentConcept: above[index].concept)
      let meaning = context.meanings.line(label: part.label, at: place)
      part.kind = meaning?.kind ?? (isTotal(part.label) ? .total : .category)
      part.concept = meaning?.concept
      part.members = meaning?.members ?? [:]
      if let code = meaning?.members["function_code"] { above[index].code = code }
      if let concept = meaning?.concept, meaning?.isMemo != true { above[index].concept = concept }
    } else if part.cells.contains(where: { $0.value != .blank }) {
      part.kind = panel.labelColumn == nil && panel.codeColumns.isEmpty ? .total : .category
    }
    takeDimensions(&part, row, index)
  }

  private func isTotal(_ label: String) -> Bool {
    context.meanings.catalogue.vocabulary.totals.contains(label.folded)
  }

  /// The codes of the other dimensions of a row: of a second classification, the unit, the project.
  private mutating func takeDimensions(_ part: inout Section.Part, _ row: Int, _ index: Int) {
    for column in plan.panels[index].valueColumns {
      guard let dimension = plan.columns[column].dimension else { continue }
      let text = text(row, column)
      var code: String?
      if text.isEmpty {
        // A cell that reaches down, and a unit that is printed once for its rows, go on.
        guard body.rows[row][column].isCovered || dimension == "unit_code", part.kind != .total
        else { continue }
        code = above[index].members[column]
      } else if plan.columns[column].role == .code {
        code = text.utf8.allSatisfy(isASCIIDigit) ? text : nil
      } else {
        code = context.meanings.code(in: text)?.code
      }
      above[index].members[column] = code
      guard let code, part.members[dimension] == nil else { continue }
      part.members[dimension] = code
    }
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
        questions.append((.joinedAmount(cell.raw), location))
      }
      return .amount(amount)
    }
    if let repaired = RepairedAmount(text) {
      questions.append((.repairedAmount(cell.raw, repaired.amount), location))
      return .amount(repaired.amount)
    }
    questions.append((.unreadableAmount(cell.raw), location))
    return .text(text)
  }

  private mutating func askPlacing(_ row: Int, _ column: Int) {
    let cell = body.rows[row][column]
    guard !cell.text.isEmpty, cell.placing == .overflowing || cell.placing == .split else { return }
    questions.append((.placing(cell.placing, cell.text), body.location(row, column)))
  }
}
