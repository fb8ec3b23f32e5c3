import FiscalModel
import FiscalSchema

/// A long (tidy) export: a table whose rows say themselves what their amounts are - the fund, the codes, the
/// category, the agency, the year - as budget management systems keep them.
struct LongExport {
  /// One amount with all that is said of it.
  struct Record {
    /// The members by dimension: those of the row, its column and its table.
    var members: [String: String]
    /// The name in the row's key.
    var name: String
    /// The concept of its category, or nil.
    var concept: String?
    var amount: Amount
    var origin: CellOrigin

    /// What amounts that are added up have in common, at least.
    var key: [String?] { Record.kept.map { members[$0] } }

    /// The dimensions over which nothing is added up.
    static let kept = ["agency_code", "agency", "fiscal_year", "stage"]
  }

  /// The dimensions that have a column.
  let dimensions: Set<String>
  /// The amounts of one column, those of rows that add up others left out.
  private(set) var records: [Record] = []
  /// The dimension of the rows' own codes, which their names belong to.
  let key: String?
  let unit: AmountUnit?
  let place: Section.Place

  /// The dimensions that make a row a record, where it has two of them.
  private static let kinds: Set = [
    "function_code", "economic_code", "economic_government_code", "project_code", "fund_source",
    "category",
  ]

  /// Takes the amounts of a stage out of a table; nil where it is no long export, or several columns have
  /// amounts of that stage.
  init?(_ section: Section, stage: Stage?) {
    guard LongExport.isOne(section) else { return nil }
    let matrix = section.matrix
    func slots(_ stage: Stage?) -> [Int] {
      matrix.panels[0].valueColumns.indices.filter {
        let column = matrix.column($0, inPanel: 0)
        return column.role == .amount && column.stage == stage && column.yearOffset == 0
      }
    }
    let staged = stage.map { slots($0) } ?? []
    let found = staged.isEmpty ? slots(nil) : staged
    guard found.count == 1 else { return nil }
    dimensions = LongExport.dimensions(of: matrix)
    key =
      matrix.panels[0].codeColumns.first.flatMap { matrix.columns[$0].dimension }
      ?? matrix.panels[0].labelColumn.flatMap { matrix.columns[$0].dimension }
    let column = matrix.column(found[0], inPanel: 0)
    unit = column.unit ?? section.unit
    place = section.place
    let sums = RowSums(matrix)
    for (row, parts) in matrix.rows.enumerated() where !sums.isSum(row) {
      let part = parts.parts[0]
      guard let amount = part.cells[found[0]].amount, !part.isChange else { continue }
      let members = part.members.merging(column.members) { own, _ in own }
        .merging(section.members) { own, _ in own }
      records.append(
        Record(
          members: members, name: part.label, concept: part.concept, amount: amount,
          origin: part.cells[found[0]].origin))
    }
    guard !records.isEmpty else { return nil }
  }

  /// Whether the rows of a table are records: two dimensions and more say what their amounts are.
  static func isOne(_ section: Section) -> Bool {
    section.isTable && section.layout == nil && section.matrix.panels.count == 1
      && dimensions(of: section.matrix).intersection(kinds).count > 1
  }

  private static func dimensions(of matrix: Section.Matrix) -> Set<String> {
    Set(matrix.columns.filter { $0.role != .amount }.compactMap(\.dimension))
  }
}

/// Which rows of a long export add up others.
struct RowSums {
  private let matrix: Section.Matrix
  /// The rows whose code stands above that of another row which has all else in common with them.
  private var parents: Set<Int> = []
  private static let coded = ["function_code", "economic_code", "economic_government_code"]

  /// - Complexity: O(rows).
  init(_ matrix: Section.Matrix) {
    self.matrix = matrix
    var rows: [[String: String]: [Int]] = [:]
    for (row, parts) in matrix.rows.enumerated() {
      rows[parts.parts[0].members, default: []].append(row)
    }
    for members in Array(rows.keys) {
      for dimension in RowSums.coded {
        var code = members[dimension]
        while let above = code.flatMap(Classification.parent) {
          var parent = members
          parent[dimension] = above
          parents.formUnion(rows[parent] ?? [])
          code = above
        }
      }
    }
  }

  /// Whether a row says that it adds up others, or its code does.
  func isSum(_ row: Int) -> Bool {
    [.total, .subtotal].contains(matrix.rows[row].parts[0].kind) || parents.contains(row)
  }

  /// What is found of the rows that add up others: whether totals are those of all rows, or of those of their
  /// agency, year and stage.
  func findings() -> [Finding] {
    matrix.rows.indices.filter(isSum).flatMap(findings)
  }

  /// What is found of one such row, figure by figure.
  func findings(_ row: Int) -> [Finding] {
    let part = matrix.rows[row].parts[0]
    return part.cells.indices.compactMap { slot -> Finding? in
      guard matrix.column(slot, inPanel: 0).role == .amount, let printed = part.cells[slot].amount
      else { return nil }
      return finding(printed, slot, part)
    }
  }

  private func finding(_ printed: Amount, _ slot: Int, _ part: Section.Part) -> Finding? {
    let place = part.cells[slot].origin.location
    let agrees = Finding("read/sum-row", ["amount": printed], at: place)
    guard part.kind == .total else { return agrees }
    let all = sum(slot) { _ in true }
    let own = sum(slot) { row in
      LongExport.Record.kept.allSatisfy { [nil, row.members[$0]].contains(part.members[$0]) }
    }
    if [all, own].contains(where: { $0?.isSameValue(as: printed) ?? false }) { return agrees }
    guard isFlat else { return nil }
    return Finding("read/wrong-total", ["printed": printed, "sum": own ?? all ?? .zero], at: place)
  }

  /// Whether all rows that are no sums have the same dimensions and none has a code above another's, so that
  /// their sum is the total.
  private var isFlat: Bool {
    let rows = matrix.rows.indices.filter { !isSum($0) }.map { matrix.rows[$0].parts[0].members }
    return RowSums.coded.allSatisfy { dimension in
      let codes = Set(rows.map { $0[dimension] })
      guard codes.count > 1 else { return true }
      let above = codes.compactMap { $0 }.flatMap { code in
        sequence(first: code, next: Classification.parent).dropFirst()
      }
      return !codes.contains(nil) && codes.isDisjoint(with: above)
    }
  }

  private func sum(_ slot: Int, of isMeant: (Section.Part) -> Bool) -> Amount? {
    var sum = AmountSum()
    for row in matrix.rows.indices where !isSum(row) {
      let part = matrix.rows[row].parts[0]
      guard isMeant(part), let amount = part.cells[slot].amount else { continue }
      guard sum.add(amount) else { return nil }
    }
    return sum.value
  }
}
