import Zip

/// For fuzzing: whether scanner and libxml2 read the parts of a sheet alike.
@_spi(Fuzzing) public enum BothWays {
  /// Reads a sheet's part, and that of the shared strings, in both ways; true when both fail or both
  /// give the same sheet.
  public static func agree(sheet: [UInt8], strings: [UInt8]? = nil) -> Bool {
    guard let bytes = try? package(sheet, strings) else { return true }
    return read(bytes, isScanning: true) == read(bytes, isScanning: false)
  }

  private static func read(_ bytes: [UInt8], isScanning: Bool) -> Sheet? {
    let file = try? XLSXReader(bytes, limits: WorkbookLimits(), isScanning: isScanning)
    return try? file?.sheet(at: 0)
  }

  private static func package(_ sheet: [UInt8], _ strings: [UInt8]?) throws(ZipError) -> [UInt8] {
    var zip = ZipWriter(level: 0)
    let relations = OpenXML.officeRelationships
    try zip.add(
      "xl/workbook.xml",
      Array(
        """
        <workbook xmlns="\(OpenXML.main)" xmlns:r="\(relations)"><sheets>\
        <sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>
        """.utf8))
    let table =
      strings == nil
      ? ""
      : "<Relationship Id=\"r2\" Type=\"\(relations)/sharedStrings\" Target=\"strings.xml\"/>"
    try zip.add(
      "xl/_rels/workbook.xml.rels",
      Array(
        """
        <Relationships xmlns="\(OpenXML.packageRelationships)"><Relationship Id="r1" \
        Type="\(relations)/worksheet" Target="sheet.xml"/>\(table)</Relationships>
        """.utf8))
    try zip.add("xl/sheet.xml", sheet)
    if let strings { try zip.add("xl/strings.xml", strings) }
    return zip.finish()
  }
}
