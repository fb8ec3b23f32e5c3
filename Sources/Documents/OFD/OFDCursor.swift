/// Goes over the characters of a text with their places.
struct OFDCursor {
  /// A character with its place.
  struct Placed {
    var scalar: Unicode.Scalar
    var place: Transform.Point
    var width: Double
  }

  /// The size of characters, and how much wider they are than usual.
  let size: Double
  let scale: Double
  private var place: Transform.Point = (0, 0)

  init(size: Double, scale: Double) { (self.size, self.scale) = (size, scale) }

  /// The characters of a `TextCode`, each with its place in the coordinates of the object and its usual
  /// width.
  mutating func characters(of code: OFDNode) -> [Placed] {
    // What is not said is as in the text before.
    place = (code.number("X") ?? place.x, code.number("Y") ?? place.y)
    let text = OFDCursor.characters(code.text)
    let horizontal = OFDCursor.steps(code.attributes["DeltaX"], count: text.count - 1)
    let vertical = OFDCursor.steps(code.attributes["DeltaY"], count: text.count - 1)
    let isSpaced = horizontal.isEmpty && vertical.isEmpty
    var point = place
    return text.enumerated().map { index, scalar in
      let usual = OFDGlyph.width(scalar) * size * scale
      // The last distance holds for what follows.
      let step = horizontal.isEmpty ? nil : horizontal[min(index, horizontal.count - 1)]
      let placed = Placed(scalar: scalar, place: point, width: width(scalar, usual, step: step))
      point.x += step ?? (isSpaced ? usual : 0)
      if !vertical.isEmpty { point.y += vertical[min(index, vertical.count - 1)] }
      return placed
    }
  }

  /// How wide a character is: as wide as the next one is away, unless a gap is between them.
  private func width(_ scalar: Unicode.Scalar, _ usual: Double, step: Double?) -> Double {
    let most = scalar.properties.isAlphabetic ? 1.05 * size * scale : 1.5 * usual
    return step.map { 0 < $0 && $0 <= most ? $0 : usual } ?? usual
  }

  /// The characters of a text without the indentation of the file.
  private static func characters(_ text: String) -> [Unicode.Scalar] {
    func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }
    guard text.unicodeScalars.contains(where: isBreak) else { return Array(text.unicodeScalars) }
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
    return text.unicodeScalars.split(whereSeparator: isBreak).flatMap { line in
      line.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    }
  }

  /// The distances of a list, of which `g n d` stands for n times d; no more than asked for.
  static func steps(_ text: String?, count: Int) -> [Double] {
    var steps: [Double] = []
    var words = (text ?? "").split(whereSeparator: { $0.isWhitespace || $0 == "," }).makeIterator()
    while steps.count < count, let word = words.next() {
      if word == "g" {
        guard let times = words.next().flatMap({ Int($0) }), let step = words.next().flatMap(step)
        else { break }
        for _ in 0..<max(0, min(times, count - steps.count)) { steps.append(step) }
      } else {
        guard let step = step(word) else { break }
        steps.append(step)
      }
    }
    return steps
  }

  private static func step(_ word: Substring) -> Double? {
    Double(word).flatMap { abs($0) < 1e6 ? $0 : nil }
  }
}
