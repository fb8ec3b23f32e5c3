import Foundation
import TestSupport
import Testing
import Zip

@testable import Documents

/// What needs LibreOffice: without it these files are refused, and the package is named.
struct OfficeTests {
  private static let isThere = ToolRun.path(of: "soffice") != nil
  private static let text = Array(#"{\rtf1\ansi 1,234.00\par}"#.utf8)

  /// A compound file with entries of these names, and nothing else that such a file has.
  private func compound(_ names: String...) -> [UInt8] {
    let header = [0xD0, 0xCF, 0x11, 0xE0] + [UInt8](repeating: 0, count: 508)
    return names.reduce(header) { bytes, name in
      let entry = (name + "\0").utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      return bytes + entry + [UInt8](repeating: 0, count: 128 - entry.count)
    }
  }

  @Test func theContentTellsTheKind() throws {
    #expect(OfficePages.kind(Self.text) == .rtf)
    #expect(OfficePages.kind(compound("Root Entry", "1Table", "WordDocument")) == .doc)
    #expect(OfficePages.kind(compound("Root Entry", "Workbook")) == nil)
    #expect(OfficePages.kind(compound("Root Entry", "WordDocumentX")) == nil)
    for (type, kind) in [("text", OfficePages.Kind.odt), ("spreadsheet", nil)] {
      var writer = ZipWriter()
      try writer.add("mimetype", Array("application/vnd.oasis.opendocument.\(type)".utf8))
      #expect(try OfficePages.kind(ZipArchive(writer.finish())) == kind)
    }
  }

  @Test(.enabled(if: isThere, "needs libreoffice-writer")) func textIsConverted() throws {
    let document = try Document(name: "a.doc", bytes: Self.text)
    #expect(document.form == .word)
    #expect(document.pages[0].lines.map(\.cells) == [["1,234.00"]])
    #expect(document.repairs.map(\.kind) == [.converted(nil)])
  }

  @Test(.enabled(if: isThere, "needs libreoffice-writer")) func whatFailsSaysWhy() throws {
    let damaged = compound("Root Entry", "WordDocument")
    #expect {
      try Document(name: "a.doc", bytes: damaged)
    } throws: {
      if case .office(.failed(let reason))? = $0 as? DocumentError {
        !reason.isEmpty
      } else {
        false
      }
    }
  }

  @Test(.enabled(if: !isThere, "needs a machine without LibreOffice")) func itsAbsenceIsSaid() {
    #expect(throws: DocumentError.missingTool(package: "libreoffice-writer")) {
      try Document(name: "a.doc", bytes: Self.text)
    }
  }

  /// Nothing is left of a conversion.
  @Test(.enabled(if: isThere, "needs libreoffice-writer")) func foldersAreRemoved() throws {
    let path = try OfficePages.converted(Self.text, from: "rtf", to: "odt").0.path
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
