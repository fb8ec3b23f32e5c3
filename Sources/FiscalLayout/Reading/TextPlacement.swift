import FiscalModel

/// Says which pieces of a row's text stand in which of its columns of text.
///
/// A cell's lines follow one another, and cells follow one another in the order of the columns. What may
/// belong together is judged by how the pieces are set off, by how full the lines of a cell are, by the
/// names that are known, and by what the other rows print in the same column.
struct TextPlacement {
  /// A piece of text without blanks.
  struct Piece {
    var text: String
    var raw: String
    var location: Location
    /// What stands between it and the piece before.
    var joint: Joint
  }

  /// What stands between two pieces.
  enum Joint {
    /// A blank within a line.
    case blank
    /// The end of a line, the next one following at once.
    case line
    /// The end of a line and a gap, as within a cell that wraps.
    case gap
  }

  /// A column that a row may fill.
  struct Column {
    var id: Int
    var isRequired: Bool
    var isQuantity: Bool
  }

  private struct Entry {
    var pieces: [Piece]
    var columns: [Column]
    /// The first piece of each column, and the end: `starts[i]..<starts[i + 1]`.
    var starts: [Int] = []
  }

  /// More pieces than this of one row are not told apart: everything goes to the required column.
  static let pieceBound = 60

  private let names: Set<String>
  private var entries: [Entry] = []

  /// - Parameter names: the names of agencies that stand around the table.
  init(names: [String]) { self.names = Set(names.map(\.folded)) }

  /// Adds a row.
  mutating func add(_ pieces: [Piece], columns: [Column]) {
    entries.append(Entry(pieces: pieces, columns: columns))
  }

  /// For each row the pieces of each column that has any.
  ///
  /// - Complexity: O(rows × columns × pieces²) for each of three rounds, in which the rows learn from
  ///   one another what a column holds.
  mutating func solve() -> [[Int: [Piece]]] {
    for _ in 0..<3 {
      let habits = Habits(entries: entries)
      for index in entries.indices { place(index, habits) }
    }
    return entries.map { entry in
      var cells: [Int: [Piece]] = [:]
      for (position, column) in entry.columns.enumerated() {
        let range = entry.starts[position]..<entry.starts[position + 1]
        if !range.isEmpty { cells[column.id] = Array(entry.pieces[range]) }
      }
      return cells
    }
  }

  /// What the rows print in a column, as placed so far.
  private struct Habits {
    /// How often each text stands in a column.
    var counts: [Int: [String: Int]] = [:]
    /// The widest line of a cell of a column.
    var widths: [Int: Int] = [:]

    init(entries: [Entry]) {
      for entry in entries where !entry.starts.isEmpty {
        for (position, column) in entry.columns.enumerated() {
          let pieces = entry.pieces[entry.starts[position]..<entry.starts[position + 1]]
          guard !pieces.isEmpty else { continue }
          counts[column.id, default: [:]][pieces.map(\.text).joined().folded, default: 0] += 1
          widths[column.id] = max(
            widths[column.id] ?? 0, pieces.map { TextPlacement.width($0.text) }.max() ?? 0)
        }
      }
    }
  }

  /// The best way to divide a row's pieces among its columns.
  private mutating func place(_ index: Int, _ habits: Habits) {
    let entry = entries[index]
    let count = entry.pieces.count
    let columns = entry.columns.count
    guard columns > 0, count <= TextPlacement.pieceBound else {
      let required = entry.columns.firstIndex(where: \.isRequired) ?? 0
      entries[index].starts = (0...columns).map { $0 <= required ? 0 : count }
      return
    }
    // best[c][p]: the best sum of the columns from c on for the pieces from p on.
    var best = [[Int]](
      repeating: [Int](repeating: Int.min / 2, count: count + 1), count: columns + 1)
    var choice = best
    best[columns][count] = 0
    for column in (0..<columns).reversed() {
      for start in 0...count {
        for end in start...count where best[column + 1][end] > Int.min / 2 {
          let score =
            score(entry, at: column, start..<end, own: entry.starts, habits)
            + best[column + 1][end]
          if score > best[column][start] {
            best[column][start] = score
            choice[column][start] = end
          }
        }
      }
    }
    var starts = [0]
    for column in 0..<columns { starts.append(choice[column][starts[column]]) }
    entries[index].starts = starts
  }

  private func score(
    _ entry: Entry, at position: Int, _ range: Range<Int>, own: [Int], _ habits: Habits
  ) -> Int {
    let column = entry.columns[position]
    guard !range.isEmpty else { return column.isRequired ? -200 : -8 }
    let pieces = entry.pieces[range]
    var score = 0
    // What comes before a cell's first piece is the end of another cell.
    if range.lowerBound > 0, entry.pieces[range.lowerBound].joint == .gap { score -= 3 }
    for (piece, next) in zip(pieces, pieces.dropFirst()) {
      switch next.joint {
      case .blank: score -= piece.isNumber != next.isNumber ? 12 : 20
      case .line: score -= 12
      case .gap: break
      }
      // A line of a cell ends where it is full.
      let width = TextPlacement.width(piece.text)
      let widest = max(
        pieces.map { TextPlacement.width($0.text) }.max() ?? 0, habits.widths[column.id] ?? 0)
      if next.joint != .blank, width + 3 < widest { score -= 10 }
    }
    let isNumber = pieces.count == 1 && (pieces.first?.isNumber ?? false)
    if isNumber != column.isQuantity { score -= 25 }
    let text = pieces.map(\.text).joined().folded
    if names.contains(text) { score += 15 }
    // What stands in this column in other rows, the row itself not counted.
    var others = habits.counts[column.id]?[text] ?? 0
    if !own.isEmpty, own[position]..<own[position + 1] == range { others -= 1 }
    return score + min(others, 3) * 6
  }

  /// The width of a text in halves of a Chinese character.
  private static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
  }
}

extension TextPlacement.Piece {
  /// Whether it is digits and nothing else.
  var isNumber: Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
