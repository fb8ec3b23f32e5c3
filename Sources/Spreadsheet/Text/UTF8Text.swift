/// UTF-8 at the level of bytes.
enum UTF8Text {
  /// How many bytes at the start are ASCII.
  static func asciiCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var index = 0
    while index + 8 <= bytes.count {
      let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { break }
      index += 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index
  }

  /// The length of the sequence at an index, 0 where it is none, -1 where its rest is missing.
  @inline(__always)
  static func sequence(_ p: UnsafePointer<UInt8>, _ left: Int) -> Int {
    let lead = p[0]
    if lead < 0x80 { return 1 }
    if lead < 0xC2 || lead > 0xF4 { return 0 }
    let width = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    if left > 1 {
      let second = p[1]
      var (low, high): (UInt8, UInt8) = (0x80, 0xBF)
      switch lead {
      case 0xE0: low = 0xA0
      case 0xED: high = 0x9F
      case 0xF0: low = 0x90
      case 0xF4: high = 0x8F
      default: break
      }
      if second < low || second > high { return 0 }
    }
    if left > 2, width > 2, p[2] & 0xC0 != 0x80 { return 0 }
    if left > 3, width > 3, p[3] & 0xC0 != 0x80 { return 0 }
    return left < width ? -1 : width
  }

  /// How many bytes are valid, and how many sequences of three or more bytes are among them.
  static func longestValid(_ bytes: UnsafeBufferPointer<UInt8>) -> (count: Int, triples: Int) {
    guard let base = bytes.baseAddress else { return (0, 0) }
    var (index, triples) = (0, 0)
    let count = bytes.count
    while index < count {
      if index + 8 <= count {
        let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self).littleEndian
        let marks = word & 0x8080_8080_8080_8080
        if marks == 0 {
          index += 8
          continue
        }
        index += marks.trailingZeroBitCount >> 3
        // Nearly every Chinese character: three bytes, the first not E0 or ED, which have rules of their own.
        if index + 4 <= count {
          var isDone = false
          while index + 4 <= count {
            let four = UnsafeRawPointer(base + index).loadUnaligned(as: UInt32.self).littleEndian
            let lead = four & 0xFF
            guard four & 0x00C0_C0F0 == 0x0080_80E0, lead != 0xE0, lead != 0xED else { break }
            index += 3
            triples += 1
            isDone = true
          }
          if isDone { continue }
        }
      }
      let width = sequence(base + index, count - index)
      if width <= 0 { break }
      if width > 2 { triples += 1 }
      index += width
    }
    return (index, triples)
  }

  /// How many bytes are whole characters; a character whose rest may still come is left.
  static func validCount(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, at offset: Int
  ) throws(TextEncodingError) -> Int {
    let (count, _) = longestValid(bytes)
    guard count < bytes.count, let base = bytes.baseAddress else { return count }
    if !isLast, sequence(base + count, bytes.count - count) < 0 { return count }
    throw TextEncodingError(encoding: .utf8, offset: offset + count)
  }

  /// Stores a scalar; returns the place behind it.
  @inline(__always)
  static func store(_ value: UInt32, _ to: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<
    UInt8
  > {
    if value < 0x80 {
      to[0] = UInt8(value)
      return to + 1
    }
    if value < 0x800 {
      to[0] = UInt8(0xC0 | value >> 6)
      to[1] = UInt8(0x80 | value & 0x3F)
      return to + 2
    }
    if value < 0x10000 {
      to[0] = UInt8(0xE0 | value >> 12)
      to[1] = UInt8(0x80 | value >> 6 & 0x3F)
      to[2] = UInt8(0x80 | value & 0x3F)
      return to + 3
    }
    to[0] = UInt8(0xF0 | value >> 18)
    to[1] = UInt8(0x80 | value >> 12 & 0x3F)
    to[2] = UInt8(0x80 | value >> 6 & 0x3F)
    to[3] = UInt8(0x80 | value & 0x3F)
    return to + 4
  }
}
