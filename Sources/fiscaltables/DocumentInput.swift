import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import FiscalValidation

/// A document that was read and checked: what every subcommand starts from.
struct DocumentInput {
  let document: Document
  /// What was read, with what reading and checking found.
  var reading: Reading
  private(set) var report: Validator.Report
  var verdicts: [Verdict?] { report.verdicts }

  /// Reads a path, finds its tables and checks them.
  ///
  /// - Throws: ``FileError`` with a message that says what is wrong and what to do.
  init(path: String, catalogue: Catalogue, map: ExportMap? = nil) throws(FileError) {
    let bound = Document.defaultByteBound
    let folder = TableFolder.isOne(path) ? try TableFolder(path, bound: bound) : nil
    let bytes = folder == nil ? try InputFile.bytes(path, bound: bound) : []
    try self.init(path: path, bytes: bytes, folder: folder, catalogue: catalogue, map: map)
  }

  /// Finds the tables in the bytes, or the files, that were read from a path, and checks them.
  init(
    path: String, bytes: [UInt8], folder: TableFolder? = nil, catalogue: Catalogue,
    map: ExportMap? = nil
  ) throws(FileError) {
    let name = path == "-" ? Terminal.text("input.standard") : DocumentInput.baseName(path)
    do {
      if let folder {
        document = try Document(name: name, files: folder.files)
      } else {
        document = try Document(
          name: name, bytes: bytes, omitting: DisclosureReader.isWithoutTables)
      }
    } catch {
      throw FileError(DocumentInput.explain(error), isForeign: error.isForeign)
    }
    do {
      let readings = try DisclosureReader(catalogue: catalogue, map: map).readings(document)
      others = Array(readings.dropFirst())
      guard let first = readings.first else { throw ReadingError.noTables }
      reading = first
    } catch {
      if let reason = DocumentInput.reason(document.repairs) {
        throw FileError("input.no-tables-because", ["reason": reason])
      }
      throw FileError(
        "input.no-tables", ["profiles": catalogue.profiles.map(\.id)], isForeign: true)
    }
    report = Validator(catalogue: catalogue).validate(reading)
    reading.findings += report.findings
  }

  /// The further disclosures of a file that holds several agencies' tables.
  private let others: [Reading]

  /// Each disclosure of the file, this one first.
  func all(_ catalogue: Catalogue) -> [DocumentInput] {
    [self] + others.map { DocumentInput(document, $0, catalogue) }
  }

  private init(_ document: Document, _ reading: Reading, _ catalogue: Catalogue) {
    self.document = document
    self.reading = reading
    others = []
    report = Validator(catalogue: catalogue).validate(reading)
    self.reading.findings += report.findings
  }

  /// Writes the tables in the forms of another profile, and checks them against its relations.
  ///
  /// - Throws: ``FileError`` where the profile is of another stage.
  mutating func translate(to profile: String, _ catalogue: Catalogue) throws(FileError) {
    guard reading.disclosure.profile != profile else { return }
    do {
      reading = try Translator(catalogue: catalogue).translate(reading, to: profile)
    } catch {
      switch error {
      case .unknownProfile(let id): throw FileError("option.unknown-schema", ["id": id])
      case .otherStage(let source, let target):
        throw FileError(
          "translate.other-stage",
          ["source": source, "target": target.stage, "profile": target.id])
      }
    }
    report = Validator(catalogue: catalogue).validate(reading)
    reading.findings += report.findings
  }

  static func baseName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  static func stem(_ path: String) -> String {
    let name = path == "-" ? "stdin" : baseName(path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// Why a document has no tables, where what was left out of it may tell.
  private static func reason(_ repairs: [Document.Repair]) -> Message? {
    repairs.lazy.compactMap { repair in
      switch repair.kind {
      case .rebuilt(let complaint): Message("read/rebuilt-pdf", ["complaint": complaint])
      case .unreadObjects(let count): Message("read/unread-objects", ["count": count])
      default: nil
      }
    }.first
  }

  static func explain(_ error: DocumentError) -> Message {
    switch error {
    case .empty: Message("input.empty")
    case .tooLarge(let bytes, let bound):
      Message("input.too-large", ["bytes": bytes, "bound": bound])
    case .unsupported(let kind): Message("input.unsupported.\(kind.rawValue)")
    case .notText(let offset): Message("input.not-text", ["offset": offset])
    case .undecodable(let error): Message(error)
    case .workbook(let reason): Message("input.bad-workbook", ["reason": reason])
    case .delimited(let reason): Message("input.bad-csv", ["reason": reason])
    case .word(let reason): Message("input.bad-word-file", ["reason": reason])
    case .web(let reason): Message("input.bad-web-page", ["reason": reason])
    case .missingTool(let package): Message("pdf.missing-tool", ["package": package])
    case .pdf(let problem):
      switch problem {
      case .scanned: Message("pdf.scanned")
      case .encrypted: Message("pdf.encrypted")
      case .tooManyPages(let bound): Message("pdf.too-many-pages", ["bound": bound])
      case .tooMuch: Message("pdf.too-much")
      case .tooSlow(let seconds): Message("pdf.too-slow", ["seconds": seconds])
      case .damaged: Message("pdf.damaged")
      case .cannotStart: Message("pdf.cannot-start")
      }
    }
  }
}

extension DocumentError {
  /// Whether the file is of another kind altogether, rather than damaged.
  fileprivate var isForeign: Bool {
    switch self {
    case .empty, .unsupported, .notText: true
    case .tooLarge, .undecodable, .workbook, .delimited, .word, .web, .missingTool, .pdf: false
    }
  }
}
