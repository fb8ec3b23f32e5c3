extension AlignedColumns {
  /// Lays the rows of a heading over the columns, the fullest first; captions that stand over none are
  /// those of blank ones, which are added.
  mutating func addCaptions(_ rows: [[Cell]]) {
    captions = rows.map { ($0, $0.map { _ in nil }) }
    // Column numbers say how many columns there are; captions that wrap stand where they like.
    var price = Price.caption
    for index in rows.indices.sorted(by: { (rows[$1].count, $1) < (rows[$0].count, $0) }) {
      let cells = rows[index].flatMap(divided)
      let areNumbers = cells.count(where: { $0.isFigure }) > 2
      guard columns.count <= 256 else { return }
      add(cells, of: index, price: areNumbers ? Price.number : price)
      if areNumbers { price = Price.besideNumbers }
    }
    uniteCaptions()
    isDoubtful =
      columns.contains(where: \.isBlank) && rows.contains { $0.count > 2 }
      && columns.contains { $0.hasFigures && !$0.isNamed }
  }

  /// What a column of its own costs a caption, a column number, and a caption where these were seen.
  private enum Price {
    static let caption = 3.5
    static let number = 8.0
    static let besideNumbers = 12.0
  }

  /// Lays a row of the heading over the columns.
  private mutating func add(_ cells: [Cell], of index: Int, price: Double) {
    // A caption over several columns is of none of them.
    let own = cells.indices.filter { cell in columns.count { isUnder(cells[cell], $0) } < 2 }
    var places = [Int?](repeating: nil, count: cells.count)
    var added = 0
    for (cell, place) in zip(own, align(own.map { cells[$0] }, price: price, areCaptions: true)) {
      let column = place.column + added
      if place.isNew {
        // The first row of a heading has the captions of groups.
        if index == 0, isNamed(column - 1, below: index), isNamed(column, below: index) { continue }
        var blank = Column(cells[cell])
        (blank.isBlank, blank.captionRow, blank.origin) = (true, index, index)
        insert(blank, at: column)
        added += 1
      } else {
        // What stands above the captions of both neighbours may be above the column by chance.
        let isBetween = [column - 1, column + 1].allSatisfy {
          columns.indices.contains($0) && columns[$0].isBlank && columns[$0].origin > index
        }
        if !isBetween {
          columns[column].captionRow = max(columns[column].captionRow ?? 0, index)
        }
        if columns[column].isBlank { columns[column].add(cells[cell]) }
      }
      places[cell] = column
    }
    captions[index] = (cells, places)
  }

  /// Whether a column has a caption in a row further down.
  private func isNamed(_ column: Int, below row: Int) -> Bool {
    columns.indices.contains(column) && columns[column].captionRow.map { $0 > row } ?? false
  }

  /// Where nothing stands above figures, the caption next to them is theirs.
  private mutating func uniteCaptions() {
    for index in columns.indices.reversed()
    where !columns[index].isBlank && columns[index].figures > 0 && !columns[index].isNamed {
      let near = [index - 1, index + 1].filter {
        columns.indices.contains($0) && columns[$0].isBlank
      }
      // Figures stand at the right of their columns, so rather to the right of their caption.
      let column = columns[index]
      func distance(_ blank: Int) -> Double {
        abs(columns[blank].middle - column.middle) * (blank > index ? 1.5 : 1)
      }
      guard let blank = near.min(by: { distance($0) < distance($1) }) else { continue }
      columns[index].left = min(columns[index].left, columns[blank].left)
      columns[index].right = max(columns[index].right, columns[blank].right)
      columns[index].captionRow = columns[blank].captionRow
      captions = captions.map { row in
        (row.cells, row.places.map { $0 == blank ? index : $0 })
      }
      remove(at: blank)
    }
  }

  /// A caption whose words stand over columns of their own, word by word, or are too long to be words of
  /// the same.
  private func divided(_ cell: Cell) -> [Cell] {
    guard cell.words.count > 1 else { return [cell] }
    let below = cell.words.map { word in
      columns.indices.filter {
        columns[$0].left < word.right + unit && word.left - unit < columns[$0].right
      }
    }
    if below.allSatisfy({ $0.count == 1 }), Set(below.joined()).count == cell.words.count {
      // Characters that stand apart are captions of their own only each in the middle of its column.
      let areCentred = zip(cell.words, below.joined()).allSatisfy {
        abs($0.middle - columns[$1].middle) < 2 * unit
      }
      return cell.areIdeographsApart && !areCentred ? [cell] : cell.words
    }
    return cell.words.allSatisfy { $0.text.count > 3 } ? cell.words : [cell]
  }

  /// Whether a caption reaches over a column.
  private func isUnder(_ cell: Cell, _ column: Column) -> Bool {
    let overlap = min(cell.right, column.right) - max(cell.left, column.left)
    return overlap > 0.5 * max(column.right - column.left, 0.1)
  }

  private mutating func insert(_ column: Column, at index: Int) {
    columns.insert(column, at: index)
    rename { $0 >= index ? $0 + 1 : $0 }
  }

  private mutating func remove(at index: Int) {
    columns.remove(at: index)
    rename { $0 > index ? $0 - 1 : $0 }
  }

  private mutating func rename(_ new: (Int) -> Int) {
    places = places.map { $0.map(new) }
    captions = captions.map { ($0.cells, $0.places.map { $0.map(new) }) }
  }
}
