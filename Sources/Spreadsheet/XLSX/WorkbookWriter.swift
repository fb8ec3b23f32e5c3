extension Workbook {
  /// The workbook in the XLSX format. The same workbook gives the same bytes.
  public func xlsx() throws(SpreadsheetError) -> [UInt8] {
    throw .invalidWorkbook(reason: "writing is not there yet")
  }
}
