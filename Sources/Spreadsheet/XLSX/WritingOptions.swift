/// How a workbook is written.
public struct WritingOptions: Hashable, Sendable {
  /// What becomes of a number given as decimal text of more than 15 significant digits. Excel shows
  /// no more, and what is typed into it loses the others.
  public enum LongNumbers: Hashable, Sendable {
    /// It is refused with an error.
    case refuse
    /// It becomes text, with a warning.
    case text
    /// It is written as it is. Programs keep the nearest double, and Excel shows 15 digits.
    case nearest
  }

  /// Where text stands.
  public enum Strings: Hashable, Sendable {
    /// In the table of shared strings, each once, while that takes at most so many bytes, and in
    /// its cell from there on.
    case shared(upTo: Int)
    /// In its cell.
    case inline
  }

  /// What becomes of decimal text of more than 15 digits; refused by default.
  public var longNumbers: LongNumbers
  /// Where text stands. By default all of it is shared in a workbook that is in memory anyway, and
  /// 4 MiB of it row by row.
  public var strings: Strings?
  /// How hard to deflate, from 0 (not at all) to 9 (small); 6 by default.
  public var level: Int
  /// Threads that deflate, the caller's among them, which makes the next sheet meanwhile; 1 by
  /// default. The bytes do not depend on it.
  public var threads: Int

  /// Options; without arguments the defaults.
  public init(
    longNumbers: LongNumbers = .refuse, strings: Strings? = nil, level: Int = 6, threads: Int = 1
  ) {
    (self.longNumbers, self.strings, self.level) = (longNumbers, strings, level)
    self.threads = threads
  }
}

/// Something that was written otherwise than given.
public struct WritingWarning: Hashable, Sendable, CustomStringConvertible {
  /// The name of the sheet.
  public var sheet: String
  /// The cell.
  public var cell: CellReference
  /// What was done and why.
  public var reason: String

  /// One line that names sheet and cell.
  public var description: String { "sheet '\(sheet)', cell \(cell): \(reason)" }
}
