import FiscalModel
import Testing

struct AmountTests {
  @Test(arguments: [
    ("0", "0"), ("0.00", "0.00"), ("1201.50", "1201.50"), ("2,882.93", "2882.93"),
    ("1,234,567", "1234567"), ("-0.5", "-0.5"), ("+7", "7"), ("０．６", "0.6"), ("１，２３４", "1234"),
    ("－1.20", "-1.20"), ("\u{2212}3", "-3"), ("00012", "12"),
    ("123456789012345678901234.123456", "123456789012345678901234.123456"),
  ])
  func reads(_ text: String, _ printed: String) throws {
    #expect(try Amount(text).description == printed)
  }

  @Test(arguments: [
    ("2,88,2.93", AmountError.Reason.grouping, 4), ("2,8829", .grouping, 5),
    ("1234,567", .grouping, 4),
    (",123", .grouping, 0), ("1,23", .grouping, 4), ("1,", .grouping, 2), ("1.5,000", .grouping, 3),
    ("", .noDigits, 0), ("-", .noDigits, 1), ("5.", .noDigits, 2), (".5", .noDigits, 0),
    ("1.2.3", .unexpectedCharacter("."), 3), ("12a", .unexpectedCharacter("a"), 2),
    ("1 2", .unexpectedCharacter(" "), 1), ("1-2", .unexpectedCharacter("-"), 1),
    ("合计", .unexpectedCharacter("合"), 0), ("1e5", .unexpectedCharacter("e"), 1),
    ("0.1234567890123456789", .tooLong, 20),
    ("999999999999999999999999999999999999999", .tooLong, 38),
  ])
  func refuses(_ text: String, _ reason: AmountError.Reason, _ offset: Int) {
    #expect(throws: AmountError(reason: reason, offset: offset)) { try Amount(text) }
  }

  @Test func equalityIsAboutThePrint() throws {
    #expect(try Amount("749") != Amount("749.00"))
    #expect(try Amount("749").isSameValue(as: Amount("749.00")))
    #expect(try !Amount("749").isSameValue(as: Amount("749.01")))
  }

  @Test(arguments: [
    ("288.9", AmountUnit.tenThousandYuan, AmountUnit.yuan, "2889000"),
    ("30880.00", .yuan, .tenThousandYuan, "3.088000"),
    ("1.5", .hundredMillionYuan, .tenThousandYuan, "15000"),
    ("7", .tenThousandYuan, .tenThousandYuan, "7"),
  ])
  func convertsExactly(_ text: String, _ from: AmountUnit, _ to: AmountUnit, _ printed: String)
    throws
  {
    #expect(try Amount(text).converted(from: from, to: to)?.description == printed)
  }

  @Test func conversionThatDoesNotFitIsRefused() throws {
    let fine = try Amount("0.123456789012345678")
    #expect(fine.converted(from: .yuan, to: .tenThousandYuan) == nil)
    let large = Amount(coefficient: Int128.max, scale: 0)
    #expect(large.converted(from: .tenThousandYuan, to: .yuan) == nil)
  }

  @Test(arguments: [
    (["1201.51"], ["1201.51"], nil, Verdict.exact),
    (["1201.50"], ["1088.92", "36.79", "38.29", "37.51"], nil, .rounding),
    (["135.01"], ["128.98", "6.04"], nil, .rounding),
    (["10.00"], ["5.00", "5.02"], nil, .break),
    // One decimal printed means half of 0.1 either way.
    (["288.9"], ["288.94"], nil, .rounding), (["288.9"], ["288.96"], nil, .break),
    // Unless the table's other figures show that only a zero was dropped.
    (["288.9"], ["288.94"], 2, .break),
    (["0"], [], nil, .exact),
  ])
  func verdicts(_ left: [String], _ right: [String], _ decimals: Int?, _ verdict: Verdict) throws {
    var sums = (AmountSum(), AmountSum())
    for text in left { try sums.0.add(Amount(text), decimals: decimals) }
    for text in right { try sums.1.add(Amount(text), decimals: decimals) }
    #expect(sums.0.verdict(against: sums.1) == verdict)
  }

  @Test func toleranceIsHalfAUnitOfEachFigure() throws {
    var left = AmountSum()
    var right = AmountSum()
    try left.add(Amount("1201.50"))
    for text in ["387.84", "813.67"] { try right.add(Amount(text)) }
    #expect(left.tolerance(against: right)?.description == "0.015")
    #expect(left.difference(from: right)?.description == "-0.01")
  }

  /// No difference has more decimals than an amount, so that half a unit of the last one explains none.
  @Test func toleranceHasNoMoreDecimalsThanAnAmount() throws {
    var left = AmountSum()
    try left.add(Amount("0.000000000000000001"))
    #expect(left.tolerance(against: AmountSum()) == .zero)
    #expect(left.tolerance(against: left)?.description == "0.000000000000000001")
    #expect(left.verdict(against: AmountSum()) == .break)
  }

  @Test func overflowIsReportedNotTrapped() {
    var sum = AmountSum()
    let fits = [
      sum.add(Amount(coefficient: Int128.max, scale: 0)), sum.add(Amount(coefficient: 1, scale: 0)),
      sum.add(Amount(coefficient: 1, scale: 18)),
    ]
    #expect(fits == [true, false, false])
    var least = AmountSum()
    let ends = Amount(coefficient: Int128.min, scale: 0)
    #expect(
      least.add(ends) && !least.add(sum.value, sign: -1) && least.difference(from: sum) == nil)
    #expect(sum.verdict(against: least) == .break)
  }

  @Test(arguments: [
    ("收 入 总 计", "收入总计"), ("（一）公共预算", "(一)公共预算"), ("〝三公〞经费", "\"三公\"经费"),
    ("“三公”", "\"三公\""), ("１栏＝（２－３）栏", "1栏=(2-3)栏"), ("单位：万元", "单位:万元"),
    ("a\u{3000}b\u{A0}c", "abc"),
  ])
  func folds(_ text: String, _ folded: String) { #expect(text.folded == folded) }
}
