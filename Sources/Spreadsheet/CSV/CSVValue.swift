/// What a field holds, as its characters say.
public enum CSVValue: Hashable, Sendable {
  /// Nothing, quoted or not.
  case empty
  /// A plain decimal.
  case decimal(CSVDecimal)
  /// Everything else: `019001`, `2,882.93` and `1E3` included.
  case text(String)
}

/// A plain decimal, exactly as written: `-1201.50` is the coefficient -120150 and the scale 2.
public struct CSVDecimal: Hashable, Sendable {
  /// The digits as a whole number, with its sign.
  public let coefficient: Int64
  /// How many of the digits stand behind the decimal point.
  public let scale: Int

  /// Reads an optional sign, digits and at most one point between digits; no leading zeros, which codes
  /// have and numbers do not, and at most 18 digits. nil for everything else.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    let count = bytes.count
    guard count > 0, count <= 20, let p = bytes.baseAddress else { return nil }
    var at = p[0] == 0x2D ? 1 : 0
    let start = at
    var value: Int64 = 0
    while at < count {
      let digit = p[at] &- 0x30
      if digit > 9 { break }
      value = value &* 10 &+ Int64(digit)
      at += 1
    }
    let whole = at - start
    if whole == 0 || whole > 1 && p[start] == 0x30 { return nil }
    var decimals = 0
    if at < count {
      guard p[at] == 0x2E, at + 1 < count else { return nil }
      at += 1
      let point = at
      while at < count {
        let digit = p[at] &- 0x30
        if digit > 9 { return nil }
        value = value &* 10 &+ Int64(digit)
        at += 1
      }
      decimals = at - point
    }
    if whole + decimals > 18 { return nil }
    coefficient = start == 1 ? -value : value
    scale = decimals
  }

  /// The same for text with at least 16 bytes before its end, whatever they are: its digits are taken
  /// together, since the processor guesses wrong at each end of a loop over them.
  ///
  /// Eight digits are read with three multiplications after D. Lemire, "Number Parsing at a Gigabyte per
  /// Second" (2021), the decimal point having been taken out before.
  @inline(__always)
  static func read(padded bytes: UnsafeBufferPointer<UInt8>) -> CSVDecimal? {
    let count = bytes.count
    guard let p = bytes.baseAddress, count > 0 else { return nil }
    let first = p[0] &- 0x30
    if first > 9 { return p[0] == 0x2D ? CSVDecimal(bytes) : nil }
    guard count <= 16 else { return CSVDecimal(bytes) }
    // The last byte is the highest, and what stands before the first becomes zeros.
    let end = UnsafeRawPointer(p + count)
    var high = (end - 8).loadUnaligned(as: UInt64.self).littleEndian
    var low = (end - 16).loadUnaligned(as: UInt64.self).littleEndian
    let ones: UInt64 = 0x0101_0101_0101_0101
    let (zeros, marks, sixes) = (ones &* 0x30, ones &* 0x80, ones &* 0x76)
    let ownHigh = ~0 &<< UInt64(truncatingIfNeeded: 64 &- 8 &* min(count, 8))
    let ownLow = count > 8 ? ~0 &<< UInt64(truncatingIfNeeded: 128 &- 8 &* count) : 0
    high = high & ownHigh | zeros & ~ownHigh
    low = low & ownLow | zeros & ~ownLow
    let points = high ^ ones &* 0x2E
    let hits = (points &- ones) & ~points & marks
    var decimals = 0
    var whole = count
    if hits != 0 {
      // All before the point moves up into its place.
      let bits = hits.trailingZeroBitCount &- 7
      decimals = 7 &- bits &>> 3
      whole = count &- decimals &- 1
      let before = (1 &<< UInt64(truncatingIfNeeded: bits)) &- 1
      high = high & ~(before &<< 8 | 0xFF) | (high & before) &<< 8 | low &>> 56
      low = low &<< 8 | 0x30
    }
    (high, low) = (high ^ zeros, low ^ zeros)
    guard ((high &+ sixes) | (low &+ sixes) | high | low) & marks == 0 else {
      // With more than seven decimals the point stands in the other word.
      let others = low ^ ones &* 0x1E
      return (others &- ones) & ~others & marks == 0 ? nil : CSVDecimal(bytes)
    }
    guard first != 0 || whole == 1, hits == 0 || decimals > 0 else { return nil }
    return CSVDecimal(
      coefficient: Int64(truncatingIfNeeded: eight(low) &* 100_000_000 &+ eight(high)),
      scale: decimals)
  }

  private init(coefficient: Int64, scale: Int) {
    (self.coefficient, self.scale) = (coefficient, scale)
  }

  /// The number of eight digits, each in a byte, the first in the lowest.
  @inline(__always)
  private static func eight(_ digits: UInt64) -> UInt64 {
    let pairs = (digits &* 10) &+ (digits &>> 8)
    let fours =
      ((pairs & 0x0000_00FF_0000_00FF) &* (100 &+ (1_000_000 &<< 32)))
      &+ (((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* (1 &+ (10_000 &<< 32)))
    return fours &>> 32
  }
}
