import XMLStream

/// Bytes that grow at their end, for cells: `Array` checks itself at every append, which is most of
/// what writing a number costs.
final class CellBuffer {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0
  /// The number of the current row: its digits from the lowest byte on, at most seven.
  private var rowBytes: UInt64 = 0
  private var rowDigits = 0

  init(capacity: Int = 1 << 12) {
    self.capacity = max(64, capacity)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// What stands here; the pointer must not leave `body`.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try body(UnsafeBufferPointer(start: base, count: count))
  }

  func removeAll() { count = 0 }

  func append(_ literal: StaticString) {
    append(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  /// Appends an integer that is not negative.
  func append(_ value: Int) {
    reserve(20)
    var rest = UInt64(max(0, value))
    var digits = 1
    var power: UInt64 = 10
    while rest >= power, digits < 19 {
      digits += 1
      power &*= 10
    }
    var at = count + digits
    count = at
    repeat {
      at -= 1
      base[at] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0 && at > 0
  }

  /// Keeps the number of a row, which all its cells repeat.
  func setRow(_ row: Int) {
    let start = count
    append(row + 1)
    rowDigits = count - start
    rowBytes = 0
    for at in (start..<count).reversed() { rowBytes = rowBytes << 8 | UInt64(base[at]) }
    count = start
  }

  /// Appends `<c r="B12" s="3"` without its end, in one piece: half of all that is written.
  func startCell(column: Int, style: Int) {
    reserve(64)
    var at = base + count
    func put(_ byte: UInt8) {
      at.pointee = byte
      at += 1
    }
    // `<c r="`, the first letter in the lowest byte.
    let head: UInt64 = 0x22_3D72_2063_3C
    UnsafeMutableRawPointer(at).storeBytes(of: head.littleEndian, as: UInt64.self)
    at += 6
    if column >= 702 { put(0x41 + UInt8(truncatingIfNeeded: (column - 702) / 676)) }
    if column >= 26 { put(0x41 + UInt8(truncatingIfNeeded: (column - 26) / 26 % 26)) }
    put(0x41 + UInt8(truncatingIfNeeded: column % 26))
    UnsafeMutableRawPointer(at).storeBytes(of: rowBytes.littleEndian, as: UInt64.self)
    at += rowDigits
    put(0x22)
    count = at - base
    guard style != 0 else { return }
    append(" s=\"")
    append(style)
    append(UInt8(ascii: "\""))
  }

  /// Appends text of an element as `ST_Xstring`.
  func append(escaping bytes: UnsafeBufferPointer<UInt8>) {
    guard Self.needsEscape(bytes) else { return append(bytes) }
    // Few texts have such characters, and their rules stand in one place.
    var xml = XMLWriter(capacity: 2 * bytes.count)
    xml.text(String(decoding: bytes, as: UTF8.self), as: .xstring)
    xml.bytes.withUnsafeBufferPointer { append($0) }
  }

  /// Appends ` xml:space="preserve"` when the text of the element just started needs it.
  func preserveSpace(of bytes: UnsafeBufferPointer<UInt8>) {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }
    guard let first = bytes.first, let last = bytes.last else { return }
    if isBlank(first) || isBlank(last) { append(" xml:space=\"preserve\"") }
  }

  private static func needsEscape(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in bytes where byte < 0x40 || byte == 0x5F || byte == 0xEF {
      switch byte {
      case ..<0x20, 0x26, 0x3C, 0x3E, 0x5F, 0xEF: return true
      default: continue
      }
    }
    return false
  }

  private func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }
}
