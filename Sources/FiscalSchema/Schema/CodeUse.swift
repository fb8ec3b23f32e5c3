import FiscalModel

/// What the codes of a classification are in tables: an entry of `classifications/index.json`. Some that
/// tables print, such as those of units and projects, are listed in no file.
package struct CodeUse: Decodable, Sendable, Identifiable {
  /// The identifier of the classification.
  package let id: String
  /// The dimension of facts that its codes are members of; nil where they are of none.
  package let dimension: String?
  /// The digit that proves a code to be one of them, or nil.
  package let begins: String?
  /// What a row with a code is, where the length of the code does not say it.
  package let kind: RowKind?
  /// The concept of expenditure by these codes, or nil; their names are labels of lines.
  package let concept: String?
  /// The concept all of which they divide, and below whose parts they stand for parts of those; or nil.
  package let divides: String?
  /// Whether its codes are short, so that only their names tell them; false if left out.
  package let short: Bool?
  /// Whether its codes are those of places, each below an official one; false if left out.
  package let local: Bool?
  /// Why a code is the sum of those below it, where it is.
  package let source: String?

  /// Whether only names tell its codes.
  var isShort: Bool { short ?? false }
  /// Whether its codes are those of places.
  var isLocal: Bool { local ?? false }
}

/// What the codes of all classifications are.
package struct CodeUses: Decodable, Sendable {
  /// The entries, after ``add(_:)`` ordered by identifier.
  private(set) var classifications: [CodeUse] = []

  /// The entry of a classification.
  subscript(_ id: String) -> CodeUse? { classifications.first { $0.id == id } }

  /// The classification whose codes are of rows of a kind, whatever their length.
  func id(of kind: RowKind) -> String? { classifications.first { $0.kind == kind }?.id }

  /// Those whose names are labels of lines.
  var labels: [CodeUse] { classifications.filter { $0.concept != nil } }

  /// Adds those of another file, which go before.
  mutating func add(_ other: CodeUses) {
    classifications = (classifications.filter { other[$0.id] == nil } + other.classifications)
      .sorted { $0.id < $1.id }
  }
}
