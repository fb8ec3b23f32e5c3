import Zip

/// For fuzzing: whether scanner and libxml2 read a sheet's part alike.
@_spi(Fuzzing) public enum BothWays {
  /// Reads a part in both ways; true when both fail or both give the same sheet.
  public static func agree(sheet: [UInt8]) -> Bool {
    guard let bytes = try? package(sheet) else { return true }
    return read(bytes, isScanning: true) == read(bytes, isScanning: false)
  }

  private static func read(_ bytes: [UInt8], isScanning: Bool) -> Sheet? {
    let file = try? WorkbookFile(bytes, limits: WorkbookLimits(), isScanning: isScanning)
    return try? file?.sheet(at: 0)
  }

  private static func package(_ sheet: [UInt8]) throws(ZipError) -> [UInt8] {
    var zip = ZipWriter(level: 0)
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    try zip.add(
      "xl/workbook.xml",
      Array(
        """
        <workbook xmlns="\(OpenXML.main)" xmlns:r="\(relations)"><sheets>\
        <sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>
        """.utf8))
    try zip.add(
      "xl/_rels/workbook.xml.rels",
      Array(
        """
        <Relationships xmlns="\(OpenXML.packageRelationships)"><Relationship Id="r1" \
        Type="\(relations)/worksheet" Target="sheet.xml"/></Relationships>
        """.utf8))
    try zip.add("xl/sheet.xml", sheet)
    return zip.finish()
  }
}
