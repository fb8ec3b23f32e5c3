import CNettle

/// A running SHA-256 (FIPS 180-4).
package struct SHA256: Sendable {
  private var context = sha256_ctx()

  /// Begins with nothing.
  package init() { nettle_sha256_init(&context) }

  /// Takes further bytes.
  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      nettle_sha256_update(&context, buffer.count, buffer.baseAddress)
    }
  }

  /// The digest of everything taken so far, as 64 hexadecimal digits.
  package func hexadecimal() -> String {
    // The library begins anew after a digest; the copy keeps this value as it is.
    var copy = context
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    nettle_sha256_digest(&copy, digest.count, &digest)
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The digest of some bytes, as 64 hexadecimal digits.
  package static func hexadecimal(_ bytes: [UInt8]) -> String {
    var sum = SHA256()
    sum.update(bytes)
    return sum.hexadecimal()
  }
}
