extension StringProtocol {
  /// The text without any white space: what a caption or a label is compared and kept by, since blanks
  /// inside Chinese print (`收 入 总 计`) come from the typesetting.
  public var squeezed: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for scalar in unicodeScalars where !scalar.isBlank { bytes += UTF8.bytes(of: scalar) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text as captions are compared: blanks removed, full-width forms as ASCII, the various
  /// quotation marks and minus signs as one.
  public var folded: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for scalar in unicodeScalars where !scalar.isBlank {
      bytes += UTF8.bytes(of: scalar.foldedForComparison)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UTF8 {
  /// The bytes of one scalar.
  fileprivate static func bytes(of scalar: UnicodeScalar) -> EncodedScalar {
    // Every scalar can be encoded.
    encode(scalar) ?? encodedReplacementCharacter
  }
}

extension UnicodeScalar {
  /// White space in the wide sense of extracted texts, invisible marks included.
  public var isBlank: Bool {
    // Chinese characters and ASCII letters come first, being nearly everything.
    if value > 0x3000 && value != 0xFEFF || value > 0x20 && value < 0x80 { return false }
    return switch value {
    case 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0xA0, 0x3000, 0xFEFF, 0x200B, 0x200C, 0x200D: true
    case 0x2000...0x200A, 0x202F, 0x205F, 0x1680, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// Whether this is a Chinese character.
  public var isHan: Bool {
    switch value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3007: true
    default: false
    }
  }

  /// Whether this is an ASCII or full-width digit.
  public var isDigit: Bool { (0x30...0x39).contains(value) || (0xFF10...0xFF19).contains(value) }

  var foldedForComparison: UnicodeScalar {
    if value < 0x2010 || (0x3020...0xFF00).contains(value) { return self }
    switch value {
    case 0xFF01...0xFF5E: return UnicodeScalar(value - 0xFF01 + 0x21) ?? self
    case 0x201C, 0x201D, 0x301D, 0x301E, 0x300C, 0x300D, 0x300E, 0x300F: return "\""
    case 0x2018, 0x2019: return "'"
    case 0x2212, 0x2010, 0x2011, 0x2013: return "-"
    case 0x3010, 0x3014: return "("
    case 0x3011, 0x3015: return ")"
    default: return self
    }
  }
}
