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

  private let source: FiscalForm
  private let origin: FormOrigin
  private let from: FormLayout
  private let official: OfficialForm
  private var to: FormLayout { official.layout }
  /// For each part of the source the goal that it stands under.
  private var cycles: [Int] = []
  private var used: Set<Int> = []
  /// Rows of the source's tables that became fields, by part.
  private var takenRows: [Int: Set<Int>] = [:]

  /// What the target has no place for.
  private(set) var lost: [Remainder] = []
  /// What the source says nothing of.
  private(set) var missing: [String] = []

  init(_ source: FiscalForm, _ origin: FormOrigin, from: FormLayout, to official: OfficialForm) {
    self.source = source
    self.origin = origin
    self.from = from
    self.official = official
    countCycles()
  }

  /// The form, and where its values come from.
  ///
  /// - Parameter index: which of the target's forms of this kind it is, from 1.
  /// - Returns: both, part by part as the target's layout has them.
  mutating func form(index: Int) -> (FiscalForm, FormOrigin) {
    var parts: [FormPart] = []
    var origins: [[[CellOrigin]]] = []
    func append(_ entry: (FormPart, [[CellOrigin]])) {
      parts.append(entry.0)
      origins.append(entry.1)
    }
    let all = to.parts
    var position = 0
    while position < all.count {
      let group = all[position].group
      let members =
        group == nil ? all[position...position] : all[position...].prefix { $0.group == group }
      let count =
        members.compactMap { counterpart(of: $0.part) }.map { id in
          (source.parts.indices.filter { source.parts[$0].id == id }.map { cycles[$0] }.max() ?? 0)
            + 1
        }.max() ?? 1
      for cycle in 0..<(group == nil ? 1 : count) {
        for member in members { append(fill(member.part, cycle)) }
      }
      position += members.count
    }
    noteUnused()
    var form = official.form(index: index, name: name)
    form.heading = source.heading
    form.agency = source.agency
    form.unit = source.unit
    if !source.heading.contains(where: { $0.hasSuffix(source.unit.name) }) {
      let caption = (official.vocabulary.unit.first ?? "") + PrintedWords.bundled.colon
      form.heading.append(caption + source.unit.name)
    }
    form.parts = parts
    form.notes = source.notes
    return (form, FormOrigin(extent: origin.extent, location: origin.location, parts: origins))
  }

  /// What the source's first field says, which is what the form is about.
  private var name: String {
    guard case .text(let text)? = source.fields.first?.value else { return "" }
    return text.squeezed
  }

  // MARK: What matches

  /// Numbers the goals: a part of a group that was there already begins the next one.
  private mutating func countCycles() {
    let order = Dictionary(
      from.parts.enumerated().map { ($1.part.id, ($0, $1.group)) }, uniquingKeysWith: { a, _ in a })
    var last: [Int: (position: Int, cycle: Int)] = [:]
    for part in source.parts {
      guard let (position, group) = order[part.id], let group else {
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

  // MARK: Parts

  private var nowhere: CellOrigin { CellOrigin(location: origin.location) }

  private mutating func fill(
    _ part: FormLayout.Part, _ cycle: Int
  ) -> (FormPart, [[CellOrigin]]) {
    let wanted = counterpart(of: part)
    let found = source.parts.indices.first { index in
      source.parts[index].id == wanted && cycles[index] == cycle && !used.contains(index)
    }
    if let found { used.insert(found) }
    let number =
      found.flatMap { source.parts[$0].label }.flatMap(LabelPattern.number) ?? String(cycle + 1)
    switch part {
    case .field(let field):
      var result = official.field(field, number: number)
      guard let found, case .field(let own) = source.parts[found] else {
        if let line = takeLine(of: field, cycle) {
          result.value = line.value
          return (.field(result), [[line.origin]])
        }
        missing.append(result.label)
        return (.field(result), [[nowhere]])
      }
      if let label = weighed(own.label, field.labels[0], number, found) { result.label = label }
      result.value = FormTranslation.value(own.value, of: from.field(own.id), in: field)
      return (.field(result), origin.parts[found])
    case .table(let table):
      guard let found, case .table(let own) = source.parts[found], let layout = from.table(own.id)
      else {
        var result = official.table(table, number: number, rows: 0)
        var origins = result.rows.map { $0.map { _ in nowhere } }
        if !takeFields(&result, &origins, table, cycle) {
          missing.append(result.label ?? table.columns.map { $0.captions[0].text }.joined())
        }
        return (.table(result), origins)
      }
      return fill(table, own, layout, found, number)
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

  /// The value of a field that the source says in a line of a table.
  private mutating func takeLine(
    of field: FormLayout.Field, _ cycle: Int
  ) -> (value: FiscalValue, origin: CellOrigin)? {
    for index in source.parts.indices where cycles[index] == cycle && !used.contains(index) {
      guard case .table(let own) = source.parts[index], let table = from.table(own.id),
        let text = table.lineText,
        let wanted = table.lines.first(where: { $0.field == field.id })
      else { continue }
      let rows = own.carried(levels: table.levels)
      let found = own.rows.indices.first { row in
        own.rows[row][text] != .blank
          && FormTranslation.line(rows[row], table, of: table) == wanted.id
          && takenRows[index]?.contains(row) != true
      }
      guard let found else { continue }
      takenRows[index, default: []].insert(found)
      return (own.rows[found][text], origin.parts[index][found][text])
    }
    return nil
  }

  /// Fills the lines of a table that the source says in fields; false where it says none of them.
  private mutating func takeFields(
    _ result: inout FormTable, _ origins: inout [[CellOrigin]], _ table: FormLayout.Table,
    _ cycle: Int
  ) -> Bool {
    guard let text = table.lineText else { return false }
    var isFilled = false
    for (row, line) in table.lines.enumerated() {
      let found = source.parts.indices.first { index in
        guard case .field(let own) = source.parts[index] else { return false }
        return own.id == line.field && own.value != .blank && cycles[index] == cycle
          && !used.contains(index)
      }
      guard let found, case .field(let own) = source.parts[found] else { continue }
      used.insert(found)
      result.rows[row][text] = own.value
      if let place = origin.parts[found].first?.first { origins[row][text] = place }
      isFilled = true
    }
    return isFilled
  }

  /// A label with the weight that the source prints behind its own; nil where it prints none.
  private mutating func weighed(
    _ label: String, _ pattern: LabelPattern, _ number: String, _ part: Int
  ) -> String? {
    guard let weight = LabelPattern.weight(in: label) else { return nil }
    guard pattern.hasWeight else {
      lose(label, at: location(part))
      return nil
    }
    return pattern.printed(number: number, weight: weight, year: official.year)
  }

  private func location(_ part: Int) -> Location {
    origin.parts[part].first?.first?.location ?? origin.location
  }

  private mutating func lose(_ text: String, at location: Location) {
    lost.append(Remainder(text: text, location: location))
  }

  // MARK: Tables

  private mutating func fill(
    _ table: FormLayout.Table, _ own: FormTable, _ layout: FormLayout.Table, _ part: Int,
    _ number: String
  ) -> (FormPart, [[CellOrigin]]) {
    var result = official.table(table, number: number, rows: 0)
    if let label = own.label, let target = table.labels.first,
      let weighed = weighed(label, target, number, part)
    {
      result.label = weighed
    }
    let columns = FormTranslation.columns(layout, table)
    takeCaptions(&result, table, own, layout, columns, part)
    noteColumns(table, own, layout, columns, part, result.label ?? own.label ?? "")
    let rows = own.carried(levels: layout.levels)
    let labels = table.columns.firstIndex { $0.kind == .label && !table.lines.isEmpty }
    func values(_ row: Int) -> [FiscalValue] {
      // A cell that goes on goes on in the target, where it has the same levels.
      columns.map { column in column.map { own.rows[row][$0] } ?? .blank }
    }
    func places(_ row: Int) -> [CellOrigin] {
      columns.map { column in column.map { origin.parts[part][row][$0] } ?? nowhere }
    }
    guard let labels else {
      let kept = own.rows.indices.filter { row in values(row).contains { $0 != .blank } }
      result.rows = kept.map(values)
      return (.table(result), kept.map(places))
    }
    // The lines are the target's, in its order.
    let lines = own.rows.indices.map { row in
      FormTranslation.line(rows[row], layout, of: table)
    }
    result.rows = []
    var origins: [[CellOrigin]] = []
    for line in table.lines {
      let matching = own.rows.indices.filter { lines[$0] == line.id }
      if matching.isEmpty {
        if layout.lines.isEmpty || !layout.lines.contains(where: { FormTranslation.same($0, line) })
        {
          missing.append(
            [result.label, line.labels[0].printed(number: "")].compactMap { $0 }.joined(
              separator: " "))
        }
        result.rows.append(official.line(table, line, number: "1"))
        origins.append(table.columns.map { _ in nowhere })
      }
      for (position, row) in matching.enumerated() {
        let label = layout.columns.firstIndex { $0.id == table.columns[labels].id }
        let own = label.flatMap { LabelPattern.number(in: rows[row][$0].printed) }
        var values = values(row)
        let official = official.line(table, line, number: own ?? String(position + 1))
        values[labels] = official[labels]
        if line.under != nil {
          for level in table.levels { values[level] = official[level] }
        }
        result.rows.append(values)
        origins.append(places(row))
      }
    }
    OfficialForm.merge(&result.rows, table)
    for row in own.rows.indices where lines[row] == nil {
      let texts = rows[row].filter { $0 != .blank }.map(\.printed)
      // A line without a figure says nothing.
      guard
        own.rows[row].enumerated().contains(where: { column, value in
          value != .blank && layout.columns[column].kind != .label
            && layout.columns[column].kind != .level
        })
      else { continue }
      lose(
        ([own.label].compactMap { $0 } + texts).joined(separator: " "),
        at: origin.parts[part][row].first?.location ?? location(part))
    }
    return (.table(result), origins)
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
  private mutating func takeCaptions(
    _ result: inout FormTable, _ table: FormLayout.Table, _ own: FormTable,
    _ layout: FormLayout.Table, _ columns: [Int?], _ part: Int
  ) {
    var taken: Set<Int> = []
    for (position, column) in table.variableColumns.enumerated() {
      guard let source = columns[column],
        let printed = layout.variableColumns.firstIndex(of: source),
        printed < own.captions.count, !own.captions[printed].isEmpty
      else { continue }
      result.captions[position] = own.captions[printed]
      taken.insert(printed)
    }
    for (position, caption) in own.captions.enumerated()
    where !caption.isEmpty && !taken.contains(position) {
      // The year that the column is about anyway is said by its place.
      let pattern = layout.columns[layout.variableColumns[position]].captions[0]
      let expected = pattern.printed(number: "", year: official.year)
      if pattern.isYear, LabelPattern.number(in: caption) == LabelPattern.number(in: expected) {
        continue
      }
      lose([own.label, caption].compactMap { $0 }.joined(separator: " "), at: location(part))
    }
  }

  /// Columns that one of the two forms lacks.
  private mutating func noteColumns(
    _ table: FormLayout.Table, _ own: FormTable, _ layout: FormLayout.Table, _ columns: [Int?],
    _ part: Int, _ label: String
  ) {
    for (column, source) in zip(table.columns, columns) where source == nil && column.kind != .label
    {
      missing.append(FormTranslation.name(label, column))
    }
    for (column, definition) in layout.columns.enumerated() where !columns.contains(column) {
      let rows = own.rows.indices.filter { own.rows[$0][column] != .blank }
      guard let first = rows.first else { continue }
      lose(
        FormTranslation.name(own.label ?? "", definition) + " "
          + rows.map { own.rows[$0][column].printed }.joined(separator: "；"),
        at: origin.parts[part][first][column].location)
    }
  }

  private static func name(_ label: String, _ column: FormLayout.Column) -> String {
    ([label] + column.path.map { LabelPattern($0).printed(number: "") }).filter { !$0.isEmpty }
      .joined(separator: "/")
  }

  // MARK: The rest

  /// Parts of the source that stand nowhere in the target.
  private mutating func noteUnused() {
    for index in source.parts.indices where !used.contains(index) {
      let texts = FormTranslation.texts(
        source.parts[index], without: (takenRows[index] ?? []).union(silentLines(index)))
      guard !texts.isEmpty else { continue }
      lose(
        ([source.parts[index].label].compactMap { $0 } + texts).joined(separator: " "),
        at: location(index))
    }
  }

  /// The rows of a part that say nothing but their labels.
  private func silentLines(_ index: Int) -> [Int] {
    guard case .table(let own) = source.parts[index], let table = from.table(own.id),
      !table.lines.isEmpty
    else { return [] }
    return own.rows.indices.filter { row in
      zip(own.rows[row], table.columns).allSatisfy { value, column in
        value == .blank || column.kind == .label || column.kind == .level
      }
    }
  }

  /// What a part says besides its labels, some rows left out.
  static func texts(_ part: FormPart, without rows: Set<Int> = []) -> [String] {
    switch part {
    case .field(let field): field.value == .blank ? [] : [field.value.printed]
    case .table(let table):
      table.rows.enumerated().filter { !rows.contains($0.offset) }
        .map { _, row in row.filter { $0 != .blank }.map(\.printed).joined(separator: " ") }
        .filter { !$0.isEmpty }
    }
  }
}

extension FormPart {
  /// The identifier of the layout's part.
  var id: String {
    switch self {
    case .field(let field): field.id
    case .table(let table): table.id
    }
  }

  /// The label as printed, or nil.
  var label: String? {
    switch self {
    case .field(let field): field.label
    case .table(let table): table.label
    }
  }
}
