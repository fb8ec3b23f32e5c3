import Zip

/// An OFD file (GB/T 33190) to pages of lines and grid rows, by its characters and rulings, as a PDF is.
///
/// Source: GB/T 33190-2016, Electronic files storage and exchange formats: fixed layout documents.
enum OFDPages {
  private static let rootName = "OFD.xml"

  /// Whether an archive is an OFD file.
  static func isOFD(_ archive: ZipArchive) -> Bool {
    archive.entries.contains { OFDFile.path($0.name, in: "") == rootName.lowercased() }
  }

  static func document(name: String, archive: ZipArchive) throws(DocumentError) -> Document {
    do throws(OFDFault) {
      return try read(name, OFDFile(archive))
    } catch {
      switch error {
      case .damaged(let reason): throw .ofd(.damaged(reason))
      case .tooMuch: throw .ofd(.tooMuch)
      case .tooManyPages: throw .ofd(.tooManyPages(bound: PDFPages.pageBound))
      case .encrypted: throw .ofd(.encrypted)
      case .scanned: throw .ofd(.scanned)
      }
    }
  }

  private static func read(_ name: String, _ file: OFDFile) throws(OFDFault) -> Document {
    // GM/T 0099 packs what is encrypted beside this list.
    guard !file.has("Encryptions.xml") else { throw .encrypted }
    var result: Document?
    var count = 0
    for body in try file.needed(OFDFile.path(rootName, in: "")).all("DocBody") {
      guard let location = body.child("DocRoot")?.text else { continue }
      var reader = try OFDReader(OFDFile.path(location, in: ""), in: file)
      try reader.readPages(bound: PDFPages.pageBound - count, number: 1)
      var document = PageAssembly(reader.pages).document(name: name, form: .ofd)
      document.repairs = reader.repairs + document.repairs
      if let signatures = body.child("Signatures"), !signatures.text.isEmpty {
        document.repairs.append(.init(.unverifiedSignatures, page: 1))
      }
      count += reader.pages.count
      if result?.append(document) == nil { result = document }
    }
    guard let result else { throw .damaged("\(rootName): no document") }
    guard result.pages.contains(where: { !$0.lines.isEmpty }) else { throw .scanned }
    return result
  }
}
