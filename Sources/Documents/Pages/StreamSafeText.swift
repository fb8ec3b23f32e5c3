extension String {
  /// The text with no more than thirty combining marks in a row: behind each thirty stands a joiner that
  /// shows nothing (Unicode's Stream-Safe Text Format, UAX #15).
  ///
  /// Comparing and hashing sorts the marks of a run, which takes the square of its length.
  /// - Complexity: O(1) for texts too short for such a run, else O(*n*).
  var streamSafe: String {
    // A mark takes two bytes at least.
    guard utf8.count > 2 * String.mostMarks else { return self }
    var run = 0
    guard unicodeScalars.contains(where: { $0.isAnotherMark(&run) }) else { return self }
    run = 0
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.isAnotherMark(&run) {
        result.append("\u{034F}")
        run = 1
      }
      result.append(scalar)
    }
    return String(result)
  }

  fileprivate static let mostMarks = 30
}

extension UnicodeScalar {
  /// Whether it is a mark behind as many marks as may stand in a row, of which it keeps count.
  fileprivate func isAnotherMark(_ run: inout Int) -> Bool {
    // Most scalars are letters or Chinese characters.
    let isMark =
      value >= 0x300 && !(0x3100...0xA66E).contains(value)
      && properties.canonicalCombiningClass != .notReordered
    run = isMark ? run + 1 : 0
    return run > String.mostMarks
  }
}
