import FiscalModel

/// Final accounts whose figures add up, with expenditure in random columns: what the reader of text
/// without empty cells has to find again.
public struct RandomAccounts {
  /// The tables 1, 2, 3, 4, 5 and 7 of the 2021 form.
  public let disclosure: Disclosure
  /// The text of a document that publishes them, in which empty cells leave no trace.
  public let text: String

  private struct Item {
    var code: String
    var name: String
    /// The five kinds of expenditure: basic, project, remittance, business, subsidies.
    var spent: [Int]
    /// The columns of table 2 after the total: appropriation, superior, institution, business,
    /// affiliates, other.
    var received: [Int]
  }

  private static let profile = "wuhan-final-accounts-2021"
  private static let agency = "某市某区数据中心"

  /// Makes the accounts of a seed.
  public init(seed: UInt64, catalogue: Catalogue) {
    var generator = SeededGenerator(seed: seed)
    let items = RandomAccounts.items(catalogue, &generator)
    var builder = Builder(catalogue: catalogue, items: items)
    let publicExpenses = RandomAccounts.publicExpenses(&generator)
    builder.build(publicExpenses)
    disclosure = Disclosure(
      profile: RandomAccounts.profile, agency: RandomAccounts.agency, fiscalYear: 2021,
      stage: .final,
      tables: builder.tables)
    var printer = SpacedPrinter(catalogue: catalogue, generator: generator)
    for table in builder.tables { printer.print(table) }
    printer.printNarrative(publicExpenses)
    text = printer.text
  }

  private static func items(_ catalogue: Catalogue, _ generator: inout SeededGenerator) -> [Item] {
    let entries = catalogue.classifications["functional"]?.entries ?? [:]
    var items: [Item] = []
    for code in entries.keys.filter({ $0.utf8.count == 7 }).sorted() {
      guard Int.random(in: 0..<100, using: &generator) < 9 else { continue }
      func amount() -> Int { Int.random(in: 1...500_000, using: &generator) }
      var spent = [0, 0, 0, 0, 0]
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<5: spent[0] = amount()
      case 5..<8: spent[1] = amount()
      case 8: spent = [amount(), amount(), 0, 0, 0]
      default: spent[3] = amount()
      }
      // What is not business is paid by appropriations.
      var received = [0, 0, 0, 0, 0, 0]
      received[0] = spent[0] + spent[1]
      received[3] = spent[3]
      items.append(
        Item(code: code, name: entries[code]?.name ?? "", spent: spent, received: received))
    }
    return items
  }

  /// Budget and final amounts of overseas trips, purchase, operation and hospitality.
  private static func publicExpenses(_ generator: inout SeededGenerator) -> [[Int]] {
    (0..<2).map { _ in
      (0..<4).map { _ in
        Int.random(in: 0..<3, using: &generator) == 0
          ? Int.random(in: 1...900, using: &generator) : 0
      }
    }
  }

  private struct Builder {
    let catalogue: Catalogue
    let items: [Item]
    var tables: [FiscalTable] = []

    static func value(_ cents: Int) -> FiscalValue {
      cents == 0 ? .blank : .amount(Amount(coefficient: Int128(cents), scale: 2))
    }

    mutating func build(_ publicExpenses: [[Int]]) {
      let spent = (0..<5).map { column in items.reduce(0) { $0 + $1.spent[column] } }
      let received = (0..<6).map { column in items.reduce(0) { $0 + $1.received[column] } }
      let total = spent.reduce(0, +)
      let classes = Dictionary(grouping: items) { String($0.code.prefix(3)) }
        .mapValues { $0.reduce(0) { $0 + $1.spent.reduce(0, +) } }
      let general = Dictionary(grouping: items) { String($0.code.prefix(3)) }
        .mapValues { $0.reduce(0) { $0 + $1.spent[0] + $1.spent[1] } }
      let revenue = [
        "1": received[0], "4": received[1], "5": received[2], "6": received[3], "7": received[4],
        "8": received[5], "27": received.reduce(0, +), "30": received.reduce(0, +),
      ]
      add("01") { part, line, number in
        let cents =
          revenue[number] ?? line.members["function_code"].map { classes[$0] ?? 0 }
          ?? (number == "57" || number == "60" ? total : 0)
        part.values = [Builder.value(cents)]
      }
      addCodes("02") { [$0.received.reduce(0, +)] + $0.received }
      addCodes("03") { [$0.spent.reduce(0, +)] + $0.spent }
      add("04") { part, line, number in
        if part.values.count == 1 {
          part.values = [Builder.value(["1", "27", "32"].contains(number) ? received[0] : 0)]
        } else if let code = line.members["function_code"] {
          let cents = general[code] ?? 0
          part.values = (0..<4).map { $0 < 2 && cents > 0 ? Builder.value(cents) : .null(.dash) }
        } else if number == "59" || number == "64" {
          part.values = [Builder.value(received[0]), Builder.value(received[0]), .blank, .blank]
        }
      }
      addCodes("05") { [$0.spent[0] + $0.spent[1], $0.spent[0], $0.spent[1]] }
      let figures = publicExpenses.flatMap { stage -> [Int] in
        let vehicles = stage[1] + stage[2]
        return [stage[0] + vehicles + stage[3], stage[0], vehicles, stage[1], stage[2], stage[3]]
      }
      guard var table = self.table("07") else { return }
      if figures.contains(where: { $0 != 0 }) {
        table.rows = [
          Row(parts: [RowPart(kind: .total, line: "amounts", values: figures.map(Builder.value))])
        ]
      }
      tables.append(table)
    }

    private func table(_ id: String) -> FiscalTable? {
      guard let layout = catalogue.layout(profile + "/" + id) else { return nil }
      return FiscalTable(
        layout: layout.id, statement: layout.statement, title: "2021年度" + layout.title,
        titleLine: "2021年度\(layout.title)（表\(layout.number)）", number: layout.number,
        heading: ["部门：" + agency, "单位：万元"], agency: agency, unit: .tenThousandYuan,
        columnNumbers: layout.columns.map { $0.number ?? "" })
    }

    /// A table of fixed lines.
    private mutating func add(_ id: String, fill: (inout RowPart, Layout.Line, String) -> Void) {
      guard var table = table(id), let layout = catalogue.layout(table.layout) else { return }
      let height = layout.panels.map(\.lines.count).max() ?? 0
      table.rows = (0..<height).map { index in
        Row(
          parts: layout.panels.map { panel in
            let line = panel.lines[index]
            var part = RowPart(
              kind: line.kind, line: line.id.isEmpty ? nil : line.id, label: line.label,
              number: line.number, values: panel.valueColumns.map { _ in .blank })
            fill(&part, line, line.number ?? "")
            return part
          })
      }
      tables.append(table)
    }

    /// A table of codes with all their levels.
    private mutating func addCodes(_ id: String, amounts: (Item) -> [Int]) {
      guard var table = table(id) else { return }
      let entries = catalogue.classifications["functional"]?.entries ?? [:]
      let shown = items.filter { amounts($0)[0] != 0 }
      func row(_ code: String?, _ kind: RowKind, _ label: String, _ items: [Item]) -> Row {
        let columns = items.map(amounts)
        let sums =
          (columns.first
          ?? amounts(
            Item(code: "", name: "", spent: [0, 0, 0, 0, 0], received: [0, 0, 0, 0, 0, 0])))
          .indices.map { column in columns.reduce(0) { $0 + $1[column] } }
        return Row(parts: [
          RowPart(
            kind: kind, line: code == nil ? "total" : nil, code: code, label: label,
            values: sums.map(Builder.value))
        ])
      }
      table.rows = [row(nil, .total, "合计", shown)]
      var seen: Set<String> = []
      for item in shown {
        for (length, kind) in [(3, RowKind.class), (5, .section)] {
          let code = String(item.code.prefix(length))
          guard seen.insert(code).inserted else { continue }
          table.rows.append(
            row(code, kind, entries[code]?.name ?? "", shown.filter { $0.code.hasPrefix(code) }))
        }
        table.rows.append(row(item.code, .item, item.name, [item]))
      }
      tables.append(table)
    }
  }
}

