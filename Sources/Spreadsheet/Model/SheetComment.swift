extension Sheet {
  /// A note at a cell.
  public struct Comment: Hashable, Sendable {
    /// Who wrote it.
    public var author: String?
    /// Its text without formatting.
    public var text: String

    /// A comment.
    public init(author: String? = nil, text: String) {
      (self.author, self.text) = (author, text)
    }
  }
}
