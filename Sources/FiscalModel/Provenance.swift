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
    guard let sheet else { return "\(page):\(line)" }
    return "\(sheet)!\(column.map(Location.letters) ?? "")\(line)"
  }

  private static func letters(_ column: Int) -> String {
    var rest = column
    var letters = ""
    repeat {
      letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
      rest = rest / 26 - 1
    } while rest >= 0
    return letters
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
  public init(location: Location, placed: Placed = .direct, raw: String? = nil) {
    self.location = location
    self.placed = placed
    self.raw = raw
  }
}

/// Where a table and its values were read: the same shape as the table's rows.
public struct TableOrigin: Hashable, Sendable {
  /// The first and the last place that belongs to the table.
  public var extent: ClosedRange<Int>
  /// The place of the title, or of the header where no title was printed.
  public var location: Location
  /// Row by row, panel by panel, value by value.
  public var rows: [[[CellOrigin]]]

  /// Makes the origin of a table.
  public init(extent: ClosedRange<Int>, location: Location, rows: [[[CellOrigin]]]) {
    self.extent = extent
    self.location = location
    self.rows = rows
  }
}

/// A disclosure together with where it came from and what is questionable about it.
public struct Reading: Sendable {
  /// The name of the document, for people.
  public var document: String
  /// The value.
  public var disclosure: Disclosure
  /// For each table of the disclosure, where it was read.
  public var origins: [TableOrigin]
  /// For each form of the disclosure, where it was read.
  public var formOrigins: [FormOrigin]
  /// What was repaired, solved, missed or refused.
  public var findings: [Finding]
  /// The lines that belong to no table: prose and pictures, which are not converted.
  public var prose: [ClosedRange<Int>]

  /// Makes a reading.
  public init(
    document: String, disclosure: Disclosure, origins: [TableOrigin],
    formOrigins: [FormOrigin] = [], findings: [Finding], prose: [ClosedRange<Int>] = []
  ) {
    self.document = document
    self.disclosure = disclosure
    self.origins = origins
    self.formOrigins = formOrigins
    self.findings = findings
    self.prose = prose
  }
}
