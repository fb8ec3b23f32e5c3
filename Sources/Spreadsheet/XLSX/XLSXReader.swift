import XMLStream
import Zip

/// Reads workbooks in the XLSX format. ECMA-376.
///
/// When one is opened, what all its sheets need is read: the list of them, styles, shared strings.
struct XLSXReader: SpreadsheetReader {
  let sheets: [Sheet.Info]
  var date1904: Bool { book.date1904 }

  private let package: PackageReader
  private let limits: WorkbookLimits
  private let book: WorkbookHandler
  private let defaultFont: CellStyle.Font
  /// Of each sheet the part that has its cells, nil for chart sheets and the like.
  private let paths: [String?]
  private let styles: [CellStyle]
  private let strings: [String]
  /// What the shared strings have left.
  private let budget: ReadingBudget

  static func recognizes(_ head: [UInt8]) -> Bool { head.starts(with: [0x50, 0x4B]) }

  init(_ bytes: [UInt8], limits: WorkbookLimits) throws(SpreadsheetError) {
    try self.init(bytes, limits: limits, isScanning: true)
  }

  /// Opens a file, of which only pieces are ever in memory. It stays open.
  init(path: String, limits: WorkbookLimits) throws(SpreadsheetError) {
    try self.init(PackageReader(path: path, limits: limits), limits: limits)
  }

  /// Without scanning libxml2 reads everything, as the tests compare.
  init(_ bytes: [UInt8], limits: WorkbookLimits, isScanning: Bool) throws(SpreadsheetError) {
    try self.init(
      PackageReader(bytes, limits: limits, isScanning: isScanning), limits: limits)
  }

  private init(_ package: PackageReader, limits: WorkbookLimits) throws(SpreadsheetError) {
    (self.package, self.limits) = (package, limits)
    let path = try package.workbookPath()
    guard let book = try package.parse(path, WorkbookHandler()) else { throw .missingPart(path) }
    self.book = book
    let relationships = try package.relationships(of: path)
    paths = try Self.paths(of: book, relationships, part: path)
    sheets = book.sheets.map { Sheet.Info(name: $0.name, visibility: $0.visibility) }
    func target(_ relation: OpenXML.Relation) -> String? {
      relationships.first { $0.type == relation.rawValue && !$0.isExternal }?.target
    }
    // A theme only colours, and is not worth an error.
    let theme = target(.theme).flatMap { try? package.parse($0, ThemeHandler()) }
    let styles = try target(.styles).flatMap { path throws(SpreadsheetError) in
      try package.parse(path, StylesHandler(theme: theme?.colors ?? []))
    }
    let strings = try target(.sharedStrings).flatMap { path throws(SpreadsheetError) in
      let part = try package.open(path, SharedStringsHandler(limit: limits.stringBytes))
      guard let part else { return SharedStringsHandler?.none }
      if part.beginning != nil { try part.handler.scan(part.window) }
      while try part.parse() {}
      return part.handler
    }
    defaultFont = styles?.defaultFont ?? CellStyle.Font()
    let formats = styles?.styles ?? []
    self.styles = formats.isEmpty ? [CellStyle()] : formats
    self.strings = strings?.strings ?? []
    budget = ReadingBudget(limits)
    try budget.take(stringBytes: strings?.byteCount ?? 0)
  }

  /// The parts of the sheets that have cells.
  private static func paths(
    of book: WorkbookHandler, _ relationships: [PackageReader.Relationship], part: String
  ) throws(SpreadsheetError) -> [String?] {
    let related = Dictionary(relationships.map { ($0.id, $0) }) { first, _ in first }
    var paths: [String?] = []
    var taken: Set<String> = []
    for entry in book.sheets {
      let relation = related[entry.relation]
      if relation == nil, !entry.relation.isEmpty {
        throw .invalidPart(part, reason: "sheet '\(entry.name)' has no part")
      }
      let isSheet = relation?.type == OpenXML.Relation.worksheet.rawValue
      // A part that is read once for each of any number of names makes much of little.
      if isSheet, let path = relation?.target, !taken.insert(path).inserted {
        throw .invalidPart(part, reason: "sheet '\(entry.name)' is the same part as another one")
      }
      paths.append(isSheet ? relation?.target : nil)
    }
    return paths
  }

