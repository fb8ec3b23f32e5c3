import FiscalModel

/// Fills an official form with what another form of the same statement kind says.
///
/// Fields, tables, columns and lines of forms have names that mean the same in all forms of a kind; amounts
/// have concepts besides. What stands beside other labels or in another order is found by them.
struct FormTranslation {
  /// What the target has no place for, or the source no word of.
  struct Remainder {
    var text: String
    var location: Location
  }

  private let source: Section
  private let from: FormLayout
  private let official: OfficialForm
  private var to: FormLayout { official.layout }
  /// For each block of the source the goal that it stands under.
  private var cycles: [Int] = []
  private var used: Set<Int> = []
  /// Rows of the source's tables that became fields, by block.
  private var takenRows: [Int: Set<Int>] = [:]

  /// What the target has no place for.
  private(set) var lost: [Remainder] = []
  /// What the source says nothing of.
  private(set) var missing: [String] = []

  init(_ source: Section, from: FormLayout, to official: OfficialForm) {
    self.source = source
    self.from = from
    self.official = official
    countCycles()
  }

  /// The form, block by block as the target's layout has them, its cells where the source's were read.
  ///
  /// - Parameter index: which of the target's forms of this kind it is, from 1.
  /// - Returns: the form as the target prints it.
  mutating func form(index: Int) -> Section {
    var blocks: [Section.Block] = []
    let all = to.parts
    var position = 0
    while position < all.count {
      let group = all[position].group
      let members =
        group == nil ? all[position...position] : all[position...].prefix { $0.group == group }
      let count =
        members.compactMap { counterpart(of: $0.part) }.map { id in
          (source.blocks.indices.filter { source.blocks[$0].id == id }.map { cycles[$0] }.max()
            ?? 0) + 1
        }.max() ?? 1
      for cycle in 0..<(group == nil ? 1 : count) {
        for member in members { blocks.append(fill(member.part, cycle)) }
      }
      position += members.count
    }
    noteUnused()
    var form = official.form(index: index, name: name)
    form.heading = source.heading
    form.agency = source.agency
    form.unit = source.unit
    if let unit = source.unit, !source.heading.contains(where: { $0.hasSuffix(unit.name) }) {
      let caption = (official.vocabulary.unit.first ?? "") + Wording.colon
      form.heading.append(caption + unit.name)
    }
    form.blocks = blocks
    form.notes = source.notes
    form.place = source.place
    return form
  }

  /// What the source's first field says, which is what the form is about.
  private var name: String {
    guard case .text(let text)? = source.fields.first?.cell.value else { return "" }
    return text.squeezed
  }

  // MARK: What matches

  /// Numbers the goals: a block of a group that was there already begins the next one.
  private mutating func countCycles() {
    let order = Dictionary(
      from.parts.enumerated().map { ($1.part.id, ($0, $1.group)) }, uniquingKeysWith: { a, _ in a })
    var last: [Int: (position: Int, cycle: Int)] = [:]
    for block in source.blocks {
      guard let (position, group) = block.id.flatMap({ order[$0] }), let group else {
        cycles.append(0)
        continue
      }
      var state = last[group] ?? (-1, 0)
      if position <= state.position { state.cycle += 1 }
      state.position = position
      last[group] = state
      cycles.append(state.cycle)
    }
  }

  /// The part of the source's layout that means what a part of the target's does.
  private func counterpart(of part: FormLayout.Part) -> String? {
    switch part {
    case .field(let field):
      if let same = from.field(field.id), FormTranslation.agree(same.concept, field.concept),
        (same.kind == .amount) == (field.kind == .amount)
      {
        return same.id
      }
      guard let concept = field.concept else { return nil }
      let others = from.parts.compactMap { entry -> FormLayout.Field? in
        if case .field(let other) = entry.part, other.concept == concept { return other }
        return nil
      }
      return others.count == 1 ? others[0].id : nil
    case .table(let table): return from.table(table.id)?.id
    }
  }

  /// The columns of a table of the source that those of the target's mean, by their index.
  private static func columns(
    _ source: FormLayout.Table, _ target: FormLayout.Table
  ) -> [Int?] {
    target.columns.map { column in
      if let same = source.columns.firstIndex(where: { $0.id == column.id }),
        agree(source.columns[same].concept, column.concept)
      {
        return same
      }
      guard let concept = column.concept else { return nil }
      let others = source.columns.indices.filter { source.columns[$0].concept == concept }
      return others.count == 1
        && target.columns.count(where: { $0.concept == concept }) == 1 ? others[0] : nil
    }
  }

