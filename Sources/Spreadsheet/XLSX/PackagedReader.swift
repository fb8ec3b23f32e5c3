/// A format whose files are packages of parts, told apart by what parts there are.
protocol PackagedReader: SpreadsheetReader {
  /// Whether a package is of this format.
  static func recognizes(_ package: PackageReader) -> Bool

  /// Opens a workbook in a package.
  init(_ package: PackageReader, limits: WorkbookLimits) throws(SpreadsheetError)
}
