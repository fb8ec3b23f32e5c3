import FiscalModel

/// What is said of an export that was understood.
enum ExportRule {
  /// Which table it is, and how sure that is.
  case table(Layout, Double, columns: Int)
  /// Tables that it might be as well.
  case rivalTables(Layout, [Layout])
  /// A column whose captions are not the form's.
  case matchedColumn(String, String, MatchEvidence, Double)
  /// A column of the form that several of the export fit.
  case ambiguousColumn(String, [String])
  /// A column of the form that the export does not have.
  case missingColumn(String)
  /// A column of the export that the form does not have, with how many cells it fills.
  case extraColumn(String, Int)
  /// A code that was restored.
  case repairedCode(String, String)
  /// Digits that were a code, and nothing proves which.
  case unprovedCode(String)
  /// An amount in other than plain digits.
  case repairedAmount(String, Amount)
  /// One agency of several in the file.
  case agency(String, of: Int)
  /// An official table made of the rows of a long export: how many.
  case pivoted(Layout, Int)
  /// Rows of a long export that no table has a place for: how many.
  case unpivoted(Int)
  /// A row that adds up others, checked or left out so that nothing counts twice.
  case sumRow(Amount)
  /// A row of totals that is not the sum of the rows.
  case wrongTotal(Amount, Amount)

  private var description: (id: String, severity: Severity, message: BilingualText) {
    switch self {
    case .table(let layout, let score, let columns):
      ("export-table", .note, Wording.exportTable(layout.id, layout.title, percent(score), columns))
    case .rivalTables(let layout, let others):
      (
        "ambiguous-table", .warning,
        Wording.rivalTables(layout.title, others.map { "\($0.id) \($0.title)" })
      )
    case .matchedColumn(let source, let target, .similar, let score):
      (
        "similar-column", .warning,
        Wording.matchedColumn(source, target, MatchEvidence.similar.rawValue, percent(score))
      )
    case .matchedColumn(let source, let target, let evidence, let score):
      (
        "matched-column", .note,
        Wording.matchedColumn(source, target, evidence.rawValue, percent(score))
      )
    case .ambiguousColumn(let name, let sources):
      ("ambiguous-column", .warning, Wording.ambiguousColumn(name, sources))
    case .missingColumn(let name): ("missing-column", .warning, Wording.missingColumn(name))
    case .extraColumn(let name, let count):
      ("extra-column", .note, Wording.extraColumn(name, count))
    case .repairedCode(let raw, let code):
      ("repaired-code", .note, Wording.repairedCode(raw, code))
    case .unprovedCode(let raw): ("unproved-code", .warning, Wording.unprovedCode(raw))
    case .repairedAmount(let raw, let amount):
      ("repaired-amount", .note, Wording.repairedAmount(raw, amount))
    case .agency(let name, let count): ("one-agency", .note, Wording.oneAgency(name, count))
    case .pivoted(let layout, let count):
      ("pivoted-table", .note, Wording.pivotedTable(layout.id, layout.title, count))
    case .unpivoted(let count): ("unpivoted-rows", .warning, Wording.unpivotedRows(count))
    case .sumRow(let amount): ("sum-row", .note, Wording.sumRow(amount))
    case .wrongTotal(let printed, let sum):
      ("wrong-total", .warning, Wording.wrongTotal(printed, sum))
    }
  }

  private func percent(_ score: Double) -> Int { Int((score * 100).rounded()) }

  /// The finding, with its place where it has one.
  func finding(at location: Location? = nil) -> Finding {
    let (id, severity, message) = description
    return Finding(
      rule: "read/" + id, severity: severity, message: message,
      locations: location.map { [$0] } ?? [])
  }
}
