import FiscalModel
import FiscalSchema
import TestSupport
import Testing

struct UnitConversionTests {
  private func reading(_ printed: String, _ unit: AmountUnit) throws -> (Reading, Catalogue) {
    let catalogue = try Places.catalogue.get()
    let layout = try #require(catalogue.layout("wuhan-final-accounts-2021/05"))
    let values = [FiscalValue.amount(try Amount(printed)), .blank, .null(.dash)]
    let place = Location(page: 3, line: 7)
    var table = layout.section()
    table.heading = ["单位：" + unit.name]
    table.unit = unit
    let cells = values.map { Section.Cell($0, origin: CellOrigin(location: place)) }
    table.matrix.rows = [
      .init(parts: [.init(kind: .total, line: "total", label: "合计", cells: cells)])
    ]
    let disclosure = Disclosure(
      profile: "wuhan-final-accounts-2021", stage: .final, sections: [table])
    return (Reading(document: "t", disclosure: disclosure, findings: []), catalogue)
  }

  @Test(arguments: [
    ("2882.93", AmountUnit.tenThousandYuan, AmountUnit.yuan, "28829300"),
    ("8000000.00", .yuan, .tenThousandYuan, "800.00"), ("30900", .yuan, .tenThousandYuan, "3.09"),
    ("-12300000000.00", .yuan, .hundredMillionYuan, "-123.00"),
  ])
  func exactly(_ printed: String, _ from: AmountUnit, _ to: AmountUnit, _ expected: String) throws {
    let (reading, catalogue) = try reading(printed, from)
    let converted = try reading.converted(to: to, catalogue)
    let table = converted.disclosure.sections[0]
    #expect(table.matrix.values[0].map(\.printed) == [expected, "", "-"])
    #expect(table.unit == to && table.heading == ["单位：" + to.name])
    #expect(converted.findings.isEmpty)
  }

  @Test(arguments: [
    ("30880.00", "3.09"), ("105771.20", "10.58"), ("50.00", "0.01"), ("49.99", "0.00"),
    ("-30850.00", "-3.09"), ("-30849.99", "-3.08"),
  ])
  func roundingIsAskedFor(_ printed: String, _ expected: String) throws {
    let (reading, catalogue) = try reading(printed, .yuan)
    #expect(throws: UnitConversionError.self) {
      try reading.converted(to: .tenThousandYuan, catalogue)
    }
    let rounded = try reading.converted(to: .tenThousandYuan, rounding: true, catalogue)
    #expect(rounded.disclosure.sections[0].matrix.values[0][0].printed == expected)
    #expect(rounded.findings.map(\.rule) == ["write/rounded"])
    #expect(rounded.findings[0].message.text(in: .english).contains(printed))
    #expect(rounded.findings[0].locations == [Location(page: 3, line: 7)])
  }
}
