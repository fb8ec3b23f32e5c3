/// What is drawn on a page: ruled lines and the origins of glyphs, from its upper left corner.
struct PageDrawing {
  /// A straight line along an axis, or a bar so thin that it serves as one.
  struct Rule {
    /// Where it stands on the other axis.
    var position: Double
    var start: Double
    var end: Double
  }

  /// The point on the baseline where a glyph begins.
  struct Glyph {
    var x: Double
    var y: Double
  }

  /// A part of a path that is drawn without a break.
  struct Outline {
    var points: [Transform.Point]
    var isStraight = true

    var box: Document.Box? {
      guard let first = points.first else { return nil }
      var box = Document.Box(left: first.x, top: first.y, right: first.x, bottom: first.y)
      for point in points {
        box.left = min(box.left, point.x)
        box.right = max(box.right, point.x)
        box.top = min(box.top, point.y)
        box.bottom = max(box.bottom, point.y)
      }
      return box
    }
  }

  var horizontal: [Rule] = []
  var vertical: [Rule] = []
  /// In the order of drawing.
  var glyphs: [Glyph] = []
  /// Whether there are pictures; text may be in them.
  var hasPictures = false
  /// The boxes of what is filled, characters that are drawn as outlines among it.
  var shapes: [Document.Box] = []

  /// A bar of more points is a filled area.
  private static let barWidth = 3.0
  /// Pages of more rules or glyphs are pictures made of strokes; what follows is left out.
  static let bound = 200_000
  /// How much a point or a glyph counts beside the bytes that are read, for the memory that it takes.
  static let markCost = 64

  /// Takes what is drawn of a path: the strokes along it, or else the area that it encloses.
  mutating func add(_ outlines: [Outline], isStroked: Bool) {
    guard horizontal.count + vertical.count < PageDrawing.bound,
      shapes.count < PageDrawing.bound
    else {
      hasPictures = true
      return
    }
    shapes += outlines.compactMap(\.box)
    // Outlines of characters, as bold ones are drawn, have strokes along the axes too.
    guard outlines.allSatisfy(\.isStraight) else { return }
    for outline in outlines {
      if isStroked {
        for (from, to) in zip(outline.points, outline.points.dropFirst()) { add(from, to) }
      } else if let box = outline.box {
        let thin = min(box.width, box.height)
        guard thin <= PageDrawing.barWidth, max(box.width, box.height) > max(thin, 1) else {
          continue
        }
        if box.width > box.height {
          let y = (box.top + box.bottom) / 2
          add((box.left, y), (box.right, y))
        } else {
          add((box.middle, box.top), (box.middle, box.bottom))
        }
      }
    }
  }

  private mutating func add(_ from: Transform.Point, _ to: Transform.Point) {
    let (dx, dy) = (abs(from.x - to.x), abs(from.y - to.y))
    if dy < 0.6, dx > 0.6 {
      horizontal.append(
        Rule(position: (from.y + to.y) / 2, start: min(from.x, to.x), end: max(from.x, to.x)))
    } else if dx < 0.6, dy > 0.6 {
      vertical.append(
        Rule(position: (from.x + to.x) / 2, start: min(from.y, to.y), end: max(from.y, to.y)))
    }
  }
}
