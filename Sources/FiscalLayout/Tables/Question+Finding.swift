import FiscalModel

extension SectionBuilder.Question {
  /// The finding at a place.
  func finding(at location: Location) -> Finding {
    rule.finding(at: location)
  }

  private var rule: ReadingRule {
    switch self {
    case .unknownTable(let title, let captions):
      .repair("unknown-table", .note, BilingualText(zh: "\(title) \(captions)", en: "\(title) \(captions)"))
    case .unknownColumns(let captions):
      .repair("unknown-columns", .note, BilingualText(zh: "\(captions)", en: "\(captions)"))
    case .unknownUnit: .repair("unknown-unit", .warning, BilingualText(zh: "", en: "no unit"))
    case .unreadableAmount(let raw): .textAmongAmounts(raw)
    case .joinedAmount(let raw): .joinedAmount(raw)
    case .repairedAmount(let raw, let amount): .repair("repaired", .note, BilingualText(zh: "\(raw) \(amount)", en: "\(raw) \(amount)"))
    case .placing(let placing, let text): ReadingRule(placing, text) ?? .joinedAmount(text)
    case .repeatedHeading(let rows): .repeatedHeading(rows)
    }
  }
}
