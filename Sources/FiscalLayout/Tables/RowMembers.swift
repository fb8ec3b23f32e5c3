import FiscalModel
import FiscalSchema

/// Reads what the cells beside a row's key say that qualifies its amounts: the unit whose they are, a second
/// classification, project, source of funds, category, year, stage and part of the year.
struct RowMembers {
  private let plan: ColumnPlan
  private let meanings: Meanings
  /// Whether the units are the agencies, since nothing else says whose table it is.
  private let namesAgencies: Bool
  /// The columns of the units' codes and of their names: of two the one that tells more of them apart.
  private let unitCode: Int?
  private let unitName: Int?
  /// What stood in the rows above by column, for cells that reach down.
  private var above: [Int: String] = [:]

  init(plan: ColumnPlan, body: TableGrid, meanings: Meanings, namesAgencies: Bool) {
    self.plan = plan
    self.meanings = meanings
    self.namesAgencies = namesAgencies
    let units = plan.columns.indices.filter { plan.columns[$0].dimension == "unit_code" }
    func count(_ column: Int) -> Int { Set(body.rows.map { $0[column].text }).count }
    func finest(_ columns: [Int]) -> Int? {
      columns.max { (count($0), $0) < (count($1), $1) }
    }
    unitCode = finest(units.filter { plan.columns[$0].role == .code })
    unitName = finest(units.filter { [.name, .label, .text].contains(plan.columns[$0].role) })
  }

  /// Gives a part the members that its row says, and says what a total is.
  mutating func complete(_ part: inout Section.Part, _ row: [TableGrid.Cell], panel: Int) {
    let end = plan.panels[panel].columns.upperBound
    var columns = plan.panels[panel].valueColumns.filter { plan.columns[$0].dimension != nil }
    for column in columns {
      let levels = plan.levels(from: column, before: end).dropFirst()
      columns.removeAll { levels.contains($0) }
    }
    let sums = columns.compactMap { sum(row[$0].text, $0) }
    if let kind = sums.contains(.subtotal) ? .subtotal : sums.first {
      part.kind = part.code == nil ? kind : .subtotal
    }
    for column in columns {
      let levels = plan.levels(from: column, before: end)
      let text =
        levels.count > 1
        ? levels.map { row[$0].text }.joined() : text(row[column], column, part)
      above[column] = text
      if !text.isEmpty { take(text.squeezed, column, into: &part) }
    }
    takeUnit(row, panel, into: &part)
  }

  private func sum(_ text: String, _ column: Int) -> RowKind? {
    let isName = ![.code, .amount, .quantity].contains(plan.columns[column].role)
    return isName ? meanings.sum(named: text) : nil
  }

  /// The text of a cell with its blanks, which may part a code from a name; where it reaches down, or a unit is printed once for its rows, that of the one above.
  private func text(_ cell: TableGrid.Cell, _ column: Int, _ part: Section.Part) -> String {
    guard cell.text.isEmpty else { return sum(cell.text, column) != nil ? "" : cell.raw }
    let goesOn = cell.isCovered || plan.columns[column].dimension == "unit_code"
    return goesOn && part.kind != .total ? above[column] ?? "" : ""
  }

  private func take(_ text: String, _ column: Int, into part: inout Section.Part) {
    guard let dimension = plan.columns[column].dimension else { return }
    switch dimension {
    case "unit_code": break
    case "fund_source": set(meanings.fund(in: text), dimension, &part)
    case "category": part.concept = part.concept ?? meanings.category(in: text)
    case "fiscal_year", "stage", "period": takeMoment(text, dimension, &part)
    default:
      let isPlain = plan.columns[column].role == .code && Classification.isCode(text)
      set(isPlain ? text : meanings.code(in: text)?.code, dimension, &part)
    }
  }

  private func set(_ value: String?, _ dimension: String, _ part: inout Section.Part) {
    guard let value, part.members[dimension] == nil else { return }
    part.members[dimension] = value
  }

  private func takeMoment(_ text: String, _ dimension: String, _ part: inout Section.Part) {
    guard let moment = meanings.moment(in: text, isPeriod: dimension == "period") else { return }
    if moment.isChange {
      part.isChange = true
      return
    }
    set(moment.year.map(String.init), "fiscal_year", &part)
    set(moment.stage?.rawValue, "stage", &part)
    set(moment.period, "period", &part)
  }

  // MARK: The unit

  private func takeUnit(_ row: [TableGrid.Cell], _ panel: Int, into part: inout Section.Part) {
    let key = plan.panels[panel]
    func text(_ column: Int?) -> String {
      guard let column, key.columns.contains(column), part.kind != .total else { return "" }
      if key.valueColumns.contains(column) { return above[column] ?? "" }
      return sum(row[column].text, column) != nil ? "" : row[column].raw
    }
    let code = text(unitCode).squeezed
    let joined = meanings.code(in: text(unitName))
    let unit = meanings.code(in: code)?.code ?? (code.isEmpty ? joined?.code : code)
    set(unit, "unit_code", &part)
    guard namesAgencies else { return }
    let name = joined?.name ?? text(unitName).squeezed
    set(unit, "agency_code", &part)
    set(name.contains(where: \.isLetter) ? name : nil, "agency", &part)
  }
}
