import Zip

/// Reads workbooks in the XLSB format, whose parts are records instead of XML. MS-XLSB.
///
/// When one is opened, what all its sheets need is read: the list of them, formats, shared strings. Read
/// are cells with value, number format, link and comment, merges, hidden sheets, rows and columns; the
/// text of formulas and other looks are not.
struct XLSBReader: PackagedReader {
  let sheets: [Sheet.Info]
  private(set) var date1904 = false

  private let package: PackageReader
  private let limits: WorkbookLimits
  /// Of each sheet the part that has its cells, nil for chart sheets and the like.
  private let paths: [String?]
  private var formats = BinaryFormats()
  private var strings: [String] = []
  /// What the shared strings have left.
  private let budget: ReadingBudget

  /// A package says what it is; by itself a file is none.
  static func recognizes(_ head: [UInt8]) -> Bool { false }

  static func recognizes(_ package: PackageReader) -> Bool {
    package.root.contains {
      $0.type == OpenXML.Relation.officeDocument.rawValue && $0.target.hasSuffix(".bin")
    }
  }

  init(_ bytes: [UInt8], limits: WorkbookLimits) throws(SpreadsheetError) {
    try self.init(PackageReader(bytes, limits: limits), limits: limits)
  }

  init(_ package: PackageReader, limits: WorkbookLimits) throws(SpreadsheetError) {
    (self.package, self.limits) = (package, limits)
    budget = ReadingBudget(limits)
    let path = try package.workbookPath()
    let related = try package.relationships(of: path)
    var (sheets, paths): ([Sheet.Info], [String?]) = ([], [])
    guard let part = try package.records(path) else { throw .missingPart(path) }
    while let record = try part.next() {
      if record.kind == .workbookProperties { date1904 = try record.integer(0) & 1 == 1 }
      guard record.kind == .sheet else { continue }
      let (sheet, relation) = try Self.sheet(record)
      let target = related.first { $0.id == relation }
      let isSheet = target?.type == OpenXML.Relation.worksheet.rawValue
      // A part that is read once for each of any number of names makes much of little.
      if isSheet, paths.contains(target?.target) {
        throw .invalidPart(path, reason: "sheet '\(sheet.name)' is the same part as another one")
      }
      sheets.append(sheet)
      paths.append(isSheet ? target?.target : nil)
    }
    (self.sheets, self.paths) = (sheets, paths)
    func target(_ relation: OpenXML.Relation) -> String? {
      related.first { $0.type == relation.rawValue && !$0.isExternal }?.target
    }
    if let path = target(.styles), let part = try package.records(path) {
      while let record = try part.next() { try formats.take(record) }
    }
    if let path = target(.sharedStrings), let part = try package.records(path) {
      while let record = try part.next() {
        guard record.kind == .sharedString else { continue }
        var offset = 1
        let text = try record.text(&offset) ?? ""
        try CellRules.check(read: text)
        try budget.take(stringBytes: text.utf8.count)
        strings.append(text)
      }
    }
  }

  private static func sheet(
    _ record: BinaryRecord
  ) throws(SpreadsheetError) -> (Sheet.Info, relation: String?) {
    var offset = 8
    let relation = try record.text(&offset)
    let name = try record.text(&offset) ?? ""
    let states: [Sheet.Visibility] = [.visible, .hidden, .veryHidden]
    let state = try record.integer(0)
    return (
      Sheet.Info(name: name, visibility: state < 3 ? states[Int(state)] : .visible), relation
    )
  }

  private func open(
    _ index: Int, _ budget: ReadingBudget?
  ) throws(SpreadsheetError) -> BinaryRows? {
    guard let path = paths[index] else { return nil }
    guard let part = try package.records(path) else { throw .missingPart(path) }
    return BinaryRows(
      part,
      RowContext(
        path: path, styles: formats.styles, strings: strings,
        budget: budget ?? ReadingBudget(copy: self.budget), hasEscapes: false))
  }

  func rows(inSheet index: Int) throws(SpreadsheetError) -> SheetRowReader {
    SheetRowReader(try open(index, nil))
  }

  func sheet(at index: Int) throws(SpreadsheetError) -> Sheet { try sheet(index, nil) }

  private func sheet(_ index: Int, _ budget: ReadingBudget?) throws(SpreadsheetError) -> Sheet {
    var sheet = Sheet(name: sheets[index].name)
    sheet.visibility = sheets[index].visibility
    guard let path = paths[index], let source = try open(index, budget) else { return sheet }
    var rows = SheetBuilder()
    while let row = try source.next() { try rows.take(row) }
    let relationships = try package.relationships(of: path)
    sheet.merges = source.merges
    sheet.arrayFormulas = source.arrays
    sheet.hiddenRows = source.hiddenRows
    for columns in source.hiddenColumns { sheet.hiddenColumns.formUnion(columns) }
    // Comments are not worth an error.
    if let target = relationships.first(where: { $0.type == OpenXML.Relation.comments.rawValue }) {
      sheet.comments = (try? comments(target.target)) ?? [:]
    }
    var properties = SheetProperties(sheet)
    for link in source.links { properties.add(link) }
    properties.resolveLinks(relationships)
    return properties.finish(rows, styles: formats.styles)
  }

  func workbook() throws(SpreadsheetError) -> Workbook {
    var workbook = Workbook()
    workbook.date1904 = date1904
    let budget = ReadingBudget(copy: budget)
    for index in sheets.indices { workbook.sheets.append(try sheet(index, budget)) }
    return workbook
  }

  private func comments(
    _ path: String
  ) throws(SpreadsheetError) -> [CellReference: Sheet.Comment] {
    var comments: [CellReference: Sheet.Comment] = [:]
    guard let part = try package.records(path) else { return comments }
    var authors: [String] = []
    var (place, author): (CellReference?, String?)
    while let record = try part.next() {
      switch record.kind {
      case .author:
        var offset = 0
        authors.append(try record.text(&offset) ?? "")
      case .comment:
        place = try record.range(4)?.first
        let index = Int(try record.integer(0))
        author = index < authors.count ? authors[index] : nil
      case .commentText:
        var offset = 1
        guard let text = try record.text(&offset), let place else { continue }
        comments[place] = Sheet.Comment(author: author, text: text)
      default: break
      }
    }
    return comments
  }
}

extension PackageReader {
  /// Opens a part of records; nil when there is no such part.
  fileprivate func records(
    _ path: String
  ) throws(SpreadsheetError) -> BinaryPart? {
    try window(path).map { BinaryPart(path, $0) }
  }
}

/// The number formats of cells.
private struct BinaryFormats {
  private(set) var styles: [CellStyle] = []
  private var codes: [Int: String] = [:]
  private var known: [String: CellStyle] = [:]
  private var isCellFormats = false

  mutating func take(_ record: BinaryRecord) throws(SpreadsheetError) {
    switch record.kind {
    case .format:
      var offset = 2
      let id = Int(try record.integer(0, as: UInt16.self))
      codes[id] = try NumberFormat.read(try record.text(&offset) ?? "")
    case .beginCellFormats: isCellFormats = true
    case .endCellFormats: isCellFormats = false
    case .cellFormat where isCellFormats:
      let id = Int(try record.integer(2, as: UInt16.self))
      let code = codes[id] ?? NumberFormat.code(id) ?? "General"
      let style = known[code] ?? CellStyle(numberFormat: code)
      known[code] = style
      styles.append(style)
      guard styles.count <= CellRules.formats else {
        throw .limitExceeded(limit: "formats of cells", allowed: CellRules.formats)
      }
    default: break
    }
  }
}
