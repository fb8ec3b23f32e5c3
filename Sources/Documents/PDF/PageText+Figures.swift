extension PageText {
  /// Puts the characters of figures together that stand apart, each or a few of them a word of its own, and
  /// gives back how many figures there were.
  ///
  /// It is certain where together they are an amount with a decimal point and stand closer to each other
  /// than cells do. To be called where nothing is ruled: rulings tell by themselves what is one cell.
  ///
  /// - Complexity: O(*n* log *n*) in the number of words.
  mutating func joinSpacedFigures() -> Int {
    let pieces = words.filter(\.isPieceOfFigure)
    guard pieces.count > 2 else { return 0 }
    var figures: [Word] = []
    var rest = words.filter { !$0.isPieceOfFigure }
    for row in PageAssembly.textRows(pieces) {
      var run: [Word] = []
      for word in row.words {
        if let last = run.last, !last.isNear(word) {
          PageText.end(&run, &figures, &rest)
        }
        run.append(word)
      }
      PageText.end(&run, &figures, &rest)
    }
    guard !figures.isEmpty else { return 0 }
    words = rest + figures
    return figures.count
  }

  private static func end(_ run: inout [Word], _ figures: inout [Word], _ rest: inout [Word]) {
    let text = run.map(\.text).joined()
    if run.count > 2, text.contains("."), isAmount(text) {
      figures.append(run.dropFirst().reduce(run[0]) { $0.joined(with: $1) })
    } else {
      rest += run
    }
    run = []
  }
}

extension PageText.Word {
  /// Whether it is short and has nothing but what figures consist of.
  fileprivate var isPieceOfFigure: Bool {
    characters.count <= 3
      && characters.allSatisfy { $0.isASCII && ($0.isNumber || ",.-".contains($0)) }
  }

  /// Whether another piece stands close behind it.
  fileprivate func isNear(_ next: PageText.Word) -> Bool {
    (-0.6 * size..<size).contains(next.left - right)
  }

  /// Both as one word.
  fileprivate func joined(with next: PageText.Word) -> PageText.Word {
    var word = self
    word.characters += next.characters
    word.edges = Array(edges.dropLast()) + next.edges
    word.box = box.union(next.box)
    return word
  }
}
