/// The text of paragraphs, in which runs of blanks are one and those at the ends none. OpenDocument 1.2,
/// 6.1.2.
struct ParagraphText {
  private(set) var bytes: [UInt8] = []
  private var paragraphs = 0
  /// Whether a blank has come behind text of this paragraph.
  private var isBlankOwed = false
  private var hasText = false

  /// No cell holds more bytes than this in its characters.
  private static let bound = 4 * CellRules.cellCharacters

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    (paragraphs, isBlankOwed, hasText) = (0, false, false)
  }

  mutating func startParagraph() {
    if paragraphs > 0 { bytes.append(0x0A) }
    paragraphs += 1
    (isBlankOwed, hasText) = (false, false)
  }

  mutating func append(_ piece: UnsafeBufferPointer<UInt8>) throws(SpreadsheetError) {
    for byte in piece {
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        isBlankOwed = hasText
      } else {
        put(byte)
      }
    }
    try check()
  }

  /// A character that stands for itself, such as each blank of `text:s`, so many times.
  mutating func append(_ byte: UInt8, count: Int = 1) throws(SpreadsheetError) {
    for _ in 0..<min(count, Self.bound + 1) { put(byte) }
    try check()
  }

  private mutating func put(_ byte: UInt8) {
    if isBlankOwed { bytes.append(0x20) }
    (isBlankOwed, hasText) = (false, true)
    bytes.append(byte)
  }

  private func check() throws(SpreadsheetError) {
    guard bytes.count > Self.bound else { return }
    throw .limitExceeded(limit: "characters in a cell", allowed: CellRules.cellCharacters)
  }
}
