extension UInt8 {
  /// Whether it is one of the digits 0 to 9 in ASCII.
  @inlinable package var isDigit: Bool {
    @inline(__always) get { self &- 0x30 <= 9 }
  }

  /// What it stands for as a hexadecimal digit in ASCII; nil for other characters.
  var hexadecimal: UInt8? {
    if isDigit { return self - 0x30 }
    return 0x41...0x46 ~= self & 0xDF ? (self & 0xDF) - 0x37 : nil
  }
}
