extension StringProtocol {
  /// A month of a year by number as words say it: of `202503`, `2025-03` and `2025/3` `2025年3月`; nil for
  /// any other text.
  package var monthInWords: String? {
    let parts = split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" }
    let isWhole = parts.count == 1 && utf8.count == 6
    let (first, second) = isWhole ? (prefix(4), suffix(2)) : (parts[0], parts[parts.count - 1])
    guard isWhole || parts.count == 2, first.utf8.count == 4, (1...2).contains(second.utf8.count),
      let year = Int(first), let month = Int(second), (1990...2100).contains(year),
      (1...12).contains(month)
    else { return nil }
    return "\(year)年\(month)月"
  }
}
