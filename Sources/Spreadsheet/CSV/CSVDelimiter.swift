/// Finding the delimiter by looking.
enum CSVDelimiter {
  /// What may stand between fields, the most common first.
  static let candidates = [",", "\t", ";", "|"].compactMap(\.utf8.first)

  /// The delimiter of which most of the first rows hold equally many; a comma where none does.
  ///
  /// Where two do equally well, a comma that stands only between digits is a decimal or grouping mark.
  static func find(_ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> UInt8 {
    var best = (delimiter: candidates[0], score: 0)
    for candidate in candidates {
      let (rows, count, isBetweenDigits) = census(bytes, candidate, isWhole: isWhole)
      // Rows first: a delimiter stands in every row, however many columns there are.
      var score = rows * 4096 + min(count, 4095)
      if candidate == candidates[0], isBetweenDigits { score = min(score, rows * 4096) - 1 }
      if rows > 0, score > best.score { best = (candidate, score) }
    }
    return best.delimiter
  }

  /// In how many of the first rows a byte stands equally often outside quotes, how often that is, and
  /// whether it stands between digits everywhere.
  private static func census(
    _ bytes: UnsafeBufferPointer<UInt8>, _ candidate: UInt8, isWhole: Bool
  ) -> (rows: Int, count: Int, isBetweenDigits: Bool) {
    var counts: [Int: Int] = [:]
    var (count, lines, isBetweenDigits) = (0, 0, true)
    var (isQuoted, isAtStart) = (false, true)
    func isDigit(_ index: Int) -> Bool {
      bytes.indices.contains(index) && bytes[index].isDigit
    }
    for (index, byte) in bytes.enumerated() {
      if byte == 0x22, isQuoted || isAtStart {
        isQuoted.toggle()
        // A doubled quote opens again at once.
        isAtStart = true
        continue
      }
      isAtStart = byte == candidate || byte == 0x0A || byte == 0x0D
      if isQuoted { continue }
      if byte == candidate {
        count += 1
        isBetweenDigits = isBetweenDigits && isDigit(index - 1) && isDigit(index + 1)
      } else if byte == 0x0A || byte == 0x0D {
        if count > 0 { counts[count, default: 0] += 1 }
        count = 0
        lines += 1
        if lines == 200 { break }
      }
    }
    if isWhole, count > 0 { counts[count, default: 0] += 1 }
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    return (most?.value ?? 0, most?.key ?? 0, isBetweenDigits)
  }
}
