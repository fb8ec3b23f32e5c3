import FiscalModel
import FiscalSchema

/// The columns of a sheet that the labels, values and matrices of a section take.
///
/// A table has a column for each leaf column; a form those of its official form, or, where that is not
/// known, as many as its widest matrix needs.
struct SheetColumns {
  /// The relative widths of the columns; nil where the content decides.
  let widths: [Double]?
  /// How many there are.
  let count: Int
  private let form: Layout?

  init(_ section: Section, form: Layout?) {
    self.form = section.isForm ? form : nil
    // What the official form does not have needs columns all the same.
    let needed =
      section.matrices.filter { matrix in matrix.id.flatMap { form?.matrix($0) } == nil }
      .map { $0.columns.count + ($0.label == nil ? 0 : 1) }.max() ?? 2
    if let form = self.form {
      let more = max(needed - form.widths.count, 0)
      widths = form.widths + Array(repeating: 11, count: more)
    } else if section.isForm {
      let count = max(needed, 2)
      widths = Array(repeating: max(90 / Double(count), 11), count: count)
    } else {
      widths = section.isAnnounced ? [90] : nil
    }
    count = widths?.count ?? max(section.matrix.columns.count, 1)
  }

  private var last: Int { count - 1 }

  // MARK: Fields

  /// A field, and the columns of its label and its value.
  struct FieldPlace {
    var label: ClosedRange<Int>
    var value: ClosedRange<Int>
    var role: Section.Role
  }

  /// The places of the first of some fields that stand beside each other; one at least.
  func beside(_ blocks: ArraySlice<Section.Block>) -> [FieldPlace] {
    let row = blocks.first.flatMap(\.id).flatMap(official) ?? []
    var placed: [(definition: Layout.Field, start: Int)] = []
    var column = 0
    for block in blocks {
      guard case .field(let field) = block,
        let position = row.firstIndex(where: { $0.id == field.id }),
        !placed.contains(where: { $0.definition.id == field.id })
      else { break }
      // A field whose neighbour was not printed keeps its place.
      let own = row[..<position].reduce(0) { $0 + $1.span }
      guard own >= column else { break }
      placed.append((row[position], own))
      column = own + row[position].span
    }
    guard !placed.isEmpty else {
      let label = max(count / 4, 1)
      return [FieldPlace(label: 0...(label - 1), value: label...last, role: .longText)]
    }
    return placed.enumerated().map { index, entry in
      let end = index + 1 < placed.count ? placed[index + 1].start : count
      let value = entry.start + entry.definition.labelSpan
      return FieldPlace(
        label: entry.start...(value - 1), value: value...(end - 1), role: entry.definition.role)
    }
  }

  /// The fields that the official form has beside one.
  private func official(_ field: String) -> [Layout.Field]? {
    for case .fields(let fields) in form?.blocks.map(\.content) ?? []
    where fields.contains(where: { $0.id == field }) {
      return fields
    }
    return nil
  }

  // MARK: Matrices

  /// The columns of a matrix, and those of the label beside it; none where it has no label or has it above.
  struct MatrixPlace {
    var columns: [ClosedRange<Int>]
    var label: ClosedRange<Int>?
  }

  /// Where a matrix stands.
  func place(of matrix: Section.Matrix) -> MatrixPlace {
    if let definition = matrix.id.flatMap({ form?.matrix($0) }) {
      let isBeside = matrix.label != nil && definition.place == .side && definition.labelSpan > 0
      return MatrixPlace(
        columns: definition.placement(hasLabel: matrix.label != nil),
        label: isBeside ? 0...(definition.labelSpan - 1) : nil)
    }
    let start = matrix.label == nil ? 0 : 1
    let leaves = max(matrix.columns.count, 1)
    let room = count - start
    return MatrixPlace(
      columns: matrix.columns.indices.map { leaf in
        (start + leaf * room / leaves)...(start + (leaf + 1) * room / leaves - 1)
      },
      label: matrix.label == nil ? nil : 0...0)
  }

  /// A leaf's caption as it is printed: one that says the official unit says another one where the amounts
  /// have it.
  func caption(_ text: String, leaf: Int, of matrix: Section.Matrix, unit: AmountUnit?) -> String {
    guard let form, let unit, unit != form.unit,
      let definition = matrix.id.flatMap({ form.matrix($0) }),
      definition.columns.indices.contains(leaf), !definition.variableColumns.contains(leaf),
      let other = definition.columns[leaf].captions.first(where: \.hasUnit)
    else { return text }
    return other.text.replacing("{unit}", with: unit.name)
  }
}
