import FiscalModel

/// Checks the relations of a layout or a profile: that they can be read, and that what they speak of is there.
struct RelationLint {
  let file: String
  let resolver: LayoutResolver

  /// Checks relations of a layout, the home of its own, or of a profile with its tables.
  func check(
    _ entries: [RelationEntry], home: Layout?, _ tables: [Layout], _ report: inout LintReport
  ) {
    var seen: [String: String] = [:]
    for (index, entry) in entries.enumerated() {
      let path = "$.relations[\(index)]"
      if let other = seen.updateValue(path, forKey: entry.id) {
        report.add(file, path + ".id", Message("lint.twice", ["id": entry.id, "other": other]))
      }
      do {
        let relation = try resolver.relation(entry, in: home?.panels ?? [])
        for term in relation.terms {
          guard let number = term.table else {
            guard let home else {
              report.add(file, path + ".rule", Message("lint.term-without-table"))
              continue
            }
            check(term, in: home, path + ".rule", &report)
            continue
          }
          guard let table = tables.first(where: { $0.number == number }) else {
            report.add(file, path + ".rule", Message("lint.no-table", ["number": number]))
            continue
          }
          check(term, in: table, path + ".rule", &report)
        }
      } catch {
        report.add(file, path + ".rule", Message("lint.relation", ["reason": error.reason]))
      }
    }
  }

  /// Checks that a term finds its row and column.
  private func check(
    _ term: Relation.Term, in table: Layout, _ path: String, _ report: inout LintReport
  ) {
    let lines = table.matrix.lines
    func add(_ message: String, _ key: String, _ name: String) {
      report.add(file, path, Message(message, [key: name, "table": table.number ?? table.id]))
    }
    switch term.column {
    case .numbered(let number) where !table.columns.contains { $0.number == number }:
      add("lint.no-column-number", "number", number)
    case .identified(let id):
      report.check(id, in: table.columns.map(\.id), "lint.no-column", in: file, path)
    default: break
    }
    switch term.row {
    case .line(let id): report.check(id, in: lines.map(\.id), "lint.no-line", in: file, path)
    case .named(let name) where Int(name) != nil:
      if !lines.contains(where: { $0.number == name }) { add("lint.no-row-number", "number", name) }
    case .named(let name)
    where !report.vocabulary.totals.contains(name)
      && !table.panels.contains { $0.isLabel(name.folded) }
      && !report.classifications.values.contains { $0.hasName(name) }:
      add("lint.no-row-label", "label", name)
    default: break
    }
  }
}

extension Relation {
  /// The terms of both sides; none for the levels of a classification.
  fileprivate var terms: [Term] {
    guard case .equation(let left, _, let right) = form else { return [] }
    return left + right
  }
}
