import FiscalModel

/// Checks the figures of a disclosure against the official relations. It never sees a sheet.
public struct Validator: Sendable {
  private let catalogue: Catalogue

  /// Makes a validator over the schemas.
  public init(catalogue: Catalogue) { self.catalogue = catalogue }

  /// What the relations say of a disclosure.
  public struct Report: Sendable {
    /// One finding for each relation that does not hold exactly.
    public var findings: [Finding]
    /// For each table the worst verdict of the relations it stands in, or nil where it stands in none.
    public var verdicts: [Verdict?]
    /// How many equations were checked.
    public var checked: Int
  }

  /// Checks every relation of the disclosure's profile that its tables have the rows and columns for.
  ///
  /// A blank cell counts as zero; an equation without any printed amount is not checked. A printed value
  /// with d decimals means v ± 0.5·10^-d.
  /// - Complexity: O(cells) for each relation.
  public func validate(_ reading: Reading) -> Report {
    let disclosure = reading.disclosure
    var report = Report(
      findings: [], verdicts: disclosure.tables.map { _ in nil }, checked: 0)
    // What was not read whole cannot be said to agree.
    for finding in reading.findings where finding.severity >= .warning {
      if let table = finding.table { report.verdicts[table] = .ambiguous }
    }
    guard let profile = catalogue.profile(disclosure.profile) else { return report }
    let resolver = EquationResolver(
      profile: profile, tables: disclosure.tables, vocabulary: catalogue.vocabulary)
    for equation in resolver.equations() {
      guard !hasUnreadable(equation, disclosure), let (left, right) = sums(equation, disclosure)
      else { continue }
      report.checked += 1
      var verdict = left.verdict(against: right)
      let holds: Bool
      switch equation.comparison {
      case .equal: holds = verdict == .exact
      case .atLeast: holds = !isBelow(left, right)
      case .atMost: holds = !isBelow(right, left)
      }
      if equation.comparison != .equal, holds { verdict = .exact }
      for cell in equation.left + equation.right {
        let table = cell.cell.table
        report.verdicts[table] = max(report.verdicts[table] ?? .exact, verdict)
      }
      if !holds { report.findings.append(finding(equation, verdict, left, right, reading)) }
    }
    return report
  }

  private func isBelow(_ left: AmountSum, _ right: AmountSum) -> Bool {
    guard let difference = left.difference(from: right) else { return true }
    return difference.coefficient < 0 && left.verdict(against: right) != .exact
  }

  /// Whether one of the figures is not known: a text stands in its place, which was found in reading.
  private func hasUnreadable(_ equation: Equation, _ disclosure: Disclosure) -> Bool {
    (equation.left + equation.right).contains { entry in
      let part = disclosure.tables[entry.cell.table].rows[entry.cell.row].parts[entry.cell.panel]
      // A column that the source of a translation does not have says nothing, not even zero.
      switch part.values[entry.cell.value] {
      case .text, .null(.absent): return true
      case .amount, .null: return false
      }
    }
  }

  /// Both sides in one unit; nil where nothing was printed or a sum does not fit.
  private func sums(_ equation: Equation, _ disclosure: Disclosure) -> (AmountSum, AmountSum)? {
    let units = Set((equation.left + equation.right).map { disclosure.tables[$0.cell.table].unit })
    let lowest = units.min { $0.powerOfTen < $1.powerOfTen }
    var printed = 0
    func sum(_ entries: [Equation.Entry]) -> AmountSum? {
      var sum = AmountSum()
      for entry in entries {
        let table = disclosure.tables[entry.cell.table]
        let value = table.rows[entry.cell.row].parts[entry.cell.panel].values[entry.cell.value]
        guard case .amount(let amount) = value else { continue }
        printed += 1
        guard let lowest, let converted = amount.converted(from: table.unit, to: lowest),
          sum.add(converted, sign: entry.sign)
        else { return nil }
      }
      return sum
    }
    guard let left = sum(equation.left), let right = sum(equation.right), printed > 0 else {
      return nil
    }
    return (left, right)
  }

  private func finding(
    _ equation: Equation, _ verdict: Verdict, _ left: AmountSum, _ right: AmountSum,
    _ reading: Reading
  ) -> Finding {
    let cells = (equation.left + equation.right).map(\.cell)
    let isUncertain = cells.contains { origin($0, reading)?.placed == .ambiguous }
    let verdict = isUncertain ? Verdict.ambiguous : verdict
    let severity: Severity =
      verdict == .break ? .error : verdict == .ambiguous ? .warning : .note
    let sums = Finding.Sums(
      left: left.value, right: right.value, difference: left.difference(from: right) ?? .zero,
      tolerance: left.tolerance(against: right))
    let first = cells.first
    let table = first.map { reading.disclosure.tables[$0.table] }
    let place = first.map { name($0, reading.disclosure) } ?? ""
    return Finding(
      rule: equation.relation.id, severity: severity, verdict: verdict,
      message: Wording.relation(
        verdict, rule: equation.relation.rule, place: place, sums: sums,
        unit: table?.unit ?? .yuan),
      table: first?.table,
      locations: cells.compactMap { origin($0, reading)?.location }, sums: sums,
      source: equation.relation.source)
  }

  /// A cell as a person would call it: its row and its column.
  private func name(_ cell: CellKey, _ disclosure: Disclosure) -> String {
    let table = disclosure.tables[cell.table]
    let part = table.rows[cell.row].parts[cell.panel]
    let layout = catalogue.layout(table.layout)
    let column = layout.map { layout in
      layout.columns[layout.panels[cell.panel].valueColumns[cell.value]].path.joined(separator: "/")
    }
    let row = [part.code, part.label.isEmpty ? part.number : part.label].compactMap { $0 }
      .joined(separator: " ")
    return [layout?.title, row.isEmpty ? nil : row, column].compactMap { $0 }
      .joined(separator: " ")
  }

  private func origin(_ cell: CellKey, _ reading: Reading) -> CellOrigin? {
    reading.origins[cell.table].rows[cell.row][cell.panel][cell.value]
  }
}
