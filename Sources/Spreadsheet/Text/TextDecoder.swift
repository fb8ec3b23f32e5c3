/// Decodes text piece by piece to UTF-8, strictly: a byte that cannot stand where it stands is an error
/// with its offset in the file.
///
/// Without a given encoding it is decided at the first bytes that are not ASCII; what came before them
/// is the same in UTF-8 and GB 18030.
struct TextDecoder {
  /// The encoding once it is decided; nil while there is nothing but ASCII.
  private(set) var encoding: TextEncoding?
  /// How it was decided.
  private(set) var evidence: EncodingEvidence
  /// What the encoding may be as well.
  private(set) var other: TextEncoding?
  /// How many bytes of the file are decoded or set aside.
  private(set) var offset = 0
  /// The first bytes of a character whose rest is still to come.
  private var pending: [UInt8] = []
  private var isAtStart = true

  init(encoding: TextEncoding?) {
    self.encoding = encoding
    evidence = encoding == nil ? .ascii : .given
  }

  /// Decodes the next bytes of the file and appends them.
  ///
  /// - Returns: how many bytes of the file the appended text begins behind.
  @discardableResult
  mutating func append(
    _ piece: UnsafeBufferPointer<UInt8>, isLast: Bool, to buffer: ByteBuffer
  ) throws(TextEncodingError) -> Int {
    if pending.isEmpty { return try decode(piece, isLast: isLast, to: buffer) }
    let joined = pending + piece
    offset -= pending.count
    pending = []
    return try joined.withUnsafeBufferPointer { joined throws(TextEncodingError) in
      try decode(joined, isLast: isLast, to: buffer)
    }
  }

  private mutating func decode(
    _ piece: UnsafeBufferPointer<UInt8>, isLast: Bool, to buffer: ByteBuffer
  ) throws(TextEncodingError) -> Int {
    // Four bytes are the longest mark.
    if isAtStart, piece.count < 4, !isLast {
      pending = Array(piece)
      offset += piece.count
      return offset
    }
    var whole = piece
    if isAtStart {
      isAtStart = false
      let dropped = readMark(piece)
      whole = UnsafeBufferPointer(rebasing: piece[dropped...])
      offset += dropped
    }
    let start = offset
    let rest = UnsafeBufferPointer(rebasing: whole.dropLast(try setAside(whole, isLast)))
    let done: Int
    switch encoding {
    case nil, .utf8: done = try UTF8Text.validCount(rest, isLast: isLast, at: offset)
    case .utf16LE, .utf16BE: done = try decodeUTF16(rest, isLast: isLast, to: buffer)
    case .gb18030, .big5, .shiftJIS, .eucKR, .windows1252:
      done = try decodeTable(rest, isLast: isLast, to: buffer)
    }
    if encoding == nil || encoding == .utf8 {
      buffer.append(UnsafeBufferPointer(rebasing: rest[..<done]))
    }
    pending = Array(whole[done...])
    offset += whole.count
    return start
  }

  /// Decides what the encoding is if it is not known yet; how many bytes at the end are to be set aside
  /// until there are enough that decide.
  private mutating func setAside(
    _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool
  ) throws(TextEncodingError) -> Int {
    guard encoding == nil else { return 0 }
    let ascii = UTF8Text.asciiCount(bytes)
    let others = bytes.count - ascii
    guard isLast || others >= Self.evidenceBytes else { return others }
    if others > 0 { try decide(UnsafeBufferPointer(rebasing: bytes[ascii...]), isLast) }
    return 0
  }

  private static let evidenceBytes = 1 << 10

  /// Takes the byte order mark; returns its length.
  private mutating func readMark(_ piece: UnsafeBufferPointer<UInt8>) -> Int {
    for candidate in [TextEncoding.utf8, .gb18030, .utf16LE, .utf16BE] {
      guard encoding == nil || encoding == candidate, piece.starts(with: candidate.byteOrderMark)
      else { continue }
      if encoding == nil {
        encoding = candidate
        evidence = .mark
      }
      return candidate.byteOrderMark.count
    }
    if encoding == nil, let found = Self.encoding(byZeros: piece) {
      encoding = found
      evidence = .zeros
    }
    return 0
  }