  private static func agree(_ a: String?, _ b: String?) -> Bool { a == b || a == nil || b == nil }

  // MARK: Blocks

  private mutating func fill(_ part: FormLayout.Part, _ cycle: Int) -> Section.Block {
    let wanted = counterpart(of: part)
    let found = source.blocks.indices.first { index in
      source.blocks[index].id == wanted && cycles[index] == cycle && !used.contains(index)
    }
    if let found { used.insert(found) }
    let number =
      found.flatMap { source.blocks[$0].label }.flatMap(LabelPattern.number) ?? String(cycle + 1)
    switch part {
    case .field(let field):
      var result = official.field(field, number: number)
      guard let found, case .field(let own) = source.blocks[found] else {
        if let cell = takeLine(of: field, cycle) {
          result.cell = cell
        } else {
          result.cell.origin.location = source.place.location
          missing.append(result.label)
        }
        return .field(result)
      }
      if let label = weighed(
        own.label, field.labels[0], number: number, block: found)
      {
        result.label = label
      }
      result.cell = own.cell
      result.cell.value = FormTranslation.value(own.cell.value, of: from.field(own.id), in: field)
      return .field(result)
    case .table(let table):
      guard let found, case .matrix(let own) = source.blocks[found],
        let layout = own.id.flatMap({ from.table($0) })
      else {
        var result = official.table(table, number: number, rows: 0)
        result.setPlace(source.place.location)
        if !takeFields(&result, table, cycle) {
          missing.append(result.label ?? table.columns.map { $0.captions[0].text }.joined())
        }
        return .matrix(result)
      }
      let match = Match(
        table: table, own: own, layout: layout, columns: FormTranslation.columns(layout, table),
        block: found)
      return .matrix(fill(match, number: number))
    }
  }

  /// A value as the target's field says it: one form has boxes where another has a word.
  private static func value(
    _ value: FiscalValue, of source: FormLayout.Field?, in target: FormLayout.Field
  ) -> FiscalValue {
    guard case .text(let text) = value, let source, source.choices.isEmpty != target.choices.isEmpty
    else { return value }
    let said =
      source.choices.isEmpty ? target.ticking(text) : source.tickedName(in: text)
    return said.map(FiscalValue.text) ?? value
  }

  // MARK: Fields that are lines of a table elsewhere

  /// The cell of a field that the source says in a line of a table.
  private mutating func takeLine(of field: FormLayout.Field, _ cycle: Int) -> Section.Cell? {
    for index in source.blocks.indices where cycles[index] == cycle && !used.contains(index) {
      guard case .matrix(let own) = source.blocks[index],
        let table = own.id.flatMap({ from.table($0) }), let text = table.lineText,
        let wanted = table.lines.first(where: { $0.field == field.id })
      else { continue }
      let cells = own.rows.map(\.cells)
      let found = zip(cells.indices, own.carried).first { row, values in
        cells[row][text].value != .blank
          && FormTranslation.line(values, table, of: table) == wanted.id
          && takenRows[index]?.contains(row) != true
      }
      guard let (row, _) = found else { continue }
      takenRows[index, default: []].insert(row)
      return cells[row][text]
    }
    return nil
  }

  /// Fills the lines of a table that the source says in fields; false where it says none of them.
  private mutating func takeFields(
    _ result: inout Section.Matrix, _ table: FormLayout.Table, _ cycle: Int
  ) -> Bool {
    guard let text = table.lineText else { return false }
    var isFilled = false
    for (row, line) in table.lines.enumerated() {
      let found = source.blocks.indices.first { index in
        guard case .field(let own) = source.blocks[index] else { return false }
        return own.id == line.field && own.cell.value != .blank && cycles[index] == cycle
          && !used.contains(index)
      }
      guard let found, case .field(let own) = source.blocks[found] else { continue }
      used.insert(found)
      result.rows[row].parts[0].cells[text] = own.cell
      isFilled = true
    }
    return isFilled
  }

  /// A label with the weight that the source prints behind its own; nil where it prints none.
  private mutating func weighed(
    _ label: String, _ pattern: LabelPattern, number: String, block: Int
  ) -> String? {
    guard let weight = LabelPattern.weight(in: label) else { return nil }
    guard pattern.hasWeight else {
      lose(label, at: location(block))
      return nil
    }
    return pattern.printed(number: number, weight: weight, year: official.year)
  }

  private func location(_ block: Int) -> Location {
    switch source.blocks[block] {
    case .field(let field): field.cell.origin.location
    case .matrix(let matrix):
      matrix.rows.first?.cells.first?.origin.location ?? source.place.location
    }
  }

