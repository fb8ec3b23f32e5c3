/// Shows a number in one section of a format code, its magnitude alone: signs are added outside.
struct NumberDisplay {
  private typealias Token = FormatCode.Token

  private let section: FormatCode.Section

  init(_ section: FormatCode.Section) { self.section = section }

  /// What a cell shows whose format is `General`: at most eleven characters beside the sign.
  static func general(_ number: DecimalNumber) -> String {
    guard !number.isZero else { return "0" }
    let sign = number.isNegative ? "-" : ""
    let value = number.magnitude
    switch value.magnitudeExponent {
    case -4...(-1):
      return sign + value.rounded(toDigits: 10 + value.magnitudeExponent).plainText
    case 0...9:
      return sign + value.rounded(toDigits: 10).plainText
    case 10:
      return sign + value.rounded(to: 0).plainText
    case -9...(-5):
      let plain = value.plainText
      if plain.utf8.count <= 11 { return sign + plain }
    default: break
    }
    let rounded = value.rounded(toDigits: 6)
    let digits = String(rounded.coefficient)
    let power = rounded.magnitudeExponent
    let fraction = digits.dropFirst()
    let exponent = (power < 0 ? "E-" : "E+") + (abs(power) < 10 ? "0" : "") + String(abs(power))
    return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + exponent
  }

  /// The number in the section.
  func text(_ number: DecimalNumber) -> String {
    let tokens = section.tokens
    var power = 2 * tokens.count { $0 == .percent }
    power -= 3 * scalingCommas
    let value = number.magnitude.scaled(number.isZero ? 0 : power)
    if let at = tokens.firstIndex(where: { if case .exponent = $0 { true } else { false } }),
      tokens[..<at].contains(where: \.isDigit), tokens[at...].contains(where: \.isDigit)
    {
      return scientific(value, at)
    }
    if let slash = tokens.firstIndex(of: .slash),
      let text = FractionDisplay(tokens, slash: slash)?.text(value, fixed: fixed)
    {
      return text
    }
    return fixed(value, tokens[...])
  }

  // MARK: Commas

  /// Commas behind the last digit of the whole or of the fraction divide by a thousand each.
  private var scalingCommas: Int {
    commas { $0 ? 0 : 1 }
  }

  private func groups(_ tokens: ArraySlice<Token>) -> Bool { commas { $0 ? 1 : 0 } > 0 }

  /// Adds up over all commas behind a digit, knowing of each whether a digit of the whole follows.
  private func commas(_ count: (_ isGrouping: Bool) -> Int) -> Int {
    let tokens = section.tokens
    let point = tokens.firstIndex(of: .point) ?? tokens.count
    var total = 0
    for index in tokens.indices where tokens[index] == .comma {
      guard tokens[..<index].contains(where: \.isDigit) else { continue }
      let follows = index < point && tokens[index..<point].contains(where: \.isDigit)
      total += count(follows)
    }
    return total
  }

  // MARK: Plain numbers

  /// Figures put into the placeholders of tokens.
  private func fixed(_ value: DecimalNumber, _ tokens: ArraySlice<Token>) -> String {
    if let figures = section.chineseFigures, tokens.contains(.general) {
      return chinese(value, figures)
    }
    let point = tokens.firstIndex(of: .point) ?? tokens.endIndex
    let wholePlaces = tokens[..<point].count(where: \.isDigit)
    let decimals = tokens[point...].count(where: \.isDigit)
    let (whole, fraction) = value.rounded(to: decimals).digits
    var filling = Filling(
      whole: whole, fraction: fraction[...], places: wholePlaces, isGrouped: groups(tokens))
    for index in tokens.indices {
      switch tokens[index] {
      case .literal(let text): filling.text += text
      case .general, .text: filling.text += Self.general(value)
      case .percent: filling.text += "%"
      case .slash: filling.text += "/"
      case .point:
        if wholePlaces == 0 { filling.putSurplus() }
        filling.text += "."
      case .digit(let filler) where index < point: filling.putWhole(filler)
      case .digit(let filler): filling.putFraction(filler)
      default: break
      }
    }
    guard let figures = section.chineseFigures else { return filling.text }
    return ChineseFigures.byFigure(filling.text, set: figures)
  }

