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
      tokens[..<at].contains(where: Self.isDigit), tokens[at...].contains(where: Self.isDigit)
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

  private static func isDigit(_ token: Token) -> Bool {
    if case .digit = token { true } else { false }
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
      guard tokens[..<index].contains(where: Self.isDigit) else { continue }
      let follows = index < point && tokens[index..<point].contains(where: Self.isDigit)
      total += count(follows)
    }
    return total
  }

  // MARK: Plain numbers

  /// Figures put into the placeholders of tokens.
  private func fixed(_ value: DecimalNumber, _ tokens: ArraySlice<Token>) -> String {
    let point = tokens.firstIndex(of: .point) ?? tokens.endIndex
    let wholePlaces = tokens[..<point].count(where: Self.isDigit)
    let decimals = tokens[point...].count(where: Self.isDigit)
    let (whole, fraction) = value.rounded(to: decimals).digits
    if let figures = section.chineseFigures, tokens.contains(.general) {
      return chinese(value, figures)
    }
    let grouped = groups(tokens)
    var result = ""
    var (seen, seenFraction) = (0, 0)
    // Once a figure has been shown, commas follow.
    var hasFigures = false
    func put(_ digit: UInt8?, place: Int, filler: UInt8) {
      if let digit {
        result.unicodeScalars.append(UnicodeScalar(digit))
        hasFigures = true
      } else if filler == 0x30 {
        result += "0"
        hasFigures = true
      } else if filler == 0x3F {
        result += " "
      }
      if grouped, place > 0, place % 3 == 0 {
        if hasFigures { result += "," } else if filler == 0x3F { result += " " }
      }
    }
    func putSurplus() {
      for index in 0..<max(0, whole.count - wholePlaces) {
        put(whole[index], place: whole.count - 1 - index, filler: 0x23)
      }
    }
    for index in tokens.indices {
      switch tokens[index] {
      case .literal(let text): result += text
      case .general: result += Self.general(value)
      case .percent: result += "%"
      case .text: result += Self.general(value)
      case .slash: result += "/"
      case .point:
        if wholePlaces == 0 { putSurplus() }
        result += "."
      case .digit(let filler) where index < point:
        if seen == 0 { putSurplus() }
        let place = wholePlaces - 1 - seen
        put(
          place < whole.count ? whole[whole.count - 1 - place] : nil, place: place, filler: filler)
        seen += 1
      case .digit(let filler):
        if seenFraction < fraction.count {
          result.unicodeScalars.append(UnicodeScalar(fraction[seenFraction]))
        } else if filler != 0x23 {
          result += filler == 0x30 ? "0" : " "
        }
        seenFraction += 1
      default: break
      }
    }
    guard let figures = section.chineseFigures else { return result }
    return ChineseFigures.byFigure(result, set: figures)
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
    let places = max(1, mantissa[..<point].count(where: Self.isDigit))
    let decimals = mantissa[point...].count(where: Self.isDigit)
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
