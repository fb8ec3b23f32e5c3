import Foundation
import Testing

@testable import Zip

/// A small archive of three entries: stored, deflated, and a name beyond ASCII.
private func sample() throws -> [UInt8] {
  var writer = ZipWriter()
  try writer.add("stored", Array("hi".utf8))
  try writer.add("deflated.xml", Array(repeating: UInt8(ascii: "a"), count: 1000))
  try writer.add("d/\u{E9}.txt", Array("text".utf8))
  return writer.finish()
}

/// Opens an archive and reads all of it.
@discardableResult
private func unpack(
  _ bytes: [UInt8], limits: ZipLimits = ZipLimits()
) throws(ZipError) -> [String: [UInt8]] {
  let archive = try ZipArchive(bytes, limits: limits)
  var files: [String: [UInt8]] = [:]
  for entry in archive.entries { files[entry.name] = try archive.read(entry) }
  return files
}

private func offset(of pattern: [UInt8], in bytes: [UInt8], nth: Int = 0) throws -> Int {
  let all = bytes.indices.filter { bytes[$0...].starts(with: pattern) }
  return try #require(all.count > nth ? all[nth] : nil)
}

private let central: [UInt8] = [0x50, 0x4B, 1, 2]

@Test func readsWhatItWrites() throws {
  let files = try unpack(sample())
  #expect(files["stored"] == Array("hi".utf8))
  #expect(files["deflated.xml"]?.count == 1000)
  #expect(files["d/\u{E9}.txt"] == Array("text".utf8))
  #expect(try sample() == sample())
  #expect(try unpack(ZipWriter().finish()).isEmpty)
}

@Test func storesWhatDoesNotDeflate() throws {
  let archive = try ZipArchive(sample())
  #expect(archive.entry(named: "stored")?.method == 0)
  #expect(archive.entry(named: "deflated.xml")?.method == 8)
}

@Test func everyTruncationIsAnError() throws {
  let bytes = try sample()
  for count in 0..<bytes.count {
    #expect(throws: ZipError.self, "cut at \(count)") { try unpack(Array(bytes[..<count])) }
  }
}

@Test func noFlippedBitCrashesOrChangesContent() throws {
  let bytes = try sample()
  let files = try unpack(bytes)
  for at in bytes.indices {
    for bit in 0..<8 {
      var damaged = bytes
      damaged[at] ^= 1 << bit
      // Dates, versions and attributes are not content; all else is an error.
      guard let read = try? unpack(damaged) else { continue }
      #expect(
        Set(read.values) == Set(files.values), "byte \(at), bit \(bit) changed what was read")
    }
  }
}

@Test func junkBeforeAndAfterIsTolerated() throws {
  let bytes = try sample()
  let junk = Array("#!/bin/sh\nexit\n".utf8)
  #expect(try unpack(junk + bytes).count == 3)
  #expect(try unpack(bytes + junk).count == 3)
  #expect(try unpack(junk + bytes + junk).count == 3)
}

@Test func aLyingSizeIsRefusedBeforeMemoryIsTaken() throws {
  var bytes = try sample()
  let local = try offset(of: Array("PK\u{3}\u{4}".utf8), in: bytes, nth: 1)
  let entry = try offset(of: central, in: bytes, nth: 1)
  for (at, size) in [(local + 22, 3), (entry + 24, 3)] {
    bytes.replaceSubrange(at + size..<at + size + 1, with: [0x20])  // 512 MiB more
  }
  #expect(
    throws: ZipError.badEntry(
      name: "deflated.xml", reason: "its bytes cannot hold the size it declares")
  ) { try unpack(bytes) }
}

@Test(arguments: [(999, "short"), (1001, "long")])
func aWrongSizeIsAnError(size: Int, _: String) throws {
  var bytes = try sample()
  let local = try offset(of: Array("PK\u{3}\u{4}".utf8), in: bytes, nth: 1)
  let entry = try offset(of: central, in: bytes, nth: 1)
  for at in [local + 22, entry + 24] {
    bytes[at] = UInt8(size & 0xFF)
    bytes[at + 1] = UInt8(size >> 8)
  }
  #expect(throws: ZipError.self) { try unpack(bytes) }
}

@Test func overlappingEntriesAreAnError() throws {
  // The second directory entry is pointed at the first one's header, names made alike.
  var writer = ZipWriter()
  try writer.add("a", Array("same".utf8))
  try writer.add("b", Array("same".utf8))
  var bytes = writer.finish()
  let second = try offset(of: central, in: bytes, nth: 1)
  bytes.replaceSubrange(second + 42..<second + 46, with: [0, 0, 0, 0])
  #expect(throws: ZipError.self) { try unpack(bytes) }
  bytes[second + 46] = UInt8(ascii: "a")
  #expect(throws: ZipError.duplicateName("a")) { try unpack(bytes) }
}

@Test func duplicateNamesAreRefusedOnWriting() throws {
  var writer = ZipWriter()
  try writer.add("a", [])
  #expect(throws: ZipError.duplicateName("a")) { try writer.add("a", []) }
}

@Test func limitsAreErrors() throws {
  let bytes = try sample()
  #expect(throws: ZipError.limitExceeded(limit: "entries", allowed: 2, name: nil)) {
    try unpack(bytes, limits: ZipLimits(entries: 2))
  }
  #expect(
    throws: ZipError.limitExceeded(limit: "unpacked bytes", allowed: 999, name: "deflated.xml")
  ) { try unpack(bytes, limits: ZipLimits(entryBytes: 999)) }
  #expect(
    throws: ZipError.limitExceeded(
      limit: "unpacked bytes in all entries", allowed: 1001, name: "deflated.xml")
  ) { try unpack(bytes, limits: ZipLimits(totalBytes: 1001)) }
}

