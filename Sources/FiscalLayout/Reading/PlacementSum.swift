import FiscalModel

/// An equation over rows whose columns are open: what each placement of them adds, and what is known.
struct PlacementSum {
  let equation: Equation
  /// The decimals that the figures of its tables have.
  let decimals: Int
  private(set) var terms: [Term] = []
  /// What all placements of all its rows add.
  private(set) var options = Options()
  /// What the cells with known places add, left less right.
  private(set) var known: Int128 = 0
  /// How many of those cells print an amount.
  private(set) var printed = 0
  /// What rounding may add.
  private(set) var slack: Int128 = 0
  /// The decimals of a yuan that the sums count.
  private(set) var scale = 0
  /// A common divisor of all differences between what the placements of a row add.
  private(set) var unit: Int128 = 0
  /// Whether its figures can be added up.
  private(set) var isUsable = true
  /// Whether known cells on the left and on the right print something other than zero.
  private(set) var isKnownPresent = (total: false, part: false)

  /// An unknown row of the equation.
  struct Term {
    let unknown: Int
    /// For each placement where figures stand.
    var presence: [Presence] = []
    /// Whether it has the cells on the left.
    var ownsTotal = false
  }

  /// Where figures stand of a row: on the left, where the total is, or on the right; of several placements,
  /// which of the four ways there are.
  struct Presence: OptionSet {
    let rawValue: UInt8

    static let neither = Presence(rawValue: 1)
    static let part = Presence(rawValue: 2)
    static let total = Presence(rawValue: 4)
    static let both = Presence(rawValue: 8)
    static let ways = [neither, part, total, both]
    static let withPart: Presence = [.part, .both]
    static let withoutPart: Presence = [.neither, .total]
    static let withTotal: Presence = [.total, .both]
    static let withoutTotal: Presence = [.neither, .part]
  }

  /// What the placements of rows add, the rows one after the other in lists without lists in them: they are
  /// asked for each trial.
  struct Options {
    /// What the placements of each row add, each sum once and those of a row ascending.
    fileprivate(set) var sums: [Int128] = []
    /// The places of the sums of each row.
    fileprivate(set) var ofTerm: [Range<Int>] = []
    /// The row of each term.
    fileprivate(set) var unknowns: [Int] = []
    /// The placements that add each sum, and where in them those of a sum begin.
    private var placements: [Int] = []
    private var starts = [0]

    /// Adds what a row may add, with the placements that add it.
    fileprivate mutating func append(_ sums: [Int128: [Int]], of unknown: Int) {
      let start = self.sums.count
      for (sum, placements) in sums.sorted(by: { $0.key < $1.key }) {
        self.sums.append(sum)
        self.placements += placements
        starts.append(self.placements.count)
      }
      ofTerm.append(start..<self.sums.count)
      unknowns.append(unknown)
    }

    /// The placements that add a sum.
    func placements(of option: Int) -> ArraySlice<Int> {
      placements[starts[option]..<starts[option + 1]]
    }

    /// Whether some placement of a row that adds a sum is left.
    func isLeft(_ option: Int, of unknown: Int, in state: PlacementState) -> Bool {
      for place in starts[option]..<starts[option + 1]
      where state.isLeft(placements[place], of: unknown) {
        return true
      }
      return false
    }
  }

  /// Half a unit of the last printed decimal, at the scale of the sums, which is one decimal finer.
  static let halfUnit: Int128 = 5
  /// Larger figures, which no budget has, are not added up; a million million below it fit.
  private static let largest = UInt128(1) << 87

  /// All cells, those on the left first.
  var cells: [CellKey] { (equation.left + equation.right).map(\.cell) }

  /// Whether all cells stand in one row of one panel.
  private(set) var isWithinRow = false

  /// Whether it is a total with its parts, so that the total stands where a part does.
  let isTotal: Bool

  /// The cell of an unknown row with what becomes of its figure.
  private struct OpenCell {
    var slot: Int
    var sign: Int
    var shift: Int
    var isLeft: Bool
  }

