import XMLStream

/// The shared strings of a workbook, numbered as met, in a bounded number of bytes.
///
/// Strings are told apart by their bytes: for `String` a letter with an accent equals the letter
/// and the accent, and one would be written for the other.
final class StringTable {
  /// Cells that refer to a string.
  private(set) var references = 0
  /// The number of different strings.
  var count: Int { ends.count }

  /// All strings, one behind the other, and where each of them ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Index plus one by hash, with open addressing; at most half are taken. Of a class, an array
  /// would check each access.
  private var slots: UnsafeMutableBufferPointer<UInt32>
  private let budget: Int
  /// A seed that nobody knows, so that no input can be made to collide. The order of the strings
  /// does not depend on it.
  private let seed = UInt64.random(in: .min ... .max)

  /// A table that takes at most so many bytes, those of its indexes among them.
  init(budget: Int) {
    self.budget = budget
    slots = .allocate(capacity: 1 << 8)
    slots.initialize(repeating: 0)
  }

  deinit { slots.deallocate() }

  /// The number of a string; nil when it is new and the table is full.
  func index(of text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard budget > 0 else { return nil }
    if 2 * (ends.count + 1) > slots.count { grow() }
    let slots = self.slots
    var at = hash(text) & (slots.count - 1)
    let found: Int? = bytes.withUnsafeBufferPointer { bytes in
      ends.withUnsafeBufferPointer { ends in
        while slots[at] != 0 {
          let index = Int(slots[at]) - 1
          let start = index == 0 ? 0 : ends[index - 1]
          if Self.equals(text, bytes, start..<ends[index]) { return index }
          at = (at + 1) & (slots.count - 1)
        }
        return nil
      }
    }
    if let found {
      references += 1
      return found
    }
    // Each string has an end and, on the average, four slots at most.
    guard bytes.count + text.count + 24 * (ends.count + 1) <= budget, ends.count < Int(Int32.max)
    else { return nil }
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    slots[at] = UInt32(ends.count)
    references += 1
    return ends.count - 1
  }

  /// Runs over the strings in their order.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
    try bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for end in ends {
        try body(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        start = end
      }
    }
  }

  @inline(__always)
  private static func equals(
    _ text: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Bool {
    guard range.count == text.count else { return false }
    let start = range.lowerBound
    for at in 0..<text.count where bytes[start + at] != text[at] { return false }
    return true
  }

  private func grow() {
    let count = 2 * slots.count
    slots.deallocate()
    slots = .allocate(capacity: count)
    slots.initialize(repeating: 0)
    bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for (index, end) in ends.enumerated() {
        var at = hash(UnsafeBufferPointer(rebasing: bytes[start..<end])) & (slots.count - 1)
        while slots[at] != 0 { at = (at + 1) & (slots.count - 1) }
        slots[at] = UInt32(index + 1)
        start = end
      }
    }
  }

  private func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    let raw = UnsafeRawBufferPointer(text)
    var hash = seed ^ UInt64(truncatingIfNeeded: raw.count)
    var at = 0
    func mix(_ word: UInt64) {
      let (high, low) = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      hash = high ^ low ^ seed
    }
    while at + 8 <= raw.count {
      mix(raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    var rest: UInt64 = 0
    while at < raw.count {
      rest = rest << 8 | UInt64(raw[at])
      at += 1
    }
    mix(rest)
    return Int(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}

extension StringTable {
  /// Hands on the part `xl/sharedStrings.xml` in pieces.
  func write(_ put: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
    let buffer = CellBuffer(capacity: 1 << 16)
    buffer.append("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst xmlns=\"")
    buffer.append(OpenXML.main)
    buffer.append("\" count=\"")
    buffer.append(references)
    buffer.append("\" uniqueCount=\"")
    buffer.append(count)
    buffer.append("\">")
    try forEach { text in
      buffer.append("<si><t")
      // The schema forgets `xml:space` here, but without it Excel trims; Excel writes it too.
      buffer.preserveSpace(of: text)
      buffer.append(UInt8(ascii: ">"))
      buffer.append(escaping: text)
      buffer.append("</t></si>")
      if buffer.count >= 1 << 16 {
        try buffer.withBytes(put)
        buffer.removeAll()
      }
    }
    buffer.append("</sst>")
    try buffer.withBytes(put)
  }
}
