extension AlignedColumns {
  /// Lays the rows of a heading over the columns, the fullest first; captions that stand over none are
  /// those of blank ones, which are added.
  mutating func addCaptions(_ rows: [[Cell]]) {
    captions = rows.map { ($0, $0.map { _ in nil }) }
    var isNamed = [Bool](repeating: false, count: columns.count)
    /// The row of the heading that a blank column comes from.
    var origins = [Int](repeating: -1, count: columns.count)
    // Column numbers say how many columns there are; captions that wrap stand where they like.
    var price = 3.5
    for index in rows.indices.sorted(by: { (rows[$1].count, $1) < (rows[$0].count, $0) }) {
      let cells = rows[index].flatMap(divided)
      let areNumbers = cells.count(where: { $0.isFigure }) > 2
      // A caption over several columns is of none of them.
      let own = cells.indices.filter { cell in columns.count { isUnder(cells[cell], $0) } < 2 }
      var places = [Int?](repeating: nil, count: cells.count)
      var added = 0
      for (cell, place) in zip(
        own, align(own.map { cells[$0] }, price: areNumbers ? 8 : price, areCaptions: true))
      {
        let column = place.column + added
        if place.isNew {
          guard columns.count < 256 else { return }
          var blank = Column(cells[cell])
          blank.isBlank = true
          insert(blank, at: column)
          isNamed.insert(true, at: column)
          origins.insert(index, at: column)
          added += 1
        } else {
          // What stands above the captions of both neighbours may be above the column by chance.
          let isBetween = [column - 1, column + 1].allSatisfy {
            columns.indices.contains($0) && columns[$0].isBlank && origins[$0] > index
          }
          if !isBetween { isNamed[column] = true }
          if columns[column].isBlank { columns[column].add(cells[cell]) }
        }
        places[cell] = column
      }
      captions[index] = (cells, places)
      if areNumbers { price = 12 }
    }
    // Where nothing stands above figures, the caption next to them is theirs.
    for index in columns.indices.reversed()
    where !columns[index].isBlank && columns[index].figures > 0 && !isNamed[index] {
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
      isNamed[index] = true
      captions = captions.map { row in
        (row.cells, row.places.map { $0 == blank ? index : $0 })
      }
      remove(at: blank)
      isNamed.remove(at: blank)
      origins.remove(at: blank)
    }
    isDoubtful =
      columns.contains(where: \.isBlank) && rows.contains { $0.count > 2 }
      && columns.indices.contains { columns[$0].hasFigures && !isNamed[$0] }
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
      return cell.words
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
