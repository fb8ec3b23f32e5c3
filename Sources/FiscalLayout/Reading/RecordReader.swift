import Documents
import FiscalModel
import FiscalSchema

/// Reads the body of a table whose rows have columns of text besides their key: projects, purchases.
///
/// Such a row prints its cells one after the other, each perhaps in several lines, and its amounts last.
/// A row ends with its amounts; which piece of text stands in which column is for the ``TextPlacement``
/// to say, once all rows are known.
struct RecordReader {
  let layout: Layout
  let lexer: Lexer
  let vocabulary: Vocabulary
  private let panel: Layout.Panel
  /// The columns of names and texts, in printed order.
  private let textColumns: [Int]
  /// The slots of the amounts among the panel's values.
  private let amountSlots: [Int]

  /// Makes a reader, or nil for a layout whose rows are of another kind.
  init?(layout: Layout, lexer: Lexer, vocabulary: Vocabulary) {
    guard layout.panels.count == 1, let panel = layout.panels.first, !panel.opens.isEmpty,
      let name = panel.labelColumn
    else { return nil }
    let texts = panel.valueColumns.filter { layout.columns[$0].role != .amount }
    guard !texts.isEmpty || panel.namedRows != nil else { return nil }
    self.layout = layout
    self.lexer = lexer
    self.vocabulary = vocabulary
    self.panel = panel
    textColumns = (texts + [name]).sorted()
    amountSlots = panel.valueColumns.indices.filter {
      layout.columns[panel.valueColumns[$0]].role == .amount
    }
  }

  /// One printed row: its key, its pieces of text and its amounts.
  private struct Record {
    var code: String?
    var line: Layout.Line?
    var label = ""
    var pieces: [TextPlacement.Piece] = []
    var amounts: [PrintedValue] = []
    var location: Location
    var lines: Set<Int> = []
    var hasQuantity = false

    init(at location: Location) { self.location = location }
  }

  /// A token with the index of its line.
  private struct Item {
    var token: PlacedToken
    var line: Int
    var followsGap: Bool
    var endsLine: Bool
  }

  /// Reads the rows; returns the index of the first line that belongs to none.
  ///
  /// - Complexity: linear in the lines, times the square of the pieces of a row.
  func read(
    _ lines: [Line], _ range: Range<Int>, names: [String], into draft: inout Draft,
    isEnd: (Line) -> Bool
  ) -> Int {
    let items = items(lines, range, isEnd: isEnd)
    var position = draft.section.matrix.columnNumbers == nil ? firstRow(items) : 0
    var records = RecordList(end: range.lowerBound)
    while position < items.count { position += take(items, from: position, into: &records) }
    records.close()
    append(records.closed, names: names, into: &draft)
    return records.end
  }

  private func items(_ lines: [Line], _ range: Range<Int>, isEnd: (Line) -> Bool) -> [Item] {
    var items: [Item] = []
    for index in range {
      if isEnd(lines[index]) { break }
      let tokens = lexer.tokens(lines[index], joiningWords: false)
      for (position, token) in tokens.enumerated() {
        items.append(
          Item(
            token: token, line: index, followsGap: position == 0 && lines[index].followsGap,
            endsLine: position == tokens.count - 1))
      }
    }
    return items
  }

  /// The rows read so far.
  private struct RecordList {
    private(set) var closed: [Record] = []
    private(set) var open: Record?
    /// The first line that belongs to none of them.
    var end: Int

    init(end: Int) { self.end = end }

    /// Ends the open row; texts without code or amounts are none.
    mutating func close() {
      if let record = open, !record.amounts.isEmpty || record.code != nil { closed.append(record) }
      open = nil
    }

    /// Changes the open row, which begins with an item where there is none.
    mutating func change(from item: Item, _ change: (inout Record) -> Void) {
      var record = open ?? Record(at: item.token.location)
      change(&record)
      open = record
    }
  }

  /// Takes what begins at an item: amounts, a code, a printed line or a piece of text; returns of how many
  /// items it is.
  private func take(_ items: [Item], from position: Int, into records: inout RecordList) -> Int {
    let item = items[position]
    let length = values(items, from: position, in: records.open)
    if length > 0 {
      records.change(from: item) { record in
        record.amounts += items[position..<position + length].compactMap { $0.token.value }
        record.lines.insert(item.token.location.line)
      }
      records.end = items[position + length - 1].line + 1
      return length
    }
    if let record = records.open, !record.amounts.isEmpty { records.close() }
    if item.token.startsLine || records.open == nil,
      let (code, length) = code(items, from: position)
    {
      records.close()
      records.change(from: item) { record in
        record.code = code
        record.lines.formUnion(items[position..<position + length].map(\.token.location.line))
      }
      records.end = items[position + length - 1].line + 1
      return length
    }
    if records.open == nil, let (line, label, length) = fixedLine(items, from: position) {
      records.change(from: item) { ($0.line, $0.label) = (line, label) }
      return length
    }
    records.change(from: item) { record in
      if item.token.wholeNumber != nil { record.hasQuantity = true }
      record.lines.insert(item.token.location.line)
      record.pieces.append(
        TextPlacement.Piece(
          text: item.token.text ?? item.token.raw, raw: item.token.raw,
          location: item.token.location,
          joint: !item.token.startsLine ? .blank : item.followsGap ? .gap : .line))
    }
    return 1
  }

  // MARK: What stands where

