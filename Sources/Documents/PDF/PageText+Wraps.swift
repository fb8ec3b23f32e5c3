extension PageText {
  /// The words of a page on which nothing is ruled, with texts that wrap as one word each, in the line of
  /// what stands beside them; and how many there were.
  ///
  /// The lines of a text are drawn one after the other, each as wide as its column but for the last, and
  /// closer to each other than rows are. Paragraphs wrap too; they are wider than a column.
  ///
  /// - Complexity: O(*n* log *n*) in the number of words, but for words that begin at the same place.
  static func joiningWraps(_ words: [Word], pageWidth: Double) -> (words: [Word], count: Int) {
    guard let pitch = pitch(words) else { return (words, 0) }
    let spacing = LineSpacing(words, pitch: pitch, pageWidth: pageWidth)
    let (runs, rest) = runs(words)
    var texts: [[[Word]]] = []
    for run in runs {
      texts.append([])
      for line in run {
        if let last = texts[texts.count - 1].last, !spacing.goesOn(last, in: line) {
          texts.append([])
        }
        texts[texts.count - 1].append(line)
      }
    }
    var result = rest + texts.filter { $0.count == 1 }.joined().joined()
    let centres = result.map(\.centre).sorted()
    for text in texts where text.count > 1 { result.append(joined(text, beside: centres)) }
    return (result, texts.count { $0.count > 1 })
  }

  /// How far apart the rows with figures stand, or nil where there are too few.
  private static func pitch(_ words: [Word]) -> Double? {
    let centres = words.filter { $0.text.contains(".") && isAmount($0.text) }.map(\.centre).sorted()
    guard let first = words.first else { return nil }
    let steps = zip(centres, centres.dropFirst()).map { $1 - $0 }.filter { $0 > 0.7 * first.size }
    return steps.count < 2 ? nil : steps.min()
  }

  /// One word of the lines of a text, where other words stand: in its middle, else beside its first or
  /// last line.
  private static func joined(_ lines: [[Word]], beside centres: [Double]) -> Word {
    var word = lines[0][0]
    let words = lines.joined()
    let left = words.map(\.left).min() ?? word.left
    let right = words.map(\.right).max() ?? word.right
    let first = word.centre
    let last = lines[lines.count - 1][0].centre
    let candidates = [(first + last) / 2, first, last]
    let centre =
      candidates.first { candidate in
        let index = centres.partitioningIndex { $0 >= candidate - 0.3 * word.size }
        return index < centres.count && centres[index] <= candidate + 0.3 * word.size
      } ?? candidates[0]
    word.characters = Array(
      lines.reduce("") { text, line in
        // Words of Latin letters are divided by the end of a line, ideographs and figures are not.
        let next = PageText.text(line)
        let ends = [text.last, next.first].compactMap { $0 }
        return text + (ends.count == 2 && ends.allSatisfy(isLatin) ? " " : "") + next
      })
    let count = word.characters.count
    word.edges = (0...count).map { left + (right - left) * Double($0) / Double(count) }
    for other in words {
      word.box.top = min(word.box.top, other.box.top)
      word.box.bottom = max(word.box.bottom, other.box.bottom)
    }
    word.box.left = left
    word.box.right = right
    word.baseline = centre + 0.36 * word.size
    word.order = nil
    return word
  }
}

/// How close the lines of a page stand, and where they end.
private struct LineSpacing {
  typealias Word = PageText.Word

  private let pitch: Double
  private let pageWidth: Double
  private let centres: [Double]
  /// For each place where words begin, how far they reach.
  private var ends: [Int: Double] = [:]

  /// `pitch` is how far apart rows stand.
  init(_ words: [Word], pitch: Double, pageWidth: Double) {
    self.pitch = pitch
    self.pageWidth = pageWidth
    centres = words.map(\.centre).sorted()
    for word in words {
      let key = Int(word.left.rounded())
      ends[key] = max(ends[key] ?? 0, word.right)
    }
  }

  /// Whether a line goes on in the next one: both are of one text that wraps.
  func goesOn(_ last: [Word], in line: [Word]) -> Bool {
    guard let above = last.first, let first = line.first, let end = last.last else { return false }
    let step = first.centre - above.centre
    // Lines that are as far apart as rows are none where they stand between rows.
    let areBetweenRows =
      step < 1.2 * pitch
      && count(at: (first.centre + above.centre) / 2, first.size) > 1
      && count(at: first.centre, first.size) <= line.count
      && count(at: above.centre, first.size) <= last.count
    return (step < 0.92 * pitch || areBetweenRows) && abs(first.left - above.left) < 2
      && isFull(last) && end.right - above.left < 0.4 * pageWidth
      && !PageText.isAmount(PageText.text(line)) && !PageText.isAmount(PageText.text(last))
  }

  /// How many words stand at a height.
  private func count(at centre: Double, _ size: Double) -> Int {
    centres.partitioningIndex { $0 > centre + 0.25 * size }
      - centres.partitioningIndex { $0 >= centre - 0.25 * size }
  }

  /// Whether a line is as wide as its column.
  private func isFull(_ line: [Word]) -> Bool {
    guard let first = line.first, let last = line.last else { return false }
    let key = Int(first.left.rounded())
    let end = (key - 1...key + 1).compactMap { ends[$0] }.max() ?? 0
    return last.right > end - 1.2 * first.size
  }
}

private func isLatin(_ character: Character) -> Bool { character.isASCII && character.isLetter }

extension [Double] {
  /// The first index from which on a condition holds, where it holds for all behind it.
  fileprivate func partitioningIndex(_ holds: (Double) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