  private mutating func lose(_ text: String, at location: Location) {
    lost.append(Remainder(text: text, location: location))
  }

  // MARK: Tables

  /// A table of the target, and the matrix of the source that means it.
  private struct Match {
    let table: FormLayout.Table
    let own: Section.Matrix
    /// The layout of the source's matrix.
    let layout: FormLayout.Table
    /// The source's columns that those of the table mean.
    let columns: [Int?]
    /// The source's block.
    let block: Int
  }

  private mutating func fill(_ match: Match, number: String) -> Section.Matrix {
    let (table, own, layout) = (match.table, match.own, match.layout)
    var result = official.matrix(table, number: number)
    if let label = own.label, let target = table.labels.first,
      let weighed = weighed(label, target, number: number, block: match.block)
    {
      result.label = weighed
    }
    takeCaptions(&result, match)
    noteColumns(match, result.label ?? own.label ?? "")
    let rows = own.carried
    let nothing = Section.Cell(origin: CellOrigin(location: source.place.location))
    func cells(_ row: Int) -> [Section.Cell] {
      // A cell that goes on goes on in the target, where it has the same levels.
      match.columns.map { column in column.map { own.rows[row].cells[$0] } ?? nothing }
    }
    let labels = table.columns.firstIndex { $0.kind == .label && !table.lines.isEmpty }
    guard let labels else {
      for row in own.rows.indices {
        let cells = cells(row)
        if cells.contains(where: { $0.value != .blank }) { result.append(cells) }
      }
      return result
    }
    // The lines are the target's, in its order.
    let lines = own.rows.indices.map { row in
      FormTranslation.line(rows[row], layout, of: table)
    }
    var printed: [[Section.Cell]] = []
    for line in table.lines {
      let matching = own.rows.indices.filter { lines[$0] == line.id }
      if matching.isEmpty {
        if layout.lines.isEmpty || !layout.lines.contains(where: { FormTranslation.same($0, line) })
        {
          missing.append(
            [result.label, line.labels[0].printed(number: "")].compactMap { $0 }.joined(
              separator: " "))
        }
        printed.append(
          official.line(table, line, number: "1").map {
            Section.Cell($0.value, origin: nothing.origin)
          })
      }
      for (position, row) in matching.enumerated() {
        let label = layout.columns.firstIndex { $0.id == table.columns[labels].id }
        let own = label.flatMap { LabelPattern.number(in: rows[row][$0].printed) }
        var cells = cells(row)
        let official = official.line(table, line, number: own ?? String(position + 1))
        cells[labels].value = official[labels].value
        if line.under != nil {
          for level in table.levels { cells[level].value = official[level].value }
        }
        printed.append(cells)
      }
    }
    OfficialForm.merge(&printed, table)
    for cells in printed { result.append(cells) }
    for row in own.rows.indices where lines[row] == nil {
      let texts = rows[row].filter { $0 != .blank }.map(\.printed)
      // A line without a figure says nothing.
      guard
        zip(own.rows[row].cells, own.columns).contains(where: { cell, column in
          cell.value != .blank && column.role != .label && column.role != .level
        })
      else { continue }
      lose(
        ([own.label].compactMap { $0 } + texts).joined(separator: " "),
        at: own.rows[row].cells.first?.origin.location ?? location(match.block))
    }
    return result
  }

  private static func same(_ a: FormLayout.Line, _ b: FormLayout.Line) -> Bool {
    a.id == b.id && agree(a.concept, b.concept) || a.concept != nil && a.concept == b.concept
  }

  /// The line of the target that a row of the source is, by its label and the level it stands under.
  private static func line(
    _ row: [FiscalValue], _ layout: FormLayout.Table, of table: FormLayout.Table
  ) -> String? {
    func matches(_ line: FormLayout.Line, _ layout: FormLayout.Table) -> Bool {
      guard
        let column = layout.columns.firstIndex(where: { $0.kind == .label || $0.kind == .text }),
        line.labels.contains(where: { $0.matches(LabelPattern.folded(row[column].printed)) })
      else { return false }
      guard let under = line.under, let level = layout.levels.last else { return true }
      return row[level].printed.folded == under.folded
    }
    guard !layout.lines.isEmpty else {
      return table.lines.first { matches($0, layout) }?.id
    }
    guard let own = layout.lines.first(where: { matches($0, layout) }) else { return nil }
    return
      (table.lines.first { $0.id == own.id && agree($0.concept, own.concept) }
      ?? table.lines.first { same($0, own) })?.id
  }

