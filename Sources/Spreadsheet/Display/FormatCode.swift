/// A number format code such as `#,##0.00;[Red]-#,##0.00`, taken apart. ECMA-376 Part 1, 18.8.31.
struct FormatCode: Sendable {
  /// One piece of a section.
  enum Token: Equatable, Sendable {
    /// Text as it stands.
    case literal(String)
    /// `General`.
    case general
    /// `@`, the cell's text.
    case text
    /// `0`, `#` or `?`.
    case digit(UInt8)
    /// The decimal point.
    case point
    /// A comma: between digits it groups, after them it divides by a thousand.
    case comma
    /// `%`.
    case percent
    /// `E+` or `E-`.
    case exponent(showsPlus: Bool)
    /// `/` of a fraction.
    case slash
    /// A run of one date letter, in lower case: `yyyy`, `mm`, `d`.
    case date(UInt8, count: Int)
    /// `[h]`, `[mm]`, `[s]`: time that goes on counting.
    case elapsed(UInt8, count: Int)
    /// `.000` after seconds.
    case subsecond(Int)
    /// `AM/PM` and its kin: the two texts.
    case halfDay(String, String)

    /// Whether it is a place for a digit.
    var isDigit: Bool { if case .digit = self { true } else { false } }
    /// Whether it shows time that goes on counting.
    var isElapsed: Bool { if case .elapsed = self { true } else { false } }
    /// Whether it is a morning or an afternoon.
    var isHalfDay: Bool { if case .halfDay = self { true } else { false } }
    /// Whether it makes a date or a time of its section.
    var isDate: Bool { if case .date = self { true } else { isElapsed || isHalfDay } }
  }

  /// A comparison such as `[>=100]`.
  struct Condition: Equatable, Sendable {
    /// `<`, `<=`, `=`, `<>`, `>=` or `>`.
    var sign: String
    var operand: DecimalNumber

    func holds(_ number: DecimalNumber) -> Bool {
      switch sign {
      case "<": number < operand
      case "<=": !(operand < number)
      case "=": number == operand
      case "<>": number != operand
      case ">=": !(number < operand)
      default: operand < number
      }
    }

    /// Whether only negative numbers fulfil it: their section then says so by itself.
    var isNegativeOnly: Bool {
      switch sign {
      case "<": !(DecimalNumber.zero < operand)
      case "<=", "=": operand < DecimalNumber.zero
      default: false
      }
    }
  }

  /// One of up to four sections.
  struct Section: Sendable {
    var tokens: [Token] = []
    var condition: Condition?
    /// The 1, 2 or 3 of `[DBNum1]`: Chinese figures.
    var chineseFigures: Int?
    /// Whether names of months and days are Chinese (`[$-804]`).
    var isChinese = false

    /// Whether it shows a date or a time of day.
    var isDate: Bool {
      tokens.contains { if case .subsecond = $0 { true } else { $0.isDate } }
    }

    /// Whether time goes on counting beyond its unit: a duration.
    var isElapsed: Bool { tokens.contains(where: \.isElapsed) }

    var hasText: Bool { tokens.contains(.text) }
  }

  /// The sections in their order, never none.
  let sections: [Section]

  /// Takes a code apart; what it does not know is shown as it stands.
  init(_ code: String) {
    var parser = FormatCodeParser(code)
    let found = parser.sections()
    sections = found.isEmpty ? [Section(tokens: [.general])] : found
  }

  /// Whether numbers are shown as dates or times of day, but not as durations.
  var isDate: Bool { sections.first.map { $0.isDate && !$0.isElapsed } ?? false }

  /// Whether numbers are shown as times of day without a date.
  var isTimeOnly: Bool {
    guard isDate, let first = sections.first else { return false }
    return !first.tokens.contains { token in
      if case .date(let letter, _) = token { return !"hsn".utf8.contains(letter) }
      return false
    }
  }

  /// The sections that numbers choose from: a last one for text is left out.
  private var numberSections: ArraySlice<Section> {
    if sections.count >= 4 { return sections[..<3] }
    if sections.count > 1, sections.last?.hasText == true { return sections.dropLast() }
    return sections[...]
  }

  /// The section for a number and whether its sign is left to the section; nil when none fits.
  func section(for number: DecimalNumber) -> (section: Section, dropsSign: Bool)? {
    let choice = Array(numberSections)
    guard choice.count > 1 || choice.first?.condition != nil else {
      return choice.first.map { ($0, false) }
    }
    guard choice.contains(where: { $0.condition != nil }) else {
      if number.isNegative { return (choice[1], true) }
      return (number.isZero && choice.count > 2 ? choice[2] : choice[0], false)
    }
    for (index, section) in choice.enumerated() {
      // The first two have conditions, their own or `>0` and `<0`; the last takes what is left.
      let isLast = index == choice.count - 1 && index > 0
      if let condition = section.condition {
        if condition.holds(number) { return (section, condition.isNegativeOnly) }
      } else if isLast || (index == 0 && !number.isNegative && !number.isZero)
        || (index == 1 && number.isNegative)
      {
        return (section, index == 1 && number.isNegative && choice[0].condition == nil)
      }
    }
    return nil
  }

  /// The section for text, nil when text stands as it is.
  var textSection: Section? {
    if sections.count >= 4 { return sections[3] }
    return sections.last.flatMap { $0.hasText ? $0 : nil }
  }
}
