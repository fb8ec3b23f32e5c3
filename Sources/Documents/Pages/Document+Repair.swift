extension Document {
  /// Something that was put right, or left out, while reading.
  package struct Repair: Hashable, Sendable {
    /// What it was.
    package enum Kind: Hashable, Sendable {
      /// Radicals in place of characters were folded to them: how many.
      case radicals(Int)
      /// The text of a cell that began on the page before, moved to where the cell began.
      case continuedCell(String)
      /// Words that no page shows, being clipped away, left out.
      case hiddenText(String)
      /// A page number was left out.
      case pageNumber(String)
      /// Lines of a heading that is repeated on the next page were left out: how many.
      case repeatedHeading(Int)
      /// Nothing is ruled in a table; its columns were taken from how its lines are aligned: how many.
      case alignedTable(Int)
      /// Deletions that wait to be accepted were left out: how many.
      case trackedDeletions(Int)
      /// Text that the file hides was left out: how many pieces.
      case markedHidden(Int)
      /// Notes below the text were left out: how many.
      case footnotes(Int)
      /// Pictures, and objects of other programs, in which tables may stand: how many.
      case unreadObjects(Int)
      /// The file is damaged and was rebuilt; the first complaint of the program that did it.
      case rebuilt(String)
      /// Texts that wrap were joined, where nothing is ruled: how many.
      case wrappedTexts(Int)
      /// Columns of a table that stand on the next page were joined to it: how many.
      case columnsBeside(Int)
      /// Words beyond the bound on those of a page, or far from any paper, were left out: how many.
      case leftOutWords(Int)
      /// Cells in columns further to the right than any table reaches were left out: how many.
      case leftOutCells(Int)
      /// Sheets that the workbook does not show were left out: their names.
      case hiddenSheets([String])
      /// Rows and columns that their sheet does not show were read as the others: how many that hold
      /// anything.
      case hiddenCells(rows: Int, columns: Int)
      /// LibreOffice made a Word file of it first; what it complained of.
      case converted(String?)
      /// Notes and stamps lie on a page, in which nothing was read: how many.
      case annotations(Int)
      /// Files are attached, which were not read: how many.
      case attachments(Int)
      /// Characters that only a font of the file knows: how many.
      case unmappedCharacters(Int)
      /// The file is signed, and its signatures were not verified.
      case unverifiedSignatures
      /// Nothing is ruled in a table, and below which captions its figures stand on the page is not certain.
      case doubtfulColumns
    }

    /// What it was.
    package var kind: Kind
    /// The page, counted from 1.
    package var page: Int

    /// Makes a repair.
    package init(_ kind: Kind, page: Int) {
      self.kind = kind
      self.page = page
    }
  }
}
