extension Document {
  /// A rectangle on a page, in points from its upper left corner.
  public struct Box: Hashable, Sendable {
    /// The left edge.
    public var left: Double
    /// The upper edge.
    public var top: Double
    /// The right edge.
    public var right: Double
    /// The lower edge.
    public var bottom: Double

    /// Makes a rectangle of its edges.
    public init(left: Double, top: Double, right: Double, bottom: Double) {
      self.left = left
      self.top = top
      self.right = right
      self.bottom = bottom
    }

    /// How wide it is.
    public var width: Double { right - left }
    /// How high it is.
    public var height: Double { bottom - top }

    var middle: Double { (left + right) / 2 }

    /// The smallest rectangle around both.
    func union(_ other: Box) -> Box {
      Box(
        left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
        bottom: max(bottom, other.bottom))
    }

    /// The rectangle on a page of this height after a quarter turn clockwise.
    func turnedClockwise(pageHeight: Double) -> Box {
      Box(left: pageHeight - bottom, top: left, right: pageHeight - top, bottom: right)
    }

    /// The rectangle on a page of this width after a quarter turn counterclockwise.
    func turnedCounterclockwise(pageWidth: Double) -> Box {
      Box(left: top, top: pageWidth - right, right: bottom, bottom: pageWidth - left)
    }
  }
}
