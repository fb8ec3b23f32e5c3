import Spreadsheet

extension PageText {
  /// The words of a line joined; a gap becomes a blank.
  static func text(_ words: [Word]) -> String {
    var text = ""
    var right = -Double.infinity
    for word in words {
      if !text.isEmpty, word.left - right > 0.25 * word.size { text += " " }
      text += word.text
      right = word.right
    }
    return text
  }

  /// A line and the one that it goes on in: the end of a line divides words of Latin letters, ideographs
  /// and figures it does not.
  static func joined(_ line: String, _ next: String) -> String {
    func isLetter(_ character: Character?) -> Bool {
      character.map { $0.isASCII && $0.isLetter } ?? false
    }
    return line + (isLetter(line.last) && isLetter(next.first) ? " " : "") + next
  }

  /// Lines drawn one after the other, each below the last, as those of texts that wrap; and all words
  /// that stand in no such run.
  static func runs(_ words: [Word]) -> (runs: [[[Word]]], rest: [Word]) {
    var runs: [[[Word]]] = []
    var rest = words.filter { $0.order == nil }
    var open: [[Word]] = []
    func close() {
      if open.count > 1 { runs.append(open) } else { rest += open.joined() }
      open = []
    }
    for word in words.filter({ $0.order != nil }).sorted(by: { ($0.order ?? 0) < ($1.order ?? 0) })
    {
      guard let line = open.last, let last = line.last, let order = word.order,
        let end = last.order.map({ $0 + last.characters.count }), (0...3).contains(order - end),
        abs(word.size - last.size) < 0.2 * last.size
          || abs(word.box.height - last.box.height) < 0.1 * last.box.height
      else {
        close()
        open = [[word]]
        continue
      }
      let step = word.centre - last.centre
      let overlap = min(word.right, last.right) - max(word.left, line[0].left)
      if abs(step) < 0.3 * last.size, (-0.5..<last.size).contains(word.left - last.right) {
        open[open.count - 1].append(word)
      } else if (0.5...1.7).contains(step / last.size),
        overlap > 0.4 * min(word.right - word.left, last.right - line[0].left)
      {
        open.append([word])
      } else {
        close()
        open = [[word]]
      }
    }
    close()
    return (runs, rest)
  }

  /// Whether a text is a figure as tables print them.
  static func isAmount(_ text: some StringProtocol) -> Bool {
    var digits = 0
    var point = false
    var decimals = 0
    var since = 0
    var isGrouped = false
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case 0x30...0x39:
        digits += 1
        since += 1
        if point { decimals += 1 }
      case UInt8(ascii: ","):
        guard !point, since == 3 || (!isGrouped && (1...3).contains(since)) else { return false }
        isGrouped = true
        since = 0
      case UInt8(ascii: "."):
        guard !point, !isGrouped || since == 3, digits > 0 else { return false }
        point = true
      case UInt8(ascii: "-"): if index > 0 { return false }
      default: return false
      }
    }
    return digits > 0 && (!point || (1...6).contains(decimals))
      && (point || !isGrouped || since == 3)
  }
}

extension PageText.Word {
  /// How far a character usually reaches from where it begins.
  func advance(_ index: Int) -> Double {
    guard let scalar = characters[index].unicodeScalars.first else { return size }
    return Double(max(1, TextWidth.columns(scalar, isPrinted: false))) / 2 * size
  }

  /// Where to cut the word, if two texts meet near a character; nil where it is one text.
  func cut(near index: Int, from start: Int) -> Int? {
    guard index > start, index < characters.count else { return nil }
    let rest = characters[start...]
    if PageText.isAmount(String(rest)) { return nil }
    let places = [0, 1, -1, 2, -2].map { index + $0 }.filter {
      $0 > start && $0 < characters.count
    }
    for place in places where isGap(before: place) { return place }
    // Two figures: of all cuts, the one that leaves both with as many decimals.
    func decimals(_ figure: ArraySlice<Character>) -> Int {
      figure.lastIndex(of: ".").map { figure.endIndex - $0 } ?? 0
    }
    let figures = places.filter { place in
      PageText.isAmount(String(characters[start..<place]))
        && (PageText.isAmount(String(characters[place...])) || !isFigure(characters[place]))
    }
    if let even = figures.first(where: { place in
      decimals(characters[start..<place]) == decimals(characters[place...])
    }) ?? figures.first {
      return even
    }
    for place in places where !isFigure(characters[place - 1]) && isFigure(characters[place]) {
      if PageText.isAmount(String(characters[place...])) { return place }
    }
    return nil
  }

  private func isGap(before index: Int) -> Bool {
    edges[index] - edges[index - 1] - advance(index - 1) > 0.25 * size
  }

  private func isFigure(_ character: Character) -> Bool {
    character.isASCII && (character.isNumber || ",.-%".contains(character))
  }
}
