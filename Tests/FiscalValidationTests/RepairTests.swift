import FiscalModel
import FiscalValidation
import TestSupport
import Testing

/// The smallest correction that satisfies every relation.
struct RepairTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  /// An item that repeats its section's amount while all totals are right: one cell is to blame.
  @Test func theFigureToBlameIsNamed() throws {
    var named = 0
    for seed in UInt64(1)...12 {
      let disclosure = RandomAccounts(seed: seed, catalogue: catalogue).disclosure
      let table = try #require(disclosure.tables.firstIndex { $0.statement == "expenditure" })
      for (row, parts) in disclosure.tables[table].rows.enumerated()
      where parts.parts[0].kind == .item {
        let cell = CellKey(table: table, row: row, panel: 0, value: 0)
        guard let amount = disclosure[cell].amount else { continue }
        var changed = disclosure
        changed.tables[table].rows[row].parts[0].values[0] = .amount(
          Amount(coefficient: amount.coefficient * 2 + 10_000, scale: 2))
        let broken = Validator(catalogue: catalogue).validate(.direct(changed)).findings
          .filter { $0.verdict == .break }
        #expect(broken.count > 1, "seed \(seed) row \(row)")
        for finding in broken {
          #expect(
            finding.repairs.map { $0.map(\.operand.cell) } == [[cell]], "seed \(seed) row \(row)")
          #expect(finding.repairs.first?.first?.needed.isSameValue(as: amount) ?? false)
        }
        named += 1
        break
      }
    }
    #expect(named > 8)
  }

  /// The total and the basic figure of an item, wrong by as much: its row holds, both columns break.
  @Test func twoFiguresAreNamedTogether() throws {
    var named = 0
    for seed in UInt64(1)...12 {
      let disclosure = RandomAccounts(seed: seed, catalogue: catalogue).disclosure
      let table = try #require(disclosure.tables.firstIndex { $0.statement == "expenditure" })
      let parts = disclosure.tables[table].rows.map { $0.parts[0] }
      // An item without sisters, so that no other one could be wrong instead.
      let row = parts.indices.first { row in
        let part = parts[row]
        guard part.kind == .item, part.values[1].amount != nil, let code = part.code else {
          return false
        }
        return parts.count { $0.kind == .item && $0.code?.hasPrefix(code.prefix(5)) ?? false } == 1
          && parts.count { $0.kind == .section && $0.code?.hasPrefix(code.prefix(3)) ?? false } > 1
      }
      guard let row else { continue }
      var changed = disclosure
      var cells: Set<CellKey> = []
      for value in 0...1 {
        let amount = try #require(parts[row].values[value].amount)
        changed.tables[table].rows[row].parts[0].values[value] = .amount(
          Amount(coefficient: amount.coefficient + 12_345, scale: 2))
        cells.insert(CellKey(table: table, row: row, panel: 0, value: value))
      }
      let broken = Validator(catalogue: catalogue).validate(.direct(changed)).findings
        .filter { $0.verdict == .break && $0.table == table }
      #expect(broken.count > 1, "seed \(seed)")
      for finding in broken {
        #expect(
          finding.repairs.contains { Set($0.compactMap(\.operand.cell)) == cells }, "seed \(seed)")
      }
      named += 1
    }
    #expect(named > 2)
  }
}

extension Reading {
  /// A reading of a disclosure as if every cell had been printed where it stands.
  static func direct(_ disclosure: Disclosure) -> Reading {
    let origins = disclosure.tables.enumerated().map { index, table in
      TableOrigin(
        extent: 1...1, location: Location(page: index + 1, line: 1),
        rows: table.rows.enumerated().map { row, parts in
          parts.parts.map { part in
            part.values.map { _ in CellOrigin(location: Location(page: index + 1, line: row + 1)) }
          }
        })
    }
    return Reading(document: "d", disclosure: disclosure, origins: origins, findings: [])
  }
}
