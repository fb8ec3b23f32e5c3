extension Layout {
  /// A block of adjacent columns that share a row key.
  public final class Panel: Sendable {
    /// The identifier within the matrix.
    public let id: String
    /// Its leaf columns.
    public let columns: Range<Int>
    /// What may stand in its rows, in order.
    public let rows: [PanelRow]
    /// Its code columns.
    public let codeColumns: [Int]
    /// Its column of labels or names.
    public let labelColumn: Int?
    /// Its column of row numbers.
    public let numberColumn: Int?
    /// Its columns of values, in the order of ``Section/Part/cells``.
    public let valueColumns: [Int]
    /// The fixed lines.
    public let lines: [Line]
    /// The open rows; several where codes of several kinds share a column.
    public let opens: [OpenRows]
    /// The fixed lines, by their index, for each of their labels and aliases, folded.
    public let linesByLabel: [String: [Int]]
    /// The row numbers of the fixed lines.
    public let numbers: Set<String>
    /// The bytes that labels begin with.
    private let labelStarts: Set<UInt8>

    /// - Parameter isKeyed: whether columns of codes, names, labels and row numbers are the keys of rows, or
    ///   values like the others.
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
    public func isLabel(_ text: String) -> Bool {
      // Most texts are figures, as which no label begins.
      guard let first = text.utf8.first, labelStarts.contains(first) else { return false }
      return linesByLabel[text] != nil
    }

    /// The open rows that a code may stand in.
    @inlinable public func open(accepting code: some StringProtocol) -> OpenRows? {
      opens.first { $0.accepts(code) }
    }

    /// What a row with a code is.
    public func kind(of code: String) -> RowKind {
      guard let open = open(accepting: code) else { return .item }
      if let kind = open.kind { return kind }
      guard open.digits.isEmpty else { return open.levels.first ?? .item }
      return Classification.level(of: code) ?? .item
    }

    /// The open rows that are keyed by a name and not by a code.
    public var namedRows: OpenRows? { codeColumns.isEmpty ? opens.first : nil }

    /// What a row with a name of its own and without a code is.
    public var namedKind: RowKind? {
      if let rows = namedRows { return rows.kind ?? rows.levels.first ?? .project }
      return opens.contains(where: \.areProjects) ? .project : nil
    }

    /// Whether rows here need no key: a table of one row of figures.
    public var isKeyless: Bool { codeColumns.isEmpty && labelColumn == nil }
  }

  /// What may stand in the rows of a panel.
  public enum PanelRow: Sendable {
    /// One fixed line.
    case line(Line)
    /// Any number of rows keyed by code.
    case open(OpenRows)
  }

  /// A fixed line.
  public final class Line: Sendable, Identifiable {
    /// The identifier within the panel; empty for a blank line.
    public let id: String
    /// The printed row number.
    public let number: String?
    /// The label and others under which it is printed; the first is empty where the form prints none.
    public let labels: [LabelPattern]
    /// What the line is.
    public let kind: RowKind
    /// The concept of its amounts, where it is not the column's.
    public let concept: String?
    /// The dimension members of its amounts.
    public let members: [String: String]
    /// The line it is a part of.
    public let parent: String?
    /// The last panel that the line reaches over, where it is more than its own.
    public let through: String?
    /// The columns in which its amounts stand, where they are fewer than the panel's.
    public let amounts: [String]
    /// What stands in the column of levels before it, or nil.
    public let under: String?
    /// The lines whose sum it is, by their identifiers; none where it is no sum that a blank form adds up.
    public let sum: [String]
    /// The field in which other forms of the kind say what stands in this line, or nil.
    public let field: String?

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
    public var label: String { labels[0].text }
  }

  /// Rows keyed by code.
  public struct OpenRows: Sendable {
    /// The classification that the codes belong to.
    public let classification: String
    /// The dimension that the codes are members of; nil where they are of none.
    public let dimension: String?
    /// The levels that are printed.
    public let levels: [RowKind]
    /// The beginnings that the codes may have; empty for any.
    public let codes: [String]
    /// The numbers of characters that the codes may have, where the level does not say it.
    public let digits: [Int]
    /// What the rows are, where their codes do not say it: projects under a functional code.
    public let kind: RowKind?
    /// The identifiers of the columns of text that these rows fill.
    public let texts: [String]

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
    public var areProjects: Bool { (kind ?? levels.first) == .project }

    /// Whether a code may stand in these rows.
    @inlinable public func accepts(_ code: some StringProtocol) -> Bool {
      if !digits.isEmpty {
        return digits.contains(code.utf8.count) && Classification.isCode(code)
      }
      guard let level = Classification.level(of: code), levels.contains(level) else { return false }
      return codes.isEmpty || codes.contains { code.hasPrefix($0) }
    }
  }
}
