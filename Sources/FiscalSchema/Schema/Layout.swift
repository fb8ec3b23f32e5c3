import FiscalModel

/// One official table as one region prints it: a file of `schemas/layouts/<profile>/`.
///
/// A class, as are its columns, panels and lines, because readers and resolvers hand them on for every
/// cell and they never change.
package final class Layout: Sendable, Identifiable {
  /// The identifier within all profiles: `<profile>/<id of the file>`.
  package let id: String
  /// The statement kind, whatever the number.
  package let statement: String
  /// The official number without the word for "table".
  package let number: String
  /// The official title without year, agency and number.
  package let title: String
  /// Other titles under which it is printed.
  package let aliases: [String]
  /// How the title line is printed, with `{year}` and `{number}`.
  package let printedTitle: String
  /// The stage of its figures.
  package let stage: Stage
  /// The unit it prescribes.
  package let unit: AmountUnit
  /// The decimals it prescribes.
  package let decimals: Int
  /// Dimension members that hold for the whole table.
  package let members: [String: String]
  /// Other statements that print the same facts, the nearest first: what is translated into this table
  /// is taken from them where there is no table of its own kind.
  package let related: [String]
  /// Whether a code is printed level by level in cells of their own: `201`, `41`, `50`.
  package let splitsCodes: Bool
  /// Where the form comes from.
  package let source: String
  /// The header, outermost captions first.
  package let header: [HeaderNode]
  /// The leaf columns in printed order.
  package let columns: [Column]
  /// The panels, in printed order.
  package let panels: [Panel]
  /// The relations that hold within the table.
  package let relations: [Relation]
  /// The official notes.
  package let notes: [String]

  /// The header path of each column as facts name it: joined by `/`, with `#2`, `#3` where it repeats.
  package let columnNames: [String]
  /// The captions of the columns of amounts, folded.
  package let amountCaptions: Set<String>
  /// All captions of the header, folded.
  package let headerCaptions: Set<String>
  /// The relations as written, folded.
  package let foldedRules: Set<String>
  /// The panel of each leaf column.
  private let panelOfColumn: [Int?]
  /// The fixed lines of each panel by identifier.
  private let linesByID: [[String: Line]]

  init(
    id: String, statement: String, number: String, title: String, aliases: [String],
    printedTitle: String, stage: Stage, unit: AmountUnit, decimals: Int, members: [String: String],
    related: [String], splitsCodes: Bool, source: String, header: [HeaderNode], columns: [Column],
    panels: [Panel],
    relations: [Relation], notes: [String]
  ) {
    self.id = id
    self.statement = statement
    self.number = number
    self.title = title
    self.aliases = aliases
    self.printedTitle = printedTitle
    self.stage = stage
    self.unit = unit
    self.decimals = decimals
    self.members = members
    self.related = related
    self.splitsCodes = splitsCodes
    self.source = source
    self.header = header
    self.columns = columns
    self.panels = panels
    self.relations = relations
    self.notes = notes
    var seen: [String: Int] = [:]
    columnNames = columns.map { column in
      let name = column.path.joined(separator: "/")
      seen[name, default: 0] += 1
      let count = seen[name] ?? 1
      return count > 1 ? "\(name)#\(count)" : name
    }
    amountCaptions = Set(columns.filter { $0.role == .amount }.map(\.caption.folded))
    foldedRules = Set(relations.map(\.rule.folded))
    headerCaptions = Set(columns.flatMap(\.path).map(\.folded))
    panelOfColumn = columns.indices.map { column in
      panels.firstIndex { $0.columns.contains(column) }
    }
    linesByID = panels.map { panel in
      Dictionary(panel.lines.map { ($0.id, $0) }) { first, _ in first }
    }
  }

  /// A caption of the header with the captions below it.
  package struct HeaderNode: Sendable {
    /// The caption.
    package let text: String
    /// The leaf columns it stands over.
    package let span: Range<Int>
    /// What stands below it; empty for a leaf.
    package let children: [HeaderNode]
    /// How many header rows it and what stands below it need.
    package var height: Int { 1 + (children.map(\.height).max() ?? 0) }
  }

  /// One leaf column.
  package final class Column: Sendable {
    /// The identifier within the table.
    package let id: String
    /// The captions from the outermost to its own.
    package let path: [String]
    /// What stands in it.
    package let role: Section.Role
    /// What the row of column numbers prints in it.
    package let number: String?
    /// The concept of its amounts.
    package let concept: String?
    /// The dimension members of its amounts.
    package let members: [String: String]
    /// The stage of its amounts.
    package let stage: Stage
    /// Other captions under which exports have it.
    package let aliases: [String]
    /// Whether its texts are numbers that count things, such as how many pieces are bought.
    package let isQuantity: Bool

    init(
      id: String, path: [String], role: Section.Role, number: String?, concept: String?,
      members: [String: String], stage: Stage, aliases: [String], isQuantity: Bool
    ) {
      self.id = id
      self.path = path
      self.role = role
      self.number = number
      self.concept = concept
      self.members = members
      self.stage = stage
      self.aliases = aliases
      self.isQuantity = isQuantity
      foldedCaption = (path.last ?? "").folded
    }

    /// Its own caption.
    package var caption: String { path.last ?? "" }
    /// Its own caption as captions are compared.
    package let foldedCaption: String
  }

  /// A block of adjacent columns that share a row key.
  package final class Panel: Sendable {
    /// The identifier within the table.
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

    init(
      id: String, columns: Range<Int>, rows: [PanelRow], codeColumns: [Int], labelColumn: Int?,
      numberColumn: Int?, valueColumns: [Int], lines: [Line], opens: [OpenRows],
      linesByLabel: [String: [Int]], numbers: Set<String>
    ) {
      self.id = id
      self.columns = columns
      self.rows = rows
      self.codeColumns = codeColumns
      self.labelColumn = labelColumn
      self.numberColumn = numberColumn
      self.valueColumns = valueColumns
      self.lines = lines
      self.opens = opens
      self.linesByLabel = linesByLabel
      self.numbers = numbers
      labelStarts = Set(linesByLabel.keys.compactMap(\.utf8.first))
    }

    /// Whether a folded text is the label of a fixed line, or an alias of it.
    package func isLabel(_ text: String) -> Bool {
      // Most texts are figures, as which no label begins.
      guard let first = text.utf8.first, labelStarts.contains(first) else { return false }
      return linesByLabel[text] != nil
    }
    /// The bytes that labels begin with.
    private let labelStarts: Set<UInt8>

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
  package final class Line: Sendable {
    /// The identifier within the panel; empty for a blank line.
    package let id: String
    /// The printed row number.
    package let number: String?
    /// The label; empty where the form prints none.
    package let label: String
    /// Other labels under which it is printed.
    package let aliases: [String]
    /// What the line is.
    package let kind: RowKind
    /// The concept of its amounts.
    package let concept: String?
    /// The dimension members of its amounts.
    package let members: [String: String]
    /// The line it is a part of.
    package let parent: String?
    /// The last panel that the line reaches over, where it is more than its own.
    package let through: String?
    /// The columns in which its amounts stand, where they are fewer than the panel's.
    package let amounts: [String]

    init(
      id: String, number: String?, label: String, aliases: [String], kind: RowKind,
      concept: String?, members: [String: String], parent: String?, through: String?,
      amounts: [String]
    ) {
      self.id = id
      self.number = number
      self.label = label
      self.aliases = aliases
      self.kind = kind
      self.concept = concept
      self.members = members
      self.parent = parent
      self.through = through
      self.amounts = amounts
    }
  }

  /// Rows keyed by code.
  package struct OpenRows: Sendable {
    /// The classification that the codes belong to.
    package let classification: String
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

  /// The panel that a column stands in.
  package func panel(ofColumn index: Int) -> Int? { panelOfColumn[index] }

  /// Whether a panel itself has a fixed line.
  func isLine(_ id: String, ofPanel panel: Int) -> Bool {
    linesByID.indices.contains(panel) && linesByID[panel][id] != nil
  }

  /// The fixed line of a part of a row: of its panel, or of one further left that reaches over it.
  package func line(_ id: String?, inPanel panel: Int) -> Line? {
    guard let id, !id.isEmpty else { return nil }
    for candidate in (0...panel).reversed() {
      if let line = linesByID[candidate][id] { return line }
    }
    return nil
  }
}
