import Spreadsheet
import Zip

/// Why a file is no document that can be read.
package enum DocumentError: Error, Sendable, Equatable {
  /// There is nothing in it.
  case empty
  /// It is larger than the bound.
  case tooLarge(bytes: Int, bound: Int)
  /// It is of a known kind that is not read: an old binary workbook, a web page.
  case unsupported(Kind)
  /// It is neither text nor a known kind.
  case notText(offset: Int)
  /// A text that is in none of the encodings, with the first byte that fails.
  case undecodable(TextEncodingError)
  /// A workbook that cannot be read.
  case workbook(String)
  /// A delimited text that cannot be read.
  case delimited(String)
  /// A Word file that cannot be read.
  case word(String)
  /// A web page that cannot be read.
  case web(String)
  /// A program that is needed is not there; the package that has it.
  case missingTool(package: String)
  /// A PDF that cannot be read.
  case pdf(PDFProblem)
  /// A file that LibreOffice could not make a Word file of.
  case office(OfficeProblem)
  /// An OFD file that cannot be read.
  case ofd(OFDProblem)

  /// Why a PDF cannot be read.
  package enum PDFProblem: Sendable, Equatable {
    /// Its pages are pictures, without any text.
    case scanned
    /// It opens with a password only, or forbids to take its text.
    case encrypted
    /// It has more pages than the bound.
    case tooManyPages(bound: Int)
    /// What is written and drawn on its pages is more than the bound.
    case tooMuch
    /// Reading it took longer than the bound.
    case tooSlow(seconds: Int)
    /// It is no whole PDF.
    case damaged
    /// The programs could not be started.
    case cannotStart
  }

  /// Why LibreOffice made no Word file of a file.
  package enum OfficeProblem: Sendable, Equatable {
    /// It took longer than the bound.
    case tooSlow(seconds: Int)
    /// It could not: what it said.
    case failed(String)
    /// It could not be started.
    case cannotStart
  }

  /// Why an OFD file cannot be read.
  package enum OFDProblem: Sendable, Equatable {
    /// Nothing is written on its pages.
    case scanned
    /// It opens with a key only.
    case encrypted
    /// It has more pages than the bound.
    case tooManyPages(bound: Int)
    /// What is in it, or drawn on its pages, is more than the bound.
    case tooMuch
    /// A part is missing or is not what it should be.
    case damaged(String)
  }

  /// Kinds of files that are recognised and not read.
  package enum Kind: String, Sendable {
    /// A compound file that is neither a workbook nor a text: `.ppt`.
    case compoundFile
    /// An Office file that opens with a password only.
    case encryptedOffice
    /// An OpenDocument file that is neither a text nor a spreadsheet: `.odp`.
    case openDocument
    /// A web archive, or a message, without any web page in it.
    case archiveWithoutPage
    /// Another XML file.
    case xml
    /// A Word file, where a spreadsheet is wanted.
    case word
    /// A ZIP archive that is no workbook.
    case zip
    /// An archive of another kind: RAR, 7z, tar.
    case otherArchive
    /// A file of columns: Parquet, Arrow, ORC, Avro.
    case columns
    /// A database: SQLite, Access.
    case database
    /// A table of dBase or FoxPro.
    case dBase
    /// A sheet in SYLK or DIF.
    case exchangedSheet
    /// A workbook of Lotus 1-2-3, or of Excel 2 to 4.
    case oldWorkbook
    /// A workbook of Apple's Numbers.
    case numbers
    /// A picture.
    case picture
  }
}

extension DocumentError.Kind {
  /// What an archive is that is neither a workbook nor a Word file; nil where it may be a workbook.
  init?(_ archive: ZipArchive) {
    let names = archive.entries.lazy.map { $0.name.lowercased() }
    if names.contains(where: { $0.hasPrefix("xl/") || $0.hasPrefix("xl\\") }) { return nil }
    if names.contains(where: { $0.hasSuffix(".iwa") || $0 == "index.zip" }) {
      self = .numbers
    } else if names.contains("content.xml"), let kind = archive.entry(named: "mimetype") {
      let name = (try? archive.read(kind)).map { String(decoding: $0, as: UTF8.self) }
      if name?.contains("opendocument.spreadsheet") ?? true { return nil }
      self = .openDocument
    } else if names.contains("[content_types].xml") {
      return nil
    } else {
      self = .zip
    }
  }

  /// What a file is that turned out to be no workbook that is read; nil for a damaged one.
  package init?(_ error: SpreadsheetError) {
    switch error.code {
    case .password: self = .encryptedOffice
    case .otherKind: self = .compoundFile
    default: return nil
    }
  }

  /// Whether a compound file has a stream of this name: entries of its directory stand at multiples of their
  /// size, 128 bytes, and begin with their name.
  static func hasEntry(_ name: String, in bytes: [UInt8]) -> Bool {
    let name: [UInt8] = (Array(name.utf16) + [0]).flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)]
    }
    return stride(from: 512, to: bytes.count, by: 128).contains {
      bytes[$0...].starts(with: name)
    }
  }
}
