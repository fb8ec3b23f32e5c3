import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import FiscalValidation
import TestSupport
import Testing

/// What holds by concept in the samples, read as if no profile had been known.
struct ConceptRelationSampleTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  /// The places of the figures in broken relations.
  private func broken(_ report: Validator.Report) -> Set<CellKey> {
    Set(
      report.checks.filter { $0.verdict == .break }
        .flatMap { ($0.equation.left + $0.equation.right).map(\.cell) })
  }

  /// Nothing is called broken that the profile's own relations prove.
  @Test(arguments: [
    "2020-department-budget.txt", "2021-final-accounts.txt", "2022-final-accounts.txt",
    "2024-department-budget.txt", "2025-unit-budget.txt",
  ])
  func nothingIsBrokenThatTheProfileProves(name: String) throws {
    let reading = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: name, bytes: try Samples.bytes(name)))
    let validator = Validator(catalogue: catalogue)
    let own = validator.validate(reading)
    var other = reading
    other.disclosure = reading.disclosure.withoutLayouts
    other.equations = nil
    let report = validator.validate(other)
    let new = report.checks.filter { check in
      check.verdict == .break
        && broken(own).isDisjoint(
          with: (check.equation.left + check.equation.right).map(\.cell))
    }
    #expect(new.map { "\($0.equation.relation.id) \($0.equation.relation.rule)" } == [])
    #expect(report.count(.exact) > 50)
  }
}
