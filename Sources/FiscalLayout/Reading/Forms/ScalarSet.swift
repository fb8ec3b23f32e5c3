/// A set of characters that nearly no character asked for is in, so that a bit answers in most cases.
struct ScalarSet {
  private let members: Set<UnicodeScalar>
  private var bits = [UInt64](repeating: 0, count: 64)

  init(_ members: Set<UnicodeScalar>) {
    self.members = members
    for scalar in members { bits[ScalarSet.word(scalar)] |= ScalarSet.bit(scalar) }
  }

  var isEmpty: Bool { members.isEmpty }

  func contains(_ scalar: UnicodeScalar) -> Bool {
    bits[ScalarSet.word(scalar)] & ScalarSet.bit(scalar) != 0 && members.contains(scalar)
  }

  /// Whether any of the characters of a text is in it.
  func intersects(_ text: String) -> Bool {
    for scalar in text.unicodeScalars where contains(scalar) { return true }
    return false
  }

  private static func word(_ scalar: UnicodeScalar) -> Int { Int(scalar.value >> 6) & 63 }
  private static func bit(_ scalar: UnicodeScalar) -> UInt64 { 1 << UInt64(scalar.value & 63) }
}
