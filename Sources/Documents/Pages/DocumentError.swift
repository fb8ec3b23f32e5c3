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
    /// A compound file that holds no text: the binary `.xls`.
    case compoundFile
    /// An Office file that opens with a password only.
    case encryptedOffice
    /// An OpenDocument file that is no text: `.ods`.
    case openDocument
    /// A web archive, or a message, without any web page in it.
    case archiveWithoutPage
    /// Another XML file.
    case xml
    /// A ZIP archive that is no workbook.
    case zip
  }
}

extension DocumentError.Kind {
  /// What an archive is that is neither a workbook nor a Word file; nil where it may be a workbook.
  init?(_ archive: ZipArchive) {
    let names = archive.entries.lazy.map { $0.name.lowercased() }
    if names.contains(where: { $0.hasPrefix("xl/") || $0.hasPrefix("xl\\") }) { return nil }
    if names.contains("content.xml"), names.contains("mimetype") {
      self = .openDocument
    } else if names.contains("[content_types].xml") {
      return nil
    } else {
      self = .zip
    }
  }

  /// Whether a compound file holds an encrypted Office file.
  static func isEncrypted(_ bytes: [UInt8]) -> Bool { hasEntry("EncryptedPackage", in: bytes) }

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
