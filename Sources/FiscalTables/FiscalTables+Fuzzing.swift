import FiscalLayout

extension FiscalTables {
  /// Reads the disclosures of an export by a map of its columns; nil where the one or the other cannot be
  /// read. For the fuzz targets.
  @_spi(Fuzzing) public func readAll(
    _ bytes: [UInt8], map json: [UInt8]
  ) -> [DisclosureDocument]? {
    guard let map = try? ExportMap(json: json, catalogue: catalogue) else { return nil }
    var tables = self
    tables.map = map
    return try? tables.readAll(bytes, named: "input")
  }
}
