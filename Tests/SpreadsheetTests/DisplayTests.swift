import Testing

@testable import Spreadsheet

@Test(arguments: [
  ("General", "0.17849999999999999", "0.1785"), ("General", "123456789012", "1.23457E+11"),
  ("General", "12345678901", "12345678901"), ("General", "1234.56789012345", "1234.56789"),
  ("General", "-0.00001234", "-0.00001234"), ("General", "0.0000123456", "1.23456E-05"),
  ("General", "1E-10", "1E-10"), ("General", "-0", "0"), ("@", "12", "12"),
  ("0.00", "9.0749999999999993", "9.08"), ("0.0%", "0.17849999999999999", "17.9%"),
  ("0.00", "1.005", "1.01"), ("0.00", "-1.005", "-1.01"), ("0", "0.5", "1"),
  ("#,##0.00", "1234567.891", "1,234,567.89"), ("#,##0", "0", "0"), ("#,###", "0", ""),
  ("#,##0.00;-#,##0.00;\"-\"", "0", "-"), ("#,##0;(#,##0)", "-1234.5", "(1,235)"),
  ("#,##0.00,", "1234567", "1,234.57"), ("0,,\"M\"", "1500000", "2M"),
  ("0!.0,", "12345", "1.2"), ("000000", "101", "000101"), ("000\\-0000", "5551234", "555-1234"),
  ("0%", "0.285", "29%"), ("\"$\"#,##0.00_);(\"$\"#,##0.00)", "-5", "($5.00)"),
  ("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "1234.5", " 1,234.50 "),
  ("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "0", " -   "),
  ("0.00E+00", "12345", "1.23E+04"), ("##0.0E+0", "12345", "12.3E+3"),
  ("0.0E+00", "9.96", "1.0E+01"), ("0.00E-00", "0.00012", "1.20E-04"),
  ("# ?/?", "1.5", "1 1/2"), ("# ?/?", "12.3", "12 1/3"), ("# ?/?", "5", "5    "),
  ("# ?/8", "0.5", " 4/8"), ("??/??", "0.5", " 1/2 "), ("# ??/100", "1.25", "1 25/100"),
  ("[>=100]\"big\";[<0]\"less\";0.0", "5", "5.0"),
  ("[>=100]\"big\";[<0]\"less\";0.0", "100", "big"),
  ("[>=100]\"big\";[<0]\"less\";0.0", "-1", "less"), ("[=1]\"yes\";[=0]\"no\"", "0", "no"),
  ("yyyy-mm-dd", "45505", "2024-08-01"), ("yyyy-mm-dd", "60", "1900-02-29"),
  ("yyyy-mm-dd", "61", "1900-03-01"), ("yyyy-mm-dd", "2958465", "9999-12-31"),
  ("yyyy-mm-dd", "2958466", "########"), ("yyyy-mm-dd", "-1", "########"),
  ("d-mmm-yy", "45505", "1-Aug-24"), ("dddd", "45505", "Thursday"), ("mmmmm", "45505", "A"),
  ("h:mm AM/PM", "0.75", "6:00 PM"), ("hh:mm:ss", "0.99999421296", "23:59:59"),
  ("h:mm", "0.999994", "23:59"), ("mm:ss.0", "0.0000087", "00:00.8"), ("[h]:mm", "1.5", "36:00"),
  ("[mm]:ss", "0.05", "72:00"), ("[s]", "0.5", "43200"),
  ("m/d/yy h:mm", "45505.3958333333", "8/1/24 9:30"),
  ("yyyy\"\u{5E74}\"m\"\u{6708}\"d\"\u{65E5}\"", "45505", "2024\u{5E74}8\u{6708}1\u{65E5}"),
  ("aaaa", "45505", "\u{661F}\u{671F}\u{56DB}"),
  ("[$-804]dddd", "45505", "\u{661F}\u{671F}\u{56DB}"),
  ("\u{4E0A}\u{5348}/\u{4E0B}\u{5348}h:mm", "0.75", "\u{4E0B}\u{5348}6:00"),
  (
    "[DBNum1][$-804]yyyy\"\u{5E74}\"m\"\u{6708}\"d\"\u{65E5}\"", "39746",
    "\u{4E8C}\u{3007}\u{3007}\u{516B}\u{5E74}\u{5341}\u{6708}\u{4E8C}\u{5341}\u{4E94}\u{65E5}"
  ),
  ("[DBNum1]General", "1024", "\u{4E00}\u{5343}\u{3007}\u{4E8C}\u{5341}\u{56DB}"),
  ("[DBNum1]0", "1024", "\u{4E00}\u{3007}\u{4E8C}\u{56DB}"),
  (
    "[DBNum2]General", "120050",
    "\u{58F9}\u{62FE}\u{8D30}\u{4E07}\u{96F6}\u{4F0D}\u{62FE}"
  ),
  ("[DBNum2][$-804]General\"\u{5143}\"", "10", "\u{58F9}\u{62FE}\u{5143}"),
  ("[DBNum3]0", "12", "\u{FF11}\u{FF12}"),
  ("0.00\"\u{4E07}\u{5143}\"", "3.14159", "3.14\u{4E07}\u{5143}"),
  ("[$\u{A5}-804]#,##0", "1234", "\u{A5}1,234"),
  ("[Red]General", "5", "5"), ("\"n\"", "3", "n"), (";;;", "3", ""), ("0;0;;@", "0", ""),
  ("General\"x\"", "2.5", "2.5x"), ("0_);[Red]\\(0\\)", "-3", "(3)"),
])
func showsNumbers(format: String, number: String, text: String) {
  var display = CellDisplay()
  #expect(display.text(of: .number(number), format: format) == text)
}

@Test func showsOtherValues() {
  var display = CellDisplay()
  #expect(display.text(of: .text("a"), format: "0;0;0;\"<\"@\">\"") == "<a>")
  #expect(display.text(of: .text("a"), format: ";;;") == "")
  #expect(display.text(of: .text("a"), format: "0.00") == "a")
  #expect(display.text(of: .boolean(true), format: "0") == "TRUE")
  #expect(display.text(of: .error("#N/A"), format: "0") == "#N/A")
  #expect(display.text(of: .date("2024-08-01"), format: "d/m/yyyy") == "1/8/2024")
  #expect(display.text(of: .date("2024-08-01T09:30:00"), format: "h:mm") == "9:30")
}

@Test(arguments: [
  ("yyyy-mm-dd", "45505", "2024-08-01"),
  ("m/d/yy h:mm", "45505.395833333336", "2024-08-01T09:30:00"),
  ("h:mm", "0.5", "12:00:00"), ("yyyy-mm-dd", "45505.0000115741", "2024-08-01T00:00:01"),
  ("mm:ss.000", "0.0000143519", "00:00:01.24"),
])
func datesOfSerials(format: String, number: String, text: String) {
  var display = CellDisplay()
  #expect(display.date(of: Cell(.number(number), style: CellStyle(numberFormat: format))) == text)
}

@Test(arguments: [
  "General", "0.00", "@", "[h]:mm", "\"MWH\"", "_M_M0", "#,##0", "*d0", "[Red]0", "\\d0",
  "0\"day\"",
  "[$USD] #,##0.00", "# ?/?", "[$-804]0.00",
])
func formatsThatAreNoDates(format: String) {
  var display = CellDisplay()
  #expect(display.date(of: Cell(.number("1"), style: CellStyle(numberFormat: format))) == nil)
}

@Test func datesSince1904() {
  var display = CellDisplay(date1904: true)
  #expect(display.text(of: .number("0"), format: "yyyy-mm-dd") == "1904-01-01")
  #expect(display.text(of: .number("1.5"), format: "[h]") == "36")
  #expect(display.text(of: .date("1904-01-02"), format: "d.m.yyyy") == "2.1.1904")
}

@Test func everyDayHasItsDate() {
  var (year, month, day) = (1900, 1, 1)
  for serial in 1...200_000 {
    let found = DateSerial(
      DecimalNumber(isNegative: false, coefficient: UInt64(serial), exponent: 0), date1904: false,
      places: 0)
    guard let found, found.date == (year, month, day) else {
      Issue.record("day \(serial)")
      return
    }
    let iso = found.isoText(isTimeOnly: false)
    if serial != 60, DateSerial.number(iso: iso, date1904: false)?.plainText != "\(serial)" {
      Issue.record("day \(serial) from \(iso)")
      return
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) || year == 1900
    let last = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    day += 1
    if day > last { (month, day) = (month + 1, 1) }
    if month > 12 { (year, month) = (year + 1, 1) }
  }
}

/// The largest whole and the largest denominator: nothing overflows.
@Test func fractionsHaveRoom() {
  var display = CellDisplay()
  #expect(
    display.text(of: .number("123456789012345"), format: "?/999999999")
      == "123456788888888210987655/999999999")
}

@Test func decimalsKeepFifteenDigits() {
  #expect(DecimalNumber("0.30000000000000004")?.plainText == "0.3")
  #expect(DecimalNumber("999999999999999.5")?.plainText == "1000000000000000")
  #expect(DecimalNumber("-1.50E2")?.plainText == "-150")
  #expect(DecimalNumber("1e") == nil && DecimalNumber("") == nil && DecimalNumber("0x1") == nil)
  var generator = Generator(seed: 7)
  for _ in 0..<2000 {
    let one = Int.random(in: -99_999...99_999, using: &generator)
    let two = Int.random(in: -99_999...99_999, using: &generator)
    let (a, b) = (DecimalNumber("\(one)e-3"), DecimalNumber("\(two)e-3"))
    if let a, let b { #expect((a < b) == (one < two)) } else { Issue.record("no number") }
  }
}
