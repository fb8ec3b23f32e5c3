extension Workbook {
  /// Moves print areas and titles from the names to the sheets, where their form is the plain one.
  mutating func takePrintNames() {
    var kept: [DefinedName] = []
    for name in definedNames {
      guard let index = name.sheet, sheets.indices.contains(index),
        sheets[index].pageSetup.take(name, of: sheets[index].name)
      else {
        kept.append(name)
        continue
      }
    }
    definedNames = kept
  }
}

extension Sheet.PageSetup {
  /// Takes a name that Excel keeps a print area or print titles in; false when it is another, or in
  /// a form that has no place here.
  fileprivate mutating func take(_ name: DefinedName, of sheet: String) -> Bool {
    guard !name.hidden else { return false }
    let isArea = name.name.lowercased() == "_xlnm.print_area"
    guard isArea || name.name.lowercased() == "_xlnm.print_titles",
      let ranges = Self.ranges(name.formula, of: sheet)
    else { return false }
    if isArea {
      guard ranges.count == 1, let range = CellRange(ranges[0]), printArea == nil else {
        return false
      }
      printArea = range
      return true
    }
    var (rows, columns): (ClosedRange<Int>?, ClosedRange<Int>?)
    for range in ranges {
      let ends = range.split(separator: ":").map { $0.filter { $0 != "$" } }
      guard ends.count == 2, repeatRows == nil, repeatColumns == nil else { return false }
      if let first = Int(ends[0]), let last = Int(ends[1]), rows == nil {
        guard 1...CellReference.rowCount ~= first, first...CellReference.rowCount ~= last else {
          return false
        }
        rows = first - 1...last - 1
      } else if let first = CellReference(ends[0] + "1"), let last = CellReference(ends[1] + "1"),
        columns == nil, first.column <= last.column
      {
        columns = first.column...last.column
      } else {
        return false
      }
    }
    (repeatRows, repeatColumns) = (rows, columns)
    return true
  }

  /// The references of `'Sheet 1'!$A:$B,'Sheet 1'!$1:$3` without the sheet; nil when one is of
  /// another sheet.
  private static func ranges(_ formula: String, of sheet: String) -> [String]? {
    var ranges: [String] = []
    var rest = formula[...]
    let quoted =
      "'" + sheet.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
      + "'!"
    while !rest.isEmpty {
      guard let prefix = [quoted, sheet + "!"].first(where: { rest.hasPrefix($0) }) else {
        return nil
      }
      rest = rest.dropFirst(prefix.count)
      let range = rest.prefix { $0 != "," }
      ranges.append(String(range))
      rest = rest.dropFirst(range.count + 1)
    }
    return ranges.isEmpty ? nil : ranges
  }
}
