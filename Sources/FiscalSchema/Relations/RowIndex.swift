import FiscalModel

/// Where the rows of a table stand, by all that a relation may call them.
struct RowIndex {
  /// What a row is called.
  enum Name: Hashable {
    /// By the identifier of its fixed line.
    case line(String)
    /// By the printed row number.
    case number(String)
    /// By the code, or by that of its fixed line.
    case functionCode(String)
    /// By the printed code.
    case code(String)
    /// By the label, folded.
    case label(String)
    /// A total.
    case total
    /// A total that is a fixed line.
    case totalLine
  }

  /// The first row of each name in each panel.
  private var rows: [[Name: Int]] = []

  /// - Complexity: O(rows).
  init(_ matrix: Section.Matrix, _ layout: Layout?) {
    for (index, row) in matrix.rows.enumerated() {
      while rows.count < row.parts.count { rows.append([:]) }
      for (panel, part) in row.parts.enumerated() {
        func add(_ name: Name) {
          if rows[panel][name] == nil { rows[panel][name] = index }
        }
        if let line = part.line, layout?.matrix.isLine(line, ofPanel: panel) ?? false {
          add(.line(line))
        }
        if let number = part.number { add(.number(number)) }
        if let code = part.code { add(.code(code)) }
        add(.label(part.label.folded))
        if let code = RowIndex.functionCode(part, panel: panel, layout) { add(.functionCode(code)) }
        if part.kind == .total {
          add(.total)
          if part.line != nil { add(.totalLine) }
        }
      }
    }
  }

  /// The first row of a name, in one panel or in any, the leftmost of them.
  func first(_ name: Name, in panel: Int?) -> (row: Int, panel: Int)? {
    if let panel {
      return rows.indices.contains(panel) ? rows[panel][name].map { ($0, panel) } : nil
    }
    var found: (row: Int, panel: Int)?
    for (panel, rows) in rows.enumerated() {
      if let row = rows[name], row < found?.row ?? .max { found = (row, panel) }
    }
    return found
  }

  /// The code of a part: printed, or that of its fixed line.
  static func functionCode(_ part: Section.Part, panel: Int, _ layout: Layout?) -> String? {
    if let code = part.code { return code }
    guard part.kind == .class else { return nil }
    return layout?.line(part.line, inPanel: panel)?.members["function_code"]
  }
}
