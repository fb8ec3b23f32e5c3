import Documents
import FiscalModel
import FiscalSchema
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Blank workbooks filled in by a program and read back.
struct TemplateFillTests {
  private let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func template(_ id: String, year: Int?) throws -> Workbook {
    let profile = try #require(catalogue.profile(id))
    let workbook = TemplateWriter(catalogue: catalogue).workbook(profile, year: year)
    // As a file, so that what is filled in is what a spreadsheet program would open.
    return try Workbook(xlsx: workbook.xlsx())
  }

  /// Every table of every profile with random figures.
  @Test(arguments: TemplateTests.profiles)
  func randomTablesAreReadBack(_ id: String) throws {
    let profile = try #require(catalogue.profile(id))
    for seed in [UInt64(11), 12, 13] {
      var workbook = try template(id, year: 2021)
      var filled: [(table: Section, layout: Layout)] = []
      for layout in profile.tables {
        var source = RandomTable(layout: layout, catalogue: catalogue, seed: seed)
        var table = source.next()
        while table.matrix.rows.isEmpty { table = source.next() }
        table.matrix.rows = leadingOpenRows(table.matrix.rows, 30)
        let index = try #require(
          workbook.sheets.firstIndex {
            $0.name.hasSuffix(" " + layout.title) || $0.name == layout.title
          })
        fill(&workbook.sheets[index], table, layout)
        filled.append((table, layout))
      }
      let back = try DisclosureReader(catalogue: catalogue).read(
        Document(name: "filled.xlsx", bytes: workbook.xlsx())
      ).disclosure
      #expect(back.profile == id)
      for (table, layout) in filled {
        let own = try #require(back.sections.first { $0.layout == layout.id })
        #expect(differences(own, table) == [], "\(layout.id), seed \(seed)")
      }
    }
  }

  /// Every form of every profile with random texts and figures in all the cells that are open for them.
  @Test(arguments: FormTests.forms)
  func randomFormsAreReadBack(_ id: String) throws {
    let profile = try #require(catalogue.profiles.first { $0.layout(id) != nil })
    let layout = try #require(profile.layout(id))
    for seed in [UInt64(21), 22, 23] {
      var generator = SeededGenerator(seed: seed)
      var workbook = try template(profile.id, year: 2021)
      var form = TemplateWriter(catalogue: catalogue).blankForm(layout, year: 2021)
      let placement = Placement.arrange(form, form: layout, isBlank: true)
      let index = try #require(
        workbook.sheets.firstIndex { $0.name.hasSuffix(form.title ?? layout.title) })
      for key in form.cellKeys(0) {
        let cell = placement.reference(key)
        let isOpen = workbook.sheets[index][cell.row, cell.column]?.style.locked == false
        var value = FiscalValue.blank
        if isOpen, key.slot == 0 || Int.random(in: 0..<5, using: &generator) > 0 {
          value = self.value(of: key, layout, form, &generator)
        }
        // Some rows stay blank.
        if let matrix = form.matrix(at: key.block),
          !isOpen || key.row >= 4 && matrix.values[key.row].allSatisfy({ $0 == .blank })
        {
          if !isOpen, let sum = sum(workbook.sheets[index], cell) { form[cell: key].value = sum }
          continue
        }
        form[cell: key].value = value
        workbook.sheets[index][cell.row, cell.column]?.value =
          switch value {
          case .amount(let amount): .number(amount.description)
          case .text(let text): .text(text)
          case .null: .empty
          }
      }
      for case (let block, .matrix(var matrix)) in form.blocks.enumerated() {
        matrix.rows.removeAll { $0.parts.allSatisfy { $0.values.allSatisfy { $0 == .blank } } }
        form.blocks[block] = .matrix(matrix)
      }
      let back = try DisclosureReader(catalogue: catalogue).read(
        Document(name: "filled.xlsx", bytes: workbook.xlsx())
      ).disclosure
      let own = try #require(back.sections.first { $0.layout == id })
      let wrong = own.blocks.indices.filter {
        $0 >= form.blocks.count || own.blocks[$0] != form.blocks[$0]
      }
      #expect(own.blocks.count == form.blocks.count && wrong == [], "\(id), seed \(seed)")
      for block in wrong { #expect(own.blocks[block] == form.blocks[block]) }
      #expect(own.titleLine == form.titleLine && own.heading == form.heading)
    }
  }

  /// As many rows with codes or names as a blank table has room for.
  private func leadingOpenRows(_ rows: [Section.Row], _ count: Int) -> [Section.Row] {
    var left = count
    return rows.filter { row in
      guard row.parts.contains(where: { $0.code != nil || $0.kind == .project }) else {
        return true
      }
      left -= 1
      return left >= 0
    }
  }

  /// What two tables say differently.
  private func differences(_ a: Section, _ b: Section) -> [String] {
    let (a, b) = (keyed(a, blankZeros: true), keyed(b, blankZeros: true))
    return Set(a.keys).union(b.keys).sorted().compactMap { key in
      a[key] == b[key] ? nil : "\(key): \(a[key] ?? []) instead of \(b[key] ?? [])"
    }
  }

  private func sum(_ sheet: Sheet, _ cell: CellReference) -> FiscalValue? {
    guard sheet[cell.row, cell.column]?.formula != nil else { return nil }
    return .amount(Amount(coefficient: 0, scale: 2))
  }

  private func value(
    of key: CellKey, _ layout: Layout, _ form: Section,
    _ generator: inout SeededGenerator
  ) -> FiscalValue {
    let kind =
      switch form.blocks[key.block] {
      case .field(let field): layout.field(field.id)?.role
      case .matrix(let matrix): matrix.columns[key.slot].role
      }
    if kind == .amount {
      return .amount(
        Amount(
          coefficient: Int128(Int.random(in: -99_999_999...99_999_999, using: &generator)), scale: 2
        ))
    }
    let words = ["=12份", "≥95%", "及时办结", "030213甲乙", "0.50", "第三方评估，合格。", "（一）丙丁"]
    return .text((words.randomElement(using: &generator) ?? "") + String(key.row))
  }

  /// Filled in cell by cell with what a document prints, it reads as the document does.
  @Test(arguments: Places.samples)
  func aFilledOneIsReadLikeAnyOther(_ name: String) throws {
    let source = try DisclosureReader(catalogue: catalogue).read(
      Document(name: name, bytes: Samples.bytes(name))
    ).disclosure
    let profile = try #require(source.profile.flatMap(catalogue.profile))
    var workbook = try template(profile.id, year: source.fiscalYear)
    for table in source.tables where !table.matrix.rows.isEmpty {
      let layout = try #require(table.layout.flatMap(catalogue.layout))
      // The contents come first.
      let index = try #require(profile.layouts.firstIndex { $0.id == layout.id }) + 1
      fill(&workbook.sheets[index], table, layout)
    }
    let back = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "filled.xlsx", bytes: workbook.xlsx())
    ).disclosure
    for table in source.tables where !table.matrix.rows.isEmpty {
      let own = try #require(back.tables.first { $0.layout == table.layout })
      #expect(differences(own, table) == [], "\(table.layout ?? "")")
    }
  }

  /// What each row of a table says, wherever it stands.
  private func keyed(_ table: Section, blankZeros: Bool) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for parts in table.matrix.rows {
      for (panel, part) in parts.parts.enumerated() {
        let values = part.values.map { value -> String in
          if blankZeros, value.amount?.isZero ?? false { return "" }
          return value.printed
        }
        // A total without a label cannot be told from a blank row by whoever fills it in here.
        guard values.contains(where: { !$0.isEmpty }), part.kind != .total || !part.label.isEmpty
        else { continue }
        let key = part.line ?? part.code ?? part.label
        // A printed row without a meaning takes no figures.
        if key.isEmpty { continue }
        // A code may stand in several rows, such as a unit's under each item.
        var name = "\(panel) \(key)"
        while result[name] != nil { name += "'" }
        result[name] = values
      }
    }
    return result
  }

  private func fill(_ sheet: inout Sheet, _ table: Section, _ layout: Layout) {
    let fixed = fixedRows(sheet, layout)
    for (panelIndex, panel) in layout.panels.enumerated() {
      let open = openRows(sheet, panel)
      var next = open.startIndex
      for parts in table.matrix.rows {
        let part = parts.parts[panelIndex]
        var row: Int?
        if let line = part.line {
          // A line that reaches over further panels has its label in the first.
          row =
            fixed["\(panelIndex) \(line)"] ?? fixed.first { $0.key.hasSuffix(" \(line)") }?.value
            ?? (panel.isKeyless ? open.first : nil)
        } else if part.code != nil || part.kind == .project, next < open.endIndex {
          row = open[next]
          next += 1
        }
        guard let row else { continue }
        if let code = part.code, let column = panel.codeColumns.first {
          var rest = code[...]
          for column in layout.splitsCodes ? panel.codeColumns : [column] {
            let isLast = !layout.splitsCodes || column == panel.codeColumns.last
            let level = isLast ? rest : rest.prefix(column == panel.codeColumns.first ? 3 : 2)
            sheet[row, column]?.value = level.isEmpty ? .empty : .text(String(level))
            rest = rest.dropFirst(level.count)
          }
        }
        if part.line == nil, let name = panel.labelColumn {
          sheet[row, name]?.value = .text(part.label)
          sheet[row, name]?.formula = nil
        }
        for (slot, column) in panel.valueColumns.enumerated() {
          sheet[row, column]?.formula = nil
          switch part.cells[slot].value {
          case .amount(let amount):
            sheet[row, column]?.value = .number(amount.description)
            sheet[row, column]?.style.numberFormat =
              amount.scale == 0 ? "0" : "0." + String(repeating: "0", count: amount.scale)
          case .text(let text): sheet[row, column]?.value = .text(text)
          case .null(let kind): sheet[row, column]?.value = .text(kind.mark)
          }
        }
      }
    }
  }

  /// The sheet rows of the printed lines, by panel and line.
  private func fixedRows(_ sheet: Sheet, _ layout: Layout) -> [String: Int] {
    var result: [String: Int] = [:]
    for (panelIndex, panel) in layout.panels.enumerated() {
      for line in panel.lines where !line.id.isEmpty {
        for (row, _) in sheet.rows where row >= sheet.frozenRows {
          let column = panel.numberColumn ?? panel.codeColumns.first ?? panel.labelColumn ?? 0
          let wanted = panel.numberColumn == nil ? line.label : line.number ?? line.label
          guard sheet[row, column]?.value == .text(wanted),
            result["\(panelIndex) \(line.id)"] == nil,
            !result.values.contains(row)
              || !result.contains(where: { $0.value == row && $0.key.hasPrefix("\(panelIndex) ") })
          else { continue }
          result["\(panelIndex) \(line.id)"] = row
          break
        }
      }
    }
    return result
  }

  /// The rows in which a panel takes codes, names or figures.
  private func openRows(_ sheet: Sheet, _ panel: Layout.Panel) -> [Int] {
    let column = panel.codeColumns.first ?? panel.labelColumn ?? panel.valueColumns[0]
    return sheet.rows.map(\.index).filter { row in
      row >= sheet.frozenRows
        && (panel.isKeyless || sheet[row, column]?.style.locked == false)
        && sheet[row, column]?.value != .text("部门：")
    }
  }
}
