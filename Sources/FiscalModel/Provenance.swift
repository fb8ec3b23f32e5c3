/// Where something was read.
public struct Location: Hashable, Sendable {
  /// The sheet's name, for workbooks and CSV.
  public var sheet: String?
  /// The page, counted from 1, for texts.
  public var page: Int
  /// The line or row, counted from 1.
  public var line: Int
  /// The column of a grid, counted from 0, or nil.
  public var column: Int?

  /// A place in a text.
  public init(page: Int, line: Int, column: Int? = nil) {
    self.page = page
    self.line = line
    self.column = column
  }

  /// A place in a sheet.
  public init(sheet: String, line: Int, column: Int? = nil) {
    self.sheet = sheet
    self.page = 1
    self.line = line
    self.column = column
  }
}

extension Location: CustomStringConvertible {
  /// `page:line` for texts, `sheet!A1` for sheets (`sheet!12` for a whole row).
  public var description: String {
    guard let sheet else { return String(page) + ":" + String(line) }
    let cell = column.map { Location.letters($0) + String(line) } ?? String(line)
    return sheet + ("!" + cell)
  }

  private static func letters(_ column: Int) -> String {
    // Nearly every table has no more than 26 columns.
    guard column >= 26 else { return String(UnicodeScalar(UInt8(65 + max(column, 0)))) }
    return letters(column / 26 - 1) + letters(column % 26)
  }
}

/// How a value came to stand in its column.
public enum Placed: String, Codable, Sendable {
  /// It was printed there.
  case direct
  /// Its row was joined from several printed lines.
  case joined
  /// Only this column satisfies the relations, or what other tables and the text say.
  case solved
  /// Several columns remain; the most conventional one was taken.
  case ambiguous
  /// It stands for several rows and was carried down.
  case carried
  /// It was computed from other rows.
  case derived
}

/// Where one value was read, and how it was placed.
public struct CellOrigin: Hashable, Sendable {
  /// The place.
  public var location: Location
  /// How it was placed.
  public var placed: Placed
  /// What stood in the file, where it differs from the value.
  public var raw: String?

  /// Makes an origin.
  public init(
    location: Location = Location(page: 1, line: 0), placed: Placed = .direct, raw: String? = nil
  ) {
    self.location = location
    self.placed = placed
    self.raw = raw
  }
}

/// A disclosure together with where it came from and what is questionable about it.
package struct Reading: Sendable {
  /// The document: its path as given, or a name.
  package var document: String
  /// How many sections of the document stand in disclosures before this one.
  package var firstSection = 0
  /// The value.
  package var disclosure: Disclosure
  /// What was repaired, solved, missed or refused.
  package var findings: [Finding]
  /// The lines that belong to no table: prose and pictures, which are not converted.
  package var prose: [ClosedRange<Int>]
  /// What those lines say, in order.
  package var narrative: [NarrativeLine] = []
  /// The titles that the document lists without a table below them, such as those of its contents.
  package var listedTitles: [ListedTitle] = []
  /// The relations resolved for the tables, where reading already needed them.
  package var equations: [Equation]?

  /// Makes a reading.
  package init(
    document: String, disclosure: Disclosure, findings: [Finding],
    prose: [ClosedRange<Int>] = []
  ) {
    self.document = document
    self.disclosure = disclosure
    self.findings = findings
    self.prose = prose
  }
}

/// A line of prose.
package struct NarrativeLine: Hashable, Sendable {
  /// The text as printed.
  package var text: String
  /// Where it stands.
  package var location: Location

  /// Makes a line.
  package init(text: String, location: Location) {
    self.text = text
    self.location = location
  }
}

/// A title of an official table that stands alone, as in a list of contents.
package struct ListedTitle: Hashable, Sendable {
  /// The number, or nil.
  package var number: String?
  /// The identifier of the layout that has this title.
  package var layout: String
  /// Where it stands.
  package var location: Location

  /// Makes a title.
  package init(number: String?, layout: String, location: Location) {
    self.number = number
    self.layout = layout
    self.location = location
  }
}
