import FiscalModel
import FiscalSchema

/// What the rules say of documents, as JSON. Amounts are strings; what a finding does not have is left out.
package enum FindingsJSON {
  /// One document's part of a report.
  package struct Document: Codable, Sendable {
    fileprivate let json: JSON

    /// Makes a part: the findings, and how many equations came out in each way.
    package init(_ reading: Reading, document: String, checks: [EquationCheck]) {
      var checked: [String: JSON?] = [:]
      for verdict in [Verdict.exact, .rounding, .break] {
        checked[verdict.rawValue] = .integer(checks.count { $0.verdict == verdict })
      }
      json = .object([
        "document": .string(document), "profile": .text(reading.disclosure.profile),
        "agency": .text(reading.disclosure.agency),
        "fiscal_year": reading.disclosure.fiscalYear.map(JSON.integer),
        "checked": .object(checked),
        "findings": .array(reading.findings.map { finding($0) }),
      ])
    }
  }

  /// A report on several documents, keys in alphabetical order.
  package static func bytes(_ documents: [Document]) throws -> [UInt8] {
    try JSON.object(["documents": .array(documents.map(\.json))]).bytes(isPretty: true)
  }

  /// One finding a line.
  package static func lines(_ reading: Reading, document: String) throws -> [UInt8] {
    try reading.findings.flatMap { try finding($0, document: document).bytes(isPretty: false) }
  }

  /// A finding; with the document's name where it stands alone.
  static func finding(_ finding: Finding, document: String? = nil) -> JSON {
    let sums = finding.sums
    func operands(isLeft: Bool) -> JSON? {
      let own = finding.operands.filter { $0.isLeft == isLeft }
      return finding.operands.isEmpty ? nil : .array(own.map(operand))
    }
    let repairs = finding.repairs.map { JSON.array($0.map(correction)) }
    return .object([
      "document": .text(document), "rule": .string(finding.rule),
      "severity": .string(finding.severity.rawValue), "verdict": .text(finding.verdict?.rawValue),
      "message_zh": .string(finding.message.text(in: .chinese)),
      "message_en": .string(finding.message.text(in: .english)),
      "section": finding.section.map(JSON.integer),
      "locations": .texts(finding.locations.map(\.description)),
      "left": operands(isLeft: true), "right": operands(isLeft: false),
      "left_sum": .text(sums?.left.description), "right_sum": .text(sums?.right.description),
      "difference": .text(sums?.difference.description),
      "tolerance": .text(sums?.tolerance.description),
      "unit": .text(sums == nil ? nil : finding.unit?.name),
      "source_zh": .text(finding.source?.zh), "source_en": .text(finding.source?.en),
      "hint_zh": .text(finding.hint?.zh), "hint_en": .text(finding.hint?.en),
      "repairs": repairs.isEmpty ? nil : .array(repairs),
    ])
  }

  private static func operand(_ operand: Finding.Operand) -> JSON {
    .object([
      "cell": .string(operand.name), "source": .text(operand.location?.description),
      "sign": .integer(operand.sign), "printed": .string(operand.printed),
      "unit": .text(operand.unit?.name),
    ])
  }

  private static func correction(_ correction: Finding.Correction) -> JSON {
    .object([
      "cell": .string(correction.operand.name),
      "source": .text(correction.operand.location?.description),
      "printed": .string(correction.operand.printed),
      "needed": .string(correction.needed.description),
    ])
  }
}
