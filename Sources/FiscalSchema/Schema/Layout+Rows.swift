import FiscalModel

extension Layout {
  /// A block of adjacent columns that share a row key.
  package final class Panel: Sendable {
    /// The identifier within the matrix.
    package let id: String
    /// Its leaf columns.
    package let columns: Range<Int>
    /// What may stand in its rows, in order.
    package let rows: [PanelRow]
    /// Its code columns.
    package let codeColumns: [Int]
    /// Its column of labels or names.
    package let labelColumn: Int?
    /// Its column of row numbers.
    package let numberColumn: Int?
    /// Its columns of values, in the order of ``Section/Part/cells``.
    package let valueColumns: [Int]
    /// The fixed lines.
    package let lines: [Line]
    /// The open rows; several where codes of several kinds share a column.
    package let opens: [OpenRows]
    /// The fixed lines, by their index, for each of their labels and aliases, folded.
    package let linesByLabel: [String: [Int]]
    /// The row numbers of the fixed lines.
    package let numbers: Set<String>
    /// The bytes that labels begin with.
    private let labelStarts: Set<UInt8>

    /// Columns of codes, names, labels and row numbers are the keys of rows where these are keyed, else values
    /// like the others.
    init(
      id: String, columns: Range<Int>, of all: [Column], rows: [PanelRow], isKeyed: Bool
    ) {
      func of(_ roles: Section.Role...) -> [Int] {
        isKeyed ? columns.filter { roles.contains(all[$0].role) } : []
      }
      self.id = id
      self.columns = columns
      self.rows = rows
      let keys = of(.code, .name, .label, .rowNumber)
      codeColumns = of(.code)
      labelColumn = of(.name, .label).first
      numberColumn = of(.rowNumber).first
      valueColumns = columns.filter { !keys.contains($0) }
      lines = rows.compactMap { if case .line(let line) = $0 { line } else { nil } }
      opens = rows.compactMap { if case .open(let open) = $0 { open } else { nil } }
      var linesByLabel: [String: [Int]] = [:]
      for (index, line) in lines.enumerated() {
        for label in Set(line.labels.map(\.text.folded)) where !label.isEmpty {
          linesByLabel[label, default: []].append(index)
        }
      }
      self.linesByLabel = linesByLabel
      numbers = Set(lines.compactMap(\.number))
      labelStarts = Set(linesByLabel.keys.compactMap(\.utf8.first))
    }

    /// Whether a folded text is the label of a fixed line, or an alias of it.
    package func isLabel(_ text: String) -> Bool {
      // Most texts are figures, as which no label begins.
      guard let first = text.utf8.first, labelStarts.contains(first) else { return false }
      return linesByLabel[text] != nil
    }

    /// The open rows that a code may stand in.
    @inlinable package func open(accepting code: some StringProtocol) -> OpenRows? {
      opens.first { $0.accepts(code) }
    }

    /// What a row with a code is.
    package func kind(of code: String) -> RowKind {
      guard let open = open(accepting: code) else { return .item }
      if let kind = open.kind { return kind }
      guard open.digits.isEmpty else { return open.levels.first ?? .item }
      return Classification.level(of: code) ?? .item
    }

    /// The open rows that are keyed by a name and not by a code.
    package var namedRows: OpenRows? { codeColumns.isEmpty ? opens.first : nil }

    /// What a row with a name of its own and without a code is.
    package var namedKind: RowKind? {
      if let rows = namedRows { return rows.kind ?? rows.levels.first ?? .project }
      return opens.contains(where: \.areProjects) ? .project : nil
    }

    /// Whether rows here need no key: a table of one row of figures.
    package var isKeyless: Bool { codeColumns.isEmpty && labelColumn == nil }
  }

  /// What may stand in the rows of a panel.
  package enum PanelRow: Sendable {
    /// One fixed line.
    case line(Line)
    /// Any number of rows keyed by code.
    case open(OpenRows)
  }

  /// A fixed line.
  package final class Line: Sendable, Identifiable {
    /// The identifier within the panel; empty for a blank line.
    package let id: String
    /// The printed row number.
    package let number: String?
    /// The label and others under which it is printed; the first is empty where the form prints none.
    package let labels: [LabelPattern]
    /// What the line is.
    package let kind: RowKind
    /// The concept of its amounts, where it is not the column's.
    package let concept: String?
    /// The dimension members of its amounts.
    package let members: [String: String]
    /// The line it is a part of.
    package let parent: String?
    /// The last panel that the line reaches over, where it is more than its own.
    package let through: String?
    /// The columns in which its amounts stand, where they are fewer than the panel's.
    package let amounts: [String]
    /// What stands in the column of levels before it, or nil.
    package let under: String?
    /// The lines whose sum it is, by their identifiers; none where it is no sum that a blank form adds up.
    package let sum: [String]
    /// The field in which other forms of the kind say what stands in this line, or nil.
    package let field: String?

    init(_ row: LayoutFile.Row) {
      id = row.id ?? ""
      number = row.row
      labels = ([row.label ?? ""] + (row.aliases ?? [])).map(LabelPattern.init)
      kind = row.kind ?? (row.id == nil ? .blank : .category)
      concept = row.concept
      members = row.members ?? [:]
      parent = row.parent
      through = row.through
      amounts = row.amounts ?? []
      under = row.under
      sum = row.sum ?? []
      field = row.field
    }

    /// The label; empty where the form prints none.
    package var label: String { labels[0].text }
  }

  /// Rows keyed by code.
  package struct OpenRows: Sendable {
    /// The classification that the codes belong to.
    package let classification: String
    /// The dimension that the codes are members of; nil where they are of none.
    package let dimension: String?
    /// The levels that are printed.
    package let levels: [RowKind]
    /// The beginnings that the codes may have; empty for any.
    package let codes: [String]
    /// The numbers of characters that the codes may have, where the level does not say it.
    package let digits: [Int]
    /// What the rows are, where their codes do not say it: projects under a functional code.
    package let kind: RowKind?
    /// The identifiers of the columns of text that these rows fill.
    package let texts: [String]

    init(_ entry: LayoutFile.Open, dimension: String?) {
      self.dimension = dimension
      classification = entry.classification
      levels = entry.levels
      codes = entry.codes ?? []
      digits = entry.digits ?? []
      kind = entry.kind
      texts = entry.texts ?? []
    }

    /// Whether the rows are projects, which are told by their names and not by their codes.
    package var areProjects: Bool { (kind ?? levels.first) == .project }

    /// Whether a code may stand in these rows.
    @inlinable package func accepts(_ code: some StringProtocol) -> Bool {
      if !digits.isEmpty {
        return digits.contains(code.utf8.count) && Classification.isCode(code)
      }
      guard let level = Classification.level(of: code), levels.contains(level) else { return false }
      return codes.isEmpty || codes.contains { code.hasPrefix($0) }
    }
  }
}
