import FiscalModel
import FiscalSchema
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
      let table = try #require(disclosure.index(of: "expenditure"))
      for (row, parts) in disclosure.sections[table].matrix.rows.enumerated()
      where parts.parts[0].kind == .item {
        let cell = CellKey(section: table, row: row)
        guard let amount = disclosure[cell].amount else { continue }
        var changed = disclosure
        changed[cell].value = .amount(
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
      let table = try #require(disclosure.index(of: "expenditure"))
      let parts = disclosure.sections[table].matrix.rows.map { $0.parts[0] }
      // An item without sisters, so that no other one could be wrong instead.
      let row = parts.indices.first { row in
        let part = parts[row]
        guard part.kind == .item, part.cells[1].amount != nil, let code = part.code else {
          return false
        }
        return parts.count { $0.kind == .item && $0.code?.hasPrefix(code.prefix(5)) ?? false } == 1
          && parts.count { $0.kind == .section && $0.code?.hasPrefix(code.prefix(3)) ?? false } > 1
      }
      guard let row else { continue }
      var changed = disclosure
      var cells: Set<CellKey> = []
      for slot in 0...1 {
        let cell = CellKey(section: table, row: row, slot: slot)
        let amount = try #require(disclosure[cell].amount)
        changed[cell].value = .amount(
          Amount(coefficient: amount.coefficient + 12_345, scale: 2))
        cells.insert(cell)
      }
      let broken = Validator(catalogue: catalogue).validate(.direct(changed)).findings
        .filter { $0.verdict == .break && $0.section == table }
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
    var disclosure = disclosure
    for (index, section) in disclosure.sections.enumerated() where section.isTable {
      var matrix = section.matrix
      for (row, parts) in matrix.rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() {
          for slot in part.cells.indices {
            matrix.rows[row].parts[panel].cells[slot].origin.location = Location(
              page: index + 1, line: row + 1)
          }
        }
      }
      disclosure.sections[index].matrix = matrix
      disclosure.sections[index].place.location = Location(page: index + 1, line: 1)
    }
    return Reading(document: "d", disclosure: disclosure, findings: [])
  }
}
