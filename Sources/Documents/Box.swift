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

/// What a cell of a grid takes up, and how its text came to stand in it.
public struct CellExtent: Hashable, Sendable {
  /// How sure the place of a cell's text is.
  public enum Placing: String, Sendable {
    /// The file says which cell the text belongs to, or it stands within rulings.
    case direct
    /// It was joined from several printed lines.
    case joined
    /// A run of glyphs over a ruling was cut at it.
    case split
    /// It sticks out of the cell in which most of it stands.
    case overflowing
    /// Nothing is ruled there; it stands below its column's caption.
    case aligned
  }

  /// How many columns it takes.
  public var columns: Int
  /// How many rows it takes.
  public var rows: Int
  /// Where it stands on the page, where the file says it.
  public var box: Box?
  /// How its text came to stand in it.
  public var placing: Placing

  /// Makes an extent.
  public init(columns: Int = 1, rows: Int = 1, box: Box? = nil, placing: Placing = .direct) {
    self.columns = columns
    self.rows = rows
    self.box = box
    self.placing = placing
  }
}
