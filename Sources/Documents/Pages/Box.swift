extension Document {
  /// A rectangle on a page, in points from its upper left corner.
  package struct Box: Hashable, Sendable {
    /// The left edge.
    package var left: Double
    /// The upper edge.
    package var top: Double
    /// The right edge.
    package var right: Double
    /// The lower edge.
    package var bottom: Double

    /// How wide it is.
    package var width: Double { right - left }
    /// How high it is.
    package var height: Double { bottom - top }

    var middle: Double { (left + right) / 2 }

    /// The smallest rectangle around both.
    func union(_ other: Box) -> Box {
      Box(
        left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
        bottom: max(bottom, other.bottom))
    }

    /// The rectangle that reaches so much further on each side.
    func expanded(by reach: Double) -> Box {
      Box(left: left - reach, top: top - reach, right: right + reach, bottom: bottom + reach)
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
