import FiscalModel

/// Words, and how a text is made of them.
///
/// A trie over the bytes of folded words: a text is taken apart in one pass, whatever the number of
/// words.
struct Lexicon: Sendable {
  /// A piece of a text.
  enum Piece: Hashable, Sendable {
    /// A word, by the index of its meaning.
    case word(Int)
    /// Four digits with a word for "year" behind them.
    case year(Int)
  }

  private var next: [UInt64: Int32] = [:]
  /// For each node of the trie the meaning of the word that ends there, or -1.
  private var meanings: [Int32] = [-1]
  /// What says nothing between words.
  private static let marks = Set("():;,.\"'/-·、\u{3001}\u{FF0F}\u{2014}\u{30FB}*".unicodeScalars)
  private let years: [[UInt8]]

  /// - Parameter years: the words for "year", longest first.
  init(years: [String]) { self.years = years.map { Array($0.folded.utf8) } }

  /// Adds a word; the first meaning of a word stays.
  mutating func insert(_ word: String, _ meaning: Int) {
    var node: Int32 = 0
    for byte in word.folded.utf8 {
      let key = UInt64(UInt32(bitPattern: node)) << 8 | UInt64(byte)
      if let child = next[key] {
        node = child
      } else {
        let child = Int32(meanings.count)
        next[key] = child
        meanings.append(-1)
        node = child
      }
    }
    if meanings[Int(node)] < 0 { meanings[Int(node)] = Int32(meaning) }
  }

  /// The fewest words that a folded text is made of, marks aside; nil where something is left over.
  ///
  /// Of two ways with as many words the one with the longer first word is taken.
  ///
  /// - Complexity: O(length × longest word).
  func pieces(of text: String) -> [(piece: Piece, text: Substring)]? {
    let bytes = Array(text.utf8)
    let count = bytes.count
    // The number of words from each place to the end, and where the first of them ends.
    var words = [Int](repeating: .max, count: count + 1)
    var ends = [Int](repeating: 0, count: count + 1)
    var found = [Piece?](repeating: nil, count: count + 1)
    words[count] = 0
    for start in stride(from: count - 1, through: 0, by: -1) where bytes[start] & 0xC0 != 0x80 {
      if let end = markEnd(bytes, start), words[end] < .max {
        (words[start], ends[start]) = (words[end], end)
      }
      if let (year, end) = year(bytes, start), words[end] < .max, words[end] < words[start] {
        (words[start], ends[start], found[start]) = (words[end] + 1, end, .year(year))
      }
      var node: Int32 = 0
      for end in start..<count {
        let key = UInt64(UInt32(bitPattern: node)) << 8 | UInt64(bytes[end])
        guard let child = next[key] else { break }
        node = child
        guard meanings[Int(node)] >= 0, words[end + 1] < .max else { continue }
        if words[end + 1] + 1 <= words[start] {
          words[start] = words[end + 1] + 1
          ends[start] = end + 1
          found[start] = .word(Int(meanings[Int(node)]))
        }
      }
    }
    guard words[0] < .max else { return nil }
    return pieces(of: text, ends, found)
  }

  private func pieces(
    of text: String, _ ends: [Int], _ found: [Piece?]
  ) -> [(piece: Piece, text: Substring)] {
    let utf8 = text.utf8
    var result: [(Piece, Substring)] = []
    var start = 0
    var place = utf8.startIndex
    while start < ends.count - 1 {
      let end = utf8.index(place, offsetBy: ends[start] - start)
      if let piece = found[start] { result.append((piece, text[place..<end])) }
      (start, place) = (ends[start], end)
    }
    return result
  }

  private func markEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    var end = start + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    guard let scalar = text.unicodeScalars.first, Lexicon.marks.contains(scalar) else { return nil }
    return end
  }

  private func year(_ bytes: [UInt8], _ start: Int) -> (Int, Int)? {
    guard start + 4 <= bytes.count, bytes[start] == UInt8(ascii: "2"), bytes[start + 1] == 0x30,
      bytes[(start + 2)..<(start + 4)].allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let value = bytes[start..<(start + 4)].reduce(0) { $0 * 10 + Int($1 & 0x0F) }
    for word in years where bytes[(start + 4)...].starts(with: word) {
      return (value, start + 4 + word.count)
    }
    return nil
  }
}
