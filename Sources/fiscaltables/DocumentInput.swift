import Documents
import FiscalLayout
import FiscalModel
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
    let name = path == "-" ? Terminal.text(Wording.standardInput) : DocumentInput.baseName(path)
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
        throw FileError(Wording.noTables(reason))
      }
      throw FileError(Wording.noTables(catalogue.profiles.map(\.id)), isForeign: true)
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
      case .unknownProfile(let id): throw FileError(Wording.unknownSchema(id, near: nil))
      case .otherStage(let source, let target):
        throw FileError(Wording.Translation.otherStage(source, target))
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
  private static func reason(_ repairs: [Document.Repair]) -> BilingualText? {
    repairs.lazy.compactMap { repair in
      switch repair.kind {
      case .rebuilt(let complaint): Wording.PDF.rebuilt(complaint)
      case .unreadObjects(let count): Wording.Markup.unreadObjects(count)
      default: nil
      }
    }.first
  }

  static func explain(_ error: DocumentError) -> BilingualText {
    switch error {
    case .empty: Wording.emptyFile
    case .tooLarge(let bytes, let bound): Wording.tooLarge(bytes: bytes, bound: bound)
    case .unsupported(let kind): Wording.unsupported(kind.rawValue)
    case .notText(let offset): Wording.notText(offset: offset)
    case .undecodable(let error): Wording.encodingFailed(error)
    case .workbook(let reason): Wording.badWorkbook(reason)
    case .delimited(let reason): Wording.badDelimited(reason)
    case .word(let reason): Wording.badWordFile(reason)
    case .web(let reason): Wording.badWebPage(reason)
    case .missingTool(let package): Wording.PDF.missingTool(package: package)
    case .pdf(let problem):
      switch problem {
      case .scanned: Wording.PDF.scanned
      case .encrypted: Wording.PDF.encrypted
      case .tooManyPages(let bound): Wording.PDF.tooManyPages(bound: bound)
      case .tooMuch: Wording.PDF.tooMuch
      case .tooSlow(let seconds): Wording.PDF.tooSlow(seconds: seconds)
      case .damaged: Wording.PDF.damaged
      case .cannotStart: Wording.PDF.cannotStart
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
