@testable import Zip

/// Any bytes as an archive: an error or entries, and whole and piece by piece must be the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzZip(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let limits = ZipLimits(entryBytes: 4 << 20, totalBytes: 16 << 20)
  guard let archive = try? ZipArchive(bytes, limits: limits) else { return 0 }
  var buffer = [UInt8](repeating: 0, count: 1000)
  for entry in archive.entries {
    let whole = try? archive.read(entry)
    var pieces: [UInt8]? = []
    do {
      let reader = try archive.reader(entry)
      while true {
        let count = try buffer.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
        if count == 0 { break }
        pieces?.append(contentsOf: buffer[..<count])
      }
    } catch { pieces = nil }
    precondition(whole == pieces, "entry \(entry.name) differs")
  }
  return 0
}
