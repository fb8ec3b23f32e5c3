import FiscalModel
import FiscalSchema

/// Final accounts whose figures add up, with expenditure in random columns: what the reader of text
/// without empty cells has to find again.
package struct RandomAccounts {
  /// The tables 1, 2, 3, 4, 5 and 7 of the 2021 form.
  package let disclosure: Disclosure
  /// The text of a document that publishes them, in which empty cells leave no trace.
  package let text: String

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
  package init(seed: UInt64, catalogue: Catalogue) {
    var generator = SeededGenerator(seed: seed)
    let items = RandomAccounts.items(catalogue, &generator)
    var builder = Builder(catalogue: catalogue, items: items)
    let publicExpenses = RandomAccounts.publicExpenses(&generator)
    builder.build(publicExpenses)
    disclosure = Disclosure(
      profile: RandomAccounts.profile, agency: RandomAccounts.agency, fiscalYear: 2021,
      stage: .final,
      sections: builder.tables)
    var printer = SpacedPrinter(generator: generator)
    for table in builder.tables { printer.print(table) }
    printer.printNarrative(publicExpenses)
    text = printer.text
  }

  private static func items(_ catalogue: Catalogue, _ generator: inout SeededGenerator) -> [Item] {
    let entries = catalogue.classifications["functional"]?.entries ?? [:]
    // Only classes that the forms list, and about ten items, as a department has them.
    let listed = catalogue.layout(profile + "/01")?.panels.flatMap(\.lines) ?? []
    let classes = Set(listed.compactMap { $0.members["function_code"] })
    let codes = entries.keys.filter {
      $0.utf8.count == 7 && classes.contains(String($0.prefix(3)))
    }
    var items: [Item] = []
    for code in codes.sorted() {
      guard Int.random(in: 0..<codes.count, using: &generator) < 10 else { continue }
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
    var tables: [Section] = []

    static func cell(_ cents: Int) -> Section.Cell {
      Section.Cell(cents == 0 ? .blank : .amount(Amount(coefficient: Int128(cents), scale: 2)))
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
        part.cells = [Builder.cell(cents)]
      }
      addCodes("02") { [$0.received.reduce(0, +)] + $0.received }
      addCodes("03") { [$0.spent.reduce(0, +)] + $0.spent }
      add("04") { part, line, number in
        if part.cells.count == 1 {
          part.cells = [Builder.cell(["1", "27", "32"].contains(number) ? received[0] : 0)]
        } else if let code = line.members["function_code"] {
          let cents = general[code] ?? 0
          part.cells = (0..<4).map {
            $0 < 2 && cents > 0 ? Builder.cell(cents) : Section.Cell(.null(.dash))
          }
        } else if number == "59" || number == "64" {
          part.cells = [
            Builder.cell(received[0]), Builder.cell(received[0]), Section.Cell(), Section.Cell(),
          ]
        }
      }
      addCodes("05") { [$0.spent[0] + $0.spent[1], $0.spent[0], $0.spent[1]] }
      let figures = publicExpenses.flatMap { stage -> [Int] in
        let vehicles = stage[1] + stage[2]
        return [stage[0] + vehicles + stage[3], stage[0], vehicles, stage[1], stage[2], stage[3]]
      }
      guard let layout = catalogue.layout(profile + "/07") else { return }
      let cells = figures.map(Builder.cell)
      append(
        layout,
        figures.contains { $0 != 0 } ? [[.init(kind: .total, line: "amounts", cells: cells)]] : [])
    }

    /// Adds a table of rows, each with a part for each panel.
    private mutating func append(_ layout: Layout, _ rows: [[Section.Part]]) {
      var table = layout.section()
      table.title = "2021年度" + layout.title
      table.titleLine = "2021年度\(layout.title)（表\(layout.number)）"
      table.number = layout.number
      table.heading = ["部门：" + agency, "单位：万元"]
      table.agency = agency
      table.unit = .tenThousandYuan
      table.matrix.columnNumbers = layout.columns.map { $0.number ?? "" }
      table.matrix.rows = rows.map { layout.row($0) }
      tables.append(table)
    }

    /// A table of fixed lines.
    private mutating func add(
      _ id: String, fill: (inout Section.Part, Layout.Line, String) -> Void
    ) {
      guard let layout = catalogue.layout(profile + "/" + id) else { return }
      let height = layout.panels.map(\.lines.count).max() ?? 0
      append(
        layout,
        (0..<height).map { index in
          layout.panels.map { panel in
            let line = panel.lines[index]
            var part = Section.Part(
              kind: line.kind, line: line.id.isEmpty ? nil : line.id, label: line.label,
              number: line.number, cells: panel.valueColumns.map { _ in Section.Cell() })
            fill(&part, line, line.number ?? "")
            return part
          }
        })
    }

    /// A table of codes with all their levels.
    private mutating func addCodes(_ id: String, amounts: (Item) -> [Int]) {
      guard let layout = catalogue.layout(profile + "/" + id) else { return }
      let entries = catalogue.classifications["functional"]?.entries ?? [:]
      let shown = items.filter { amounts($0)[0] != 0 }
      func row(
        _ code: String?, _ kind: RowKind, _ label: String, _ items: [Item]
      ) -> [Section.Part] {
        let columns = items.map(amounts)
        let sums =
          (columns.first
          ?? amounts(
            Item(code: "", name: "", spent: [0, 0, 0, 0, 0], received: [0, 0, 0, 0, 0, 0])))
          .indices.map { column in columns.reduce(0) { $0 + $1[column] } }
        return [
          Section.Part(
            kind: kind, line: code == nil ? "total" : nil, code: code, label: label,
            cells: sums.map(Builder.cell))
        ]
      }
      var rows = [row(nil, .total, "合计", shown)]
      var seen: Set<String> = []
      for item in shown {
        for (length, kind) in [(3, RowKind.class), (5, .section)] {
          let code = String(item.code.prefix(length))
          guard seen.insert(code).inserted else { continue }
          rows.append(
            row(code, kind, entries[code]?.name ?? "", shown.filter { $0.code.hasPrefix(code) }))
        }
        rows.append(row(item.code, .item, item.name, [item]))
      }
      append(layout, rows)
    }
  }
}

/// Prints tables as the text of a PDF: a blank between cells, nothing for empty ones, a blank line
/// between visual lines, long names broken.
private struct SpacedPrinter {
  var generator: SeededGenerator
  var text = " 第二部分 部门决算表\n"

  mutating func print(_ table: Section) {
    let matrix = table.matrix
    line(table.titleLine ?? "")
    line(table.heading.joined(separator: " "))
    for caption in matrix.columns.map(\.caption) { line(caption) }
    let numbers = (matrix.columnNumbers ?? []).filter { !$0.isEmpty }
    line(numbers.joined(separator: " "))
    for row in matrix.rows { print(row) }
    line("注：本表反映有关情况。")
  }

  private mutating func print(_ row: Section.Row) {
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
