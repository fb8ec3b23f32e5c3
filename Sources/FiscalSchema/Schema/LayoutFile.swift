import FiscalModel

/// What stands in a layout file, before it is resolved into a ``Layout``; `layout.schema.json` says what each
/// key means.
package struct LayoutFile: Codable, Sendable {
  package var id: String
  package var statement: String
  package var number: String?
  package var title: String
  package var aliases: [String]?
  package var printedTitle: String?
  package var endings: [String]?
  package var subtitle: String?
  package var stage: Stage
  package var unit: String
  package var decimals: Int?
  package var members: [String: String]?
  package var related: [String]?
  package var splitCodes: Bool?
  package var source: String
  package var widths: [Double]?
  package var blocks: [Block]
  package var relations: [RelationEntry]?
  package var notes: [String]?
  /// What a person has to decide, in words.
  package var doubt: String?

  /// A row of fields, a matrix, or the blocks of a goal.
  package struct Block: Codable, Sendable {
    package var fields: [Field]?
    package var group: [Block]?
    package var id: String?
    package var label: String?
    package var aliases: [String]?
    package var place: Layout.LabelPlace?
    package var labelSpan: Int?
    package var columns: [Node]?
    package var panels: [Panel]?
    package var rows: [Row]?
    package var blankRows: Int?
  }

  package struct Field: Codable, Sendable {
    package var id: String
    package var label: String
    package var aliases: [String]?
    package var role: Section.Role?
    package var concept: String?
    package var choices: [String]?
    package var labelSpan: Int?
    package var span: Int?
  }

  /// A caption over others, or a column.
  package struct Node: Codable, Sendable {
    package var caption: String
    package var columns: [Node]?
    package var id: String?
    package var role: Section.Role?
    package var aliases: [String]?
    package var classification: String?
    package var number: String?
    package var concept: String?
    package var members: [String: String]?
    package var stage: Stage?
    package var year: Int?
    package var words: [String]?
    package var endings: [String]?
    package var optional: Bool?
    package var span: Int?
    package var doubt: String?

    /// The columns below it, or itself.
    var leaves: [Node] { columns.map { $0.flatMap(\.leaves) } ?? [self] }
  }

  package struct Panel: Codable, Sendable {
    package var id: String
    package var columns: [String]
    package var rows: [Row]
  }

  /// A fixed line, a blank one, open ones, or one for each code of a classification.
  package struct Row: Codable, Sendable {
    package var open: Open?
    package var each: String?
    package var except: [String]?
    package var others: [String: Other]?
    package var id: String?
    package var row: String?
    package var label: String?
    package var aliases: [String]?
    package var kind: RowKind?
    package var concept: String?
    package var members: [String: String]?
    package var parent: String?
    package var through: String?
    package var amounts: [String]?
    package var under: String?
    package var sum: [String]?
    package var field: String?
  }

  package struct Open: Codable, Sendable {
    package var classification: String
    package var levels: [RowKind]
    package var codes: [String]?
    package var digits: [Int]?
    package var kind: RowKind?
    package var texts: [String]?
  }

  /// What a line of one code prints otherwise than those of the others.
  package struct Other: Codable, Sendable {
    package var label: String?
    package var aliases: [String]?
  }
}

extension LayoutFile {
  /// How many places are marked for a person.
  var doubts: Int {
    let columns = blocks.flatMap { $0.columns ?? [] }.flatMap(\.leaves)
    return (doubt == nil ? 0 : 1) + columns.count { $0.doubt != nil }
  }
}

/// What stands in the file of a profile.
package struct ProfileFile: Codable, Sendable {
  package var id: String
  package var title: BilingualText
  package var stage: Stage
  package var years: Years
  package var source: String
  package var relationSource: String?
  package var layouts: [String]
  package var relations: [RelationEntry]?

  package struct Years: Codable, Sendable {
    package var from: Int?
    package var to: Int?
  }
}

/// A relation as a layout or a profile has it.
package struct RelationEntry: Codable, Sendable {
  package var id: String
  package var rule: String
  package var source: String?
  package var zh: String?
  package var en: String?
  package var severity: Severity?
}
