/// The words and marks of `vocabulary.json` that documents print for units and empty cells, and the names
/// of the sheets that the program writes and knows again.
///
/// Amounts and cells know no catalogue, so these are read once for the whole program. Without the file no
/// layout can be read: none names a unit that is known then.
public struct PrintedWords: Decodable, Sendable {
  /// The printed names of the units by ``AmountUnit``'s raw values.
  public let units: [String: String]
  /// The word that stands in a cell for "none".
  public let none: String
  /// The mark behind a caption.
  public let colon: String
  let fiscalYear: [String]
  let points: String
  /// The sheets beside those of the tables.
  public let sheets: Sheets

  /// The sheets beside those of the tables: their names and captions.
  public struct Sheets: Decodable, Sendable {
    /// The contents.
    public let contents: Contents
    /// The relations: number, rule, relation, tables, cell, unit, left, right, difference, tolerance,
    /// verdict.
    public let relations: List
    /// The findings: number, severity, rule, verdict, place, message, left, right, difference, tolerance,
    /// source, advice.
    public let findings: List
    /// The hidden sheet of codes in blank workbooks.
    public let codes: List
  }

  /// A sheet that is one list.
  public struct List: Decodable, Sendable {
    /// Its name.
    public let name: String
    /// The captions of its columns.
    public let columns: [String]
  }

  /// The sheet of contents.
  public struct Contents: Decodable, Sendable {
    /// Its name.
    public let name: String
    /// The caption of the agency.
    public let agency: String
    /// The caption of the fiscal year.
    public let year: String
    /// The caption of the stage.
    public let stage: String
    /// The caption of the profile.
    public let profile: String
    /// The captions of its columns: number, title, unit, rows, cells, verdict.
    public let columns: [String]
  }

  /// Those that come with the program.
  public static let bundled: PrintedWords =
    (try? Catalogue.decode(
      PrintedWords.self, Catalogue.bundledFolder.get() + "/vocabulary.json")) ?? PrintedWords()

  /// The sheets beside those of the tables.
  public static var sheets: Sheets { bundled.sheets }

  /// What may follow the digits of a year in a caption.
  static let years = bundled.fiscalYear.map(Array.init)

  /// The character by which a weight in brackets is known.
  static let points: Character = bundled.points.first ?? " "

  private init() {
    units = [:]
    none = ""
    colon = ":"
    fiscalYear = []
    points = ""
    let list = List(name: "", columns: [])
    sheets = Sheets(
      contents: Contents(name: "", agency: "", year: "", stage: "", profile: "", columns: []),
      relations: list, findings: list, codes: list)
  }
}

extension AmountUnit {
  private static let names = allCases.map { PrintedWords.bundled.units[$0.rawValue] ?? $0.rawValue }

  /// The name that stands in documents.
  public var name: String {
    switch self {
    case .yuan: AmountUnit.names[0]
    case .tenThousandYuan: AmountUnit.names[1]
    case .hundredMillionYuan: AmountUnit.names[2]
    }
  }

  /// The unit of a printed name, or nil.
  public init?(name: some StringProtocol) {
    guard let unit = AmountUnit.allCases.first(where: { $0.name == name }) else { return nil }
    self = unit
  }
}

extension NullKind {
  /// The word for "none" as printed.
  static let noneMark = PrintedWords.bundled.none
}
