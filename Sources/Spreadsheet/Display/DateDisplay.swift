/// Shows a number in a section of dates and times.
struct DateDisplay {
  private let section: FormatCode.Section
  private let date1904: Bool

  init(_ section: FormatCode.Section, date1904: Bool) {
    (self.section, self.date1904) = (section, date1904)
  }

  /// The number as a date or a time; nil outside the years that there are.
  func text(_ number: DecimalNumber) -> String? {
    let places = section.tokens.reduce(0) { most, token in
      if case .subsecond(let count) = token { max(most, count) } else { most }
    }
    guard let serial = DateSerial(number, date1904: date1904, places: places) else { return nil }
    // Durations count from 0 in both epochs.
    guard let plain = DateSerial(number, date1904: false, places: places) else { return nil }
    let total = plain.day * 86_400 + plain.seconds
    let isTwelve = section.tokens.contains(where: \.isHalfDay)
    var result = ""
    for token in section.tokens {
      switch token {
      case .literal(let text): result += text
      case .general: result += NumberDisplay.general(number)
      case .halfDay(let morning, let afternoon):
        result += serial.hour < 12 ? morning : afternoon
      case .elapsed(let letter, let count):
        let value =
          letter == UInt8(ascii: "h")
          ? total / 3600 : letter == UInt8(ascii: "m") ? total / 60 : total
        result += figures(DateSerial.padded(value, count))
      case .subsecond(let count):
        let digits = DateSerial.padded(serial.fraction, serial.places)
        result += "." + digits.prefix(count)
      case .date(let letter, let count):
        result += part(letter, count, serial, isTwelve: isTwelve)
      case .text: result += NumberDisplay.general(number)
      default: break
      }
    }
    return result
  }

  private func part(_ letter: UInt8, _ count: Int, _ serial: DateSerial, isTwelve: Bool) -> String {
    let (year, month, day) = serial.date
    switch letter {
    case UInt8(ascii: "y"):
      return figures(count <= 2 ? DateSerial.padded(year % 100, 2) : DateSerial.padded(year, 4))
    case UInt8(ascii: "e"): return figures(DateSerial.padded(year, 4))
    case UInt8(ascii: "b"):
      let buddhist = year + 543
      return count <= 2 ? DateSerial.padded(buddhist % 100, 2) : String(buddhist)
    case UInt8(ascii: "m"):
      switch count {
      case 1, 2: return counted(month, count)
      case 3:
        return section.isChinese ? "\(month)\u{6708}" : String(Self.months[month - 1].prefix(3))
      case 5: return section.isChinese ? String(month) : String(Self.months[month - 1].prefix(1))
      default: return section.isChinese ? ChineseFigures.month(month) : Self.months[month - 1]
      }
    case UInt8(ascii: "d"):
      switch count {
      case 1, 2: return counted(day, count)
      case 3 where section.isChinese:
        return ChineseFigures.weekday(serial.weekday, isShort: true)
      case 3: return String(Self.days[serial.weekday].prefix(3))
      default:
        return section.isChinese
          ? ChineseFigures.weekday(serial.weekday, isShort: false) : Self.days[serial.weekday]
      }
    case UInt8(ascii: "a"):
      return count == 3
        ? ChineseFigures.weekdayCharacter(serial.weekday)
        : ChineseFigures.weekday(serial.weekday, isShort: false)
    case UInt8(ascii: "h"):
      let hour = isTwelve ? (serial.hour + 11) % 12 + 1 : serial.hour
      return counted(hour, count)
    case UInt8(ascii: "n"): return counted(serial.minute, count)
    case UInt8(ascii: "s"): return counted(serial.second, count)
    default: return ""
    }
  }

  private func figures(_ text: String) -> String {
    section.chineseFigures.map { ChineseFigures.byFigure(text, set: $0) } ?? text
  }

  private func counted(_ value: Int, _ width: Int) -> String {
    guard let figures = section.chineseFigures else {
      return DateSerial.padded(value, min(width, 2))
    }
    return ChineseFigures.dayOrMonth(value, set: figures)
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static let days = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
}
