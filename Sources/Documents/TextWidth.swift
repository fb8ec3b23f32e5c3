/// How wide print is, in the places of a line of fixed pitch: an ideograph takes two, a Latin letter one.
enum TextWidth {
  /// How many places a character takes.
  static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 2 }
    // Dashes, quotes and dots of ideographic fonts stand among Latin punctuation.
    return scalar.value < 0x2E80 && !(0x2010...0x2027).contains(scalar.value) ? 1 : 2
  }
}
