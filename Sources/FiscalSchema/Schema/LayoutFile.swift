import FiscalModel

/// What stands in a layout file, before it is resolved into a ``Layout``.
struct LayoutFile: Decodable {
  var id: String
  var statement: String
  var number: String
  var title: String
  var aliases: [String]?
  var printedTitle: String
  var stage: Stage
  var unit: String
  var decimals: Int
  var source: String
  var members: [String: String]?
  var related: [String]?
  var splitCodes: Bool?
  var header: [Node]
  var panels: [PanelEntry]
  var relations: [RelationEntry]
  var notes: [String]?

  struct Node: Decodable {
    var caption: String
    var columns: [Node]?
    var id: String?
    var role: Section.Role?
    var number: String?
    var concept: String?
    var members: [String: String]?
    var stage: Stage?
    var quantity: Bool?
    var aliases: [String]?
  }

  struct PanelEntry: Decodable {
    var id: String
    var columns: [String]
    var rows: [RowEntry]
  }

  struct RowEntry: Decodable {
    var open: OpenEntry?
    var id: String?
    var row: String?
    var label: String?
    var aliases: [String]?
    var kind: RowKind?
    var concept: String?
    var members: [String: String]?
    var parent: String?
    var through: String?
    var amounts: [String]?
  }

  struct OpenEntry: Decodable {
    var classification: String
    var levels: [RowKind]
    var codes: [String]?
    var digits: [Int]?
    var kind: RowKind?
    var texts: [String]?
  }

  struct RelationEntry: Decodable {
    var id: String
    var rule: String
    var source: String?
    var zh: String?
    var en: String?
    var severity: Severity?

    /// Compiles the entry; its source is that of the file where it has none of its own.
    func relation(source: String, vocabulary: Vocabulary) throws(RelationError) -> Relation {
      var text: BilingualText?
      if let zh, let en { text = BilingualText(zh: zh, en: en) }
      return try Relation(
        id: id, rule: rule, source: self.source ?? source, text: text, severity: severity,
        vocabulary: vocabulary)
    }
  }

  /// Resolves the file: numbers the leaves, checks that every name refers to something.
  func layout(profile: String, vocabulary: Vocabulary) throws(SchemaError) -> Layout {
    guard let unit = AmountUnit(name: unit) else { throw .init("unit: \(unit)") }
    var columns: [Layout.Column] = []
    var header: [Layout.HeaderNode] = []
    for node in self.header {
      header.append(try resolve(node, path: [], into: &columns))
    }
    var index: [String: Int] = [:]
    for (position, column) in columns.enumerated() {
      guard index.updateValue(position, forKey: column.id) == nil else {
        throw .init("header: two columns are called \(column.id)")
      }
    }
    var panels: [Layout.Panel] = []
    for entry in self.panels {
      panels.append(try resolve(entry, columns: columns, index: index))
    }
    var relations: [Relation] = []
    for entry in self.relations {
      do {
        relations.append(try entry.relation(source: source, vocabulary: vocabulary))
      } catch {
        throw .init("relations: \(error)")
      }
    }
    return Layout(
      id: "\(profile)/\(id)", statement: statement, number: number, title: title,
      aliases: aliases ?? [], printedTitle: printedTitle, stage: stage, unit: unit,
      decimals: decimals, members: members ?? [:], related: related ?? [],
      splitsCodes: splitCodes ?? false, source: source,
      header: header,
      columns: columns, panels: panels, relations: relations, notes: notes ?? [])
  }

  private func resolve(
    _ node: Node, path: [String], into columns: inout [Layout.Column]
  ) throws(SchemaError) -> Layout.HeaderNode {
    let start = columns.count
    let path = path + [node.caption]
    guard let below = node.columns else {
      guard let id = node.id, let role = node.role else {
        throw .init("header: the column \(path.joined(separator: "/")) needs an id and a role")
      }
      columns.append(
        Layout.Column(
          id: id, path: path, role: role, number: node.number, concept: node.concept,
          members: node.members ?? [:], stage: node.stage ?? stage, aliases: node.aliases ?? [],
          isQuantity: node.quantity ?? false))
      return .init(text: node.caption, span: start..<columns.count, children: [])
    }
    var children: [Layout.HeaderNode] = []
    for child in below { children.append(try resolve(child, path: path, into: &columns)) }
    guard !children.isEmpty else { throw .init("header: \(node.caption) has no columns") }
    return .init(text: node.caption, span: start..<columns.count, children: children)
  }

  private func resolve(
    _ entry: PanelEntry, columns: [Layout.Column], index: [String: Int]
  ) throws(SchemaError) -> Layout.Panel {
    var positions: [Int] = []
    for id in entry.columns {
      guard let position = index[id] else { throw .init("panel \(entry.id): no column \(id)") }
      positions.append(position)
    }
    guard let first = positions.first, positions == Array(first..<(first + positions.count)) else {
      throw .init("panel \(entry.id): its columns are not adjacent or not in the header's order")
    }
    let rows = entry.rows.map { row -> Layout.PanelRow in
      if let open = row.open {
        return .open(
          .init(
            classification: open.classification, levels: open.levels, codes: open.codes ?? [],
            digits: open.digits ?? [], kind: open.kind, texts: open.texts ?? []))
      }
      return .line(
        .init(
          id: row.id ?? "", number: row.row, label: row.label ?? "", aliases: row.aliases ?? [],
          kind: row.kind ?? (row.id == nil ? .blank : .category), concept: row.concept,
          members: row.members ?? [:], parent: row.parent, through: row.through,
          amounts: row.amounts ?? []))
    }
    func all(_ roles: Section.Role...) -> [Int] {
      positions.filter { roles.contains(columns[$0].role) }
    }
    let lines = rows.compactMap { if case .line(let line) = $0 { line } else { nil } }
    var linesByLabel: [String: [Int]] = [:]
    for (index, line) in lines.enumerated() {
      for label in Set(([line.label] + line.aliases).map(\.folded)) where !label.isEmpty {
        linesByLabel[label, default: []].append(index)
      }
    }
    return Layout.Panel(
      id: entry.id, columns: first..<(first + positions.count), rows: rows,
      codeColumns: all(.code), labelColumn: all(.name, .label).first,
      numberColumn: all(.rowNumber).first, valueColumns: all(.amount, .text),
      lines: lines,
      opens: rows.compactMap { if case .open(let open) = $0 { open } else { nil } },
      linesByLabel: linesByLabel, numbers: Set(lines.compactMap(\.number)))
  }
}

/// What is wrong with a schema file.
public struct SchemaError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, once it is known.
  public var file: String?
  /// What is wrong in it.
  public var reason: String

  init(_ reason: String, file: String? = nil) {
    self.reason = reason
    self.file = file
  }

  /// File and reason in one line.
  public var description: String { (file.map { "\($0): " } ?? "") + reason }
}
