extension Document {
  /// A printed page of a text or a sheet of a workbook.
  package struct Page: Sendable {
    /// The sheet's name, or nil for a page of text.
    package var name: String?
    /// The page's number, counted from 1.
    package var number: Int
    /// What stands on it, empty lines left out.
    package var lines: [Line]
    /// The tables that begin on it, where the file says what is one.
    package var tables: [Table] = []
  }

  /// What a file says of one of its tables, beside its rows.
  package struct Table: Sendable, Hashable {
    /// Which of the document's tables it is, counted from 1: the ``Line/grid`` of its rows.
    package var number: Int
    /// The left edges of its columns and the right one of the last, in points; empty where the file does
    /// not say them.
    package var columns: [Double] = []
    /// The table before it that it may go on with: nothing but a page break or what is repeated on each
    /// page stands between them, and they have the same columns. Where it certainly goes on, its rows have
    /// the number of that table, and it is none of its own.
    package var follows: Int?
    /// Where it goes on after its first page.
    package var parts: [Part] = []

    /// A page on which a table goes on.
    package struct Part: Sendable, Hashable {
      /// The page, counted from 1.
      package var page: Int
      /// How many rows of the table's heading were repeated there, and left out.
      package var repeatedRows: Int
    }
  }
}
