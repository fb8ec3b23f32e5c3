import FiscalTables

/// Findings as text for people.
enum FindingText {
  /// One line: place, severity, rule, message.
  static func line(_ finding: Finding, _ reading: Reading) -> String {
    let place = finding.locations.first.map { ":\($0)" } ?? ""
    let severity = Terminal.text(finding.severity.message)
    return
      "\(reading.document)\(place): \(severity)[\(finding.rule)] \(Terminal.text(finding.message))"
  }

  /// Everything about it, as a compiler would say it.
  static func page(_ finding: Finding, _ reading: Reading) -> [String] {
    let severity = Terminal.text(finding.severity.message)
    var lines = ["\(severity)[\(finding.rule)]: \(Terminal.text(finding.message))"]
    if let place = finding.locations.first {
      lines.append("  --> \(reading.document):\(place)")
    } else {
      lines.append("  --> \(reading.document)")
    }
    let rows = details(finding)
    let names = rows.map { Terminal.text($0.0) }
    let width = names.map(Terminal.width).max() ?? 0
    for (name, row) in zip(names, rows) {
      lines.append("   = " + Terminal.padded(name, to: width) + "  " + row.1)
    }
    return lines + [""]
  }

  /// What is known beside the message: sums, figures, source, advice, repairs.
  private static func details(_ finding: Finding) -> [(Message, String)] {
    var rows: [(Message, String)] = []
    if let sums = finding.sums {
      let unit = finding.unit
      rows.append((Message("finding.left"), side(finding, isLeft: true, sums.left, in: unit)))
      rows.append((Message("finding.right"), side(finding, isLeft: false, sums.right, in: unit)))
      rows.append(
        (
          Message("finding.difference"),
          Terminal.text(
            "finding.tolerated",
            ["difference": sums.difference, "unit": unit, "tolerance": sums.tolerance])
        ))
    }
    for operand in finding.operands where finding.sums == nil || !operand.printed.isEmpty {
      rows.append((Message("finding.figure"), figure(operand)))
    }
    if let source = finding.source {
      rows.append((Message("finding.source"), Terminal.text(source)))
    }
    if let hint = finding.hint { rows.append((Message("finding.hint"), Terminal.text(hint))) }
    for repair in finding.repairs {
      let steps = repair.map { "\($0.operand.name) \($0.operand.printed) → \($0.needed)" }
      rows.append(
        (Message("finding.repair"), steps.joined(separator: Terminal.text("finding.and"))))
    }
    return rows
  }

  private static func figure(_ operand: Finding.Operand) -> String {
    let place = operand.location.map { "  (\($0))" } ?? ""
    return "\(operand.printed)  \(operand.name)\(place)"
  }

  /// One side of a relation: its figures and their sum. Blank cells are counted.
  private static func side(
    _ finding: Finding, isLeft: Bool, _ sum: Amount, in unit: AmountUnit?
  ) -> String {
    let operands = finding.operands.filter { $0.isLeft == isLeft && $0.sign != 0 }
    let printed = operands.filter { !$0.printed.isEmpty }
    var text = ""
    for (index, operand) in printed.enumerated() {
      if operand.sign < 0 {
        text += index == 0 ? "-" : " - "
      } else if index > 0 {
        text += " + "
      }
      text += operand.printed
      // Points and shares have no unit.
      if let unit, let own = operand.unit, own != unit { text += " " + own.name }
    }
    if printed.count != 1 || printed[0].printed != sum.description {
      text += (text.isEmpty ? "" : " = ") + sum.description
    }
    let blank = operands.count - printed.count
    return text + (blank > 0 ? Terminal.text("finding.blank", ["count": blank]) : "")
  }
}
