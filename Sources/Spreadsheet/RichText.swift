/// A piece of text in one font, of several in a cell.
public struct TextRun: Hashable, Sendable {
  /// The text.
  public var text: String
  /// Its font, nil for the cell's.
  public var font: Font?

  /// A piece of text.
  public init(_ text: String, font: Font? = nil) {
    self.text = text
    self.font = font
  }
}

/// A link from all the cells of a range.
public struct RangeHyperlink: Hashable, Sendable {
  /// The cells.
  public var range: CellRange
  /// Where a click leads.
  public var link: Hyperlink

  /// A link from a range.
  public init(range: CellRange, link: Hyperlink) {
    self.range = range
    self.link = link
  }
}
