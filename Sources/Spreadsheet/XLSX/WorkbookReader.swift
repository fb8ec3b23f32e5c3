import XMLStream

extension Workbook {
  /// Reads a workbook in the XLSX format.
  ///
  /// Sheets without cells of their own, such as chart sheets, are there but empty. Shared
  /// formulas stand at every cell that has them, array formulas at the first of theirs.
  public init(xlsx bytes: [UInt8], limits: WorkbookLimits = .init()) throws(SpreadsheetError) {
    let package = try PackageReader(bytes, limits: limits)
    let path = try package.workbookPath()
    guard let book = try package.parse(path, WorkbookHandler()) else { throw .missingPart(path) }
    let relationships = try package.relationships(of: path)
    func target(_ relation: OpenXML.Relation) -> String? {
      relationships.first { $0.type == relation.rawValue && !$0.isExternal }?.target
    }

    // A theme only colours, and is not worth an error.
    let theme = target(.theme).flatMap { try? package.parse($0, ThemeHandler()) }
    let styles = try target(.styles).flatMap { path throws(SpreadsheetError) in
      try package.parse(path, StylesHandler(theme: theme?.colors ?? []))
    }
    let strings = try target(.sharedStrings).flatMap { path throws(SpreadsheetError) in
      try package.parse(path, SharedStringsHandler(limit: limits.stringBytes))
    }
    var context = RowBuffer.Context(
      styles: styles?.styles ?? [], strings: strings?.strings ?? [], cells: limits.cells,
      stringBytes: limits.stringBytes - (strings?.byteCount ?? 0), limits: limits)

    date1904 = book.date1904
    defaultFont = styles?.defaultFont ?? Font()
    for entry in book.sheets {
      var sheet = Sheet(name: entry.name)
      sheet.visibility = entry.visibility
      if let relation = relationships.first(where: { $0.id == entry.relation }) {
        if relation.type == OpenXML.Relation.worksheet.rawValue {
          try sheet.read(relation.target, from: package, &context)
        }
      } else if !entry.relation.isEmpty {
        throw .invalidPart(path, reason: "sheet '\(entry.name)' has no part")
      }
      sheets.append(sheet)
    }
    definedNames = book.definedNames
    takePrintNames()
    properties = Self.properties(package)
  }

  /// Properties are not worth an error: some programs write them badly.
  private static func properties(_ package: PackageReader) -> DocumentProperties {
    let handler = PropertiesHandler()
    guard let relations = try? package.relationships(of: "") else { return handler.properties }
    var found = handler
    for relation in [OpenXML.Relation.coreProperties, .extendedProperties] {
      guard let path = relations.first(where: { $0.type == relation.rawValue })?.target,
        let read = try? package.parse(path, found)
      else { continue }
      found = read
    }
    return found.properties
  }

  /// Moves print areas and titles from the names to the sheets, where their form is the plain one.
  private mutating func takePrintNames() {
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

extension Sheet {
  fileprivate mutating func read(
    _ path: String, from package: PackageReader, _ context: inout RowBuffer.Context
  ) throws(SpreadsheetError) {
    let handler = WorksheetHandler(self, path: path, context, sink: SheetBuilder())
    guard var read = try package.parse(scanning: path, handler) else { throw .missingPart(path) }
    try read.finish()
    context = read.buffer.context
    let relationships = try package.relationships(of: path)
    read.resolveLinks(relationships)
    let plain = context.styles.first ?? CellStyle()
    self = read.properties.finish(read.sink.rows, isOrdered: read.sink.isOrdered, plain: plain)
    // Comments are not worth an error.
    if let target = relationships.first(where: { $0.type == OpenXML.Relation.comments.rawValue }),
      let found = try? package.parse(target.target, CommentsHandler())
    {
      comments = found.comments
    }
  }
}

extension PageSetup {
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

/// Reads `workbook.xml`.
private struct WorkbookHandler: PartHandler {
  static let namespace = OpenXML.Namespace.main

  struct Entry {
    var name: String
    var relation: String
    var visibility: Sheet.Visibility
  }

  var sheets: [Entry] = []
  var definedNames: [DefinedName] = []
  var date1904 = false
  private var name: DefinedName?
  private var buffer: [UInt8] = []

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    if name == "sheet" {
      let relations = OpenXML.Namespace.officeRelationships
      sheets.append(
        Entry(
          name: XString.decode(attributes.string("name") ?? ""),
          relation: attributes.string("id", in: relations) ?? "",
          visibility: attributes.string("state").flatMap { Sheet.Visibility(rawValue: $0) }
            ?? .visible))
    } else if name == "definedName" {
      buffer.removeAll()
      self.name = DefinedName(
        name: XString.decode(attributes.string("name") ?? ""), formula: "",
        sheet: attributes.integer("localSheetId"),
        hidden: attributes.boolean("hidden") ?? false)
    } else if name == "workbookPr" {
      date1904 = attributes.boolean("date1904") ?? false
    } else if name == "extLst" {
      return false
    }
    return true
  }

  mutating func text(_ text: borrowing XMLText) {
    if name != nil { text.append(to: &buffer) }
  }

  mutating func end(_ name: borrowing XMLName) {
    guard name == "definedName", var defined = self.name else { return }
    defined.formula = XString.decode(buffer)
    definedNames.append(defined)
    self.name = nil
  }
}

/// Reads `sharedStrings.xml`: text of all runs, without phonetic ones.
private struct SharedStringsHandler: PartHandler {
  static let namespace = OpenXML.Namespace.main

  private(set) var strings: [String] = []
  private(set) var byteCount = 0
  private let limit: Int
  private var buffer: [UInt8] = []
  private var isText = false

  init(limit: Int) { self.limit = limit }

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    if name == "t" {
      isText = true
    } else if name == "si" {
      buffer.removeAll(keepingCapacity: true)
    } else if name == "sst" {
      // A count is a claim; it only spares a few of the growths.
      strings.reserveCapacity(min(attributes.integer("uniqueCount") ?? 0, 1 << 16))
    } else {
      return name == "r"
    }
    return true
  }

  mutating func text(_ text: borrowing XMLText) {
    if isText { text.append(to: &buffer) }
  }

  mutating func end(_ name: borrowing XMLName) throws(SpreadsheetError) {
    if name == "t" {
      isText = false
    } else if name == "si" {
      byteCount += buffer.count
      guard byteCount <= limit else {
        throw .limitExceeded(limit: "bytes of text", allowed: limit)
      }
      strings.append(XString.decode(buffer))
    }
  }
}

/// Reads `docProps/core.xml` and `docProps/app.xml`.
private struct PropertiesHandler: PartHandler {
  static let namespace = OpenXML.Namespace.properties

  var properties = DocumentProperties()
  private var buffer: [UInt8] = []

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    buffer.removeAll()
    return true
  }

  mutating func text(_ text: borrowing XMLText) { text.append(to: &buffer) }

  mutating func end(_ name: borrowing XMLName) {
    let fields: [(StaticString, WritableKeyPath<DocumentProperties, String?> & Sendable)] = [
      ("title", \.title), ("creator", \.creator), ("subject", \.subject),
      ("description", \.description), ("keywords", \.keywords), ("created", \.created),
      ("modified", \.modified), ("Application", \.application),
    ]
    for (field, path) in fields where name == field {
      properties[keyPath: path] = XString.decode(buffer)
    }
    buffer.removeAll()
  }
}
