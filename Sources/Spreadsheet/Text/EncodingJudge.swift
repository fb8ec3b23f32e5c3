/// Tells encodings apart by how likely the characters are that bytes would be in each.
///
/// Each character costs about as many bits as it is rare: a common Chinese one 11, one that only the
/// additions of GBK have 19, a Cyrillic letter in a table 20. What costs least is what the text is.
/// The figures are ours, made of the names of the classifications and the layout of the tables; the
/// levels of GB 2312 and Big5 say well enough what is common.
struct EncodingJudge {
  /// What was found.
  struct Verdict {
    var encoding: TextEncoding
    var evidence: EncodingEvidence
    /// What it may be as well, or is rather: nil where there is no doubt.
    var other: TextEncoding?
    /// Whether it is so much rather the other one that it must not be read as anything unasked.
    var isRefused = false
  }

  /// What a reading costs.
  private struct Score {
    var cost = 0
    var characters = 0
    /// Characters that hardly any text has.
    var odd = 0
    /// Bytes that are no characters.
    var broken = 0
    /// Chinese characters of the first half of the common ones, in which all of Korean falls.
    var early = 0
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let isLast: Bool

  /// A judge of the first bytes that are not ASCII and what follows them; of long texts the beginning
  /// says enough.
  init(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) {
    self.bytes = UnsafeBufferPointer(rebasing: bytes.prefix(1 << 14))
    self.isLast = isLast && bytes.count <= 1 << 14
  }

  func verdict() -> Verdict {
    let (valid, triples) = UTF8Text.longestValid(bytes)
    // Text in GB 18030 with eight sequences of three bytes that happen to be UTF-8 before one that is not
    // does not happen: such a file is UTF-8 with a broken byte, which must be said rather than read as
    // something else.
    if triples >= 8 { return Verdict(encoding: .utf8, evidence: .valid) }
    // A character cut off at the end of the piece is no evidence against UTF-8.
    let isValid = valid == bytes.count || !isLast && bytes.count - valid < 4
    return isValid ? validVerdict() : otherVerdict()
  }

  /// Bytes that are valid UTF-8 and may be GB 18030 all the same.
  private func validVerdict() -> Verdict {
    let sure = Verdict(encoding: .utf8, evidence: .valid)
    guard let chinese = score(.gb18030), chinese.odd + chinese.broken == 0,
      let utf8 = utf8Score()
    else { return sure }
    let margin = utf8.cost - chinese.cost
    let isNear = -Self.doubt < margin && margin < Self.doubt
    // One character tells nothing: what is valid stays what it is, with the doubt said.
    if margin > 0, utf8.characters > 1 {
      return Verdict(encoding: .gb18030, evidence: .likelier, other: isNear ? .utf8 : nil)
    }
    return isNear || margin > 0
      ? Verdict(encoding: .utf8, evidence: .valid, other: .gb18030) : sure
  }

  /// Fewer bits than this tell nothing.
  private static let doubt = 8
  /// Where another reading is so much better, the text is not what is read unasked.
  private static let certainty = 24

  /// Bytes that are not UTF-8.
  private func otherVerdict() -> Verdict {
    let remaining = Verdict(encoding: .gb18030, evidence: .remaining)
    guard let chinese = score(.gb18030) else { return remaining }
    if chinese.broken == 0, chinese.odd * 6 <= chinese.characters {
      let isKorean = chinese.characters >= 16 && chinese.early == chinese.characters
      guard isKorean else { return remaining }
      return Verdict(encoding: .gb18030, evidence: .remaining, other: .eucKR)
    }
    var best: (encoding: TextEncoding, score: Score)?
    func consider(_ encoding: TextEncoding, _ score: Score?) {
      guard let score, score.cost < best?.score.cost ?? .max else { return }
      best = (encoding, score)
    }
    consider(.utf8, utf8Score())
    for encoding in [TextEncoding.big5, .shiftJIS, .eucKR, .windows1252] {
      consider(encoding, score(encoding))
    }
    guard let best, best.score.cost < chinese.cost else { return remaining }
    let isSure = best.score.cost + Self.certainty < chinese.cost
    if best.encoding == .utf8 {
      guard isSure else { return remaining.doubting(.utf8) }
      return Verdict(encoding: .utf8, evidence: .valid)
    }
    guard isSure, best.score.characters > 2 else { return remaining.doubting(best.encoding) }
    return Verdict(
      encoding: best.encoding, evidence: .likelier, other: best.encoding, isRefused: true)
  }

  // MARK: What characters cost

