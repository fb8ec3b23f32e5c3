import Documents
import FiscalModel
import TestSupport
import Testing

@testable import FiscalLayout

struct PlacementTests {
  @Test(arguments: [(0, 3, 1), (3, 3, 1), (2, 3, 3), (2, 7, 21), (4, 3, 0), (1, 1, 1)])
  func placements(_ count: Int, _ columns: Int, _ number: Int) throws {
    let all = try #require(PlacementSolver.placements(of: count, in: columns, bound: 100))
    #expect(all.count == number)
    #expect(Set(all).count == number)
    #expect(all.elementsEqual(all.sorted { $0.lexicographicallyPrecedes($1) }))
    for placement in all {
      #expect(placement == placement.sorted() && Set(placement).count == count)
    }
  }

  @Test func placementsAreBounded() {
    #expect(PlacementSolver.placements(of: 20, in: 40, bound: 20_000) == nil)
    #expect(PlacementSolver.placements(of: 3, in: 40, bound: 9_879) == nil)
    #expect(PlacementSolver.placements(of: 3, in: 40, bound: 9_880)?.count == 9_880)
  }

  /// Whatever the columns are, a placement that is called certain is right, and few are not certain.
  @Test func figuresGoBackToTheirColumns() throws {
    let catalogue = try Places.catalogue.get()
    var cells = 0
    var ambiguous = 0
    for seed in UInt64(1)...24 {
      let accounts = RandomAccounts(seed: seed, catalogue: catalogue)
      let document = try Document(name: "accounts.txt", bytes: Array(accounts.text.utf8))
      let reading = try DisclosureReader(catalogue: catalogue).read(document)
      #expect(
        reading.disclosure.tables.map(\.layout) == accounts.disclosure.tables.map(\.layout),
        "seed \(seed)")
      for (table, truth) in zip(reading.disclosure.tables, accounts.disclosure.tables) {
        let place = "seed \(seed) \(table.layout ?? "")"
        #expect(table.matrix.rows.count == truth.matrix.rows.count, "\(place)")
        for (row, (parts, trueParts)) in zip(table.matrix.rows, truth.matrix.rows).enumerated() {
          for (part, truePart) in zip(parts.parts, trueParts.parts) {
            #expect(
              part.label == truePart.label && part.code == truePart.code
                && part.kind == truePart.kind, "\(place) \(part) \(truePart)")
            for (cell, trueCell) in zip(part.cells, truePart.cells) {
              cells += 1
              if cell.origin.placed == .ambiguous {
                ambiguous += 1
              } else {
                #expect(cell == trueCell, "\(place) row \(row) \(part.label)")
              }
            }
          }
        }
      }
    }
    #expect(cells > 5_000)
    #expect(ambiguous * 20 < cells, "\(ambiguous) of \(cells) cells are ambiguous")
  }
}
