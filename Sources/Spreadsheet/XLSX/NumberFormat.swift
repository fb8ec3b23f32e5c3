/// The number formats that files name by a number alone. ECMA-376 Part 1, 18.8.30 `numFmt`.
enum NumberFormat {
  /// The first number for formats that a workbook defines itself.
  static let firstCustom = 164

  /// A code that a file has, which none is longer than Excel takes: a million zeros would be shown for
  /// each number. No code is `General`.
  static func read(_ code: String) throws(SpreadsheetError) -> String {
    guard !CellRules.isLonger(code, than: CellRules.formatCharacters) else {
      throw .limitExceeded(
        limit: "characters in a number format", allowed: CellRules.formatCharacters)
    }
    return code.isEmpty ? "General" : code
  }

  /// The code of a built-in format, nil for numbers that have none.
  static func code(_ id: Int) -> String? { codes[id] }

  /// The number of a built-in code that means the same in every language.
  static func id(_ code: String) -> Int? { ids[code] }

  private static let ids: [String: Int] = Dictionary(
    uniqueKeysWithValues: universal.map { ($0.value, $0.key) })

  private static let codes = universal.merging(eastAsian) { one, _ in one }
    .merging(accounting) { one, _ in one }

  private static let universal: [Int: String] = [
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mmss.0", 48: "##0.0E+0", 49: "@",
  ]

  /// Their currency sign depends on the language of the program: read, never written.
  private static let accounting: [Int: String] = [
    5: "\"$\"#,##0_);(\"$\"#,##0)", 6: "\"$\"#,##0_);[Red](\"$\"#,##0)",
    7: "\"$\"#,##0.00_);(\"$\"#,##0.00)", 8: "\"$\"#,##0.00_);[Red](\"$\"#,##0.00)",
    41: "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
    42: "_(\"$\"* #,##0_);_(\"$\"* (#,##0);_(\"$\"* \"-\"_);_(@_)",
    43: "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
    44: "_(\"$\"* #,##0.00_);_(\"$\"* (#,##0.00);_(\"$\"* \"-\"??_);_(@_)",
  ]

  /// What 27 to 36 and 50 to 58 mean in simplified Chinese; other languages differ: never written.
  private static let eastAsian: [Int: String] = {
    let yearMonth = "yyyy\"\u{5E74}\"m\"\u{6708}\""
    let monthDay = "m\"\u{6708}\"d\"\u{65E5}\""
    let hourMinute = "h\"\u{65F6}\"mm\"\u{5206}\""
    let halfDay = "\u{4E0A}\u{5348}/\u{4E0B}\u{5348}" + hourMinute
    let second = "ss\"\u{79D2}\""
    return [
      27: yearMonth, 28: monthDay, 29: monthDay, 30: "m-d-yy",
      31: yearMonth + "d\"\u{65E5}\"", 32: hourMinute, 33: hourMinute + second, 34: halfDay,
      35: halfDay + second, 36: yearMonth, 50: yearMonth, 51: monthDay, 52: yearMonth,
      53: monthDay, 54: monthDay, 55: halfDay, 56: halfDay + second, 57: yearMonth, 58: monthDay,
    ]
  }()
}
