import Checksum
import FiscalTables
import Foundation

/// What tells one state of the schemas from another.
enum SchemaDigest {
  /// The digest of all files below some folders, with their names.
  static func hexadecimal(_ folders: [String]) -> String {
    var sum = SHA256()
    for folder in folders {
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      for name in names.sorted() {
        guard let bytes = try? InputFile.bytes(folder + "/" + name, bound: 64 << 20) else {
          continue
        }
        sum.update(Array("\(name)\0\(bytes.count)\0".utf8))
        sum.update(bytes)
      }
    }
    return sum.hexadecimal()
  }
}
