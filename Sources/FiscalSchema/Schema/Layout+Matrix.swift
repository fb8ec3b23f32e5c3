import FiscalModel

extension Layout {
  /// Columns over lines: a table, or one of the tables of a form.
  package final class Matrix: Sendable {
    /// The identifier within the form; nil for the one matrix of a table. In a matrix with an identifier all
    /// columns hold values, in one without some are the keys of rows.
    package let id: String?
    /// The label beside or above it and its aliases; none where it has no label.
    package let labels: [LabelPattern]
    /// Where the label stands.
    package let place: LabelPlace
    /// The columns of the form that the label takes where it stands beside the matrix.
    package let labelSpan: Int
    /// How many rows a blank form leaves, besides the lines.
    package let blankRows: Int
    /// The header, outermost captions first.
    package let header: [Caption]
    /// The leaf columns in printed order.
    package let columns: [Column]
    /// The panels, in printed order.
    package let panels: [Panel]

    /// The fixed lines of all panels.
    package let lines: [Line]
    /// The header path of each column as facts name it: joined by `/`, with `#2`, `#3` where it repeats.
    package let columnNames: [String]
    /// The captions of the columns of amounts, folded.
    package let amountCaptions: Set<String>
    /// All captions of the header, folded.
    package let headerCaptions: Set<String>
    /// The columns whose caption differs from form to form.
    package let variableColumns: [Int]
    /// The columns whose cells go on over the rows below.
    package let levels: [Int]
    /// The panel of each leaf column.
    private let panelOfColumn: [Int?]
    /// The fixed lines of each panel by identifier.
    private let linesByID: [[String: Line]]

    init(
      id: String? = nil, labels: [LabelPattern] = [], place: LabelPlace = .above,
      labelSpan: Int = 0, blankRows: Int = 0, header: [Caption], columns: [Column], panels: [Panel]
    ) {
      self.id = id
      self.labels = labels
      self.place = place
      self.labelSpan = labelSpan
      self.blankRows = blankRows
      self.header = header
      self.columns = columns
      self.panels = panels
      lines = panels.flatMap(\.lines)
      var seen: [String: Int] = [:]
      columnNames = columns.map { column in
        let name = column.path.joined(separator: "/")
        seen[name, default: 0] += 1
        let count = seen[name] ?? 1
        return count > 1 ? "\(name)#\(count)" : name
      }
      amountCaptions = Set(columns.filter { $0.role == .amount }.map(\.foldedCaption))
      headerCaptions = Set(columns.flatMap(\.path).map(\.folded))
      variableColumns = columns.indices.filter { columns[$0].captions[0].isVariable }
      levels = columns.indices.filter { columns[$0].role == .level }
      panelOfColumn = columns.indices.map { column in
        panels.firstIndex { $0.columns.contains(column) }
      }
      linesByID = panels.map { panel in
        Dictionary(panel.lines.map { ($0.id, $0) }) { first, _ in first }
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

    /// The column in which a line says what a field would: the first of text, or nil.
    package var lineText: Int? {
      columns.firstIndex { $0.role == .text || $0.role == .longText }
    }

    /// The characters of all captions, with how often they stand there; of aliases the most that any has.
    ///
    /// - Complexity: O(captions).
    package var captionCharacters: [Character: Int] { captionCharacters(of: header) }

    private func captionCharacters(of captions: [Caption]) -> [Character: Int] {
      func counts(_ pattern: LabelPattern) -> [Character: Int] {
        pattern.literals.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      }
      return captions.reduce(into: [:]) { all, caption in
        // Aliases have characters of their own; a caption counts once.
        let own =
          caption.children.isEmpty
          ? columns[caption.span.lowerBound].captions.reduce(into: [:]) { most, alias in
            most.merge(counts(alias)) { max($0, $1) }
          } : counts(caption.pattern)
        all.merge(own) { $0 + $1 }
        all.merge(captionCharacters(of: caption.children)) { $0 + $1 }
      }
    }

    /// The columns of the sheet that each leaf column takes.
    ///
    /// A matrix whose label beside it was not printed begins at the left all the same; its first column then
    /// takes the label's room.
    package func placement(hasLabel: Bool) -> [ClosedRange<Int>] {
      var ranges: [ClosedRange<Int>] = []
      let isBeside = place == .side
      var start = isBeside && hasLabel ? labelSpan : 0
      for (index, column) in columns.enumerated() {
        let extra = index == 0 && isBeside && !hasLabel ? labelSpan : 0
        ranges.append(start...(start + column.span + extra - 1))
        start += column.span + extra
      }
      return ranges
    }
  }

  /// Where the label of a matrix stands.
  package enum LabelPlace: String, Codable, Sendable, CaseIterable {
    /// To the left, over all its rows.
    case side
    /// In a row of its own.
    case above
  }

  /// A caption over one or more columns.
  package struct Caption: Sendable {
    /// The caption as it may be printed.
    package let pattern: LabelPattern
    /// The leaf columns it stands over.
    package let span: Range<Int>
    /// What stands below it; empty for a leaf.
    package let children: [Caption]
    /// The caption.
    package var text: String { pattern.text }
    /// How many header rows it and what stands below it need.
    package var height: Int { 1 + (children.map(\.height).max() ?? 0) }
  }

  /// One leaf column.
  package final class Column: Sendable, Identifiable {
    /// The identifier within the matrix.
    package let id: String
    /// The captions from the outermost to its own.
    package let path: [String]
    /// Its own caption and others under which it is printed or exported.
    package let captions: [LabelPattern]
    /// What stands in it.
    package let role: Section.Role
    /// In a form, the classification that its codes belong to, or nil.
    package let classification: String?
    /// What the row of column numbers prints in it.
    package let number: String?
    /// The concept of its amounts.
    package let concept: String?
    /// The dimension members of its amounts.
    package let members: [String: String]
    /// The stage of its amounts.
    package let stage: Stage
    /// The fiscal year of its amounts less the disclosure's.
    package let yearOffset: Int
    /// The words that its values usually are, as they are printed and in order.
    package let choices: [String]
    /// The same, folded.
    package let words: Set<String>
    /// What its values usually end with, folded.
    package let endings: [String]
    /// Whether it is often left empty.
    package let isOptional: Bool
    /// The columns of the form that it takes.
    package let span: Int
    /// Its own caption as captions are compared.
    package let foldedCaption: String

    init(
      _ node: LayoutFile.Node, id: String, role: Section.Role, path: [String], span: Int,
      stage: Stage
    ) {
      self.id = id
      self.role = role
      self.path = path
      self.span = span
      self.stage = node.stage ?? stage
      yearOffset = node.year ?? 0
      captions = ([node.caption] + (node.aliases ?? [])).map(LabelPattern.init)
      classification = node.classification
      number = node.number
      concept = node.concept
      members = node.members ?? [:]
      choices = node.words ?? []
      words = Set(choices.map(\.folded))
      endings = (node.endings ?? []).map(\.folded)
      isOptional = node.optional ?? false
      foldedCaption = node.caption.folded
    }

    /// Its own caption.
    package var caption: String { captions[0].text }
    /// Other captions under which it is printed or exported.
    package var aliases: [String] { captions.dropFirst().map(\.text) }
  }
}
