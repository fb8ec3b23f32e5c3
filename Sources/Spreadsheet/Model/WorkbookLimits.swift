import Zip

/// How much a workbook may take to read. All are absolute: an honest sheet compresses 121 to 1, so
/// a ratio would refuse it or let a bomb through.
public struct WorkbookLimits: Hashable, Sendable {
  /// Bytes of the file itself, 512 MiB by default.
  public var archiveBytes = 512 << 20
  /// Unpacked bytes of one part, 1 GiB by default.
  public var partBytes = 1 << 30
  /// Unpacked bytes of all parts, 4 GiB by default.
  public var totalBytes = 4 << 30
  /// Entries in the archive, 65,536 by default.
  public var entries = 65_536
  /// Cells in all sheets, 32 million by default.
  public var cells = 32_000_000
  /// Bytes of text in shared strings and in cells, 1 GiB by default.
  public var stringBytes = 1 << 30
  /// Bytes of shared strings and formulas longer than 1 KiB, counted for each cell that uses them, 256 MiB
  /// by default: a small file may use a long one in every cell.
  public var repeatedBytes = 256 << 20
  /// Depth of elements, 64 by default.
  public var depth = 64
  /// Threads that read, the caller's among them; as many as there are processors by default. What
  /// is read does not depend on it.
  public var threads = Parallel.processors

  /// The defaults.
  public init() {}
}
