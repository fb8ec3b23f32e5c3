/// How wide text is, in columns: a letter or a digit takes one, a Chinese character two.
public enum TextWidth {
  /// The columns of a text, whose line ends count as letters. Printed in a Chinese font, quotation marks,
  /// dashes and dots are as wide as its characters; on terminals they are not.
  ///
  /// - Complexity: O(*n*).
  public static func columns(_ text: some StringProtocol, isPrinted: Bool = true) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns($1, isPrinted: isPrinted) }
  }

  /// The columns of a scalar, 0 for one that stands upon another or is not seen.
  public static func columns(_ scalar: Unicode.Scalar, isPrinted: Bool = true) -> Int {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    case 0x2010...0x2027: isPrinted ? 2 : 1
    case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    default: 1
    }
  }
}
