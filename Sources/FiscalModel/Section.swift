/// One official table or form as a department published it, complete in itself: what stands around it, its
/// captions with what they mean, and its rows. It needs no layout to be written, compared or turned into
/// facts.
///
/// Sections that were read from different files and hold the same print are equal: where something was
/// read is no part of it.
public struct Section: Hashable, Sendable {
  /// The statement kind, whatever the section's number; nil where it is not known.
  public var statement: String?
  /// The identifier of the layout that the section follows, such as `wuhan-final-accounts-2021/02`, or
  /// nil where it follows none. Columns, lines and fields then have the identifiers of that layout.
  public var layout: String?
  /// The printed number without the word for "table", an annex's with its own word; or nil.
  public var number: String?
  /// The printed title without its number, or nil where none was printed.
  public var title: String?
  /// The title line as printed, blanks removed, with the number where it stands in it.
  public var titleLine: String?
  /// The second title, such as that of the application, or nil.
  public var subtitle: String?
  /// The pieces of the lines between title and header as printed: agency, date, unit.
  public var heading: [String]
  /// The agency printed above the section, or nil.
  public var agency: String?
  /// The unit of the amounts, or nil where it is not known.
  public var unit: AmountUnit?
  /// The stage of its figures where no column says another, or nil where it is not known.
  public var stage: Stage?
  /// Dimension members that hold for all of its figures, such as the source of funds.
  public var members: [String: String]
  /// Fields and matrices from top to bottom. A table is a single matrix without an identifier; a section
  /// of which no more than a title was published has none.
  public var blocks: [Block]
  /// The sentence that says that there is nothing to report, printed in place of rows or below them.
  public var nilStatement: String?
  /// The notes below it, one element a note, blanks removed.
  public var notes: [String]
  /// Where it was read.
  @Provenance public var place: Place

  /// Makes a section; everything that is not given was not printed or is not known.
  public init(
    statement: String? = nil, layout: String? = nil, number: String? = nil, title: String? = nil,
    titleLine: String? = nil, subtitle: String? = nil, heading: [String] = [],
    agency: String? = nil, unit: AmountUnit? = nil, stage: Stage? = nil,
    members: [String: String] = [:], blocks: [Block] = [], nilStatement: String? = nil,
    notes: [String] = [], place: Place = Place()
  ) {
    self.statement = statement
    self.layout = layout
    self.number = number
    self.title = title
    self.titleLine = titleLine
    self.subtitle = subtitle
    self.heading = heading
    self.agency = agency
    self.unit = unit
    self.stage = stage
    self.members = members
    self.blocks = blocks
    self.nilStatement = nilStatement
    self.notes = notes
    _place = Provenance(wrappedValue: place)
  }

  /// A field or a matrix.
  public enum Block: Hashable, Sendable {
    /// A label and the value beside it.
    case field(Field)
    /// Rows under captions.
    case matrix(Matrix)
  }

  /// Where a section was read.
  public struct Place: Hashable, Sendable {
    /// The first and the last line that belongs to it.
    public var extent: ClosedRange<Int>
    /// The place of the title, or of the header where no title was printed.
    public var location: Location
    /// The words of the title that say which statement it is, or nil.
    public var evidence: String?

    /// Makes a place.
    public init(
      extent: ClosedRange<Int> = 0...0, location: Location = Location(page: 1, line: 0),
      evidence: String? = nil
    ) {
      self.extent = extent
      self.location = location
      self.evidence = evidence
    }
  }

  /// A label of a form and the value beside it.
  public struct Field: Hashable, Sendable {
    /// The identifier of the layout's field.
    public var id: String
    /// The label as printed, blanks removed, a goal's number and weight included.
    public var label: String
    /// The value: an amount where the layout says so, else text as printed or a mark for "no value".
    public var cell: Cell

    /// Makes a field.
    public init(id: String, label: String, cell: Cell) {
      self.id = id
      self.label = label
      self.cell = cell
    }
  }