@Test func manyEntriesNeedAndGetZIP64() throws {
  var writer = ZipWriter()
  for index in 0..<65_536 { try writer.add("\(index)", []) }
  let bytes = writer.finish()
  #expect(try ZipArchive(bytes).entries.count == 65_536)
  #expect(throws: ZipError.self) { try unpack(Array(bytes.dropLast())) }
  let junk: [UInt8] = [1, 2, 3]
  #expect(try ZipArchive(junk + bytes).entries.count == 65_536)
}

@Test func dataDescriptorsAndZIP64FieldsAreRead() throws {
  // Local header with flag 8 and no sizes, data, descriptor; sizes in a central ZIP64 field.
  let content = Array("descriptor".utf8)
  let crc = content.withUnsafeBufferPointer { Deflate.crc32($0) }
  let crcBytes = (0..<4).map { UInt8(truncatingIfNeeded: crc >> (8 * UInt32($0))) }
  var bytes: [UInt8] = [0x50, 0x4B, 3, 4, 45, 0, 8, 0, 0, 0, 0, 0, 0x21, 0]
  bytes += Array(repeating: 0, count: 12) + [1, 0, 0, 0] + [UInt8(ascii: "n")] + content
  bytes += [0x50, 0x4B, 7, 8] + crcBytes + [10, 0, 0, 0, 10, 0, 0, 0]
  let start = UInt8(bytes.count)
  bytes += central + [45, 0, 45, 0, 8, 0, 0, 0, 0, 0, 0x21, 0] + crcBytes
  bytes += Array(repeating: 0xFF, count: 8) + [1, 0, 20, 0] + Array(repeating: 0, count: 14)
  bytes += [UInt8(ascii: "n"), 1, 0, 16, 0]
  bytes += [10, 0, 0, 0, 0, 0, 0, 0] + [10, 0, 0, 0, 0, 0, 0, 0]
  let size = UInt8(bytes.count) - start
  bytes += [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, size, 0, 0, 0, start, 0, 0, 0, 0, 0]
  // The header offset stands outside the field, since it is not all ones.
  #expect(try unpack(bytes) == ["n": content])
}

@Test(arguments: [
  (ZipError.badEntry(name: "a", reason: "x"), "ZIP entry 'a': x"),
  (ZipError.duplicateName("a"), "ZIP entry 'a': there are two of this name"),
  (
    ZipError.limitExceeded(limit: "entries", allowed: 2, name: nil),
    "ZIP archive: more than 2 entries"
  ),
])
func errorsAreOneLine(error: ZipError, text: String) {
  #expect(error.description == text)
}

@Test(arguments: [3, 3000])
func aFileReadsAsItsBytesDo(count: Int) throws {
  var writer = ZipWriter()
  for index in 0..<count {
    // One is longer than the pieces in which a file is read, and hard to deflate.
    let size = index == 1 ? 300_000 : 10
    try writer.add("entry \(index)", (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })
  }
  let bytes = writer.finish()
  let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try Data(bytes).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let (one, two) = (try ZipArchive(bytes), try ZipArchive(path: file.path))
  #expect(one.entries == two.entries)
  var buffer = [UInt8](repeating: 0, count: 1000)
  for entry in one.entries.prefix(20) {
    let whole = try one.read(entry)
    #expect(try two.read(entry) == whole)
    let reader = try two.reader(entry)
    var pieces: [UInt8] = []
    while true {
      let count = try buffer.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
      if count == 0 { break }
      pieces += buffer[..<count]
    }
    #expect(pieces == whole)
  }
  // A file that becomes shorter while it is open is an error, and so is one that is not there.
  try FileHandle(forWritingTo: file).truncate(atOffset: 100)
  #expect(throws: ZipError.unreadable(reason: "it has become shorter")) {
    try two.read(one.entries[1])
  }
  #expect(throws: ZipError.self) { try ZipArchive(path: file.path) }
  #expect(throws: ZipError.self) { try ZipArchive(path: file.path + "/none") }
}

@Test func readingAheadGivesTheSame() throws {
  var writer = ZipWriter()
  let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 9) }
  try writer.add("a", content)
  let whole = writer.finish()
  func ahead(_ bytes: [UInt8]) throws -> [UInt8] {
    let archive = try ZipArchive(bytes)
    let reader = ZipReadAhead(try archive.reader(archive.entries[0]))
    var buffer = [UInt8](repeating: 0, count: 100_001)
    var pieces: [UInt8] = []
    while true {
      let count = try buffer.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
      if count == 0 { return pieces }
      pieces += buffer[..<count]
    }
  }
  #expect(try ahead(whole) == content)
  // One that is given up half way ends its thread, and one that is damaged is an error.
  let archive = try ZipArchive(whole)
  for _ in 0..<20 {
    let reader = ZipReadAhead(try archive.reader(archive.entries[0]))
    var buffer = [UInt8](repeating: 0, count: 10)
    _ = try buffer.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
  }
  var damaged = whole
  damaged[damaged.count / 2] ^= 0x55
  #expect(throws: ZipError.self) { try ahead(damaged) }
}
