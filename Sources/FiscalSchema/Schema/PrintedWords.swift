import FiscalModel

/// The words and marks of `vocabulary.json` that documents print for units and empty cells, and the names
/// of the sheets that the program writes and knows again.
///
/// Amounts and cells know no catalogue, so these are read once for the whole program. Without the file no
/// layout can be read: none names a unit that is known then.
package struct PrintedWords: Decodable, Sendable {
  /// The printed names of the units by ``AmountUnit``'s raw values.
  package let units: [String: String]
  /// The word that stands in a cell for "none".
  package let none: String
  /// The mark behind a caption.
  package let colon: String
  let fiscalYear: [String]
  let points: String
  /// The sheets beside those of the tables.
  package let sheets: Sheets

  /// The sheets beside those of the tables: their names and captions.
  package struct Sheets: Decodable, Sendable {
    /// The contents.
    package let contents: Contents
    /// The relations: number, rule, relation, tables, cell, unit, left, right, difference, tolerance,
    /// verdict.
    package let relations: List
    /// The findings: number, severity, rule, verdict, place, message, left, right, difference, tolerance,
    /// source, advice.
    package let findings: List
    /// The hidden sheet of codes in blank workbooks.
    package let codes: List
  }

  /// A sheet that is one list.
  package struct List: Decodable, Sendable {
    /// Its name.
    package let name: String
    /// The captions of its columns.
    package let columns: [String]
  }

  /// The sheet of contents.
  package struct Contents: Decodable, Sendable {
    /// Its name.
    package let name: String
    /// The caption of the agency.
    package let agency: String
    /// The caption of the fiscal year.
    package let year: String
    /// The caption of the stage.
    package let stage: String
    /// The caption of the profile.
    package let profile: String
    /// The captions of its columns: number, title, unit, rows, cells, verdict.
    package let columns: [String]
  }

  /// Those that come with the program.
  package static let bundled: PrintedWords =
    (try? Catalogue.decode(
      PrintedWords.self, Catalogue.bundledFolder.get() + "/vocabulary.json")) ?? PrintedWords()

  /// The sheets beside those of the tables.
  package static var sheets: Sheets { bundled.sheets }

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