  /// What a byte costs that is no character.
  private static let brokenCost = 30

  /// The bytes as UTF-8; nil where none is a character, and where the system has no table of what is
  /// common.
  private func utf8Score() -> Score? {
    guard let base = bytes.baseAddress, let table = try? TextEncoding.gb18030.table() else {
      return nil
    }
    var (score, index) = (Score(), 0)
    while index < bytes.count {
      let width = UTF8Text.sequence(base + index, bytes.count - index)
      guard width > 0 else {
        // What is cut off costs nothing.
        if width == 0 || isLast { score.cost += Self.brokenCost }
        index += 1
        continue
      }
      defer { index += width }
      guard width > 1 else { continue }
      let text = String(decoding: bytes[index..<index + width], as: UTF8.self)
      guard let scalar = text.unicodeScalars.first else { continue }
      score.characters += 1
      var code: [UInt8] = []
      if scalar.value < 0x250 {
        score.cost += isBesideLetter(index, width) ? 8 : 17
      } else if table.append(scalar, to: &code), code.count == 2 {
        score.cost += Self.chineseCost(code[0], code[1]).cost
      } else {
        score.cost += 22
      }
    }
    return score.characters > 0 ? score : nil
  }

  /// The bytes in an encoding of a table; nil where the system has none.
  private func score(_ encoding: TextEncoding) -> Score? {
    guard let table = try? encoding.table(), let base = bytes.baseAddress else { return nil }
    var (score, index) = (Score(), 0)
    while index < bytes.count {
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      guard let (scalar, width) = table.character(base + index, bytes.count - index) else {
        // What is cut off counts as nothing.
        if !isLast, bytes.count - index < 4 { break }
        score.cost += Self.brokenCost
        score.broken += 1
        index += 1
        continue
      }
      let second = width > 1 ? bytes[index + 1] : 0
      let (cost, isOdd) = Self.cost(lead, second, width: width, in: encoding)
      let isLetters =
        encoding == .windows1252
        ? lead >= 0xC0 && isBesideLetter(index, width)
        : width == 2 && second.isLetter && index > 0 && bytes[index - 1].isLetter
      score.cost += encoding == .windows1252 ? (isLetters ? 8 : cost) : cost + (isLetters ? 6 : 0)
      score.characters += 1
      if isOdd || 0xE000...0xF8FF ~= scalar { score.odd += 1 }
      if 0xB0...0xC8 ~= lead, second >= 0xA1 { score.early += 1 }
      index += width
    }
    return score
  }

  /// Whether a character stands beside a Latin letter, as most letters with accents do.
  private func isBesideLetter(_ index: Int, _ width: Int) -> Bool {
    index > 0 && bytes[index - 1].isLetter
      || index + width < bytes.count && bytes[index + width].isLetter
  }

  private static func cost(
    _ lead: UInt8, _ second: UInt8, width: Int, in encoding: TextEncoding
  ) -> (cost: Int, isOdd: Bool) {
    switch encoding {
    case .big5: return (0xA4...0xC6 ~= lead ? 10 : lead < 0xA4 ? 8 : 15, false)
    case .shiftJIS where width == 1: return (13, false)
    case .shiftJIS:
      return (0x81...0x83 ~= lead ? 7 : 0x88...0x97 ~= lead ? 11 : lead < 0xEB ? 15 : 20, false)
    case .eucKR:
      guard second >= 0xA1 else { return (18, false) }
      return (0xB0...0xC8 ~= lead || lead < 0xA4 ? 9 : 17, false)
    case .windows1252: return (lead < 0xC0 ? 14 : 18, false)
    default: return width == 4 ? (24, true) : width == 1 ? (14, false) : chineseCost(lead, second)
    }
  }

  /// What a code of two bytes costs by where it stands in GBK.
  private static func chineseCost(_ lead: UInt8, _ second: UInt8) -> (cost: Int, isOdd: Bool) {
    guard second >= 0xA1 else { return (19, true) }
    switch lead {
    case 0xB0...0xD7: return (11, false)
    case 0xD8...0xF7: return (14, false)
    case 0xA1, 0xA3: return (8, false)
    case 0xA2, 0xA8, 0xA9: return (15, false)
    case 0xA4, 0xA5: return (16, true)
    case 0xA6: return (18, true)
    case 0xA7: return (20, true)
    case 0x81...0xA0: return (19, true)
    default: return (26, true)
    }
  }
}

extension EncodingJudge.Verdict {
  fileprivate func doubting(_ other: TextEncoding) -> Self {
    var verdict = self
    verdict.other = other
    return verdict
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }
}
