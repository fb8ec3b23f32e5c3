/// At most eight bytes that are compared at once. Where it is looked for, eight bytes can be read.
struct ByteWord {
  private var bytes: UInt64 = 0
  private var mask: UInt64 = 0
  private(set) var count = 0

  init() {}

  /// The digits of a number and a quotation mark, as a cell's reference ends.
  init(closing number: Int) {
    put(0x22, at: 0)
    var rest = number
    repeat {
      bytes <<= 8
      mask <<= 8
      put(0x30 + UInt8(truncatingIfNeeded: rest % 10), at: 0)
      rest /= 10
    } while rest > 0
  }

  /// A literal of at most eight bytes, which the compiler makes constants of.
  @inline(__always)
  private init(_ literal: StaticString) {
    for place in 0..<literal.utf8CodeUnitCount { put(literal.utf8Start[place], at: place) }
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8, at place: Int) {
    bytes |= UInt64(byte) << UInt64(8 * place)
    mask |= 0xFF << UInt64(8 * place)
    count += 1
  }

  /// Whether it stands at a place.
  @inline(__always)
  func stands(at place: UnsafePointer<UInt8>) -> Bool {
    let found = UnsafeRawPointer(place).loadUnaligned(as: UInt64.self)
    return (UInt64(littleEndian: found) ^ bytes) & mask == 0
  }

  /// Whether a literal without zeros stands at a place: zeros behind the end of what there is are in
  /// none.
  @inline(__always)
  static func matches(_ literal: StaticString, _ place: UnsafePointer<UInt8>) -> Bool {
    let count = literal.utf8CodeUnitCount
    if count <= 8 { return ByteWord(literal).stands(at: place) }
    for index in 0..<count where place[index] != literal.utf8Start[index] { return false }
    return true
  }
}
