/// Chinese figures and names of days, as data: what `[DBNum1]` to `[DBNum3]` and `[$-804]` show.
enum ChineseFigures {
  /// Morning and afternoon.
  static let halfDays = ("\u{4E0A}\u{5348}", "\u{4E0B}\u{5348}")

  /// Sunday to Saturday, one character each.
  private static let days: [String] = [
    "\u{65E5}", "\u{4E00}", "\u{4E8C}", "\u{4E09}", "\u{56DB}", "\u{4E94}", "\u{516D}",
  ]

  /// Figures 0 to 9, the units of ten, hundred, thousand, and the steps of ten thousand.
  private struct Set: Sendable {
    var figures: [String]
    var units: [String]
    var steps: [String]
  }

  private static let sets: [Int: Set] = [
    1: Set(
      figures: [
        "\u{3007}", "\u{4E00}", "\u{4E8C}", "\u{4E09}", "\u{56DB}", "\u{4E94}", "\u{516D}",
        "\u{4E03}", "\u{516B}", "\u{4E5D}",
      ], units: ["", "\u{5341}", "\u{767E}", "\u{5343}"],
      steps: ["", "\u{4E07}", "\u{4EBF}", "\u{4E07}\u{4EBF}"]),
    2: Set(
      figures: [
        "\u{96F6}", "\u{58F9}", "\u{8D30}", "\u{53C1}", "\u{8086}", "\u{4F0D}", "\u{9646}",
        "\u{67D2}", "\u{634C}", "\u{7396}",
      ], units: ["", "\u{62FE}", "\u{4F70}", "\u{4EDF}"],
      steps: ["", "\u{4E07}", "\u{4EBF}", "\u{4E07}\u{4EBF}"]),
    3: Set(
      figures: [
        "\u{FF10}", "\u{FF11}", "\u{FF12}", "\u{FF13}", "\u{FF14}", "\u{FF15}", "\u{FF16}",
        "\u{FF17}", "\u{FF18}", "\u{FF19}",
      ], units: ["", "\u{5341}", "\u{767E}", "\u{5343}"],
      steps: ["", "\u{4E07}", "\u{4EBF}", "\u{4E07}\u{4EBF}"]),
  ]

  /// Each figure by itself, all other characters as they stand.
  static func byFigure(_ text: String, set: Int) -> String {
    guard let set = sets[set] else { return text }
    return text.unicodeScalars.map { scalar in
      guard "0"..."9" ~= scalar else { return String(scalar) }
      return set.figures[Int(scalar.value - 0x30)]
    }.joined()
  }

  /// A whole number with its units: `1024` as one thousand, nought, two tens, four.
  static func counted(_ digits: [UInt8], set: Int) -> String {
    guard let set = sets[set] else { return String(decoding: digits, as: UTF8.self) }
    let figures = digits.drop { $0 == 0x30 }
    guard !figures.isEmpty else { return set.figures[0] }
    guard figures.count <= 16 else { return byFigures(figures, set) }
    var result = ""
    var gap = false
    var stepHasFigure = false
    for (index, byte) in figures.enumerated() {
      let place = figures.count - 1 - index
      let figure = Int(byte) - 0x30
      if figure == 0 {
        gap = true
      } else {
        if gap, !result.isEmpty { result += set.figures[0] }
        gap = false
        stepHasFigure = true
        result += set.figures[figure] + set.units[place % 4]
      }
      if place % 4 == 0 {
        // The step of 10^12 needs its second character once only.
        if stepHasFigure, place > 0 { result += step(place / 4, figures, set) }
        stepHasFigure = false
      }
    }
    return result
  }

  private static func step(_ step: Int, _ figures: ArraySlice<UInt8>, _ set: Set) -> String {
    guard step == 3 else { return set.steps[step] }
    let lower = figures.suffix(12).prefix(4)
    return lower.contains { $0 != 0x30 } ? set.steps[1] : set.steps[3]
  }

  private static func byFigures(_ figures: ArraySlice<UInt8>, _ set: Set) -> String {
    figures.map { set.figures[Int($0) - 0x30] }.joined()
  }

  /// A day or a month with its units: ten alone needs no one before it.
  static func dayOrMonth(_ value: Int, set index: Int) -> String {
    let text = counted(Array(String(value).utf8), set: index)
    guard 10...19 ~= value, let set = sets[index] else { return text }
    return text.hasPrefix(set.figures[1]) && index != 2
      ? String(text.dropFirst(set.figures[1].count)) : text
  }

  /// The name of a weekday, 0 being Sunday.
  static func weekday(_ day: Int, isShort: Bool) -> String {
    (isShort ? "\u{5468}" : "\u{661F}\u{671F}") + days[day]
  }

  /// The one character of a weekday.
  static func weekdayCharacter(_ day: Int) -> String { days[day] }

  /// The name of a month.
  static func month(_ month: Int) -> String { dayOrMonth(month, set: 1) + "\u{6708}" }
}
