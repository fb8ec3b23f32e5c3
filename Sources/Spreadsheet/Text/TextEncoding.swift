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
  /// Big5 with the additions of code page 950: traditional Chinese.
  case big5 = "Big5"
  /// Shift-JIS with the additions of code page 932: Japanese.
  case shiftJIS = "Shift_JIS"
  /// EUC-KR with the additions of code page 949: Korean.
  case eucKR = "EUC-KR"
  /// Code page 1252, of which Latin-1 is a part: western Europe.
  case windows1252 = "Windows-1252"

  /// The encoding of a name as it is used in files and on command lines, in either case and with or
  /// without dashes; nil for others.
  public init?(name: String) {
    switch name.lowercased().filter({ $0 != "-" && $0 != "_" && $0 != " " }) {
    case "utf8", "utf8sig", "ascii", "usascii": self = .utf8
    case "utf16", "utf16le", "unicode": self = .utf16LE
    case "utf16be": self = .utf16BE
    case "gb18030", "gbk", "gb2312", "cp936", "gb", "euccn", "ms936", "936": self = .gb18030
    case "big5", "cp950", "950": self = .big5
    case "shiftjis", "sjis", "cp932", "932", "ms932": self = .shiftJIS
    case "euckr", "cp949", "949", "uhc": self = .eucKR
    case "windows1252", "cp1252", "1252", "latin1", "iso88591": self = .windows1252
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
    case .big5, .shiftJIS, .eucKR, .windows1252: []
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
  /// Its characters are likelier than what the bytes would be otherwise.
  case likelier
  /// It is not UTF-8, and GB 18030 is what is left.
  case remaining
}

extension TextEncoding {
  /// The text of a whole file, its encoding, and how that was found: a byte order mark, else UTF-16 with
  /// its zeros, else UTF-8 or GB 18030 by which the text is likelier.
  ///
  /// - Throws: ``TextEncodingError`` at the first byte that cannot be decoded; nothing is replaced.
  /// - Complexity: O(*n*).
  public static func decode(
    _ bytes: [UInt8], as encoding: TextEncoding? = nil
  ) throws(TextEncodingError) -> Decoded {
    var decoder = TextDecoder(encoding: encoding)
    let buffer = ByteBuffer()
    try bytes.withUnsafeBufferPointer { bytes throws(TextEncodingError) in
      _ = try decoder.append(bytes, isLast: true, to: buffer)
    }
    let text = String(decoding: buffer.bytes, as: UTF8.self)
    return Decoded(
      text: text, encoding: decoder.encoding ?? .utf8, evidence: decoder.evidence,
      other: decoder.other)
  }

  /// The text of a file.
  public struct Decoded: Sendable {
    /// The text.
    public let text: String
    /// Its encoding.
    public let encoding: TextEncoding
    /// How that was found.
    public let evidence: EncodingEvidence
    /// What the encoding may be as well; nil where there is no doubt.
    public let other: TextEncoding?
  }

  /// The table of an encoding of bytes, made when it is first needed.
  func table() throws(TextEncodingError) -> CharacterTable {
    let table: CharacterTable? =
      switch self {
      case .gb18030: Tables.gb18030
      case .big5: Tables.big5
      case .shiftJIS: Tables.shiftJIS
      case .eucKR: Tables.eucKR
      case .windows1252: Tables.windows1252
      case .utf8, .utf16LE, .utf16BE: nil
      }
    guard let table else { throw TextEncodingError(encoding: self) }
    return table
  }

  private enum Tables {
    static let gb18030 = CharacterTable("GB18030", hasQuads: true)
    static let big5 = CharacterTable("CP950")
    static let shiftJIS = CharacterTable("CP932")
    static let eucKR = CharacterTable("CP949")
    static let windows1252 = CharacterTable("CP1252")
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
    case .gb18030, .big5, .shiftJIS, .eucKR, .windows1252:
      let table = try table()
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
    let table = try? table()
    return String(decoding: text, as: UTF8.self).unicodeScalars.reduce(0) { sum, scalar in
      sum + (table?.width(of: scalar) ?? (scalar.value < 0x10000 ? 2 : 4))
    }
  }
}
