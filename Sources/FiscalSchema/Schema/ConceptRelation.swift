import FiscalModel

/// A relation that holds wherever its figures are printed, by what they are and not by where they stand: an
/// entry of `relations.json`.
///
/// Concepts are identifiers; with `.*` at the end one and all below it.
package struct ConceptRelation: Hashable, Sendable, Decodable, Identifiable {
  /// The identifier, such as `concept/basic-expenditure`.
  package let id: String
  /// What it compares.
  package let form: Relation.ConceptForm
  /// The concept on the left of a sum or a balance.
  package let whole: String?
  /// The concepts on the right, or those that several statements print.
  package let parts: [String]?
  /// Concepts that are none of them.
  package let except: [String]?
  /// Lists of concepts: without at least one of each there is no sum.
  package let needs: [[String]]?
  /// The concept beside which the relation does not hold, because it stands between both sides.
  package let unless: String?
  /// The statements that print one figure.
  package let statements: [String]?
  /// What it says in Chinese.
  package let zh: String
  /// What it says in English.
  package let en: String
  /// Where it comes from.
  package let source: String

  /// What it says.
  package var text: BilingualText { BilingualText(zh: zh, en: en) }

  /// The relation between particular figures, as people write it: with the captions and labels as printed.
  func relation(_ rule: String) -> Relation {
    Relation(
      id: id, rule: rule, source: source, form: .concept(form), text: text, severity: .error)
  }
}

/// The relations that hold by concept.
package struct ConceptRelations: Sendable, Decodable {
  /// Concepts and sources of funds that are printed beside those that contain them, and not below.
  package private(set) var beside: Set<String>
  /// The relations.
  package private(set) var relations: [ConceptRelation]

  /// Adds those of another file; one with an identifier that is known replaces that.
  mutating func add(_ others: ConceptRelations) {
    beside.formUnion(others.beside)
    for relation in others.relations {
      if let index = relations.firstIndex(where: { $0.id == relation.id }) {
        relations[index] = relation
      } else {
        relations.append(relation)
      }
    }
  }
}