  /// Captions that differ from form to form are the source's.
  private mutating func takeCaptions(_ result: inout Section.Matrix, _ match: Match) {
    let (table, own, layout) = (match.table, match.own, match.layout)
    var captions: [String] = []
    var taken: Set<Int> = []
    for column in table.variableColumns {
      if let source = match.columns[column], layout.variableColumns.contains(source),
        !own.columns[source].caption.isEmpty
      {
        captions.append(own.columns[source].caption)
        taken.insert(source)
      } else {
        captions.append(result.columns[column].caption)
      }
    }
    result = table.matrix(label: result.label, captions: captions)
    for column in layout.variableColumns where !taken.contains(column) {
      let caption = own.columns[column].caption
      guard !caption.isEmpty else { continue }
      // The year that the column is about anyway is said by its place.
      let pattern = layout.columns[column].captions[0]
      let expected = pattern.printed(number: "", year: official.year)
      if pattern.isYear, LabelPattern.number(in: caption) == LabelPattern.number(in: expected) {
        continue
      }
      lose(
        [own.label, caption].compactMap { $0 }.joined(separator: " "), at: location(match.block))
    }
  }

  /// Columns that one of the two forms lacks.
  private mutating func noteColumns(_ match: Match, _ label: String) {
    let (own, columns) = (match.own, match.columns)
    for (column, source) in zip(match.table.columns, columns)
    where source == nil && column.kind != .label {
      missing.append(FormTranslation.name(label, column))
    }
    for (column, definition) in match.layout.columns.enumerated()
    where !columns.contains(column) {
      let cells = own.rows.map { $0.cells[column] }.filter { $0.value != .blank }
      guard let first = cells.first else { continue }
      lose(
        FormTranslation.name(own.label ?? "", definition) + " "
          + cells.map(\.value.printed).joined(separator: "；"),
        at: first.origin.location)
    }
  }

  private static func name(_ label: String, _ column: FormLayout.Column) -> String {
    ([label] + column.path.map { LabelPattern($0).printed(number: "") }).filter { !$0.isEmpty }
      .joined(separator: "/")
  }

  // MARK: The rest

  /// Blocks of the source that stand nowhere in the target.
  private mutating func noteUnused() {
    for index in source.blocks.indices where !used.contains(index) {
      let texts = FormTranslation.texts(
        source.blocks[index], without: (takenRows[index] ?? []).union(silentLines(index)))
      guard !texts.isEmpty else { continue }
      lose(
        ([source.blocks[index].label].compactMap { $0 } + texts).joined(separator: " "),
        at: location(index))
    }
  }

  /// The rows of a block that say nothing but their labels.
  private func silentLines(_ index: Int) -> [Int] {
    guard case .matrix(let own) = source.blocks[index],
      let table = own.id.flatMap({ from.table($0) }), !table.lines.isEmpty
    else { return [] }
    return own.rows.indices.filter { row in
      zip(own.rows[row].cells, own.columns).allSatisfy { cell, column in
        cell.value == .blank || column.role == .label || column.role == .level
      }
    }
  }

  /// What a block says besides its labels, some rows left out.
  static func texts(_ block: Section.Block, without rows: Set<Int> = []) -> [String] {
    switch block {
    case .field(let field): field.cell.value == .blank ? [] : [field.cell.value.printed]
    case .matrix(let matrix):
      matrix.rows.enumerated().filter { !rows.contains($0.offset) }
        .map { _, row in
          row.cells.filter { $0.value != .blank }.map(\.value.printed).joined(separator: " ")
        }
        .filter { !$0.isEmpty }
    }
  }
}

extension Section.Block {
  /// The identifier within the form; nil for the matrix of a table.
  var id: String? {
    switch self {
    case .field(let field): field.id
    case .matrix(let matrix): matrix.id
    }
  }

  /// The label as printed, or nil.
  var label: String? {
    switch self {
    case .field(let field): field.label
    case .matrix(let matrix): matrix.label
    }
  }
}

extension Section.Row {
  /// The cells of all parts, which in a form's matrix are those of all columns.
  var cells: [Section.Cell] { parts.flatMap(\.cells) }
}

extension Section.Matrix {
  /// Says of every cell that it stands in one place.
  fileprivate mutating func setPlace(_ location: Location) {
    for row in rows.indices {
      for cell in rows[row].parts[0].cells.indices {
        rows[row].parts[0].cells[cell].origin.location = location
      }
    }
  }
}
