import FiscalModel

/// Makes the blocks of one layout.
struct BlockResolver {
  let resolver: LayoutResolver
  let stage: Stage
  /// The number of columns of the form; 0 for a table, whose columns are its own.
  let width: Int
  private var ids: Set<String> = []

  init(resolver: LayoutResolver, stage: Stage, width: Int) {
    self.resolver = resolver
    self.stage = stage
    self.width = width
  }

  mutating func content(of entry: LayoutFile.Block) throws(SchemaError) -> Layout.Block.Content {
    if let fields = entry.fields, !fields.isEmpty { return .fields(try resolve(fields)) }
    guard let columns = entry.columns else {
      throw .init("blocks: a block needs fields, columns or a group")
    }
    if let id = entry.id, !ids.insert(id).inserted { throw .init("blocks: \(id) stands twice") }
    return .matrix(try matrix(entry, columns))
  }

  private mutating func resolve(
    _ entries: [LayoutFile.Field]
  ) throws(SchemaError) -> [Layout.Field] {
    // What is not given is shared out evenly.
    let given = entries.compactMap(\.span).reduce(0, +)
    let open = entries.count { $0.span == nil }
    let share = open > 0 ? (width - given) / open : 0
    var fields: [Layout.Field] = []
    var used = 0
    for (index, entry) in entries.enumerated() {
      guard ids.insert(entry.id).inserted else { throw .init("blocks: \(entry.id) stands twice") }
      let span = index == entries.count - 1 ? width - used : entry.span ?? share
      let labelSpan = entry.labelSpan ?? 1
      guard span > labelSpan, labelSpan > 0, entry.span ?? span == span else {
        throw .init("fields: \(entry.id) does not fit the \(width) columns of the form")
      }
      used += span
      let choices = entry.choices ?? []
      guard choices.isEmpty || entry.role == .choice,
        choices.allSatisfy({ $0.contains(Layout.Field.emptyBox) })
      else {
        throw .init(
          "fields: \(entry.id) has choices, each of which needs a box \(Layout.Field.emptyBox), and the role choice"
        )
      }
      fields.append(.init(entry, labelSpan: labelSpan, span: span))
    }
    return fields
  }

  // MARK: Matrices

  private func matrix(
    _ entry: LayoutFile.Block, _ nodes: [LayoutFile.Node]
  ) throws(SchemaError) -> Layout.Matrix {
    let name = entry.id ?? "columns"
    guard (entry.id == nil) == (width == 0) else {
      throw .init("\(name): the columns of a form need an id and widths, those of a table neither")
    }
    let place = entry.place ?? .above
    let labelSpan = place == .side ? entry.labelSpan ?? 1 : 0
    var columns = ColumnResolver(name: name, stage: stage)
    columns.share(width - labelSpan, of: nodes.flatMap(\.leaves), isTable: width == 0)
    guard columns.fits else {
      throw .init("\(name): its columns do not fill the \(width) of the form")
    }
    var header: [Layout.Caption] = []
    for node in nodes { header.append(try columns.resolve(node, path: [])) }
    guard Set(columns.all.map(\.id)).count == columns.all.count else {
      throw .init("\(name): two columns have one id")
    }
    let labels = [entry.label].compactMap { $0 } + (entry.aliases ?? [])
    return Layout.Matrix(
      id: entry.id, labels: labels.map(LabelPattern.init), place: place, labelSpan: labelSpan,
      blankRows: entry.blankRows ?? (entry.rows == nil ? 6 : 0), header: header,
      columns: columns.all, panels: try panels(of: entry, columns.all))
  }

  /// The panels; one over all columns where the matrix has rows itself.
  private func panels(
    of entry: LayoutFile.Block, _ columns: [Layout.Column]
  ) throws(SchemaError) -> [Layout.Panel] {
    let entries =
      entry.panels ?? [
        LayoutFile.Panel(
          id: entry.id ?? "main", columns: columns.map(\.id), rows: entry.rows ?? [])
      ]
    var panels: [Layout.Panel] = []
    for panel in entries {
      let positions = panel.columns.compactMap { id in columns.firstIndex { $0.id == id } }
      guard let first = positions.first, positions.count == panel.columns.count,
        positions == Array(first..<(first + positions.count))
      else {
        throw .init("panel \(panel.id): its columns are not adjacent in the header's order")
      }
      let rows = try resolver.rows(panel.rows)
      let ids = rows.compactMap { row -> String? in
        if case .line(let line) = row, !line.id.isEmpty { line.id } else { nil }
      }
      guard Set(ids).count == ids.count else {
        throw .init("panel \(panel.id): two lines have one id")
      }
      for case .line(let line) in rows {
        if let unknown = line.sum.first(where: { !ids.contains($0) }) {
          throw .init("the sum of \(line.id) names \(unknown), which is no line")
        }
      }
      panels.append(
        Layout.Panel(
          id: panel.id, columns: first..<(first + positions.count), of: columns, rows: rows,
          isKeyed: entry.id == nil))
    }
    return panels
  }
}

/// Numbers the columns of a matrix and gives them their widths.
private struct ColumnResolver {
  let name: String
  let stage: Stage
  private(set) var all: [Layout.Column] = []
  /// What is left for the columns that say no width, and how many those are.
  private var rest = (room: 0, count: 0)

  init(name: String, stage: Stage) {
    self.name = name
    self.stage = stage
  }

  /// Shares the columns of a form out among those of a matrix; each of a table is one of the sheet.
  mutating func share(_ width: Int, of leaves: [LayoutFile.Node], isTable: Bool) {
    let count = leaves.count { $0.span == nil }
    rest = (isTable ? count : width - leaves.compactMap(\.span).reduce(0, +), count)
  }

  /// Whether each column has room, and none is left.
  var fits: Bool { rest.count == 0 ? rest.room == 0 : rest.room >= rest.count }

  mutating func resolve(
    _ node: LayoutFile.Node, path: [String]
  ) throws(SchemaError) -> Layout.Caption {
    let start = all.count
    let path = path + [node.caption]
    var children: [Layout.Caption] = []
    if let below = node.columns {
      for child in below { children.append(try resolve(child, path: path)) }
      guard !children.isEmpty else { throw .init("\(name): \(node.caption) has no columns") }
    } else {
      guard let id = node.id, let role = node.role else {
        throw .init("\(name): the column \(path.joined(separator: "/")) needs an id and a role")
      }
      var span = node.span ?? 0
      if node.span == nil {
        // The first of the columns that say nothing take what does not divide.
        span = (rest.room + rest.count - 1) / rest.count
        rest = (rest.room - span, rest.count - 1)
      }
      guard span > 0 else { throw .init("\(name): \(id) has no width") }
      all.append(
        Layout.Column(node, id: id, role: role, path: path, span: span, stage: stage))
    }
    return Layout.Caption(
      pattern: LabelPattern(node.caption), span: start..<all.count, children: children)
  }
}
