import FiscalModel
import Foundation

/// A finding as JSON. Amounts are strings; what a finding does not have is left out.
public struct FindingRecord: Encodable {
  private var document: String?
  private var rule: String
  private var severity: Severity
  private var verdict: Verdict?
  private var messageZh: String
  private var messageEn: String
  private var section: Int?
  private var locations: [String]
  private var left: [Operand]?
  private var right: [Operand]?
  private var leftSum: String?
  private var rightSum: String?
  private var difference: String?
  private var tolerance: String?
  private var unit: String?
  private var sourceZh: String?
  private var sourceEn: String?
  private var hintZh: String?
  private var hintEn: String?
  private var repairs: [[Correction]]?

  private struct Operand: Encodable {
    var cell: String
    var source: String?
    var sign: Int
    var printed: String
    var unit: String?

    init(_ operand: Finding.Operand) {
      cell = operand.name
      source = operand.location?.description
      sign = operand.sign
      printed = operand.printed
      unit = operand.unit?.name
    }
  }

  private struct Correction: Encodable {
    var cell: String
    var source: String?
    var printed: String
    var needed: String

    init(_ correction: Finding.Correction) {
      cell = correction.operand.name
      source = correction.operand.location?.description
      printed = correction.operand.printed
      needed = correction.needed.description
    }
  }

  /// - Parameters:
  ///   - finding: the finding.
  ///   - document: the document's name, where the record stands alone.
  public init(_ finding: Finding, document: String? = nil) {
    self.document = document
    rule = finding.rule
    severity = finding.severity
    verdict = finding.verdict
    messageZh = finding.message.zh
    messageEn = finding.message.en
    section = finding.section
    locations = finding.locations.map(\.description)
    if !finding.operands.isEmpty {
      left = finding.operands.filter(\.isLeft).map(Operand.init)
      right = finding.operands.filter { !$0.isLeft }.map(Operand.init)
    }
    if let sums = finding.sums {
      leftSum = sums.left.description
      rightSum = sums.right.description
      difference = sums.difference.description
      tolerance = sums.tolerance.description
      unit = finding.unit?.name
    }
    sourceZh = finding.source?.zh
    sourceEn = finding.source?.en
    hintZh = finding.hint?.zh
    hintEn = finding.hint?.en
    if !finding.repairs.isEmpty { repairs = finding.repairs.map { $0.map(Correction.init) } }
  }
}

/// What the rules say of documents, as JSON.
public enum FindingsJSON {
  /// One document's part of a report.
  public struct Document: Encodable {
    var document: String
    var profile: String?
    var agency: String?
    var fiscalYear: Int?
    /// How many equations came out in each way.
    var checked: [String: Int]
    var findings: [FindingRecord]

    /// Makes a part.
    public init(_ reading: Reading, document: String, checks: [EquationCheck]) {
      self.document = document
      profile = reading.disclosure.profile
      agency = reading.disclosure.agency
      fiscalYear = reading.disclosure.fiscalYear
      checked = [:]
      for verdict in [Verdict.exact, .rounding, .break] {
        checked[verdict.rawValue] = checks.count { $0.verdict == verdict }
      }
      findings = reading.findings.map { FindingRecord($0) }
    }
  }

  /// A report on several documents, keys in alphabetical order.
  public static func bytes(_ documents: [Document]) throws -> [UInt8] {
    let encoder = encoder
    encoder.outputFormatting.insert(.prettyPrinted)
    return [UInt8](try encoder.encode(["documents": documents])) + [UInt8(ascii: "\n")]
  }

  /// One finding a line.
  public static func lines(_ reading: Reading, document: String) throws -> [UInt8] {
    let encoder = encoder
    var bytes: [UInt8] = []
    for finding in reading.findings {
      bytes += try encoder.encode(FindingRecord(finding, document: document))
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return encoder
  }
}
