import FiscalModel

/// What stands in a form's file, before it is resolved into a ``FormLayout``.
struct FormLayoutFile: Decodable {
  var id: String
  var statement: String
  var number: String?
  var title: String
  var aliases: [String]?
  var printedTitle: String?
  var endings: [String]?
  var subtitle: String?
  var stage: Stage
  var unit: String
  var source: String
  var widths: [Double]
  var blocks: [BlockEntry]

  struct BlockEntry: Decodable {
    var fields: [FieldEntry]?
    var table: TableEntry?
    var group: [BlockEntry]?
  }

  struct FieldEntry: Decodable {
    var id: String
    var label: String
    var aliases: [String]?
    var kind: FormLayout.Kind?
    var concept: String?
    var choices: [String]?
    var labelSpan: Int?
    var span: Int?
  }

  struct TableEntry: Decodable {
    var id: String
    var label: String?
    var aliases: [String]?
    var place: FormLayout.LabelPlace?
    var labelSpan: Int?
    var columns: [Node]
    var lines: [LineEntry]?
    var blankRows: Int?
  }

  struct Node: Decodable {
    var caption: String
    var columns: [Node]?
    var id: String?
    var aliases: [String]?
    var kind: FormLayout.Kind?
    var concept: String?
    var words: [String]?
    var endings: [String]?
    var optional: Bool?
    var span: Int?
  }

  struct LineEntry: Decodable {
    var id: String
    var label: String
    var aliases: [String]?
    var concept: String?
    var under: String?
    var sum: [String]?
    var field: String?
  }

  /// Resolves the file: every block fills the width of the form exactly.
  func layout(profile: String) throws(SchemaError) -> FormLayout {
    guard let unit = AmountUnit(name: unit) else { throw .init("unit: \(unit)") }
    guard (1...64).contains(widths.count), widths.allSatisfy({ $0 > 0 }) else {
      throw .init("widths: 1 to 64 positive numbers are needed")
    }
    var blocks: [FormLayout.Block] = []
    var ids: Set<String> = []
    for (index, entry) in self.blocks.enumerated() {
      if let group = entry.group {
        for inner in group { blocks.append(try resolve(inner, group: index, &ids)) }
      } else {
        blocks.append(try resolve(entry, group: nil, &ids))
      }
    }
    guard !blocks.isEmpty else { throw .init("blocks: there is none") }
    return FormLayout(
      id: "\(profile)/\(id)", statement: statement, number: number, title: title,
      aliases: aliases ?? [], printedTitle: printedTitle ?? title, endings: endings ?? [],
      subtitle: subtitle, stage: stage, unit: unit, source: source, widths: widths, blocks: blocks)
  }

  private func resolve(
    _ entry: BlockEntry, group: Int?, _ ids: inout Set<String>
  ) throws(SchemaError) -> FormLayout.Block {
    if let fields = entry.fields, !fields.isEmpty {
      return .init(content: .fields(try resolve(fields, &ids)), group: group)
    }
    guard let table = entry.table else {
      throw .init("blocks: a block needs fields, a table or a group")
    }
    guard ids.insert(table.id).inserted else { throw .init("blocks: \(table.id) stands twice") }
    return .init(content: .table(try resolve(table)), group: group)
  }

  private func resolve(
    _ entries: [FieldEntry], _ ids: inout Set<String>
  ) throws(SchemaError) -> [FormLayout.Field] {
    // What is not given is shared out evenly.
    let given = entries.compactMap(\.span).reduce(0, +)
    let open = entries.count { $0.span == nil }
    let share = open > 0 ? (widths.count - given) / open : 0
    var fields: [FormLayout.Field] = []
    var used = 0
    for (index, entry) in entries.enumerated() {
      guard ids.insert(entry.id).inserted else { throw .init("blocks: \(entry.id) stands twice") }
      let span = index == entries.count - 1 ? widths.count - used : entry.span ?? share
      let labelSpan = entry.labelSpan ?? 1
      guard span > labelSpan, labelSpan > 0, entry.span ?? span == span else {
        throw .init("fields: \(entry.id) does not fit the \(widths.count) columns of the form")
      }
      used += span
      let choices = entry.choices ?? []
      guard choices.isEmpty || entry.kind == .choice,
        choices.allSatisfy({ $0.contains(FormLayout.Field.emptyBox) })
      else {
        throw .init(
          "fields: \(entry.id) has choices, each of which needs a box \(FormLayout.Field.emptyBox), and the kind choice"
        )
      }
      fields.append(
        .init(
          id: entry.id, labels: ([entry.label] + (entry.aliases ?? [])).map(LabelPattern.init),
          kind: entry.kind ?? .text, concept: entry.concept, choices: choices,
          labelSpan: labelSpan, span: span))
    }
    return fields
  }

