/// `ST_Xstring`: text in which `_xHHHH_` stands for a UTF-16 unit that XML cannot hold.
/// ECMA-376 Part 1, 22.9.2.19.
enum XString {
  /// The text that bytes in UTF-8 stand for.
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "_")) else { return String(decoding: bytes, as: UTF8.self) }
    return decode(Array(bytes))
  }

  /// The text that bytes in UTF-8 stand for.
  static func decode(_ bytes: [UInt8]) -> String {
    guard bytes.contains(UInt8(ascii: "_")) else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var units: [UInt16] = []
    var index = 0
    while index < bytes.count {
      if let unit = unit(bytes, index) {
        // Escapes side by side may be the two halves of one character.
        units.append(unit)
        index += 7
        continue
      }
      flush(&units, &result)
      result.append(bytes[index])
      index += 1
    }
    flush(&units, &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// The text that a string stands for.
  static func decode(_ text: String) -> String {
    text.utf8.contains(UInt8(ascii: "_")) ? decode(Array(text.utf8)) : text
  }

  private static func flush(_ units: inout [UInt16], _ result: inout [UInt8]) {
    guard !units.isEmpty else { return }
    result.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
    units.removeAll()
  }

  private static func unit(_ bytes: [UInt8], _ at: Int) -> UInt16? {
    guard bytes[at] == 0x5F, at + 7 <= bytes.count, bytes[at + 1] == UInt8(ascii: "x"),
      bytes[at + 6] == 0x5F
    else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[at + 2..<at + 6] {
      guard let digit = byte.hexadecimal else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
