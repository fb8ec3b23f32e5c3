/// What is drawn on a page: ruled lines and the origins of glyphs, read from the SVG of
/// `pdftocairo -svg`.
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

  var horizontal: [Rule] = []
  var vertical: [Rule] = []
  /// In the order of drawing.
  var glyphs: [Glyph] = []
  /// Whether there are pictures, or groups that are drawn as if they were one; text may be in them.
  var hasPictures = false
  /// The boxes of what is filled, characters that are drawn as outlines among it.
  var shapes: [Document.Box] = []

  /// A bar of more points is a filled area.
  private static let barWidth = 3.0
  /// Pages of more rules or glyphs are pictures made of strokes; what follows is left out.
  private static let bound = 200_000

  /// The drawings of all pages of an SVG.
  static func pages(_ svg: [UInt8]) -> [PageDrawing] {
    svg.withUnsafeBufferPointer { bytes in
      var scanner = TagScanner(bytes)
      var pages: [PageDrawing] = []
      var page = PageDrawing()
      var isPaged = false
      var hidden = 0
      var transforms = [Transform()]
      while let tag = scanner.next() {
        // Glyph outlines, clips, masks and pictures define what is drawn elsewhere.
        if scanner.is(tag, "defs") || scanner.is(tag, "clipPath") || scanner.is(tag, "mask")
          || scanner.is(tag, "symbol") || scanner.is(tag, "pattern")
        {
          if !tag.isEmpty { hidden += tag.isEnd ? -1 : 1 }
          continue
        }
        guard hidden <= 0 else { continue }
        if scanner.is(tag, "page") {
          isPaged = true
          if tag.isEnd {
            pages.append(page)
            page = PageDrawing()
          }
        } else if scanner.is(tag, "g") {
          if tag.isEnd {
            if transforms.count > 1 { transforms.removeLast() }
          } else if !tag.isEmpty, transforms.count < 1000 {
            transforms.append(Transform(scanner, tag, within: transforms[transforms.count - 1]))
          }
        } else if !tag.isEnd {
          page.draw(scanner, tag, within: transforms[transforms.count - 1])
        }
      }
      return isPaged ? pages : [page]
    }
  }

  private mutating func draw(_ scanner: TagScanner, _ tag: TagScanner.Tag, within: Transform) {
    if scanner.is(tag, "image") {
      hasPictures = true
    } else if scanner.is(tag, "use") {
      guard let target = scanner.value(tag, "xlink:href"),
        scanner.slice(target).starts(with: "#glyph".utf8)
      else {
        hasPictures = true
        return
      }
      guard glyphs.count < PageDrawing.bound, let x = scanner.number(tag, "x"),
        let y = scanner.number(tag, "y")
      else { return }
      let point = Transform(scanner, tag, within: within).apply((x, y))
      glyphs.append(Glyph(x: point.x, y: point.y))
    } else if scanner.is(tag, "path"), let path = scanner.value(tag, "d") {
      guard let style = Style(scanner, tag) else { return }
      let transform = Transform(scanner, tag, within: within)
      add(PageDrawing.outlines(scanner.slice(path), transform), style)
    } else if scanner.is(tag, "rect"), let style = Style(scanner, tag),
      let width = scanner.number(tag, "width"), let height = scanner.number(tag, "height")
    {
      let x = scanner.number(tag, "x") ?? 0
      let y = scanner.number(tag, "y") ?? 0
      let transform = Transform(scanner, tag, within: within)
      let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
      add([Outline(points: corners.map(transform.apply), isStraight: true)], style)
    }
  }

  private mutating func add(_ outlines: [Outline], _ style: Style) {
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
      if style.isStroked {
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

  private mutating func add(_ from: Point, _ to: Point) {
    let (dx, dy) = (abs(from.x - to.x), abs(from.y - to.y))
    if dy < 0.6, dx > 0.6 {
      horizontal.append(
        Rule(position: (from.y + to.y) / 2, start: min(from.x, to.x), end: max(from.x, to.x)))
    } else if dx < 0.6, dy > 0.6 {
      vertical.append(
        Rule(position: (from.x + to.x) / 2, start: min(from.y, to.y), end: max(from.y, to.y)))
    }
  }

  // MARK: Parts of SVG

  private typealias Point = (x: Double, y: Double)

  private struct Outline {
    var points: [Point]
    var isStraight: Bool

    var box: Document.Box? {
      guard let first = points.first else { return nil }
      var box = Document.Box(left: first.x, top: first.y, right: first.x, bottom: first.y)
      for point in points {
        box = box.union(Document.Box(left: point.x, top: point.y, right: point.x, bottom: point.y))
      }
      return box
    }
  }

  private static func outlines(
    _ path: UnsafeBufferPointer<UInt8>, _ transform: Transform
  ) -> [Outline] {
    var scanner = NumberScanner(path)
    var outlines: [Outline] = []
    var command = UInt8(ascii: "M")
    var point = Point(0, 0)
    func close(_ outlines: inout [Outline]) {
      guard let last = outlines.last, let first = last.points.first else { return }
      outlines[outlines.count - 1].points.append(first)
    }
    while !scanner.isAtEnd() {
      if let letter = scanner.letter() {
        command = letter
        if letter == UInt8(ascii: "Z") || letter == UInt8(ascii: "z") { close(&outlines) }
        continue
      }
      guard let first = scanner.next() else { break }
      switch command {
      case UInt8(ascii: "M"), UInt8(ascii: "L"):
        guard let second = scanner.next() else { return outlines }
        point = (first, second)
        if command == UInt8(ascii: "M") {
          outlines.append(Outline(points: [], isStraight: true))
          command = UInt8(ascii: "L")
        }
      case UInt8(ascii: "H"): point.x = first
      case UInt8(ascii: "V"): point.y = first
      case UInt8(ascii: "C"):
        for _ in 0..<3 { _ = scanner.next() }
        guard let x = scanner.next(), let y = scanner.next() else { return outlines }
        point = (x, y)
        if !outlines.isEmpty { outlines[outlines.count - 1].isStraight = false }
      default: return outlines
      }
      guard !outlines.isEmpty else { return [] }
      outlines[outlines.count - 1].points.append(transform.apply(point))
    }
    return outlines
  }

  /// How a path is drawn; nil where it cannot be seen.
  private struct Style {
    var isStroked: Bool

    init?(_ scanner: TagScanner, _ tag: TagScanner.Tag) {
      // Older versions write one `style`, newer ones attributes.
      var fill: String?
      var stroke: String?
      if let style = scanner.value(tag, "style") {
        for part in String(decoding: scanner.slice(style), as: UTF8.self).split(separator: ";") {
          let pair = part.split(separator: ":", maxSplits: 1).map { $0.filter { $0 != " " } }
          guard pair.count == 2 else { continue }
          if pair[0] == "fill" { fill = pair[1] }
          if pair[0] == "stroke" { stroke = pair[1] }
        }
      }
      if let value = scanner.value(tag, "fill") {
        fill = String(decoding: scanner.slice(value), as: UTF8.self).filter { $0 != " " }
      }
      if let value = scanner.value(tag, "stroke") {
        stroke = String(decoding: scanner.slice(value), as: UTF8.self).filter { $0 != " " }
      }
      func isSeen(_ color: String?) -> Bool {
        guard let color else { return false }
        return !["none", "rgb(100%,100%,100%)", "#fff", "#ffffff", "white"].contains(color)
      }
      guard isSeen(stroke) || isSeen(fill) else { return nil }
      isStroked = isSeen(stroke)
    }
  }

  /// An affine transform.
  private struct Transform {
    var (a, b, c, d, e, f) = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    init() {}

    init(_ scanner: TagScanner, _ tag: TagScanner.Tag, within outer: Transform) {
      self = outer
      guard let range = scanner.value(tag, "transform"),
        scanner.slice(range).starts(with: "matrix".utf8)
      else { return }
      var numbers = NumberScanner(UnsafeBufferPointer(rebasing: scanner.slice(range).dropFirst(6)))
      var own: [Double] = []
      while let number = numbers.next() { own.append(number) }
      guard own.count == 6 else { return }
      a = outer.a * own[0] + outer.c * own[1]
      b = outer.b * own[0] + outer.d * own[1]
      c = outer.a * own[2] + outer.c * own[3]
      d = outer.b * own[2] + outer.d * own[3]
      e = outer.a * own[4] + outer.c * own[5] + outer.e
      f = outer.b * own[4] + outer.d * own[5] + outer.f
    }

    func apply(_ point: Point) -> Point {
      (a * point.x + c * point.y + e, b * point.x + d * point.y + f)
    }
  }
}
