/// The encodings in which text is read and written.
public enum TextEncoding: String, CaseIterable, Sendable {
  /// UTF-8.
  case utf8 = "UTF-8"
  /// UTF-16, the low byte first.
  case utf16LE = "UTF-16LE"
  /// UTF-16, the high byte first.
  case utf16BE = "UTF-16BE"
  /// GB 18030, of which GBK, GB 2312 and code page 936 are parts.
  case gb18030 = "GB18030"

  /// The encoding of a name as it is used in files and on command lines, in either case and with or
  /// without dashes; nil for others.
  public init?(name: String) {
    switch name.lowercased().filter({ $0 != "-" && $0 != "_" && $0 != " " }) {
    case "utf8", "utf8sig", "ascii", "usascii": self = .utf8
    case "utf16", "utf16le", "unicode": self = .utf16LE
    case "utf16be": self = .utf16BE
    case "gb18030", "gbk", "gb2312", "cp936", "gb", "euccn", "ms936", "936": self = .gb18030
    default: return nil
    }
  }

  /// The bytes with which a file may say that it is in this encoding; GB 18030 has its own, which
  /// hardly anything writes.
  public var byteOrderMark: [UInt8] {
    switch self {
    case .utf8: [0xEF, 0xBB, 0xBF]
    case .utf16LE: [0xFF, 0xFE]
    case .utf16BE: [0xFE, 0xFF]
    case .gb18030: [0x84, 0x31, 0x95, 0x33]
    }
  }
}

/// How an encoding came to be known.
public enum EncodingEvidence: String, Sendable {
  /// The caller said so.
  case given
  /// A byte order mark.
  case mark
  /// Nothing but ASCII, which all but UTF-16 share.
  case ascii
  /// What is not ASCII is valid UTF-8, which text in another encoding hardly ever is.
  case valid
  /// Every other byte is NUL.
  case zeros
  /// It is not UTF-8, and GB 18030 is what is left.
  case remaining
}

extension TextEncoding {
  /// The text of a whole file, its encoding, and how that was found: a byte order mark, else strict
  /// UTF-8, else UTF-16 with its zeros, else GB 18030.
  ///
  /// - Throws: ``TextEncodingError`` at the first byte that cannot be decoded; nothing is replaced.
  /// - Complexity: O(*n*).
  public static func decode(
    _ bytes: [UInt8], as encoding: TextEncoding? = nil
  ) throws(TextEncodingError) -> (text: String, encoding: TextEncoding, evidence: EncodingEvidence)
  {
    var decoder = TextDecoder(encoding: encoding)
    let buffer = ByteBuffer()
    try bytes.withUnsafeBufferPointer { bytes throws(TextEncodingError) in
      _ = try decoder.append(bytes, isLast: true, to: buffer)
    }
    let text = String(decoding: buffer.bytes, as: UTF8.self)
    return (text, decoder.encoding ?? .utf8, decoder.evidence)
  }

  /// Appends text in this encoding.
  ///
  /// - Throws: ``TextEncodingError`` where the system does not know the encoding.
  func append(_ text: some StringProtocol, to bytes: inout [UInt8]) throws(TextEncodingError) {
    switch self {
    case .utf8: bytes.append(contentsOf: text.utf8)
    case .utf16LE:
      for unit in text.utf16 { bytes += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
    case .utf16BE:
      for unit in text.utf16 { bytes += [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)] }
    case .gb18030:
      let table = try GB18030.table()
      for scalar in text.unicodeScalars {
        guard table.append(scalar, to: &bytes) else {
          throw TextEncodingError(encoding: self, character: scalar)
        }
      }
    }
  }
}

extension TextEncoding {
  /// How many bytes a text, given as UTF-8, has in this encoding.
  func width(of text: UnsafeBufferPointer<UInt8>) -> Int {
    if self == .utf8 { return text.count }
    let table = self == .gb18030 ? try? GB18030.table() : nil
    return String(decoding: text, as: UTF8.self).unicodeScalars.reduce(0) { sum, scalar in
      sum + (table?.width(of: scalar) ?? (scalar.value < 0x10000 ? 2 : 4))
    }
  }
}
