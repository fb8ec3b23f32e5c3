/// A code page of Windows, in which texts before Excel 97 are.
struct CodePage: Sendable {
  /// Nil where the system knows none of this number; what is not ASCII then cannot be told.
  private let table: CharacterTable?

  /// A code page by its number.
  init(_ number: Int) {
    switch number {
    case 367: table = nil
    case 52936, 54936: table = try? TextEncoding.gb18030.table()
    case 0x8000, 10000: table = CharacterTable("MACINTOSH")
    case 0x8001: table = try? TextEncoding.windows1252.table()
    default:
      let known = TextEncoding(name: String(number))
      table = known == nil ? CharacterTable("CP\(number)") : try? known?.table()
    }
  }

  /// The text of bytes; what stands for no character is a replacement character.
  func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    var index = 0
    while index < bytes.count, let base = bytes.baseAddress {
      if bytes[index] < 0x80 {
        scalars.append(UnicodeScalar(bytes[index]))
        index += 1
      } else if let found = table?.character(base + index, bytes.count - index),
        let scalar = UnicodeScalar(found.scalar)
      {
        scalars.append(scalar)
        index += found.width
      } else {
        scalars.append("\u{FFFD}")
        index += 1
      }
    }
    return String(scalars)
  }
}
