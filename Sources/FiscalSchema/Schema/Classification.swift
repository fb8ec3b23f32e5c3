import FiscalModel

/// A list of official codes with their names: a file of `schemas/classifications/`.
package struct Classification: Sendable {
  /// The identifier: the file's name without its extension.
  package let id: String
  /// The entries by code.
  package let entries: [String: Entry]
  /// All names and former names, folded, with the codes that carry them.
  private let codesByName: [String: [String]]

  /// The status of entries that were seen in published documents.
  static let confirmedStatus = "observed in published documents"

  /// One code.
  package struct Entry: Sendable {
    /// The code.
    package let code: String
    /// The current name.
    package let name: String
    /// The code above it, or nil.
    package let parent: String?
    /// Names it had before.
    package let formerNames: [String]
    /// Where the row is known from.
    package let status: String
    /// Whether code and name were seen together in published documents.
    package var isConfirmed: Bool { status == Classification.confirmedStatus }
  }

  /// Makes a classification of its entries.
  package init(id: String, entries: [Entry]) {
    self.id = id
    var byCode: [String: Entry] = [:]
    var byName: [String: [String]] = [:]
    for entry in entries {
      byCode[entry.code] = entry
      for name in [entry.name] + entry.formerNames where !name.isEmpty {
        byName[name.folded, default: []].append(entry.code)
      }
    }
    self.entries = byCode
    codesByName = byName
  }

  /// Its entries with those of another list, which go before where both have a code.
  func adding(_ other: Classification) -> Classification {
    let own = entries.values.filter { other.entries[$0.code] == nil }
    return Classification(id: id, entries: own + other.entries.values)
  }

  /// Whether a text is a name of the code, current or former.
  package func isName(_ text: String, of code: String) -> Bool {
    codesByName[text.folded]?.contains(code) ?? false
  }

  /// The codes that have a name, current or former, in no particular order.
  func codes(named name: String) -> [String] { codesByName[name.folded] ?? [] }

  /// Whether a text looks like a code: ASCII digits and capitals, the first one a digit.
  @inlinable package static func isCode(_ text: some StringProtocol) -> Bool {
    (text.utf8.first.map { (0x30...0x39).contains($0) } ?? false)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
  }

  /// Whether a text is the name of any code, current or former.
  func hasName(_ text: String) -> Bool { codesByName[text.folded] != nil }

  /// The level of a code by its length: 3 digits are a class, 5 a section, 7 an item.
  @inlinable package static func level(of code: some StringProtocol) -> RowKind? {
    switch code.utf8.count {
    case 3: .class
    case 5: .section
    case 7: .item
    default: nil
    }
  }

  /// The code one level up, or nil for a class.
  package static func parent(of code: String) -> String? {
    code.utf8.count > 3 ? String(code.dropLast(2)) : nil
  }
}

/// What a column or a line means in accounting.
package struct Concept: Decodable, Sendable {
  /// The identifier, dotted English.
  package let id: String
  /// The Chinese name.
  package let zh: String
  /// The English name.
  package let en: String
  /// Other captions and words used for it in tables and in the narrative.
  package let names: [String]?
  /// What it means.
  package let definition: BilingualText
  /// Where the meaning is laid down.
  package let source: String
  /// Whether the meaning comes from the other side: an amount column from its line, a total line
  /// from its column.
  package let deferring: Bool?
}
