#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The characters of an encoding of one and two bytes, for GB 18030 of four as well, in both directions.
///
/// One call of `iconv` for each cell of a file would cost more than everything else; so the system is
/// asked once for each code, and what it knows is kept (about 0.6 MB).
final class CharacterTable: Sendable {
  /// The scalars of single bytes from 0x80; 0 for none.
  let singles: [UInt32]
  /// The scalars of two-byte codes by lead byte from 0x81 and second byte from 0x40; 0 for none.
  let pairs: [UInt32]
  /// The scalars of four-byte codes below the supplementary planes, by their place in the order.
  let quads: [UInt32]
  /// The codes of the basic plane: two bytes or one, or 0 for four.
  private let codes: [UInt16]
  /// The places of the basic plane's scalars among the four-byte codes, less one.
  private let places: [UInt16]
  private let hasQuads: Bool
  /// Two-byte codes of the supplementary planes.
  private let others: [UInt32: UInt16]

  /// The places of four-byte codes that stand for the basic plane: 0x81308130 to 0x8431A439.
  static let quadCount = 39_420
  /// The place of U+10000.
  private static let supplementary = 189_000

  /// What the system knows of an encoding by its name there; nil where it does not have it.
  init?(_ name: String, hasQuads: Bool = false) {
    guard let converter = iconv_open("UTF-32LE", name), Int(bitPattern: converter) != -1 else {
      return nil
    }
    defer { iconv_close(converter) }
    var codes = [UInt16](repeating: 0, count: 65_536)
    var places = [UInt16](repeating: 0, count: 65_536)
    var others: [UInt32: UInt16] = [:]
    var pairs = [UInt32](repeating: 0, count: 126 * 191)
    var singles = (0x80...0xFF).map { Self.scalar([$0], converter) }
    // Code page 936, which is called GBK, has the euro there; GB 18030 has nothing.
    if hasQuads { singles[0] = 0x20AC }
    for (index, value) in singles.enumerated() where value != 0 && value < 65_536 && !hasQuads {
      codes[Int(value)] = UInt16(0x80 + index)
    }
    for lead in 0x81...0xFE where singles[lead - 0x80] == 0 {
      for second in 0x40...0xFE where second != 0x7F {
        let value = Self.scalar([UInt8(lead), UInt8(second)], converter)
        guard value != 0 else { continue }
        pairs[(lead - 0x81) * 191 + second - 0x40] = value
        let code = UInt16(lead << 8 | second)
        if value < 65_536 { codes[Int(value)] = code } else { others[value] = code }
      }
    }
    quads = (0..<(hasQuads ? Self.quadCount : 0)).map { Self.scalar(Self.bytes(at: $0), converter) }
    self.singles = singles
    self.hasQuads = hasQuads
    for (place, value) in quads.enumerated()
    where value != 0 && value < 65_536 && codes[Int(value)] == 0 {
      places[Int(value)] = UInt16(place + 1)
    }
    (self.codes, self.places, self.others, self.pairs) = (codes, places, others, pairs)
  }

  /// What the system knows of a code, 0 for nothing.
  private static func scalar(_ code: [UInt8], _ converter: iconv_t) -> UInt32 {
    var input = code.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 16)
    var (left, room) = (input.count, output.count)
    let failed = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, to) = (source.baseAddress, target.baseAddress)
        return iconv(converter, &from, &left, &to, &room) == -1
      }
    }
    if failed { iconv(converter, nil, nil, nil, nil) }
    guard !failed, left == 0, room == 12 else { return 0 }
    return output.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32(UInt8(bitPattern: $1)) }
  }

  private static func bytes(at place: Int) -> [UInt8] {
    [
      UInt8(0x81 + place / 12_600), UInt8(0x30 + place / 1260 % 10), UInt8(0x81 + place / 10 % 126),
      UInt8(0x30 + place % 10),
    ]
  }

  /// The scalar of the four-byte code at the start, 0 for none.
  func quad(_ code: UnsafePointer<UInt8>) -> UInt32 {
    let (lead, third) = (code[0], code[2])
    guard 0x81...0xFE ~= lead, code[1].isDigit, 0x81...0xFE ~= third, code[3].isDigit else {
      return 0
    }
    let place =
      ((Int(lead) - 0x81) * 10 + Int(code[1]) - 0x30) * 1260 + (Int(third) - 0x81) * 10
      + Int(code[3]) - 0x30
    if place < quads.count { return quads[place] }
    let value = place - Self.supplementary + 0x10000
    return 0x10000...0x10FFFF ~= value ? UInt32(value) : 0
  }

  /// The scalar at the start and its bytes, not ASCII; nil where there is none.
  func character(_ bytes: UnsafePointer<UInt8>, _ left: Int) -> (scalar: UInt32, width: Int)? {
    let lead = Int(bytes[0])
    if singles[lead - 0x80] != 0 { return (singles[lead - 0x80], 1) }
    guard left > 1, 0x81...0xFE ~= lead else { return nil }
    let second = bytes[1]
    if second >= 0x40, second != 0xFF {
      let value = pairs[(lead - 0x81) * 191 + Int(second) - 0x40]
      return value == 0 ? nil : (value, 2)
    }
    guard hasQuads, left > 3 else { return nil }
    let value = quad(bytes)
    return value == 0 ? nil : (value, 4)
  }

  /// How many bytes a scalar has.
  func width(of scalar: UnicodeScalar) -> Int {
    if scalar.value < 0x80 { return 1 }
    if scalar.value < 65_536 {
      let code = codes[Int(scalar.value)]
      return code >= 0x100 ? 2 : code > 0 ? 1 : 4
    }
    return others[scalar.value] != nil ? 2 : 4
  }

  /// Appends a scalar; false for one of the few private-use characters that the system's table lacks
  /// since the characters of GB 18030 that once stood there have places of their own.
  func append(_ scalar: UnicodeScalar, to bytes: inout [UInt8]) -> Bool {
    let value = scalar.value
    if value < 0x80 {
      bytes.append(UInt8(value))
      return true
    }
    if let code = value < 65_536 ? codes[Int(value)] : others[value], code != 0 {
      if code >= 0x100 { bytes.append(UInt8(code >> 8)) }
      bytes.append(UInt8(code & 0xFF))
    } else if !hasQuads {
      return false
    } else if value < 65_536 {
      let place = Int(places[Int(value)])
      guard place > 0 else { return false }
      bytes += Self.bytes(at: place - 1)
    } else {
      bytes += Self.bytes(at: Int(value) - 0x10000 + Self.supplementary)
    }
    return true
  }
}
