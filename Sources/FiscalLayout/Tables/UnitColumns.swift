import FiscalModel
import FiscalSchema

/// The columns whose captions name a budget unit each, as tables have them that divide a budget among its
/// units: with or without the unit's code, alone or over further captions.
struct UnitColumns {
  /// A unit that a caption names.
  struct Unit {
    var code: String?
    var name: String
  }

  /// The units by column.
  private(set) var units: [Int: Unit] = [:]
  /// The captions of all columns without the units.
  private(set) var paths: [[String]]

  /// Finds the units in the captions of columns that hold amounts.
  ///
  /// A caption below the word for units, and one with a code in front, name one; of others several have to
  /// end as names of agencies do, or add up to the column of the total.
  init(_ paths: [[String]], body: TableGrid, meanings: Meanings) {
    self.paths = paths
    let amounts = paths.indices.filter { column in
      let filled = body.rows.filter { !$0[column].text.isEmpty }
      return filled.contains { $0[column].isNumber }
        && filled.allSatisfy { $0[column].isNumber || $0[column].isMark }
    }
    var named: [Int: (place: Int, unit: Unit)] = [:]
    var open: [Int: Int] = [:]
    for column in amounts {
      guard let place = paths[column].firstIndex(where: { !meanings.isKnown(caption: $0) })
      else { continue }
      let text = paths[column][place]
      if let (code, name) = meanings.code(in: text), code.utf8.count >= 3 {
        named[column] = (place, Unit(code: code, name: name))
      } else if meanings.isAgencyName(text)
        || place > 0 && UnitColumns.saysUnits(paths[column][place - 1], meanings)
      {
        named[column] = (place, Unit(code: nil, name: text))
      } else {
        open[column] = place
      }
    }
    // What stands at the same height, and is needed for the total, is a unit as well.
    let depths = Set(named.values.map(\.place))
    open = open.filter { depths.contains($0.value) }
    let total = amounts.first { column in
      paths[column].count == 1 && meanings.sum(named: paths[column][0]) != nil
    }
    let parts = Array(named.keys) + Array(open.keys)
    let isProved = total.map { UnitColumns.isSum(of: parts, $0, body) } ?? false
    if isProved {
      for (column, place) in open {
        named[column] = (place, Unit(code: nil, name: paths[column][place]))
      }
    }
    guard Set(named.values.map(\.unit.name)).count > 1 || isProved else { return }
    for (column, found) in named {
      units[column] = found.unit
      self.paths[column].remove(at: found.place)
      if found.place > 0, UnitColumns.saysUnits(paths[column][found.place - 1], meanings) {
        self.paths[column].remove(at: found.place - 1)
      }
    }
  }

  /// What the captions mean, the units among it.
  func meanings(_ words: Meanings, in statement: StatementMeaning?) -> [ColumnMeaning?] {
    var result = words.columns(paths, in: statement)
    for (column, unit) in units {
      var meaning = result[column] ?? ColumnMeaning(role: .amount)
      if result[column] == nil, paths[column].isEmpty { meaning.concept = statement?.measure }
      meaning.members["agency"] = unit.name
      meaning.members["unit_code"] = unit.code
      meaning.evidence = [unit.name, meaning.evidence].filter { !$0.isEmpty }.joined(separator: "/")
      result[column] = meaning
    }
    return result
  }

  private static func saysUnits(_ caption: String, _ meanings: Meanings) -> Bool {
    meanings.column(path: [caption], in: nil)?.dimension == "unit_code"
  }

  /// Whether the amounts of some columns add up to those of another in every row.
  private static func isSum(of parts: [Int], _ whole: Int, _ body: TableGrid) -> Bool {
    guard parts.count > 1 else { return false }
    return body.rows.allSatisfy { row in
      var sum = AmountSum()
      for column in parts {
        if let amount = try? Amount(row[column].text), !sum.add(amount) { return false }
      }
      return (try? Amount(row[whole].text)).map { $0.isSameValue(as: sum.value) } ?? true
    }
  }
}
