/// What decrypts the bytes of records; their numbers and sizes are never encrypted.
struct BIFFCipher: Sendable {
  mutating func decrypt(_ bytes: UnsafeMutableBufferPointer<UInt8>, at place: Int, code: UInt16) {}
}
