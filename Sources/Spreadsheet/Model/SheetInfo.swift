extension Sheet {
  /// One sheet as a workbook lists it.
  public struct Info: Hashable, Sendable {
    /// The name on the tab.
    public var name: String
    /// Whether the sheet has its tab.
    public var visibility: Visibility

    /// What is known of a sheet that is not read.
    public init(name: String, visibility: Visibility = .visible) {
      (self.name, self.visibility) = (name, visibility)
    }
  }
}
