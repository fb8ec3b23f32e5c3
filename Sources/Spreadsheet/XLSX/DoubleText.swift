/// Doubles as the shortest text that reads back as the same double.
enum DoubleText {
  /// The text of a finite double: `1201.5`, `0.1`, `1e+16`.
  static func shortest(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The number of cents of an amount of less than 10^15 cents, nil when it is none.
  ///
  /// Division rounds once, as reading the decimal text does: both give the same double. Decimals of
  /// 15 digits are all different as doubles, so that this text is the shortest too.
  static func cents(_ value: Double) -> Int? {
    let scaled = value * 100
    guard abs(scaled) < 1e15 else { return nil }
    let cents = Int(scaled + (scaled < 0 ? -0.5 : 0.5))
    return cents != 0 && Double(cents) / 100 == value ? cents : nil
  }

  /// The shortest text of the double that scientific notation of more than 15 digits stands for;
  /// nil for all other text.
  static func ofScientific(_ text: String) -> String? {
    guard text.utf8.contains(where: { $0 | 0x20 == 0x65 }), let value = Double(text),
      value.isFinite, let written = CellValue(value), case .number(text) = written
    else { return nil }
    return shortest(value)
  }
}

extension CellValue {
  /// A double, in the shortest text that reads back as the same double; nil when it is not finite.
  ///
  /// Decimal text that is given must fit in 15 digits, as Excel shows no more. A double may need 17
  /// so that no bit is lost: it then stands here in scientific notation, by which the writer knows
  /// it, as `3.0000000000000004E-1`.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    let text = DoubleText.shortest(value)
    if NumberText.digits(text) <= 15 {
      self = .number(text)
      return
    }
    self = .number(Self.scientific(text))
  }

  /// The same digits with one of them before the point.
  private static func scientific(_ text: String) -> String {
    var digits: [UInt8] = []
    var exponent = -1
    var given = 0
    var hasPoint = false
    let halves = text.utf8.split(separator: UInt8(ascii: "e"))
    for byte in halves.first ?? text.utf8[...] {
      switch byte {
      case 0x30...0x39:
        if digits.isEmpty, byte == 0x30 {
          if hasPoint { exponent -= 1 }
        } else {
          digits.append(byte)
          if !hasPoint { exponent += 1 }
        }
      case 0x2E: hasPoint = true
      default: break
      }
    }
    if halves.count > 1 { given = Int(String(halves[1]) ?? "") ?? 0 }
    while digits.last == 0x30 { digits.removeLast() }
    let sign = text.utf8.first == 0x2D ? "-" : ""
    let first = String(decoding: digits.prefix(1), as: UTF8.self)
    let rest = String(decoding: digits.dropFirst(), as: UTF8.self)
    return "\(sign)\(first).\(rest)E\(exponent + given)"
  }
}
