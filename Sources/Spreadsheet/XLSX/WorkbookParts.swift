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
      try package.parse(scanning: path, SharedStringsHandler(limit: limits.stringBytes))
    }
    defaultFont = styles?.defaultFont ?? Font()
    let formats = styles?.styles ?? []
    self.styles = formats.isEmpty ? [CellStyle()] : formats
    self.strings = strings?.strings ?? []
    budget = ReadingBudget(limits)
    try budget.take(stringBytes: strings?.byteCount ?? 0)
  }

  /// What the rows of one reading share, with limits that stand in full.
  func context() -> RowBuffer.Context {
    RowBuffer.Context(styles: styles, strings: strings, budget: ReadingBudget(copy: budget))
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
    let context = context()
    let results = Parallel.map(infos.count, threads: threads) { index in
      Result { () throws(SpreadsheetError) in try read(infos[index], context) }
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
    _ info: WorkbookFile.SheetInfo, _ context: RowBuffer.Context
  ) throws(SpreadsheetError) -> Sheet {
    var sheet = Sheet(name: info.name)
    sheet.visibility = info.visibility
    guard let path = info.path else { return sheet }
    let handler = WorksheetHandler(sheet, path: path, context, sink: SheetBuilder())
    guard var read = try package.parse(scanning: path, handler) else { throw .missingPart(path) }
    try read.finish()
    let relationships = try package.relationships(of: path)
    read.resolveLinks(relationships)
    sheet = read.properties.finish(read.sink, styles: styles)
    // Comments are not worth an error.
    if let target = relationships.first(where: { $0.type == OpenXML.Relation.comments.rawValue }),
      let found = try? package.parse(target.target, CommentsHandler())
    {
      sheet.comments = found.comments
    }
    return sheet
  }
}
