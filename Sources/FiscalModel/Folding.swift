extension StringProtocol {
  /// The text without any white space: what a caption or a label is compared and kept by, since blanks
  /// inside Chinese print (`收 入 总 计`) come from the typesetting.
  package var squeezed: String { Folding.rewritten(String(self), folds: false) }

  /// The text as captions are compared: blanks removed, full-width forms as ASCII, the various
  /// quotation marks and minus signs as one.
  package var folded: String { Folding.rewritten(String(self), folds: true) }
}

extension StringProtocol {
  /// Whether another text stands in it, byte for byte; both are folded or both are not.
  ///
  /// - Complexity: O(*n* × *m*) at worst, O(*n*) in print.
  package func holds(_ other: String) -> Bool {
    let found = utf8.withContiguousStorageIfAvailable { text in
      other.utf8.withContiguousStorageIfAvailable { Folding.holds(text, $0) }
    }
    if case .some(.some(let found)) = found { return found }
    return Array(utf8).withUnsafeBufferPointer { text in
      Array(other.utf8).withUnsafeBufferPointer { Folding.holds(text, $0) }
    }
  }
}

extension String {
  /// The text without any white space; a string is not made once more, as of other texts.
  package var squeezed: String { Folding.rewritten(self, folds: false) }

  /// The text as captions are compared; a string is not made once more, as of other texts.
  package var folded: String { Folding.rewritten(self, folds: true) }

  /// Whether the text has more characters than a number; few texts have more bytes.
  package func isLonger(than limit: Int) -> Bool { utf8.count > limit && count > limit }
}

extension Substring {
  /// Whether the text begins with another, byte for byte: both are folded or neither is, so that canonical
  /// equivalence, for which the general method takes the text apart into characters, does not matter.
  package func hasPrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}

/// How texts are compared. Reading does it for every cell several times, and nearly every text comes out
/// as it is: that is found without making another one.
private enum Folding {
  static func holds(
    _ text: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let first = other.first else { return true }
    guard text.count >= other.count else { return false }
    for start in 0...(text.count - other.count) where text[start] == first {
      if (1..<other.count).allSatisfy({ text[start + $0] == other[$0] }) { return true }
    }
    return false
  }

  static func rewritten(_ text: String, folds: Bool) -> String {
    var text = text
    let bytes: [UInt8]? = text.withUTF8 { source in
      guard let first = firstChange(source, folds: folds) else { return nil }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(source.count)
      bytes.append(contentsOf: source[..<first])
      var index = first
      while index < source.count {
        let (scalar, length) = scalar(source, index)
        defer { index += length }
        if scalar.isBlank { continue }
        let folded = folds ? scalar.foldedForComparison : scalar
        if folded == scalar {
          bytes.append(contentsOf: source[index..<(index + length)])
        } else {
          bytes.append(contentsOf: String(Character(folded)).utf8)
        }
      }
      return bytes
    }
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// Where the first scalar begins that does not stay as it is.
  private static func firstChange(_ source: UnsafeBufferPointer<UInt8>, folds: Bool) -> Int? {
    var index = 0
    while index < source.count {
      let byte = source[index]
      // Ideographs and printable ASCII stay.
      if (0x21..<0x7F).contains(byte) {
        index += 1
      } else if (0xE4...0xE9).contains(byte) {
        index += 3
      } else {
        let (scalar, length) = scalar(source, index)
        if scalar.isBlank || folds && scalar.foldedForComparison != scalar { return index }
        index += length
      }
    }
    return nil
  }

  /// The scalar that begins at a byte of valid UTF-8, and its length.
  private static func scalar(
    _ source: UnsafeBufferPointer<UInt8>, _ index: Int
  ) -> (UnicodeScalar, Int) {
    let first = UInt32(source[index])
    func next(_ offset: Int) -> UInt32 { UInt32(source[index + offset] & 0x3F) }
    let (value, length): (UInt32, Int) =
      switch first {
      case 0..<0x80: (first, 1)
      case 0..<0xE0: ((first & 0x1F) << 6 | next(1), 2)
      case 0..<0xF0: ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3)
      default: ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
      }
    return (UnicodeScalar(value) ?? "\u{FFFD}", length)
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
