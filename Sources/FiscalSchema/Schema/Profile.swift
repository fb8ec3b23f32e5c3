import FiscalModel

/// The set of layouts that are published together: a folder of `schemas/layouts/`.
package struct Profile: Sendable, Identifiable {
  /// The identifier: the folder's name.
  package let id: String
  /// What it is, for people.
  package let title: BilingualText
  /// Budget or final accounts.
  package let stage: Stage
  /// The fiscal years in which the form is in use.
  package let years: ClosedRange<Int>
  /// Where the forms come from.
  package let source: String
  /// The layouts, in published order.
  package let layouts: [Layout]
  /// The forms that are published with them, in published order.
  package let forms: [FormLayout]
  /// The relations between the tables.
  package let relations: [Relation]

  /// The layout with a table number.
  package func layout(numbered number: String) -> Layout? {
    layouts.first { $0.number == number }
  }

  /// The layout with an identifier.
  package func layout(_ id: String) -> Layout? { layouts.first { $0.id == id } }

  /// The form with an identifier.
  package func form(_ id: String) -> FormLayout? { forms.first { $0.id == id } }
}

struct ProfileFile: Decodable {
  var id: String
  var title: BilingualText
  var stage: Stage
  var years: Years
  var source: String
  var tables: [String]
  var forms: [String]?
  var relations: [LayoutFile.RelationEntry]?

  struct Years: Decodable {
    var from: Int?
    var to: Int?
  }
}
