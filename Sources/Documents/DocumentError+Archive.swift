import Zip

extension DocumentError.Kind {
  /// An archive in a file or in memory.
  package enum Archive {
    case path(String)
    case bytes([UInt8])
  }

  /// What an archive is that is no workbook; nil for a damaged one, or where it may be a workbook.
  package init?(of archive: Archive) {
    let opened =
      switch archive {
      case .path(let path): try? ZipArchive(path: path)
      case .bytes(let bytes): try? ZipArchive(bytes)
      }
    guard let opened else { return nil }
    if WordPages.part(of: opened) != nil { self = .word } else { self.init(opened) }
  }
}
