import FiscalModel
import FiscalSchema

/// Fills an official form with what another form of the same statement kind says.
///
/// Fields, tables, columns and lines of forms have names that mean the same in all forms of a kind; amounts
/// have concepts besides. What stands beside other labels or in another order is found by them.
struct FormTranslation {
  /// What the target has no place for, and what the source says nothing of.
  struct Remainder {
    var lost: [(text: String, location: Location)] = []
    var missing: [String] = []
  }

  private let source: Section
  private let from: Layout
  private let official: OfficialForm
  private var to: Layout { official.layout }
  /// For each block of the source the goal that it stands under.
  private let cycles: [Int]
  private var used: Set<Int> = []
  /// Rows of the source's tables that became fields, by block.
  private var takenRows: [Int: Set<Int>] = [:]
  /// What is left over.
  private(set) var remainder = Remainder()

  init(_ source: Section, from: Layout, to official: OfficialForm) {
    self.source = source
    self.from = from
    self.official = official
    cycles = FormTranslation.cycles(of: source, from)
  }

  /// The form, block by block as the target's layout has them, its cells where the source's were read.
  ///
  /// - Parameter index: which of the target's forms of this kind it is, from 1.
  /// - Returns: the form as the target prints it.
  mutating func form(index: Int) -> Section {
    let blocks = self.blocks()
    noteUnused()
    var form = to.officialSection(
      year: official.year, index: index, name: name, official.vocabulary)
    form.heading = source.heading
    form.agency = source.agency
    form.unit = source.unit
    if let unit = source.unit, !source.heading.contains(where: { $0.hasSuffix(unit.name) }) {
      let caption = (official.vocabulary.unit.first ?? "") + PrintedWords.bundled.colon
      form.heading.append(caption + unit.name)
    }
    form.blocks = blocks
    form.notes = source.notes
    form.place = source.place
    return form
  }

  private mutating func blocks() -> [Section.Block] {
    var blocks: [Section.Block] = []
    for (members, isRepeated) in to.groups {
      let last = members.compactMap(counterpart).flatMap { id in
        source.blocks.indices.filter { source.blocks[$0].id == id }.map { cycles[$0] }
      }.max()
      for cycle in 0...(isRepeated ? last ?? 0 : 0) {
        for member in members { blocks.append(fill(member, cycle)) }
      }
    }
    return blocks
  }

  /// What the source's first field says, which is what the form is about.
  private var name: String {
    guard case .text(let text)? = source.fields.first?.cell.value else { return "" }
    return text.squeezed
  }

  // MARK: What matches

  /// Numbers the goals: a block of a group that was there already begins the next one.
  private static func cycles(of source: Section, _ layout: Layout) -> [Int] {
    let order = Dictionary(
      layout.parts.enumerated().map { ($1.part.id, ($0, $1.group)) },
      uniquingKeysWith: { a, _ in a })
    var last: [Int: (position: Int, cycle: Int)] = [:]
    return source.blocks.map { block in
      guard let (position, group) = block.id.flatMap({ order[$0] }), let group else { return 0 }
      var state = last[group] ?? (-1, 0)
      if position <= state.position { state.cycle += 1 }
      state.position = position
      last[group] = state
      return state.cycle
    }
  }

  /// The part of the source's layout that means what a part of the target's does.
  private func counterpart(of part: Layout.Part) -> String? {
    switch part {
    case .field(let field):
      if let same = from.field(field.id), agree(same.concept, field.concept),
        (same.role == .amount) == (field.role == .amount)
      {
        return same.id
      }
      guard let concept = field.concept else { return nil }
      let others = from.parts.compactMap { entry -> Layout.Field? in
        if case .field(let other) = entry.part, other.concept == concept { return other }
        return nil
      }
      return others.count == 1 ? others[0].id : nil
    case .matrix(let table): return table.id.flatMap { from.matrix($0)?.id }
    }
  }

  // MARK: Blocks

  private mutating func fill(_ part: Layout.Part, _ cycle: Int) -> Section.Block {
    let wanted = counterpart(of: part)
    let found = source.blocks.indices.first { index in
      source.blocks[index].id == wanted && cycles[index] == cycle && !used.contains(index)
    }
    if let found { used.insert(found) }
    let block = found.map { source.blocks[$0] }
    let number = block?.label.flatMap(LabelPattern.number) ?? String(cycle + 1)
    switch part {
    case .field(let field):
      guard case .field(let own)? = block else {
        return .field(unmatched(field, number: number, cycle))
      }
      return .field(fill(field, own, number: number))
    case .matrix(let table):
      guard case .matrix(let own)? = block, let layout = own.id.flatMap({ from.matrix($0) }) else {
        return .matrix(unmatched(table, number: number, cycle))
      }
      var translation = MatrixTranslation(
        table: table, own: own, layout: layout, official: official, place: source.place.location)
      let matrix = translation.matrix(number: number)
      remainder.lost += translation.remainder.lost
      remainder.missing += translation.remainder.missing
      return .matrix(matrix)
    }
  }

  private mutating func fill(
    _ field: Layout.Field, _ own: Section.Field, number: String
  ) -> Section.Field {
    var result = official.field(field, number: number)
    switch official.label(field.labels[0], weightedAs: own.label, number: number) {
    case .printed(let label): result.label = label
    case .lost: remainder.lost.append((own.label, own.cell.origin.location))
    case .none: break
    }
    result.cell = own.cell
    result.cell.value = value(own.cell.value, of: from.field(own.id), in: field)
    return result
  }

