/// A relation that holds wherever its figures are printed, by what they are and not by where they stand: an
/// entry of `relations.json`.
///
/// Concepts are identifiers; with `.*` at the end one and all below it.
public struct ConceptRelation: Hashable, Sendable, Decodable, Identifiable {
  /// What a relation compares.
  public enum Form: String, Decodable, Sendable {
    /// A row with a code and the rows of the codes below it.
    case levels
    /// A total row and the rows that no other row contains.
    case total
    /// A concept and those that it consists of.
    case sum
    /// A concept and itself by code.
    case codes
    /// A concept and itself by source of funds.
    case funds
    /// Two concepts of one table.
    case balance
    /// One concept in several statements.
    case same
  }

  /// The identifier, such as `concept/basic-expenditure`.
  public let id: String
  /// What it compares.
  public let form: Form
  /// The concept on the left of a sum or a balance.
  public let whole: String?
  /// The concepts on the right, or those that several statements print.
  public let parts: [String]?
  /// Concepts that are none of them.
  public let except: [String]?
  /// Lists of concepts: without at least one of each there is no sum.
  public let needs: [[String]]?
  /// The concept beside which the relation does not hold, because it stands between both sides.
  public let unless: String?
  /// The statements that print one figure.
  public let statements: [String]?
  /// What it says in Chinese.
  public let zh: String
  /// What it says in English.
  public let en: String
  /// Where it comes from.
  public let source: String

  /// What it says.
  public var text: BilingualText { BilingualText(zh: zh, en: en) }

  /// The relation between particular figures, as people write it: with the captions and labels as printed.
  func relation(_ rule: String) -> Relation {
    Relation(
      id: id, rule: rule, source: source, form: .concept(form), text: text, severity: .error)
  }
}

/// The relations that hold by concept.
public struct ConceptRelations: Sendable, Decodable {
  /// Concepts and sources of funds that are printed beside those that contain them, and not below.
  public private(set) var beside: Set<String>
  /// The relations.
  public private(set) var relations: [ConceptRelation]

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
