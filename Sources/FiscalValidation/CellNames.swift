import FiscalModel
import FiscalSchema

/// What the sections and cells of a reading are called.
struct CellNames {
  let reading: Reading
  let catalogue: Catalogue
  /// The layouts of the tables, those that follow none left out.
  let layouts: [Layout?]
  /// The forms of the sections, those that are none left out.
  let forms: [Layout?]
  /// The names of the sections: number and title; of a project's form, the project's name too.
  let sections: [String]

  init(_ reading: Reading, _ catalogue: Catalogue) {
    self.reading = reading
    self.catalogue = catalogue
    let sections = reading.disclosure.sections
    let all = sections.map { $0.layout.flatMap(catalogue.layout) }
    let layouts = all.map { layout in layout.flatMap { $0.isTable ? $0 : nil } }
    let forms = zip(sections, all).map { $0.isForm ? $1 : nil }
    self.layouts = layouts
    self.forms = forms
    self.sections = sections.indices.map { index in
      let section = sections[index]
      let pieces =
        if let form = forms[index] {
          [section.number, section.title ?? form.title, section.project(form)]
        } else {
          [
            (section.number ?? layouts[index]?.number).map { catalogue.vocabulary.table + $0 },
            layouts[index]?.title ?? section.title,
          ]
        }
      return pieces.compactMap { $0 }.joined(separator: " ")
    }
  }

  /// A cell as a person would call it: its section, its row and its column, or its field.
  func name(_ cell: CellKey) -> String {
    let pieces: [String?]
    switch reading.disclosure.sections[cell.section].blocks[cell.block] {
    case .field(let field): pieces = [field.label]
    case .matrix(let matrix):
      let part = matrix.rows[cell.row].parts[cell.panel]
      let column = matrix.column(cell.slot, inPanel: cell.panel)
      if matrix.id == nil {
        let row = [part.code, part.label.isEmpty ? part.number : part.label].compactMap { $0 }
        pieces = [row.joined(separator: " "), column.path.joined(separator: "/")]
      } else {
        // A row of a form is called by its first text.
        let text = part.cells.lazy.compactMap { cell in
          if case .text(let text) = cell.value { text } else { nil }
        }.first
        pieces = [matrix.label, text, column.caption]
      }
    }
    return ([sections[cell.section]] + pieces.compactMap { $0 }).filter { !$0.isEmpty }
      .joined(separator: " · ")
  }

  /// Whether it is not certain in which column a figure stands.
  func isAmbiguous(_ operand: Finding.Operand) -> Bool {
    operand.cell.map(isAmbiguous) ?? false
  }

  /// Whether it is not certain that what a cell holds stands in its column.
  func isAmbiguous(_ cell: CellKey) -> Bool {
    reading.disclosure[cell].origin.placed == .ambiguous
  }

  func operand(_ cell: CellKey, isLeft: Bool = true, sign: Int = 1) -> Finding.Operand {
    let disclosure = reading.disclosure
    let printed = disclosure[cell]
    return Finding.Operand(
      isLeft: isLeft, sign: sign, name: name(cell), printed: printed.value.printed,
      unit: disclosure.unit(of: cell), location: printed.origin.location, cell: cell)
  }
}

extension Section {
  /// The name of the project that a form is about, or nil.
  func project(_ form: Layout) -> String? {
    guard let field = form.field("project"), field.concept == nil,
      case .text(let name) = fields.first(where: { $0.id == "project" })?.cell.value
    else { return nil }
    return name
  }
}