/// Prints tables as the text of a PDF: a blank between cells, nothing for empty ones, a blank line
/// between visual lines, long names broken.
private struct SpacedPrinter {
  let catalogue: Catalogue
  var generator: SeededGenerator
  var text = " 第二部分 部门决算表\n"

  mutating func print(_ table: FiscalTable) {
    guard let layout = catalogue.layout(table.layout) else { return }
    line(table.titleLine ?? "")
    line(table.heading.joined(separator: " "))
    for caption in layout.columns.map(\.caption) { line(caption) }
    let numbers = (table.columnNumbers ?? []).filter { !$0.isEmpty }
    line(numbers.joined(separator: " "))
    for row in table.rows { print(row) }
    line("注：本表反映有关情况。")
  }

  private mutating func print(_ row: Row) {
    var words: [String] = []
    for part in row.parts {
      if let code = part.code { words.append(code) }
      var label = part.label
      // A long name goes on in the next visual line, and its figures follow there.
      if part.code != nil, label.count > 8, Int.random(in: 0..<4, using: &generator) == 0 {
        words.append(String(label.prefix(7)))
        line(words.joined(separator: " "))
        words = []
        label = String(label.dropFirst(7))
      }
      if !label.isEmpty { words.append(label) }
      if let number = part.number { words.append(number) }
      for value in part.values where value != .blank { words.append(grouped(value.printed)) }
    }
    line(words.joined(separator: " "))
  }

  private func grouped(_ number: String) -> String {
    guard let point = number.firstIndex(of: "."), number.first != "-" else { return number }
    var whole = String(number[..<point])
    var groups: [String] = []
    while whole.count > 3 {
      groups.insert(String(whole.suffix(3)), at: 0)
      whole.removeLast(3)
    }
    return ([whole] + groups).joined(separator: ",") + number[point...]
  }

  mutating func printNarrative(_ expenses: [[Int]]) {
    func shown(_ cents: Int) -> String { "\(cents / 100).\(cents % 100 / 10)\(cents % 10)" }
    line("第三部分 情况说明")
    line("七、一般公共预算财政拨款“三公”经费支出决算情况说明")
    let totals = expenses.map { $0.reduce(0, +) }
    line("本年度“三公”经费财政拨款年初预算数为 \(shown(totals[0])) 万元，支出决算为 \(shown(totals[1])) 万元，其中：")
    let vehicles = expenses.map { $0[1] + $0[2] }
    let subjects = [
      ("1.因公出国(境)费", expenses[0][0], expenses[1][0]),
      ("2.公务用车购置及运行费", vehicles[0], vehicles[1]),
      ("(1)公务用车购置费", expenses[0][1], expenses[1][1]),
      ("(2)公务用车运行费", expenses[0][2], expenses[1][2]),
      ("3.公务接待费", expenses[0][3], expenses[1][3]),
    ]
    for (subject, budget, final) in subjects {
      let change = final < budget ? "减少 \(shown(budget - final))" : "增加 \(shown(final - budget))"
      line("\(subject)支出决算为 \(shown(final)) 万元，比年初预算\(change) 万元。")
    }
  }

  private mutating func line(_ words: String) { text += words + "\n\n" }
}
