extension Workbook {
  /// Reads a workbook in the XLSX format.
  public init(xlsx bytes: [UInt8], limits: WorkbookLimits = .init()) throws(SpreadsheetError) {
    throw .invalidWorkbook(reason: "reading is not there yet")
  }
}
