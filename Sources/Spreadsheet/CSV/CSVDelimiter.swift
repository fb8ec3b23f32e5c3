/// Finding the delimiter by looking.
struct CSVDelimiter {
  /// What may stand between fields, the most common first.
  static let candidates = [",", "\t", ";", "|"].compactMap(\.utf8.first)

  /// What gives rows of one shape.
  private(set) var byte = candidates[0]
  /// Another one that does as well; nil where there is none.
  private(set) var rival: UInt8?

  /// How well a candidate does.
  private struct Census {
    /// Fields of each of the first rows, empty ones at the end left out.
    var counts: [Int] = []
    var occurrences = 0
    /// How often it stands between digits or before a blank, as commas in numbers and in sentences do.
    var marks = 0

    /// How many rows have as many fields as most of those that it divides, twice, and once the others of
    /// those; a quarter of it where the candidate is a mark everywhere. Then the number of fields.
    var score: (rows: Int, fields: Int) {
      var shapes: [Int: Int] = [:]
      for count in counts where count > 1 { shapes[count, default: 0] += 1 }
      guard let most = shapes.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else {
        return (0, 0)
      }
      let rows = 4 * (most.value + shapes.values.reduce(0, +))
      return (marks == occurrences ? rows / 4 : rows, most.key)
    }
  }

  /// Looks at the first rows; a comma where none is divided by anything.
  init(_ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) {
    var best = (rows: 0, fields: 0)
    for candidate in Self.candidates {
      let score = Self.census(bytes, candidate, isWhole: isWhole).score
      if score.rows > 0, score.rows == best.rows {
        rival = score.fields > best.fields ? byte : candidate
      }
      guard score > best else { continue }
      if score.rows > best.rows { rival = nil }
      (byte, best) = (candidate, score)
    }
  }

  private static func census(
    _ bytes: UnsafeBufferPointer<UInt8>, _ candidate: UInt8, isWhole: Bool
  ) -> Census {
    var census = Census()
    // The fields of the row so far, and the last that holds anything.
    var (field, filled) = (1, 0)
    var (isQuoted, isAtStart) = (false, true)
    func isDigit(_ index: Int) -> Bool { bytes.indices.contains(index) && bytes[index].isDigit }
    for (index, byte) in bytes.enumerated() {
      if byte == 0x22, isQuoted || isAtStart {
        isQuoted.toggle()
        // A doubled quote opens again at once.
        isAtStart = true
        filled = field
        continue
      }
      isAtStart = byte == candidate || byte == 0x0A || byte == 0x0D
      if isQuoted { continue }
      if byte == candidate {
        field += 1
        census.occurrences += 1
        let isBeforeBlank = index + 1 < bytes.count && bytes[index + 1] == 0x20
        let isInNumber = byte == candidates[0] && isDigit(index - 1) && isDigit(index + 1)
        if isBeforeBlank || isInNumber { census.marks += 1 }
      } else if byte == 0x0A || byte == 0x0D {
        if filled > 0 { census.counts.append(filled) }
        (field, filled) = (1, 0)
        if census.counts.count == 200 { return census }
      } else if byte != 0x20 {
        filled = field
      }
    }
    if isWhole, filled > 0 { census.counts.append(filled) }
    return census
  }

  /// The delimiter that a first line `sep=;` names, as Excel writes and reads it, and the length of the
  /// line; nil for any other line.
  static func named(_ bytes: UnsafeBufferPointer<UInt8>) -> (byte: UInt8, length: Int)? {
    var length = 5
    guard bytes.count > 5,
      bytes.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 })
    else { return nil }
    guard bytes[5] == 0x0A || bytes[5] == 0x0D, bytes[4] != 0x0A, bytes[4] != 0x0D, bytes[4] != 0x22
    else { return nil }
    length += bytes[5] == 0x0D && bytes.count > 6 && bytes[6] == 0x0A ? 2 : 1
    return (bytes[4], length)
  }
}