  /// What was printed in one place, and how it came to stand there.
  public struct Cell: Hashable, Sendable {
    /// What was printed.
    public var value: FiscalValue
    /// Where it was read, and how it was placed.
    @Provenance public var origin: CellOrigin

    /// Makes a cell.
    public init(_ value: FiscalValue = .blank, origin: CellOrigin = CellOrigin()) {
      self.value = value
      _origin = Provenance(wrappedValue: origin)
    }

    /// The amount, if it is one.
    public var amount: Amount? { value.amount }
  }
}

extension Section {
  /// Whether no more than its title was published, with a sentence or nothing in its place.
  public var isAnnounced: Bool { blocks.isEmpty }

  /// Whether it is one matrix of rows under captions and nothing else: a table, and no form.
  public var isTable: Bool {
    if blocks.count == 1, case .matrix(let matrix) = blocks[0] { matrix.id == nil } else { false }
  }

  /// Whether it has labelled fields or several matrices: a form.
  public var isForm: Bool { !blocks.isEmpty && !isTable }

  /// The matrix of a table; an empty one for a form or a section that was only announced.
  public var matrix: Matrix {
    get {
      if isTable, case .matrix(let matrix) = blocks[0] { matrix } else { Matrix() }
    }
    _modify {
      var matrix = self.matrix
      // Taken out, so that the change is made in place.
      blocks = []
      defer { blocks = [.matrix(matrix)] }
      yield &matrix
    }
  }

  /// The matrix of a block; nil for a field.
  public func matrix(at block: Int) -> Matrix? {
    if blocks.indices.contains(block), case .matrix(let matrix) = blocks[block] {
      matrix
    } else {
      nil
    }
  }

  /// The fields in printed order.
  public var fields: [Field] {
    blocks.compactMap { if case .field(let field) = $0 { field } else { nil } }
  }

  /// The matrices in printed order.
  public var matrices: [Matrix] {
    blocks.compactMap { if case .matrix(let matrix) = $0 { matrix } else { nil } }
  }

  /// The number of cells that hold a value or could: those of all fields and all rows.
  public var cellCount: Int {
    blocks.reduce(0) { count, block in
      switch block {
      case .field: count + 1
      case .matrix(let matrix): count + matrix.cellCount
      }
    }
  }

  /// The amounts of its fields and rows, in order.
  public var amounts: [Amount] {
    blocks.flatMap { block -> [Amount] in
      switch block {
      case .field(let field): field.cell.amount.map { [$0] } ?? []
      case .matrix(let matrix): matrix.amounts
      }
    }
  }

  /// The most decimals that an amount of the section was printed with.
  ///
  /// A table that drops trailing zeros still rounds all its figures alike.
  public var printedDecimals: Int { amounts.map(\.scale).max() ?? 0 }

  /// The cell of a key; its section is not looked at.
  package subscript(cell key: CellKey) -> Cell {
    get {
      switch blocks[key.block] {
      case .field(let field): field.cell
      case .matrix(let matrix): matrix.rows[key.row].parts[key.panel].cells[key.slot]
      }
    }
    set {
      switch blocks[key.block] {
      case .field(var field):
        field.cell = newValue
        blocks[key.block] = .field(field)
      case .matrix(var matrix):
        matrix.rows[key.row].parts[key.panel].cells[key.slot] = newValue
        blocks[key.block] = .matrix(matrix)
      }
    }
  }
}

/// Where something came from, which is no part of what it is: values that differ in nothing else are equal.
@propertyWrapper
public struct Provenance<Value: Sendable>: Hashable, Sendable {
  /// Where it came from.
  public var wrappedValue: Value

  /// Makes a provenance.
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// Always true.
  public static func == (a: Provenance, b: Provenance) -> Bool { true }

  /// Adds nothing.
  public func hash(into hasher: inout Hasher) {}
}
