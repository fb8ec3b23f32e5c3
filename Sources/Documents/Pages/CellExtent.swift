extension Document {
  /// What a cell of a grid takes up, and how its text came to stand in it.
  package struct CellExtent: Hashable, Sendable {
    /// How sure the place of a cell's text is.
    package enum Placing: String, Sendable {
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
    package var columns = 1
    /// How many rows it takes.
    package var rows = 1
    /// Where it stands on the page, where the file says it.
    package var box: Box?
    /// How its text came to stand in it.
    package var placing: Placing = .direct
  }
}
