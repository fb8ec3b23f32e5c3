/// Reads comma-separated values after RFC 4180.
public struct CSVReader: Sendable {
  /// The byte between fields.
  public var delimiter: UInt8

  /// A reader for a delimiter, a comma by default.
  public init(delimiter: UInt8 = UInt8(ascii: ",")) { self.delimiter = delimiter }

  /// The rows of a file in UTF-8, with or without byte order mark.
  public func rows(_ bytes: [UInt8]) throws(SpreadsheetError) -> [[String]] { [] }
}

/// Writes comma-separated values after RFC 4180, lines ended by LF.
public struct CSVWriter: Sendable {
  /// The byte between fields.
  public var delimiter: UInt8
  /// Whether the file starts with a byte order mark, which Excel needs to see UTF-8.
  public var byteOrderMark: Bool

  /// A writer for a delimiter, a comma by default.
  public init(delimiter: UInt8 = UInt8(ascii: ","), byteOrderMark: Bool = false) {
    self.delimiter = delimiter
    self.byteOrderMark = byteOrderMark
  }

  /// The bytes of a file with these rows.
  public func bytes(_ rows: some Sequence<some Sequence<some StringProtocol>>) -> [UInt8] { [] }
}
