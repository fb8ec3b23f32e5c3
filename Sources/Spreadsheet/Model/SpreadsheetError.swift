import XMLStream
import Zip

/// Why a workbook or a CSV file could not be read or written.
public struct SpreadsheetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of thing went wrong. More kinds may come.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The name of the kind.
    public let rawValue: String
    /// The kind of a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The file cannot be read or written.
    public static let file = Code(rawValue: "file")
    /// The container is damaged.
    public static let archive = Code(rawValue: "archive")
    /// The file opens with a password only.
    public static let password = Code(rawValue: "password")
    /// The file is a document of another kind.
    public static let otherKind = Code(rawValue: "other-kind")
    /// A part is not well-formed.
    public static let xml = Code(rawValue: "xml")
    /// A part that the workbook cannot do without is missing.
    public static let missingPart = Code(rawValue: "missing-part")
    /// A part says something that it must not.
    public static let invalidPart = Code(rawValue: "invalid-part")
    /// A limit of ``WorkbookLimits`` was exceeded.
    public static let limitExceeded = Code(rawValue: "limit-exceeded")
    /// The workbook cannot be written: what Excel would not take.
    public static let invalidWorkbook = Code(rawValue: "invalid-workbook")
    /// The sheet cannot be written: what Excel would not take.
    public static let invalidSheet = Code(rawValue: "invalid-sheet")
    /// The cell cannot be written: what Excel would not take.
    public static let invalidCell = Code(rawValue: "invalid-cell")
    /// The CSV is malformed; ``SpreadsheetError/issue`` says how.
    public static let csv = Code(rawValue: "csv")
    /// The text is not in its encoding; ``SpreadsheetError/undecodable`` says where.
    public static let encoding = Code(rawValue: "encoding")
  }

  /// Where it went wrong.
  public struct Place: Hashable, Sendable, CustomStringConvertible {
    /// The part of the file, or its path.
    public var part: String?
    /// The name of the sheet.
    public var sheet: String?
    /// The cell.
    public var cell: CellReference?

    /// What of it is known.
    public var description: String {
      [part, sheet.map { "sheet '\($0)'" }, cell.map { "cell \($0)" }].compactMap { $0 }
        .joined(separator: ", ")
    }
  }

  /// What kind of thing went wrong.
  public let code: Code
  /// What is wrong, in one line, without the place.
  public let message: String
  /// Where, nil for the file as a whole.
  public private(set) var place: Place?
  /// What is wrong with a CSV.
  public private(set) var issue: CSVIssue?
  /// What is wrong with text.
  public private(set) var undecodable: TextEncodingError?

  private init(_ code: Code, _ message: String, at place: Place? = nil) {
    (self.code, self.message, self.place) = (code, message, place)
  }

  /// One line that names the part, sheet or cell.
  public var description: String { place.map { "\($0): \(message)" } ?? message }

  static func file(_ path: String, reason: String) -> Self {
    Self(.file, reason, at: Place(part: path))
  }

  static func archive(_ error: ZipError) -> Self { Self(.archive, "\(error)") }

  static func xml(part: String, _ error: XMLError) -> Self {
    Self(.xml, "\(error)", at: Place(part: part))
  }

  /// What has ended the reading of a part.
  init(_ failure: XMLFailure<SpreadsheetError>, part: String) {
    self =
      switch failure {
      case .malformed(let error): .xml(part: part, error)
      case .handler(let error): error
      }
  }

  static func missingPart(_ part: String) -> Self {
    Self(.missingPart, "part is missing", at: Place(part: part))
  }

  static func invalidPart(_ part: String, reason: String) -> Self {
    Self(.invalidPart, reason, at: Place(part: part))
  }

  static let passwordNeeded = Self(.password, "it opens with a password only")

  static let otherKind = Self(.otherKind, "it is a document of another kind")

  static func limitExceeded(limit: String, allowed: Int) -> Self {
    Self(.limitExceeded, "more than \(allowed) \(limit)")
  }

  static func invalidWorkbook(reason: String) -> Self {
    Self(.invalidWorkbook, reason, at: Place(part: "workbook"))
  }

  static func invalidSheet(_ sheet: String, reason: String) -> Self {
    Self(.invalidSheet, reason, at: Place(sheet: sheet))
  }

  static func invalidCell(sheet: String, cell: CellReference, reason: String) -> Self {
    Self(.invalidCell, reason, at: Place(sheet: sheet, cell: cell))
  }

  static func csv(_ issue: CSVIssue) -> Self {
    var error = Self(.csv, "\(issue)")
    error.issue = issue
    return error
  }

  static func encoding(_ undecodable: TextEncodingError) -> Self {
    var error = Self(.encoding, "\(undecodable)")
    error.undecodable = undecodable
    return error
  }
}
