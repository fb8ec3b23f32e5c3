extension Cell {
  /// A piece of text in one font, of several in a cell.
  public struct TextRun: Hashable, Sendable {
    /// The text.
    public var text: String
    /// Its font, nil for the cell's.
    public var font: CellStyle.Font?

    /// A piece of text.
    public init(_ text: String, font: CellStyle.Font? = nil) {
      (self.text, self.font) = (text, font)
    }
  }
}
