/// An affine transform: how points of one system of coordinates are those of another.
struct Transform {
  typealias Point = (x: Double, y: Double)

  var (a, b, c, d, e, f) = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

  init() {}

  /// Made of its six numbers in the order of PDF and SVG; nil where there are fewer.
  init?(_ numbers: some Collection<Double>) {
    let own = Array(numbers.prefix(6))
    guard own.count == 6 else { return nil }
    (a, b, c, d, e, f) = (own[0], own[1], own[2], own[3], own[4], own[5])
  }

  /// First this one, then the other.
  func then(_ outer: Transform) -> Transform {
    var both = Transform()
    both.a = outer.a * a + outer.c * b
    both.b = outer.b * a + outer.d * b
    both.c = outer.a * c + outer.c * d
    both.d = outer.b * c + outer.d * d
    both.e = outer.a * e + outer.c * f + outer.e
    both.f = outer.b * e + outer.d * f + outer.f
    return both
  }

  func apply(_ point: Point) -> Point {
    (a * point.x + c * point.y + e, b * point.x + d * point.y + f)
  }

  /// The upright box around a box.
  func apply(_ box: Document.Box) -> Document.Box {
    let corners = [
      (box.left, box.top), (box.right, box.top), (box.left, box.bottom), (box.right, box.bottom),
    ].map(apply)
    let (xs, ys) = (corners.map(\.x), corners.map(\.y))
    return Document.Box(
      left: xs.min() ?? 0, top: ys.min() ?? 0, right: xs.max() ?? 0, bottom: ys.max() ?? 0)
  }
}