  /// UTF-16 without a mark: the high bytes of ASCII, line ends and digits among them, are zero; where there
  /// are few, the others are of Chinese characters.
  private static func encoding(byZeros piece: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
    let count = min(piece.count, 1 << 12) / 2
    // By which of two bytes is the high one.
    var (zeros, chinese) = ([0, 0], [0, 0])
    for index in 0..<count {
      for half in 0...1 {
        let (high, low) = (piece[2 * index + half], piece[2 * index + 1 - half])
        if high == 0, low != 0 {
          zeros[half] += 1
        } else if 0x4E...0x9F ~= high || high == 0x30 || high == 0xFF {
          chinese[half] += 1
        }
      }
    }
    let half = zeros[0] + chinese[0] > zeros[1] + chinese[1] ? 0 : 1
    let known = zeros[half] + chinese[half]
    guard zeros[half] > 0,
      zeros[half] * 4 > count ? known * 4 >= count * 3 : known * 10 >= count * 9
    else { return nil }
    return half == 0 ? .utf16BE : .utf16LE
  }

  /// Decides by the first bytes that are not ASCII and what follows them.
  private mutating func decide(
    _ rest: UnsafeBufferPointer<UInt8>, _ isLast: Bool
  ) throws(TextEncodingError) {
    let verdict = EncodingJudge(rest, isLast: isLast).verdict()
    guard !verdict.isRefused else {
      throw TextEncodingError(encoding: verdict.encoding, isSuspected: true)
    }
    (encoding, evidence, other) = (verdict.encoding, verdict.evidence, verdict.other)
  }

  private func failure(_ index: Int) -> TextEncodingError {
    TextEncodingError(encoding: encoding ?? .utf8, offset: offset + index)
  }

  private func decodeTable(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, to buffer: ByteBuffer
  ) throws(TextEncodingError) -> Int {
    guard let encoding else { return 0 }
    let table = try encoding.table()
    let singles = table.singles
    let hasQuads = encoding == .gb18030
    guard let from = bytes.baseAddress else { return 0 }
    // No byte becomes more than three of UTF-8.
    buffer.reserve(bytes.count * 3)
    var to = buffer.base + buffer.count
    var index = 0
    let count = bytes.count
    let pairs = table.pairs
    try pairs.withUnsafeBufferPointer { pairs throws(TextEncodingError) in
      while index < count {
        let lead = from[index]
        if lead < 0x80 {
          let width = Self.copyASCII(from + index, count - index, to)
          to += width
          index += width
          continue
        }
        let single = singles[Int(lead) - 0x80]
        if single != 0 {
          to = UTF8Text.store(single, to)
          index += 1
          continue
        }
        guard index + 1 < count else { break }
        let second = from[index + 1]
        var value: UInt32 = 0
        var width = 2
        if second >= 0x40, second != 0xFF, lead >= 0x81, lead != 0xFF {
          value = pairs[(Int(lead) - 0x81) * 191 + Int(second) - 0x40]
        } else if hasQuads, second.isDigit {
          guard index + 3 < count else { break }
          value = table.quad(from + index)
          width = 4
        }
        guard value != 0 else { throw failure(index) }
        to = UTF8Text.store(value, to)
        index += width
      }
    }
    buffer.count = to - buffer.base
    if isLast, index < count { throw failure(index) }
    return index
  }

  /// Copies eight bytes where they are all ASCII, else one; returns how many.
  @inline(__always)
  private static func copyASCII(
    _ from: UnsafePointer<UInt8>, _ count: Int, _ to: UnsafeMutablePointer<UInt8>
  ) -> Int {
    if count >= 8 {
      let word = UnsafeRawPointer(from).loadUnaligned(as: UInt64.self)
      if word & 0x8080_8080_8080_8080 == 0 {
        UnsafeMutableRawPointer(to).storeBytes(of: word, as: UInt64.self)
        return 8
      }
    }
    to.pointee = from.pointee
    return 1
  }

  private func decodeUTF16(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, to buffer: ByteBuffer
  ) throws(TextEncodingError) -> Int {
    buffer.reserve(bytes.count * 2)
    var to = buffer.base + buffer.count
    let high = encoding == .utf16LE ? 1 : 0
    func unit(_ index: Int) -> UInt32 {
      UInt32(bytes[index + high]) << 8 | UInt32(bytes[index + 1 - high])
    }
    var index = 0
    while index + 1 < bytes.count {
      var value = unit(index)
      var width = 2
      if 0xD800...0xDBFF ~= value {
        guard index + 3 < bytes.count else { break }
        let low = unit(index + 2)
        guard 0xDC00...0xDFFF ~= low else { throw failure(index) }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        width = 4
      } else if 0xDC00...0xDFFF ~= value {
        throw failure(index)
      }
      to = UTF8Text.store(value, to)
      index += width
    }
    buffer.count = to - buffer.base
    if isLast, index < bytes.count { throw failure(index) }
    return index
  }
}
