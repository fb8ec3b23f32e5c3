extension Sheet {
  /// A link from all the cells of a range.
  public struct RangeHyperlink: Hashable, Sendable {
    /// The cells.
    public var range: CellRange
    /// Where a click leads.
    public var link: Cell.Hyperlink

    /// A link from a range.
    public init(range: CellRange, link: Cell.Hyperlink) {
      (self.range, self.link) = (range, link)
    }
  }
}
