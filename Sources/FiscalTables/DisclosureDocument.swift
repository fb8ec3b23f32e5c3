import Documents
import FiscalLayout
import FiscalValidation

/// A disclosure that was read from a file, with where everything stands in it and what is questionable.
///
/// The members of ``disclosure`` are its own: `sections`, `agency`, `fiscalYear`.
@dynamicMemberLookup
public struct DisclosureDocument: Sendable {
  /// The file as pages of lines and grids.
  package let document: Document
  let catalogue: Catalogue
  private var read: Reading
  /// What was found since: by converting and writing.
  private var later: [Finding] = []
  private let derived = Derived()

  init(_ reading: Reading, of document: Document, _ catalogue: Catalogue) {
    read = reading
    self.document = document
    self.catalogue = catalogue
  }

  /// The name of the file.
  public var name: String { read.document }

  /// The value: agency, year, stage and sections.
  public var disclosure: Disclosure { read.disclosure }

  /// A member of the value.
  public subscript<Member>(dynamicMember path: KeyPath<Disclosure, Member>) -> Member {
    read.disclosure[keyPath: path]
  }

  /// What the rules say of it; they are looked at when this is first asked for.
  package var report: Validator.Report {
    derived.value { Validator(catalogue: catalogue).validate(read) }
  }

  /// What is questionable: about reading, by the official relations and the built-in rules, which are
  /// looked at when this is first asked for, and about what was made of it since.
  ///
  /// - Complexity: the first time linear in cells, relations and narrative.
  public func check() -> [Finding] { read.findings + report.findings + later }

  /// What was read, with all findings.
  package var reading: Reading {
    var reading = read
    reading.findings = check()
    return reading
  }

  /// Each amount, or its absence, with everything that says what it is.
  ///
  /// - Complexity: O(cells).
  public var facts: [Fact] { read.facts(catalogue) }

  /// The disclosure in the forms of another profile of the same stage, by its facts; what these forms
  /// cannot hold is a finding.
  ///
  /// - Throws: ``FileError`` for a profile that is not known or is of another stage.
  public func translated(to profile: String) throws(FileError) -> DisclosureDocument {
    guard disclosure.profile != profile else { return self }
    do {
      let reading = try Translator(catalogue: catalogue).translate(reading, to: profile)
      return DisclosureDocument(reading, of: document, catalogue)
    } catch {
      switch error {
      case .unknownProfile(let id): throw FileError("option.unknown-schema", ["id": id])
      case .otherStage(let source, let target):
        throw FileError(
          "translate.other-stage",
          ["source": source, "target": target.stage, "profile": target.id])
      }
    }
  }

  /// The disclosure with its amounts in another unit.
  ///
  /// - Parameters:
  ///   - unit: the unit.
  ///   - rounding: whether amounts that need more decimals than the form prints are rounded, each a finding.
  /// - Returns: the same with other amounts; what the rules say of it stays.
  /// - Throws: ``FileError`` that names the first amount that does not fit.
  public func converted(
    to unit: AmountUnit, rounding: Bool = false
  ) throws(FileError) -> DisclosureDocument {
    var result = self
    do {
      let known = reading
      let converted = try known.converted(to: unit, rounding: rounding, catalogue)
      result.read.disclosure = converted.disclosure
      result.later += converted.findings.dropFirst(known.findings.count)
    } catch {
      throw FileError(Message(error))
    }
    return result
  }

  /// Adds what was found when it was written.
  package mutating func add(_ findings: [Finding]) { later += findings }
}