  /// How many values from here on are the amounts of the row: those up to the end of the line.
  private func values(_ items: [Item], from start: Int, in record: Record?) -> Int {
    var end = start
    while end < items.count, items[end].token.value != nil {
      end += 1
      if items[end - 1].endsLine { break }
    }
    guard end > start, items[end - 1].endsLine else { return 0 }
    let first = items[start].token
    if first.startsLine, code(items, from: start) != nil { return 0 }
    // A number of pieces may stand at the end of a line, where the row goes on below.
    if end == start + 1, first.wholeNumber != nil, let record, record.amounts.isEmpty,
      !record.hasQuantity, record.line == nil,
      textColumns.contains(where: { layout.columns[$0].role == .quantity })
    {
      return 0
    }
    return end - start
  }

  /// The code that begins here, perhaps in several lines, and how many pieces it takes.
  private func code(_ items: [Item], from start: Int) -> (String, Int)? {
    guard !panel.codeColumns.isEmpty else { return nil }
    var joined = ""
    var found: (String, Int)?
    for position in start..<min(start + 6, items.count) {
      let token = items[position].token
      let piece = token.wholeNumber ?? token.text ?? ""
      guard
        joined.isEmpty
          ? Classification.isCode(piece)
          : !piece.isEmpty && Classification.isCode("0" + piece)
      else { break }
      if position > start, !token.startsLine { break }
      joined += piece
      guard panel.open(accepting: joined) != nil, position + 1 < items.count else { continue }
      let next = items[position + 1].token
      if next.text.map({ !Classification.isCode("0" + $0) }) ?? false {
        found = (joined, position + 1 - start)
      }
    }
    return found
  }

  /// The printed line, such as the total, that begins here.
  private func fixedLine(_ items: [Item], from start: Int) -> (Layout.Line, String, Int)? {
    var joined = ""
    for position in start..<min(start + 4, items.count) {
      guard let text = items[position].token.text else { break }
      joined += text
      let line = panel.lines.first { line in
        line.labels.map(\.text).contains { !$0.isEmpty && $0.folded == joined.folded }
      }
      if let line, values(items, from: position + 1, in: nil) > 0 {
        return (line, joined, position + 1 - start)
      }
    }
    return nil
  }

  /// The piece that begins the first row, where no row of column numbers ends the header: the last code
  /// or printed line before the first amounts, else the amounts themselves.
  private func firstRow(_ items: [Item]) -> Int {
    guard let first = items.indices.first(where: { values(items, from: $0, in: nil) > 0 }) else {
      return items.count
    }
    let start = items[..<first].indices.reversed().first { index in
      code(items, from: index) != nil
        || fixedLine(items, from: index).map { index + $0.2 == first } ?? false
    }
    return start ?? first
  }

  // MARK: Rows

  private func append(_ records: [Record], names: [String], into draft: inout Draft) {
    var placement = TextPlacement(names: names)
    for record in records {
      let columns: [Int]
      if let code = record.code, let open = panel.open(accepting: code) {
        columns = textColumns.filter {
          $0 == panel.labelColumn || open.texts.contains(layout.columns[$0].id)
        }
      } else {
        columns = record.line == nil ? textColumns : []
      }
      placement.add(
        record.pieces,
        columns: columns.map {
          .init(
            id: $0, isRequired: $0 == panel.labelColumn,
            isQuantity: layout.columns[$0].role == .quantity)
        })
    }
    let texts = placement.solve()
    for (record, texts) in zip(records, texts) { append(record, texts, into: &draft) }
  }

  private func append(
    _ record: Record, _ texts: [Int: [TextPlacement.Piece]], into draft: inout Draft
  ) {
    func joined(_ column: Int?) -> String {
      column.flatMap { texts[$0] }.map { $0.map(\.text).joined() } ?? ""
    }
    guard let key = key(of: record, label: joined(panel.labelColumn)) else {
      draft.findings.append(
        Finding(
          "read/unread-line", ["raw": record.pieces.map(\.raw).joined(separator: " ")],
          at: record.location))
      return
    }
    var part = DraftPart(key: key, location: record.location)
    part.isJoined = record.lines.count > 1
    var known: [Int] = []
    for (slot, column) in panel.valueColumns.enumerated() {
      guard let pieces = texts[column], let first = pieces.first else { continue }
      part.printed.append(
        PrintedValue(
          value: .text(joined(column)), raw: pieces.map(\.raw).joined(separator: " "),
          location: first.location))
      known.append(slot)
    }
    let surplus = record.amounts.dropFirst(amountSlots.count)
    if !surplus.isEmpty {
      draft.findings.append(
        Finding(
          "read/surplus-values", ["raw": surplus.map(\.raw).joined(separator: " ")],
          at: record.location))
    }
    let amounts = record.amounts.prefix(amountSlots.count)
    part.printed += amounts
    part.known = known
    part.openSlots = amountSlots
    if amounts.isEmpty { part.slots = known }
    if amounts.count == amountSlots.count { part.slots = known + amountSlots }
    draft.append([part], at: record.location)
  }

  /// What the row is; nil where it has nothing that a row is known by.
  private func key(of record: Record, label: String) -> Section.Part? {
    if let line = record.line {
      return Section.Part(kind: line.kind, line: line.id, label: record.label)
    }
    if let code = record.code {
      return Section.Part(kind: panel.kind(of: code), code: code, label: label)
    }
    if panel.namedRows != nil, let kind = panel.namedKind, !record.pieces.isEmpty {
      return Section.Part(kind: kind, label: label)
    }
    // A total whose label was not printed.
    guard record.pieces.isEmpty else { return nil }
    return panel.lines.first { $0.kind == .total }
      .map { Section.Part(kind: $0.kind, line: $0.id) }
  }
}
