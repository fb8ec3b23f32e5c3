import XMLStream
import Zip

/// What all sheets of a workbook need: its list of sheets, its styles, its shared strings.
struct WorkbookParts: Sendable {
  let package: PackageReader
  let book: WorkbookHandler
  let defaultFont: Font
  private let styles: [CellStyle]
  private let strings: [String]
  /// What the shared strings have left.
  private let budget: ReadingBudget
  private let path: String
  private let relationships: [PackageReader.Relationship]

  init(_ package: PackageReader, limits: WorkbookLimits) throws(SpreadsheetError) {
    self.package = package
    let path = try package.workbookPath()
    self.path = path
    guard let book = try package.parse(path, WorkbookHandler()) else { throw .missingPart(path) }
    self.book = book
    let relationships = try package.relationships(of: path)
    self.relationships = relationships
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
    defaultFont = styles?.defaultFont ?? Font()
    let formats = styles?.styles ?? []
    self.styles = formats.isEmpty ? [CellStyle()] : formats
    self.strings = strings?.strings ?? []
    budget = ReadingBudget(limits)
    try budget.take(stringBytes: strings?.byteCount ?? 0)
  }

  /// Begins to read a sheet; nil when it has no cells by its nature. What stands around the cells is left
  /// out unless there is something to gather it in; the limits stand in full unless there is a budget.
  func open(
    _ info: WorkbookFile.SheetInfo, properties: SheetProperties? = nil,
    budget: ReadingBudget? = nil
  ) throws(SpreadsheetError) -> WorksheetReader? {
    guard let path = info.path else { return nil }
    let context = WorksheetContext(
      path: path, styles: styles, strings: strings,
      budget: budget ?? ReadingBudget(copy: self.budget))
    let handler = WorksheetHandler(context, properties: properties)
    guard let part = try package.open(path, handler) else { throw .missingPart(path) }
    return WorksheetReader(part)
  }

  /// The sheets with their parts.
  func sheets() throws(SpreadsheetError) -> [WorkbookFile.SheetInfo] {
    var infos: [WorkbookFile.SheetInfo] = []
    for entry in book.sheets {
      let relation = relationships.first { $0.id == entry.relation }
      if relation == nil, !entry.relation.isEmpty {
        throw .invalidPart(path, reason: "sheet '\(entry.name)' has no part")
      }
      let isSheet = relation?.type == OpenXML.Relation.worksheet.rawValue
      infos.append(
        WorkbookFile.SheetInfo(
          name: entry.name, visibility: entry.visibility, path: isSheet ? relation?.target : nil))
    }
    return infos
  }

  /// Reads sheets side by side. Which error is thrown does not depend on the threads: a limit comes
  /// before others, and of those that of the first sheet.
  func read(
    _ infos: [WorkbookFile.SheetInfo], threads: Int
  ) throws(SpreadsheetError) -> [Sheet] {
    let budget = ReadingBudget(copy: budget)
    let results = Parallel.map(infos.count, threads: threads) { index in
      Result { () throws(SpreadsheetError) in try read(infos[index], budget: budget) }
    }
    for case .failure(let error) in results {
      if case .limitExceeded = error { throw error }
    }
    var sheets: [Sheet] = []
    for result in results { sheets.append(try result.get()) }
    return sheets
  }

  /// Reads one sheet with all that belongs to it.
  func read(
    _ info: WorkbookFile.SheetInfo, budget: ReadingBudget? = nil
  ) throws(SpreadsheetError) -> Sheet {
    var sheet = Sheet(name: info.name)
    sheet.visibility = info.visibility
    guard let path = info.path,
      let reader = try open(info, properties: SheetProperties(sheet), budget: budget)
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
}