  /// A value as the target's field says it: one form has boxes where another has a word.
  private func value(
    _ value: FiscalValue, of source: Layout.Field?, in target: Layout.Field
  ) -> FiscalValue {
    guard case .text(let text) = value, let source, source.choices.isEmpty != target.choices.isEmpty
    else { return value }
    let said =
      source.choices.isEmpty ? target.ticking(text) : source.tickedName(in: text)
    return said.map(FiscalValue.text) ?? value
  }

  // MARK: Fields that are lines of a table elsewhere

  /// A field that the source does not have as one: what it says in a line of a table, else nothing.
  private mutating func unmatched(
    _ field: Layout.Field, number: String, _ cycle: Int
  ) -> Section.Field {
    var result = official.field(field, number: number)
    if let cell = takeLine(of: field, cycle) {
      result.cell = cell
    } else {
      result.cell.origin.location = source.place.location
      remainder.missing.append(result.label)
    }
    return result
  }

  /// A table that the source does not have as one: what it says of its lines in fields, else nothing.
  private mutating func unmatched(
    _ table: Layout.Matrix, number: String, _ cycle: Int
  ) -> Section.Matrix {
    var result = official.table(table, number: number, rows: 0, at: source.place.location)
    if !takeFields(&result, table, cycle) {
      remainder.missing.append(result.label ?? table.columns.map { $0.captions[0].text }.joined())
    }
    return result
  }

  /// The blocks of a goal that nothing was made of yet.
  private func unused(_ cycle: Int) -> [Int] {
    source.blocks.indices.filter { cycles[$0] == cycle && !used.contains($0) }
  }

  /// The cell of a field that the source says in a line of a table.
  private mutating func takeLine(of field: Layout.Field, _ cycle: Int) -> Section.Cell? {
    for index in unused(cycle) {
      guard case .matrix(let own) = source.blocks[index],
        let table = own.id.flatMap({ from.matrix($0) }), let text = table.lineText,
        let wanted = table.lines.first(where: { $0.field == field.id })
      else { continue }
      let carried = own.carried
      let found = own.rows.indices.first { row in
        own.rows[row].cells[text].value != .blank
          && table.line(carried[row], of: table) == wanted.id
          && takenRows[index]?.contains(row) != true
      }
      guard let found else { continue }
      takenRows[index, default: []].insert(found)
      return own.rows[found].cells[text]
    }
    return nil
  }

  /// Fills the lines of a table that the source says in fields; false where it says none of them.
  private mutating func takeFields(
    _ result: inout Section.Matrix, _ table: Layout.Matrix, _ cycle: Int
  ) -> Bool {
    guard let text = table.lineText else { return false }
    var isFilled = false
    for (row, line) in table.lines.enumerated() {
      for index in unused(cycle) {
        guard case .field(let own) = source.blocks[index], own.id == line.field,
          own.cell.value != .blank
        else { continue }
        used.insert(index)
        result.rows[row].parts[0].cells[text] = own.cell
        isFilled = true
        break
      }
    }
    return isFilled
  }

  // MARK: The rest

  /// Blocks of the source that stand nowhere in the target.
  private mutating func noteUnused() {
    for (index, block) in source.blocks.enumerated() where !used.contains(index) {
      let texts = block.texts(without: (takenRows[index] ?? []).union(silentLines(block)))
      guard !texts.isEmpty else { continue }
      remainder.lost.append(
        (
          ([block.label].compactMap { $0 } + texts).joined(separator: " "),
          block.firstLocation ?? source.place.location
        ))
    }
  }

  /// The rows of a block that say nothing but their labels.
  private func silentLines(_ block: Section.Block) -> [Int] {
    guard case .matrix(let own) = block, let table = own.id.flatMap({ from.matrix($0) }),
      !table.lines.isEmpty
    else { return [] }
    return own.rows.indices.filter { !own.saysAnything(row: $0) }
  }
}

/// Whether two concepts do not contradict each other.
func agree(_ a: String?, _ b: String?) -> Bool { a == b || a == nil || b == nil }

extension Section.Block {
  /// What it says besides its labels, some rows left out.
  func texts(without rows: Set<Int> = []) -> [String] {
    switch self {
    case .field(let field): field.cell.value == .blank ? [] : [field.cell.value.printed]
    case .matrix(let matrix):
      matrix.rows.enumerated().filter { !rows.contains($0.offset) }
        .map { _, row in
          row.cells.filter { $0.value != .blank }.map(\.value.printed).joined(separator: " ")
        }
        .filter { !$0.isEmpty }
    }
  }

  /// Where its first cell was read; nil where it has none.
  fileprivate var firstLocation: Location? {
    switch self {
    case .field(let field): field.cell.origin.location
    case .matrix(let matrix): matrix.rows.first?.cells.first?.origin.location
    }
  }
}

extension Section.Matrix {
  /// Whether a row of a form prints anything but its labels.
  func saysAnything(row: Int) -> Bool {
    zip(rows[row].cells, columns).contains { cell, column in
      cell.value != .blank && column.role != .label && column.role != .level
    }
  }
}
