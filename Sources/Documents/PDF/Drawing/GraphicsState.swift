/// How things are drawn at a place of a stream that draws.
struct GraphicsState {
  var transform: Transform
  /// Beyond it nothing is seen.
  var clip: Document.Box
  var lineWidth = 1.0
  var fill = Paint()
  var stroke = Paint()

  var font: PDFFont?
  var fontSize = 0.0
  var characterSpace = 0.0
  var wordSpace = 0.0
  var scale = 1.0
  var leading = 0.0
  var rise = 0.0
  /// How text is shown: 3 and 7 show nothing.
  var mode = 0.0
  /// From where text is shown to the coordinates of the stream; and the same where its line begins.
  var text = Transform()
  var line = Transform()

  /// A colour, as far as it is the one of paper.
  struct Paint {
    /// What the numbers of a colour mean.
    enum Space {
      /// More is brighter: grey, and red, green and blue.
      case additive
      /// More is darker: inks.
      case subtractive
      /// Numbers do not say it: tables of colours, patterns.
      case other
    }

    var space = Space.additive
    var isWhite = false

    mutating func set(_ numbers: some Collection<Double>) {
      isWhite =
        switch space {
        case .additive: !numbers.isEmpty && numbers.allSatisfy { $0 > 0.99999 }
        case .subtractive: !numbers.isEmpty && numbers.allSatisfy { $0 < 0.00001 }
        case .other: false
        }
    }
  }

  /// Begins a line of text at a distance from the beginning of the last one.
  mutating func move(_ x: Double, _ y: Double) {
    var step = Transform()
    (step.e, step.f) = (x, y)
    line = step.then(line)
    text = line
  }

  /// Where a point is on paper; one that is beyond all paper, or nowhere, is at its bound.
  func place(_ point: Transform.Point) -> Transform.Point {
    let place = transform.apply(point)
    return (max(-1e6, min(1e6, place.x)), max(-1e6, min(1e6, place.y)))
  }

  /// Whether anything of a box may be seen, or of a line along it: the outer lines of a table may run just
  /// along the edge of a clip.
  func isSeen(_ box: Document.Box, isStroked: Bool = false) -> Bool {
    let width = abs(lineWidth) * max(abs(transform.a), abs(transform.b))
    let reach = isStroked ? width / 2 + 1 : 0
    return box.left <= clip.right + reach && clip.left <= box.right + reach
      && box.top <= clip.bottom + reach && clip.top <= box.bottom + reach
  }

  mutating func clip(to box: Document.Box?) {
    guard let box else { return }
    clip.left = max(clip.left, box.left)
    clip.top = max(clip.top, box.top)
    clip.right = min(clip.right, box.right)
    clip.bottom = min(clip.bottom, box.bottom)
  }
}
