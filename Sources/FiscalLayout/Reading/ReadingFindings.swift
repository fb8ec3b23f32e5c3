import Documents
import FiscalModel

extension Finding {
  /// What was put right before the tables were read.
  init(_ repair: Document.Repair) {
    let place = Location(page: repair.page, line: 0)
    switch repair.kind {
    case .radicals(let count): self.init("read/radicals", ["count": count], at: place)
    case .hiddenText(let text): self.init("read/hidden-text", ["text": text], at: place)
    case .continuedCell(let text): self.init("read/continued-cell", ["text": text], at: place)
    case .pageNumber(let text): self.init("read/page-number", ["raw": text], at: place)
    case .repeatedHeading(let lines):
      self.init("read/repeated-heading", ["lines": lines], at: place)
    case .alignedTable(let lines): self.init("read/aligned-table", ["lines": lines], at: place)
    case .trackedDeletions(let count):
      self.init("read/tracked-deletions", ["count": count], at: place)
    case .markedHidden(let count): self.init("read/marked-hidden", ["count": count], at: place)
    case .footnotes(let count): self.init("read/footnotes", ["count": count], at: place)
    case .unreadObjects(let count): self.init("read/unread-objects", ["count": count], at: place)
    case .rebuilt(let complaint):
      self.init("read/rebuilt-pdf", ["complaint": complaint], at: place)
    case .wrappedTexts(let count): self.init("read/wrapped-rows", ["rows": count], at: place)
    case .columnsBeside(let count):
      self.init("read/columns-beside", ["columns": count], at: place)
    case .leftOutWords(let count): self.init("read/left-out-words", ["count": count], at: place)
    case .leftOutCells(let count): self.init("read/left-out-cells", ["count": count], at: place)
    case .hiddenSheets(let names): self.init("read/hidden-sheets", ["sheets": names], at: place)
    case .hiddenCells(let rows, let columns):
      self.init("read/hidden-cells", ["rows": rows, "columns": columns], at: place)
    case .converted(let complaint):
      self.init("read/converted", ["complaint": complaint], at: place)
    case .annotations(let count): self.init("read/annotations", ["count": count], at: place)
    case .attachments(let count): self.init("read/attachments", ["count": count], at: place)
    case .unmappedCharacters(let count):
      self.init("read/unmapped-characters", ["count": count], at: place)
    case .unverifiedSignatures: self.init("read/unverified-signatures", at: place)
    case .doubtfulColumns:
      self.init("read/doubtful-columns", verdict: .ambiguous, at: place)
    }
  }

  /// Values whose columns nothing decides, with the columns that are possible.
  static func ambiguous(
    _ printed: [PrintedValue], _ columns: [[String]], _ location: Location
  ) -> Finding {
    let values = printed.map(\.value)
    // Where only zeros stand, no figure hangs on their columns.
    let isZero = values.allSatisfy { $0.amount?.isZero ?? true }
    return Finding(
      Message(
        "read.ambiguous",
        [
          "values": values.map(\.printed),
          "columns": columns.prefix(6).map { "[" + $0.joined(separator: ", ") + "]" },
          "more": max(0, columns.count - 6),
        ]), rule: isZero ? "read/ambiguous-zeros" : "read/ambiguous-placement",
      verdict: .ambiguous, locations: [location])
  }
}

extension Message {
  /// Why a text is no amount.
  init(_ error: AmountError) {
    let place = error.offset + 1
    switch error.reason {
    case .noDigits: self.init("amount.no-digits")
    case .unexpectedCharacter(let character):
      self.init("amount.unexpected-character", ["place": place, "character": "\(character)"])
    case .grouping: self.init("amount.grouping", ["place": place])
    case .tooLong: self.init("amount.too-long")
    }
  }
}
