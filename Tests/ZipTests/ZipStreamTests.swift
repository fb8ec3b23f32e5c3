import Testing
import Zip

/// Bytes that deflate well but not to nothing. SplitMix64.
private func content(_ count: Int, seed: UInt64) -> [UInt8] {
  var state = seed
  var bytes: [UInt8] = []
  bytes.reserveCapacity(count + 8)
  while bytes.count < count {
    state &+= 0x9E37_79B9_7F4A_7C15
    let mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bytes += "<c r=\"A\(mixed >> 44)\"><v>\(mixed >> 50).50</v></c>".utf8
  }
  return Array(bytes[..<count])
}

private func archive(
  _ entries: [(String, [UInt8])], threads: Int, piece: Int, isLarge: Bool = false, level: Int = 6
) throws -> [UInt8] {
  var bytes: [UInt8] = []
  let writer = ZipStreamWriter(level: level, threads: threads) { bytes += $0 }
  try writer.add("whole.txt", Array("whole".utf8))
  for (name, content) in entries {
    try writer.begin(name, isLarge: isLarge)
    var rest = content[...]
    while !rest.isEmpty {
      try writer.append(Array(rest.prefix(piece)))
      rest = rest.dropFirst(piece)
    }
    try writer.end()
  }
  try writer.finish()
  return bytes
}

@Test(arguments: [0, 1, 6])
func streamedEntriesReadBack(level: Int) throws {
  let entries = [
    ("empty", []), ("one", [7]), ("block", content(1 << 19, seed: 1)),
    ("more", content((1 << 19) + 1, seed: 2)), ("large", content(2_500_000, seed: 3)),
  ]
  for isLarge in [false, true] {
    let bytes = try archive(entries, threads: 1, piece: 100_000, isLarge: isLarge, level: level)
    let read = try ZipArchive(bytes)
    #expect(read.entries.map(\.name) == ["whole.txt"] + entries.map(\.0))
    for (entry, (_, content)) in zip(read.entries.dropFirst(), entries) {
      #expect(try read.read(entry) == content)
    }
  }
}

@Test func streamedBytesDependOnNeitherThreadsNorPieces() throws {
  let entries = [("a", content(3_000_000, seed: 4)), ("b", content(700_000, seed: 5))]
  let one = try archive(entries, threads: 1, piece: 1 << 19)
  for (threads, piece) in [(1, 4093), (2, 1 << 19), (3, 65_536), (2, 3_000_000)] {
    #expect(try archive(entries, threads: threads, piece: piece) == one)
  }
}

@Test func streamedBlocksCostLittle() throws {
  let bytes = content(4_000_000, seed: 6)
  var whole = ZipWriter()
  try whole.add("a", bytes)
  let streamed = try archive([("a", bytes)], threads: 2, piece: 1 << 16)
  #expect(Double(streamed.count) < 1.01 * Double(whole.finish().count))
}

@Test func streamRefusesWhatItCannotDo() throws {
  let writer = ZipStreamWriter { _ in }
  #expect(throws: ZipError.self) { try writer.append([1]) }
  #expect(throws: ZipError.self) { try writer.end() }
  try writer.begin("a")
  #expect(throws: ZipError.self) { try writer.begin("b") }
  #expect(throws: ZipError.self) { try writer.finish() }
  try writer.end()
  #expect(throws: ZipError.self) { try writer.begin("a") }
}

@Test func streamHandsOnTheErrorOfItsSink() throws {
  struct Full: Error {}
  let writer = ZipStreamWriter(threads: 2) { if $0.count > 1000 { throw Full() } }
  try writer.begin("a")
  #expect(throws: Full.self) {
    for _ in 0..<40 { try writer.append(content(1 << 18, seed: 7)) }
    try writer.end()
  }
}

@Test(arguments: [0, 1, 6, 9])
func packedContentsReadBackWhateverTheThreads(level: Int) throws {
  var noise: [UInt8] = []
  var random = Random(state: 8)
  for _ in 0..<1_200_000 { noise.append(UInt8(truncatingIfNeeded: random.next())) }
  let contents = [
    [], [7], content(9_000, seed: 9), content(1 << 20, seed: 10), content((1 << 20) + 1, seed: 11),
    content(3_300_000, seed: 12), noise,
  ]
  let archives = try (1...3).map { threads in
    let packer = ZipPacker(level: level, threads: threads)
    let numbers = contents.map { packer.add($0) }
    var bytes: [UInt8] = []
    let writer = ZipStreamWriter { bytes += $0 }
    // Not in the order in which they were packed.
    try writer.add(numbers.reversed().map { ("\($0)", $0) }, of: packer)
    try writer.finish()
    return bytes
  }
  #expect(archives[1] == archives[0] && archives[2] == archives[0])
  let read = try ZipArchive(archives[0])
  #expect(read.entries.map(\.name) == contents.indices.reversed().map { "\($0)" })
  for entry in read.entries {
    let content = contents[try #require(Int(entry.name))]
    #expect(try read.read(entry) == content)
    // Nothing becomes larger than it was.
    #expect(entry.packedSize <= content.count)
  }
}

private struct Random {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    let mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  }
}
