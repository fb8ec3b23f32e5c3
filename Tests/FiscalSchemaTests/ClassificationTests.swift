import FiscalModel
import FiscalSchema
import TestSupport
import Testing

struct ClassificationTests {
  @Test(arguments: [
    ("201", RowKind.class, ""), ("20103", .section, "201"), ("2010350", .item, "20103"),
    ("301", .class, ""), ("30217", .section, "302"),
  ])
  func levels(_ code: String, _ kind: RowKind, _ parent: String) {
    #expect(Classification.level(of: code) == kind)
    #expect(Classification.parent(of: code) ?? "" == parent)
  }

  @Test(arguments: ["", "20", "2010", "201035", "20103501"])
  func noLevel(_ code: String) { #expect(Classification.level(of: code) == nil) }

  @Test(arguments: [
    ("wuhan-final-accounts-2021/02", "2150502", true),
    ("wuhan-final-accounts-2021/02", "21", false),
    ("wuhan-final-accounts-2021/06", "30101", true),
    ("wuhan-final-accounts-2021/06", "30201", false),
    ("wuhan-final-accounts-2021/06", "3010101", false),
    ("wuhan-unit-budget-2025/02", "135002", true),
    ("wuhan-unit-budget-2025/02", "1350021", false),
  ])
  func codesThatMayStandInTheFirstPanel(_ layout: String, _ code: String, _ accepted: Bool) throws {
    let panel = try #require(Places.catalogue.get().layout(layout)?.panels.first)
    #expect((panel.open(accepting: code) != nil) == accepted)
  }
}
