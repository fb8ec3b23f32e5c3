/// Compound files put together by hand.
struct CompoundBytes {
  private static let end: UInt32 = 0xFFFF_FFFE
  private var sectors: [[UInt8]] = []
  private var next: [UInt32] = []

  /// The bytes of a file with these streams; `change` may spoil its header, table of sectors and directory.
  static func file(
    _ streams: [(name: String, bytes: [UInt8])],
    change: (_ header: inout [UInt8], _ table: inout [UInt32], _ directory: inout [UInt8]) -> Void =
      { _, _, _ in }
  ) -> [UInt8] {
    var file = CompoundBytes()
    var (mini, miniNext): ([UInt8], [UInt32]) = ([], [])
    var directory: [UInt8] = []
    var entries: [(name: String, start: UInt32, count: Int)] = []
    for (name, bytes) in streams {
      if bytes.count >= 4096 {
        entries.append((name, file.add(bytes), bytes.count))
      } else {
        let first = UInt32(mini.count / 64)
        let count = (bytes.count + 63) / 64
        for index in 0..<count {
          miniNext.append(index + 1 < count ? first + UInt32(index) + 1 : end)
        }
        mini += padded(bytes, to: 64)
        entries.append((name, bytes.isEmpty ? end : first, bytes.count))
      }
    }
    let content = mini.isEmpty ? end : file.add(mini)
    let miniTable = mini.isEmpty ? end : file.add(miniNext.flatMap(four))
    directory += entry(
      "Root Entry", kind: 5, child: streams.isEmpty ? .max : 1, content, mini.count)
    for (index, stream) in entries.enumerated() {
      let right = index + 1 < entries.count ? UInt32(index + 2) : .max
      directory += entry(stream.name, kind: 2, right: right, stream.start, stream.count)
    }
    var header = [UInt8](repeating: 0, count: 512)
    func set(_ offset: Int, _ bytes: [UInt8]) {
      header.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
    set(0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
    set(24, [0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0])
    set(56, four(4096) + four(miniTable) + four(1) + four(end) + four(0))
    let place = UInt32(file.sectors.count + (directory.count + 511) / 512)
    set(48, four(UInt32(file.sectors.count)))
    // A sector of the table has 128 entries, its own among them.
    var tables = 1
    while tables * 128 < Int(place) + tables { tables += 1 }
    set(44, four(UInt32(tables)))
    let places = (0..<tables).flatMap { four(place + UInt32($0)) }
    set(76, places + [UInt8](repeating: 0xFF, count: 436 - places.count))
    change(&header, &file.next, &directory)
    _ = file.add(directory)
    file.next += [UInt32](repeating: 0xFFFF_FFFD, count: tables)
    file.sectors.append(padded(file.next.flatMap(four), to: 512, with: 0xFF))
    return header + file.sectors.flatMap { $0 }
  }

  private mutating func add(_ bytes: [UInt8]) -> UInt32 {
    let first = UInt32(sectors.count)
    let all = Self.padded(bytes, to: 512)
    for start in stride(from: 0, to: all.count, by: 512) {
      sectors.append(Array(all[start..<start + 512]))
      if next.count < sectors.count {
        next.append(start + 512 < all.count ? UInt32(sectors.count) : Self.end)
      }
    }
    return first
  }

  private static func padded(_ bytes: [UInt8], to size: Int, with byte: UInt8 = 0) -> [UInt8] {
    bytes + [UInt8](repeating: byte, count: (size - bytes.count % size) % size)
  }

  static func four(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func entry(
    _ name: String, kind: UInt8, child: UInt32 = .max, right: UInt32 = .max, _ start: UInt32,
    _ count: Int
  ) -> [UInt8] {
    let units = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    var bytes = units + [UInt8](repeating: 0, count: 64 - units.count)
    bytes += [UInt8(units.count + 2), 0, kind, 1] + four(.max) + four(right) + four(child)
    bytes += [UInt8](repeating: 0, count: 36) + four(start) + four(UInt32(count)) + four(0)
    return bytes
  }
}
