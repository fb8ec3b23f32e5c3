/// ZIP archives without compression.
enum StoredArchive {
  static func bytes(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
    var (archive, directory) = ([UInt8](), [UInt8]())
    for (name, content) in files {
      // Version, flags (names in UTF-8), method, time and date, checksum, sizes, lengths.
      var entry = little(20, 2) + little(0x800, 2) + little(0, 2) + little(0x5821_0000, 4)
      entry += little(checksum(content), 4) + little(content.count, 4) + little(content.count, 4)
      entry += little(name.utf8.count, 2) + little(0, 2)
      directory += little(0x0201_4B50, 4) + little(20, 2) + entry
      directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
      directory += little(archive.count, 4) + Array(name.utf8)
      archive += little(0x0403_4B50, 4) + entry + Array(name.utf8) + content
    }
    let start = archive.count
    archive += directory + little(0x0605_4B50, 4) + little(0, 4)
    archive += little(files.count, 2) + little(files.count, 2)
    return archive + little(directory.count, 4) + little(start, 4) + little(0, 2)
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func checksum(_ bytes: [UInt8]) -> Int {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return Int(sum ^ 0xFFFF_FFFF)
  }
}
