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

  /// Kinds of files that are recognised and not read.
  package enum Kind: String, Sendable {
    /// A compound file: the binary `.xls` or `.doc`.
    case compoundFile
    /// An Office file that opens with a password only.
    case encryptedOffice
    /// Rich Text Format, mostly called `.doc`.
    case richText
    /// An OpenDocument file: `.odt`, `.ods`.
    case openDocument
    /// The national fixed-layout format, OFD.
    case fixedLayout
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
    if names.contains("ofd.xml") {
      self = .fixedLayout
    } else if names.contains("content.xml"), names.contains("mimetype") {
      self = .openDocument
    } else if names.contains("[content_types].xml") {
      return nil
    } else {
      self = .zip
    }
  }

  /// Whether a compound file holds an encrypted Office file: a stream of that name is in it.
  static func isEncrypted(_ bytes: [UInt8]) -> Bool {
    let name = Array("EncryptedPackage".utf16).flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)]
    }
    return bytes.indices.contains { bytes[$0] == name[0] && bytes[$0...].starts(with: name) }
  }
}
