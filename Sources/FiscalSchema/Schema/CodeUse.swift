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
  /// The concept of expenditure by these codes, or nil.
  package let concept: String?
  /// What a row with a code is, where the length of the code does not say it.
  package let kind: RowKind?
  /// Why a code is the sum of those below it, where it is.
  package let source: String?
}
