import FiscalSchema

/// Why a column of an export was taken for one of a layout.
enum MatchEvidence: String, Codable, Sendable {
  /// The captions are the form's own.
  case exact
  /// Another caption that the form's file names.
  case alias
  /// The last caption alone, which no other column of the form has.
  case caption
  /// A name of the concept, or a usual caption of codes and names.
  case synonym
  /// The captions are alike, and no other column comes near.
  case similar
  /// A person said so.
  case map
}

/// A column of an export and what it was taken for.
struct ColumnMatch: Sendable {
  /// The column of the layout.
  var target: Int
  /// The column of the export.
  var source: Int
  var evidence: MatchEvidence
  /// From 0 to 1.
  var score: Double
}

/// How well an export serves as a table of a layout.
struct TableMatch {
  let layout: Layout
  var matches: [ColumnMatch]
  /// Layout columns that two columns of the export fit equally well, with these.
  var ambiguous: [(target: Int, sources: [Int])]
  /// From 0 to 1.
  var score: Double

  /// The column of the export for each column of the layout.
  var columns: [Int?] {
    var columns = [Int?](repeating: nil, count: layout.columns.count)
    for match in matches { columns[match.target] = match.source }
    return columns
  }
}