  /// Begins to read a sheet; nil when it has no cells by its nature. What stands around the cells is left
  /// out unless there is something to gather it in; the limits stand in full unless there is a budget.
  private func open(
    _ index: Int, properties: SheetProperties? = nil, budget: ReadingBudget? = nil
  ) throws(SpreadsheetError) -> WorksheetReader? {
    guard let path = paths[index] else { return nil }
    let context = RowContext(
      path: path, styles: styles, strings: strings,
      budget: budget ?? ReadingBudget(copy: self.budget), hasEscapes: true)
    let handler = WorksheetHandler(context, properties: properties)
    guard let part = try package.open(path, handler) else { throw .missingPart(path) }
    return WorksheetReader(part)
  }

  func rows(inSheet index: Int) throws(SpreadsheetError) -> SheetRowReader {
    SheetRowReader(try open(index))
  }

  func sheet(at index: Int) throws(SpreadsheetError) -> Sheet { try sheet(at: index, budget: nil) }

  private func sheet(at index: Int, budget: ReadingBudget?) throws(SpreadsheetError) -> Sheet {
    var sheet = Sheet(name: sheets[index].name)
    sheet.visibility = sheets[index].visibility
    guard let path = paths[index],
      let reader = try open(index, properties: SheetProperties(sheet), budget: budget)
    else { return sheet }
    var rows = SheetBuilder()
    while let row = try reader.next() { try rows.take(row) }
    let relationships = try package.relationships(of: path)
    guard let properties = reader.properties(relationships) else { return sheet }
    sheet = properties.finish(rows, styles: styles)
    // Comments are not worth an error.
    if let target = relationships.first(where: { $0.type == OpenXML.Relation.comments.rawValue }),
      let found = try? package.parse(target.target, CommentsHandler())
    {
      sheet.comments = found.comments
    }
    return sheet
  }

  func workbook() throws(SpreadsheetError) -> Workbook {
    var workbook = Workbook()
    workbook.date1904 = date1904
    workbook.defaultFont = defaultFont
    workbook.sheets = try allSheets()
    workbook.definedNames = book.definedNames
    workbook.takePrintNames()
    workbook.properties = properties()
    return workbook
  }

  /// Reads the sheets side by side. Which error is thrown does not depend on the threads: a limit comes
  /// before others, and of those that of the first sheet.
  private func allSheets() throws(SpreadsheetError) -> [Sheet] {
    let budget = ReadingBudget(copy: budget)
    let results = Parallel.map(sheets.count, threads: limits.threads) { index in
      Result { () throws(SpreadsheetError) in try sheet(at: index, budget: budget) }
    }
    for case .failure(let error) in results where error.code == .limitExceeded { throw error }
    var sheets: [Sheet] = []
    for result in results { sheets.append(try result.get()) }
    return sheets
  }

  /// Properties are not worth an error: some programs write them badly.
  private func properties() -> DocumentProperties {
    var found = PropertiesHandler()
    for relation in [OpenXML.Relation.coreProperties, .extendedProperties] {
      guard let path = package.root.first(where: { $0.type == relation.rawValue })?.target,
        let read = try? package.parse(path, found)
      else { continue }
      found = read
    }
    return found.properties
  }
}

extension Workbook {
  /// Reads a workbook in the XLSX format.
  ///
  /// Sheets without cells of their own, such as chart sheets, are there but empty. Shared
  /// formulas stand at every cell that has them, array formulas at the first of theirs.
  public init(xlsx bytes: [UInt8], limits: WorkbookLimits = .init()) throws(SpreadsheetError) {
    self = try XLSXReader(bytes, limits: limits).workbook()
  }
}