  private func resolve(_ entry: TableEntry) throws(SchemaError) -> FormLayout.Table {
    let place = entry.place ?? .above
    let labelSpan = place == .side ? entry.labelSpan ?? 1 : 0
    var columns: [FormLayout.Column] = []
    let leaves = FormLayoutFile.leaves(entry.columns)
    let given = leaves.compactMap(\.span).reduce(0, +)
    let open = leaves.count { $0.span == nil }
    let room = widths.count - labelSpan - given
    guard open == 0 ? room == 0 : room >= open else {
      throw .init("table \(entry.id): its columns do not fill the \(widths.count) of the form")
    }
    var header: [FormLayout.HeaderNode] = []
    // The first of the columns that say nothing take what does not divide.
    var rest = (room: room, count: open)
    for node in entry.columns {
      header.append(try resolve(node, path: [], entry.id, &rest, &columns))
    }
    guard Set(columns.map(\.id)).count == columns.count else {
      throw .init("table \(entry.id): two columns have one id")
    }
    return FormLayout.Table(
      id: entry.id,
      labels: ([entry.label].compactMap { $0 } + (entry.aliases ?? [])).map(
        LabelPattern.init),
      place: place, labelSpan: labelSpan, header: header, columns: columns,
      lines: try lines(of: entry), blankRows: entry.blankRows ?? (entry.lines == nil ? 6 : 0),
      variableColumns: columns.indices.filter { columns[$0].captions[0].isVariable },
      captionCharacters: FormLayoutFile.characters(of: header, columns),
      levels: columns.indices.filter { columns[$0].kind == .level })
  }

  private func lines(of entry: TableEntry) throws(SchemaError) -> [FormLayout.Line] {
    let lines = entry.lines ?? []
    let ids = Set(lines.map(\.id))
    guard ids.count == lines.count else {
      throw .init("table \(entry.id): two lines have one id")
    }
    for line in lines {
      if let unknown = (line.sum ?? []).first(where: { !ids.contains($0) }) {
        throw .init("table \(entry.id): the sum of \(line.id) names \(unknown), which is no line")
      }
    }
    return lines.map { line in
      .init(
        id: line.id, labels: ([line.label] + (line.aliases ?? [])).map(LabelPattern.init),
        concept: line.concept, under: line.under, sum: line.sum ?? [], field: line.field)
    }
  }

  private static func characters(
    of nodes: [FormLayout.HeaderNode], _ columns: [FormLayout.Column]
  ) -> [Character: Int] {
    func counts(_ pattern: LabelPattern) -> [Character: Int] {
      pattern.literals.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    return nodes.reduce(into: [:]) { all, node in
      // Aliases have characters of their own; a caption counts once.
      let own =
        node.children.isEmpty
        ? columns[node.span.lowerBound].captions.reduce(into: [:]) { most, caption in
          most.merge(counts(caption)) { max($0, $1) }
        } : counts(node.pattern)
      all.merge(own) { $0 + $1 }
      all.merge(characters(of: node.children, columns)) { $0 + $1 }
    }
  }

  private static func leaves(_ nodes: [Node]) -> [Node] {
    nodes.flatMap { node in node.columns.map { leaves($0) } ?? [node] }
  }

  private func resolve(
    _ node: Node, path: [String], _ table: String, _ rest: inout (room: Int, count: Int),
    _ columns: inout [FormLayout.Column]
  ) throws(SchemaError) -> FormLayout.HeaderNode {
    let start = columns.count
    let path = path + [node.caption]
    if let below = node.columns {
      var children: [FormLayout.HeaderNode] = []
      for child in below { children.append(try resolve(child, path: path, table, &rest, &columns)) }
      guard !children.isEmpty else {
        throw .init("table \(table): \(node.caption) has no columns")
      }
      return .init(
        caption: node.caption, span: start..<columns.count, children: children,
        pattern: LabelPattern(node.caption))
    }
    guard let id = node.id else {
      throw .init("table \(table): the column \(path.joined(separator: "/")) needs an id")
    }
    var span = node.span ?? 0
    if node.span == nil {
      span = (rest.room + rest.count - 1) / rest.count
      rest = (rest.room - span, rest.count - 1)
    }
    guard span > 0 else { throw .init("table \(table): \(id) has no width") }
    let captions = ([node.caption] + (node.aliases ?? [])).map(LabelPattern.init)
    let words = node.words ?? []
    columns.append(
      FormLayout.Column(
        id: id, path: path, captions: captions, kind: node.kind ?? .text, concept: node.concept,
        words: Set(words.map(\.folded)), choices: words,
        endings: (node.endings ?? []).map(\.folded), isOptional: node.optional ?? false,
        span: span))
    return .init(
      caption: node.caption, span: start..<columns.count, children: [],
      pattern: LabelPattern(node.caption))
  }
}
