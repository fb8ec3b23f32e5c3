public import XMLStream
public import Zip

/// Why a workbook or a CSV file could not be read or written.
public enum SpreadsheetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The container is damaged.
  case archive(ZipError)
  /// A part is not well-formed.
  case xml(part: String, XMLError)
  /// A part that the workbook cannot do without is missing.
  case missingPart(String)
  /// A part says something that it must not.
  case invalidPart(String, reason: String)
  /// A limit of `WorkbookLimits` was exceeded.
  case limitExceeded(limit: String, allowed: Int)
  /// The workbook cannot be written: what Excel would not take.
  case invalidWorkbook(reason: String)
  /// The sheet cannot be written: what Excel would not take.
  case invalidSheet(String, reason: String)
  /// The cell cannot be written: what Excel would not take.
  case invalidCell(sheet: String, cell: CellReference, reason: String)
  /// The CSV is malformed.
  case csv(CSVIssue)
  /// The text is not in its encoding.
  case encoding(EncodingError)

  /// One line that names the part, sheet or cell.
  public var description: String {
    switch self {
    case .archive(let error): "\(error)"
    case .xml(let part, let error): "\(part): \(error)"
    case .missingPart(let part): "\(part): part is missing"
    case .invalidPart(let part, let reason): "\(part): \(reason)"
    case .limitExceeded(let limit, let allowed): "more than \(allowed) \(limit)"
    case .invalidWorkbook(let reason): "workbook: \(reason)"
    case .invalidSheet(let sheet, let reason): "sheet '\(sheet)': \(reason)"
    case .invalidCell(let sheet, let cell, let reason): "sheet '\(sheet)', cell \(cell): \(reason)"
    case .csv(let issue): "\(issue)"
    case .encoding(let error): "\(error)"
    }
  }
}

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
  /// Depth of elements, 64 by default.
  public var depth = 64
  /// Threads that read, the caller's among them; as many as there are processors by default. What
  /// is read does not depend on it.
  public var threads = Parallel.processors

  /// The defaults.
  public init() {}
}
