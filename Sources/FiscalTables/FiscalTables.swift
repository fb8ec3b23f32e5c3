import Documents
import FiscalLayout
// What the signatures of this module name, and what it says of units, marks and messages, comes with it,
// so that a caller needs no other import.
@_exported import FiscalModel
@_exported import FiscalSchema

/// Reads the tables of published budgets and final accounts: the way in.
///
///     let disclosure = try FiscalTables.read("2021.pdf")
///     for finding in disclosure.check() { print(finding.message.text(in: .english)) }
///     try disclosure.write(to: "2021.xlsx")
///
/// An instance has the schemas, which take some milliseconds to read, and may be used from any thread.
/// The functions of the type use one with the schemas that come with the library.
public struct FiscalTables: Sendable {
  package let catalogue: Catalogue
  /// What a person says of the columns of exports, or nil to find it.
  package var map: ExportMap?

  /// Reads the schemas that come with the library and those of further folders, whose profiles are added
  /// or, where the identifier is the same, replace them.
  ///
  /// - Throws: ``FileError`` for a schema that is wrong or missing.
  public init(schemas folders: [String] = []) throws(FileError) {
    do {
      catalogue = try Catalogue.bundled(additional: folders)
    } catch {
      throw FileError("schemas.unreadable", ["reason": "\(error)"])
    }
  }

  /// The identifiers of the profiles, such as `wuhan-final-accounts-2021`.
  public var profiles: [String] { catalogue.profiles.map(\.id) }

  /// The largest file that is read, in bytes.
  package static let byteBound = Document.defaultByteBound

  /// Reads the disclosures of a file or of a folder of tables, one for each agency, in their order.
  ///
  /// - Parameters:
  ///   - path: a PDF, Word file, web page, workbook, CSV or text, or a folder that was written as CSV.
  ///   - profile: the identifier of the profile to read with, or nil to find it.
  /// - Returns: at least one disclosure.
  /// - Throws: ``FileError`` for a file that cannot be read or has no table.
  public func readAll(
    _ path: String, profile: String? = nil
  ) throws(FileError) -> [DisclosureDocument] {
    try readAll(SourceFile(path), profile: profile)
  }

  /// Reads the disclosures of a file's bytes, one for each agency, in their order.
  ///
  /// - Parameters:
  ///   - bytes: the file; the content decides what it is.
  ///   - name: what the file is called in findings.
  ///   - profile: the identifier of the profile to read with, or nil to find it.
  /// - Returns: at least one disclosure.
  /// - Throws: ``FileError`` for a file that cannot be read or has no table.
  public func readAll(
    _ bytes: [UInt8], named name: String, profile: String? = nil
  ) throws(FileError) -> [DisclosureDocument] {
    try readAll(SourceFile(named: name, bytes: bytes), profile: profile)
  }

  /// Reads the disclosure of a file or of a folder of tables.
  ///
  /// - Parameters:
  ///   - path: a PDF, Word file, web page, workbook, CSV or text, or a folder that was written as CSV.
  ///   - profile: the identifier of the profile to read with, or nil to find it.
  ///   - agency: the name or the code of the agency, which a file with the tables of several needs.
  /// - Returns: the disclosure; it is not checked yet.
  /// - Throws: ``FileError`` for a file that cannot be read, or has no table, or no or several disclosures
  ///   of that agency.
  public func read(
    _ path: String, profile: String? = nil, agency: String? = nil
  ) throws(FileError) -> DisclosureDocument {
    try FiscalTables.one(of: readAll(path, profile: profile), agency)
  }

  /// Reads the disclosure of a file's bytes; see ``read(_:profile:agency:)``.
  public func read(
    _ bytes: [UInt8], named name: String, profile: String? = nil, agency: String? = nil
  ) throws(FileError) -> DisclosureDocument {
    try FiscalTables.one(of: readAll(bytes, named: name, profile: profile), agency)
  }

  private static let bundled = Result { () throws(FileError) in try FiscalTables() }

  /// Reads the disclosure of a file or of a folder of tables with the schemas that come with the library.
  public static func read(
    _ path: String, profile: String? = nil, agency: String? = nil
  ) throws(FileError) -> DisclosureDocument {
    try bundled.get().read(path, profile: profile, agency: agency)
  }

  /// Reads the disclosure of a file's bytes with the schemas that come with the library.
  public static func read(
    _ bytes: [UInt8], named name: String, profile: String? = nil, agency: String? = nil
  ) throws(FileError) -> DisclosureDocument {
    try bundled.get().read(bytes, named: name, profile: profile, agency: agency)
  }

  private static func one(
    of documents: [DisclosureDocument], _ agency: String?
  ) throws(FileError) -> DisclosureDocument {
    let meant = documents.filter { document in
      guard let agency else { return true }
      return [document.disclosure.agency, document.disclosure.agencyCode].contains(agency)
    }
    guard meant.count == 1 else {
      throw FileError(
        "input.agencies",
        [
          "count": meant.count, "wanted": agency,
          "agencies": documents.compactMap { $0.disclosure.agency ?? $0.disclosure.agencyCode },
        ])
    }
    return meant[0]
  }

  /// Reads the disclosures of what is in memory.
  package func readAll(
    _ file: SourceFile, profile: String? = nil
  ) throws(FileError) -> [DisclosureDocument] {
    let document = try file.document()
    do {
      var sections = 0
      return try DisclosureReader(catalogue: catalogue, profile: profile, map: map)
        .readings(document).map { reading in
          var reading = reading
          reading.document = file.path ?? file.name
          reading.firstSection = sections
          sections += reading.disclosure.sections.count
          return DisclosureDocument(reading, of: document, catalogue)
        }
    } catch {
      switch error {
      case .unknownProfile(let id): throw FileError("option.unknown-schema", ["id": id])
      case .schemas(let error): throw FileError("schemas.unreadable", ["reason": "\(error)"])
      case .noTables:
        if let reason = document.reasonForNoTables {
          throw FileError("input.no-tables-because", ["reason": reason])
        }
        throw FileError("input.no-tables", ["profiles": profiles], isForeign: true)
      }
    }
  }
}

extension Document {
  /// Why it has no tables, where what was left out of it may tell.
  fileprivate var reasonForNoTables: Message? {
    repairs.lazy.compactMap { repair in
      switch repair.kind {
      case .rebuilt(let complaint): Message("read/rebuilt-pdf", ["complaint": complaint])
      case .unreadObjects(let count): Message("read/unread-objects", ["count": count])
      default: nil
      }
    }.first
  }
}
