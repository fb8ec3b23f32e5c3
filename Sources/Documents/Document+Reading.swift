import Spreadsheet
import Zip

extension Document {
  /// Whether a file that begins with these bytes is a web page or a web archive, whatever its name says:
  /// many a `.xls` is one.
  package static func isWebPage(_ head: [UInt8]) -> Bool {
    // UTF-16 has the marks of a page with zeros between them.
    let text = String(decoding: head.prefix(8192).filter { $0 != 0 }, as: UTF8.self)
    return WebPages.isArchive(head) || WebPages.isPage(text)
  }

  /// What the program by which PDFs are read says of its version; nil where there is none.
  package static var toolVersion: String? { PDFPages.version }

  /// The bound on a file's size unless another is given: 256 MiB.
  package static let defaultByteBound = 256 << 20

  /// Reads a file's bytes; the content decides what it is, never its name.
  ///
  /// - Parameters:
  ///   - name: what the file is called in messages.
  ///   - bytes: the file.
  ///   - byteBound: how many bytes the file may have.
  ///   - omits: says by the name of a workbook's sheet and the first row of it that holds anything whether
  ///     no more of the sheet is wanted; such a page has that row alone.
  /// - Throws: ``DocumentError``.
  /// - Complexity: O(*n*) in the number of bytes.
  package init(
    name: String, bytes: [UInt8], byteBound: Int = Document.defaultByteBound,
    omitting omits: (_ sheet: String, _ firstRow: [String]) -> Bool = { _, _ in false }
  ) throws(DocumentError) {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= byteBound else { throw .tooLarge(bytes: bytes.count, bound: byteBound) }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
    {
      let archive = try? ZipArchive(bytes)
      if let archive, let part = WordPages.part(of: archive) {
        self = try WordPages.document(name: name, archive: archive, part: part)
      } else if let archive, OFDPages.isOFD(archive) {
        self = try OFDPages.document(name: name, archive: archive)
      } else if let archive, let kind = OfficePages.kind(archive) {
        self = try OfficePages.document(name: name, bytes: bytes, kind: kind)
      } else if let archive, let kind = DocumentError.Kind(archive) {
        throw .unsupported(kind)
      } else {
        self = try WorkbookPages.document(name: name, bytes: bytes, omitting: omits)
      }
      return
    }
    if PDFPages.isPDF(bytes) {
      self = try PDFPages.document(name: name, bytes: bytes)
      return
    }
    if let kind = OfficePages.kind(bytes) {
      self = try OfficePages.document(name: name, bytes: bytes, kind: kind)
      return
    }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      throw .unsupported(DocumentError.Kind.isEncrypted(bytes) ? .encryptedOffice : .compoundFile)
    }
    if WebPages.isArchive(bytes) {
      self = try WebPages.archive(name: name, bytes: bytes)
      return
    }
    if WorkbookFile.format(bytes) == .spreadsheetML {
      self = try WorkbookPages.document(name: name, bytes: bytes, omitting: omits)
      return
    }
    let (text, encoding, evidence) = try Document.decode(bytes)
    if WebPages.isPage(text) {
      self = try WebPages.document(name: name, text: text, encoding: encoding.rawValue)
      self.evidence = evidence
      return
    }
    if text.prefix(1024).drop(while: \.isWhitespace).hasPrefix("<?xml") {
      throw .unsupported(.xml)
    }
    self = try TextPages.document(
      name: name, text: text, bytes: bytes, encoding: encoding)
    self.evidence = evidence
    guard pages.contains(where: { !$0.lines.isEmpty }) else { throw .empty }
  }

  /// Makes a document of CSV files, each a page that its name names.
  ///
  /// - Throws: ``DocumentError``.
  package init(
    name: String, files: [(name: String, bytes: [UInt8])]
  ) throws(DocumentError) {
    var pages: [Page] = []
    var encoding = TextEncoding.utf8
    for (index, file) in files.enumerated() {
      let table: CSVTable
      do {
        table = try CSVReader(delimiter: UInt8(ascii: ",")).table(file.bytes)
      } catch {
        throw .delimited("\(file.name).csv: \(error)")
      }
      encoding = table.report.encoding
      pages.append(
        Page(name: file.name, number: index + 1, lines: TextPages.lines(of: table, page: 1)))
    }
    self.init(name: name, form: .delimitedText, encoding: encoding.rawValue, pages: pages)
  }

  private static func decode(
    _ bytes: [UInt8]
  ) throws(DocumentError) -> (String, TextEncoding, EncodingEvidence) {
    let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    let control = isWide ? nil : bytes.firstIndex(where: isControl)
    let decoded: (text: String, encoding: TextEncoding, evidence: EncodingEvidence)
    do throws(TextEncodingError) {
      decoded = try TextEncoding.decode(bytes)
    } catch {
      throw control.map { .notText(offset: $0) } ?? .undecodable(error)
    }
    // A NUL stands in no text but UTF-16, nor do most control characters.
    if let control, decoded.evidence != .zeros { throw .notText(offset: control) }
    return decoded
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && !(0x09...0x0D).contains(byte) && byte != 0x1A
  }
}