  /// The digits of a number on their way into the placeholders.
  private struct Filling {
    let whole: [UInt8]
    var fraction: ArraySlice<UInt8>
    /// The places before the point.
    let places: Int
    let isGrouped: Bool
    var text = ""
    private var seen = 0
    /// Once a figure has been shown, commas follow.
    private var hasFigures = false

    init(whole: [UInt8], fraction: ArraySlice<UInt8>, places: Int, isGrouped: Bool) {
      (self.whole, self.fraction) = (whole, fraction)
      (self.places, self.isGrouped) = (places, isGrouped)
    }

    /// Puts the digits for which there are no places.
    mutating func putSurplus() {
      for index in 0..<max(0, whole.count - places) {
        put(whole[index], place: whole.count - 1 - index, filler: 0x23)
      }
    }

    mutating func putWhole(_ filler: UInt8) {
      if seen == 0 { putSurplus() }
      seen += 1
      let place = places - seen
      put(place < whole.count ? whole[whole.count - 1 - place] : nil, place: place, filler: filler)
    }

    mutating func putFraction(_ filler: UInt8) {
      if let digit = fraction.popFirst() {
        text.unicodeScalars.append(UnicodeScalar(digit))
      } else if filler != 0x23 {
        text += filler == 0x30 ? "0" : " "
      }
    }

    private mutating func put(_ digit: UInt8?, place: Int, filler: UInt8) {
      if let digit {
        text.unicodeScalars.append(UnicodeScalar(digit))
        hasFigures = true
      } else if filler == 0x30 {
        text += "0"
        hasFigures = true
      } else if filler == 0x3F {
        text += " "
      }
      if isGrouped, place > 0, place % 3 == 0 {
        if hasFigures { text += "," } else if filler == 0x3F { text += " " }
      }
    }
  }

  /// `General` under `[DBNum1]`: figures with their units.
  private func chinese(_ value: DecimalNumber, _ figures: Int) -> String {
    var result = ""
    for token in section.tokens {
      switch token {
      case .literal(let text): result += text
      case .percent: result += "%"
      case .general:
        let (whole, fraction) = value.digits
        result += ChineseFigures.counted(whole, set: figures)
        if !fraction.isEmpty {
          let text = String(decoding: fraction, as: UTF8.self)
          result += "." + ChineseFigures.byFigure(text, set: figures)
        }
      default: break
      }
    }
    return result
  }

  // MARK: Powers of ten

  private func scientific(_ value: DecimalNumber, _ at: Int) -> String {
    let tokens = section.tokens
    let mantissa = tokens[..<at]
    let point = mantissa.firstIndex(of: .point) ?? at
    let places = max(1, mantissa[..<point].count(where: \.isDigit))
    let decimals = mantissa[point...].count(where: \.isDigit)
    // With several figures before the point the power is a multiple of their number.
    func power(_ exponent: Int) -> Int {
      exponent - ((exponent % places) + places) % places
    }
    var exponent = power(value.magnitudeExponent)
    if value.scaled(-exponent).rounded(to: decimals).magnitudeExponent >= places {
      exponent += places
    }
    var result = fixed(value.scaled(-exponent), mantissa)
    guard case .exponent(let showsPlus) = tokens[at] else { return result }
    result += exponent < 0 ? "E-" : showsPlus ? "E+" : "E"
    let tail = tokens[(at + 1)...]
    let figures = fixed(
      DecimalNumber(isNegative: false, coefficient: UInt64(abs(exponent)), exponent: 0), tail)
    return result + figures
  }
}
