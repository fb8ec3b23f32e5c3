/// Why bytes are no text in an encoding, and where.
public struct TextEncodingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The encoding.
  public let encoding: TextEncoding
  /// The zero-based offset of the first byte that cannot stand there; nil where the system does not have
  /// the encoding.
  public let offset: Int?
  /// When writing, the character that the encoding does not have.
  public let character: UnicodeScalar?

  /// Whether the text is rather in this encoding, which is read only when asked for.
  public let isSuspected: Bool

  /// An error at a byte, or at a character, or of a text as a whole.
  public init(
    encoding: TextEncoding, offset: Int? = nil, character: UnicodeScalar? = nil,
    isSuspected: Bool = false
  ) {
    (self.encoding, self.offset, self.character) = (encoding, offset, character)
    self.isSuspected = isSuspected
  }

  /// What is wrong, in one line.
  public var description: String {
    if let character {
      return "\(encoding.rawValue) has no U+\(String(character.value, radix: 16, uppercase: true))"
    }
    if isSuspected { return "the text is likely \(encoding.rawValue)" }
    return offset.map { "byte \($0) is not \(encoding.rawValue)" }
      ?? "this system does not have \(encoding.rawValue)"
  }
}