  /// - Parameters:
  ///   - equation: the equation.
  ///   - decimals: the decimals that the figures of its tables have.
  ///   - unknownOfPart: the rows whose columns are open.
  ///   - unknowns: what those rows print.
  ///   - value: what stands in a cell whose column is known.
  ///   - power: the power of ten of a section's unit.
  init(
    _ equation: Equation, decimals: Int, unknownOfPart: [PlacementSolver.PartKey: Int],
    unknowns: [PlacementSolver.Unknown], value: (CellKey) -> FiscalValue, power: (Int) -> Int
  ) {
    self.equation = equation
    self.decimals = decimals
    isTotal =
      equation.comparison == .equal && equation.left.count == 1
      && (equation.left + equation.right).allSatisfy { $0.sign == 1 }
    let entries =
      equation.left.map { ($0.sign, $0.cell, true) }
      + equation.right.map { (-$0.sign, $0.cell, false) }
    // Tables may print in different units; what is compared is the lowest.
    let lowest = entries.map { power($0.1.section) }.min() ?? 0
    scale = decimals + 1 - lowest
    var open: [Int: [OpenCell]] = [:]
    var parts: Set<PlacementSolver.PartKey> = []
    for (sign, cell, isLeft) in entries {
      let part = PlacementSolver.PartKey(cell)
      parts.insert(part)
      let shift = power(cell.section) - lowest
      if let unknown = unknownOfPart[part] {
        open[unknown, default: []].append(
          OpenCell(slot: cell.slot, sign: sign, shift: shift, isLeft: isLeft))
      } else {
        take(value(cell), sign, shift, isLeft: isLeft)
      }
    }
    isWithinRow = parts.count == 1
    // Of an unknown row no more cells have figures, and with them rounding, than it prints.
    var rounded = printed
    for (unknown, cells) in open.sorted(by: { $0.key < $1.key }) {
      rounded += min(cells.count, unknowns[unknown].amounts.count { $0 != nil })
      terms.append(term(unknown, unknowns[unknown], cells))
    }
    slack = Int128(rounded) * PlacementSum.halfUnit  // bounded
    unit = options.ofTerm.reduce(0) { unit, places in
      let first = options.sums[places.lowerBound]
      return options.sums[places].reduce(unit) {
        PlacementSum.divisor($0, $1 - first)  // bounded
      }
    }
  }

  private mutating func take(_ value: FiscalValue, _ sign: Int, _ shift: Int, isLeft: Bool) {
    if value.isPresent {
      if isLeft { isKnownPresent.total = true } else { isKnownPresent.part = true }
    }
    guard let amount = value.amount else { return }
    guard let figure = scaled(amount, shift) else {
      isUsable = false
      return
    }
    known += Int128(sign) * figure  // bounded
    printed += 1
  }

  private mutating func term(
    _ index: Int, _ unknown: PlacementSolver.Unknown, _ cells: [OpenCell]
  ) -> Term {
    var term = Term(unknown: index)
    term.ownsTotal = cells.contains(where: \.isLeft)
    var placements: [Int128: [Int]] = [:]
    let figures = cells.map { cell in
      unknown.amounts.map { amount -> Int128? in
        guard let amount else { return 0 }
        return scaled(amount, cell.shift).map { Int128(cell.sign) * $0 }  // bounded
      }
    }
    for (number, placement) in unknown.candidates.enumerated() {
      var sum: Int128 = 0
      var presence = (total: false, part: false)
      for (cell, figures) in zip(cells, figures) {
        guard let position = placement.firstIndex(of: cell.slot) else { continue }
        if let figure = figures[position] { sum += figure } else { isUsable = false }  // bounded
        guard unknown.present[position] else { continue }
        if cell.isLeft { presence.total = true } else { presence.part = true }
      }
      placements[sum, default: []].append(number)
      term.presence.append(
        presence.total
          ? (presence.part ? .both : .total) : (presence.part ? .part : .neither))
    }
    options.append(placements, of: index)
    return term
  }

  /// A figure at the scale of the sums, or nil where it does not fit.
  private func scaled(_ amount: Amount, _ shift: Int) -> Int128? {
    guard amount.scale <= decimals + 1,
      let value = amount.shifted(byPowerOfTen: shift)?.aligned(to: decimals + 1),
      value.magnitude < PlacementSum.largest
    else { return nil }
    return value
  }

  private static func divisor(_ a: Int128, _ b: Int128) -> Int128 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a < 0 ? -a : a
  }
}

extension FiscalValue {
  /// Whether something other than zero stands here.
  var isPresent: Bool {
    switch self {
    case .amount(let amount): !amount.isZero
    case .text: true
    case .null: false
    }
  }
}
