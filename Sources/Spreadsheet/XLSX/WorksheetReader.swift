/// The rows of one sheet one after the other, in memory that does not grow with it: plain ones are
/// scanned, all others come from libxml2.
final class WorksheetReader: RowSource {
  private let part: ScannedPart<WorksheetHandler>
  private let handler: WorksheetHandler
  /// Nil when there is nothing plain, or no more of it.
  private var scanner: RowScanner?
  /// The row that was given out last.
  private var row: RowBuffer?
  /// Whether libxml2 has seen the end, and what it has found wrong.
  private var isParsed = false
  private var failure: SpreadsheetError?
  private var isAtEnd = false

  init(_ part: ScannedPart<WorksheetHandler>) {
    self.part = part
    handler = part.handler
    if let beginning = part.beginning {
      scanner = RowScanner(
        handler.sheet, window: part.window, knowsDescent: beginning.knowsDescent)
    }
  }

  deinit {
    if !isKnownUniquelyReferenced(&row) { row?.detach() }
  }

  /// The next row that has cells; nil at the end and after an error.
  ///
  /// It is used again for the one that follows, so that rows cost no memory of their own; who keeps
  /// it keeps it as it is, in a copy of its bytes.
  func next() throws(SpreadsheetError) -> RowBuffer? {
    guard !isAtEnd else { return nil }
    do throws(SpreadsheetError) {
      try handler.sheet.settle()
      if let row = try scanned() { return row }
      if let row = try parsed() { return row }
      isAtEnd = true
      return nil
    } catch {
      isAtEnd = true
      throw error
    }
  }

  /// The next plain row that has cells; nil when what comes is not plain.
  private func scanned() throws(SpreadsheetError) -> RowBuffer? {
    guard scanner != nil else { return nil }
    if row == nil || !isKnownUniquelyReferenced(&row) {
      row?.detach()
      row = RowBuffer(handler.sheet)
    }
    guard let row else { return nil }
    while let outcome = scanner?.scan(part.window, after: handler.row, into: row) {
      switch outcome {
      case .row(let end):
        handler.row = row.index
        if let head = scanner?.head { take(head) }
        row.isHidden = scanner?.head.isHidden ?? false
        try handler.sheet.count(cells: row.records.count)
        part.window.start = end
        if !row.records.isEmpty { return row }
      case .incomplete:
        if try !part.window.refill() { scanner = nil }
      case .dataEnd, .odd: scanner = nil
      }
    }
    return nil
  }

  /// The next row from libxml2, which sees an error before the rows that it has read are given out.
  private func parsed() throws(SpreadsheetError) -> RowBuffer? {
    row = nil
    while true {
      if let row = handler.nextRow() { return row }
      if let failure { throw failure }
      guard !isParsed else { return nil }
      do throws(SpreadsheetError) {
        isParsed = try !part.parse()
        if isParsed { handler.flush() }
      } catch { failure = error }
    }
  }

  private func take(_ head: RowScanner.Head) {
    guard head.isHidden || head.hasCustomHeight else { return }
    let height = head.height.flatMap { range in
      let text = UnsafeBufferPointer(
        start: part.window.bytes + range.lowerBound, count: range.count)
      return Double(String(decoding: text, as: UTF8.self))
    }
    let isGood = head.hasCustomHeight && height?.isFinite == true
    handler.take(height: isGood ? height : nil, isHidden: head.isHidden)
  }

  var merges: [CellRange] { handler.merges }

  var hiddenColumns: [ClosedRange<Int>] { handler.hiddenColumns }

  /// What stands around the cells, once all rows were read.
  func properties(_ relationships: [PackageReader.Relationship]) -> SheetProperties? {
    defer { handler.properties = nil }
    handler.properties?.resolveLinks(relationships)
    handler.properties?.sheet.merges = merges
    return handler.properties
  }
}
