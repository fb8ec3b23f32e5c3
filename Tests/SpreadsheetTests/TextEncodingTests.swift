import Testing

@testable import Spreadsheet

/// Every character that is no private use has a code in GB 18030 and comes back from it.
@Test func everyScalarSurvivesEveryEncoding() throws {
  var text = String.UnicodeScalarView()
  for value in UInt32(0)...0x10FFFF {
    guard let scalar = UnicodeScalar(value), value < 0x20000 || value % 97 == 0,
      !(0xE000...0xF8FF).contains(value)
    else { continue }
    text.append(scalar)
  }
  for encoding in TextEncoding.allCases {
    var bytes: [UInt8] = []
    try encoding.append(String(text), to: &bytes)
    let decoded = try TextEncoding.decode(bytes, as: encoding)
    #expect(decoded.text.unicodeScalars.elementsEqual(text), "\(encoding)")
  }
}

@Test(
  arguments: [
    ([0x61], .utf8, .ascii, "a"),
    ([0xEF, 0xBB, 0xBF, 0x61], .utf8, .mark, "a"),
    ([0xE5, 0xB9, 0xB4], .utf8, .valid, "\u{5E74}"),
    ([0xC4, 0xEA], .gb18030, .remaining, "\u{5E74}"),
    ([0x81, 0x30, 0x81, 0x30], .gb18030, .remaining, "\u{80}"),
    ([0xFF, 0xFE, 0x74, 0x5E], .utf16LE, .mark, "\u{5E74}"),
    ([0xFE, 0xFF, 0x5E, 0x74], .utf16BE, .mark, "\u{5E74}"),
    ([0x61, 0, 0x0A, 0], .utf16LE, .zeros, "a\n"),
    ([0, 0x61, 0, 0x0A], .utf16BE, .zeros, "a\n"),
  ] as [([UInt8], TextEncoding, EncodingEvidence, String)])
func encodingsAreFound(
  bytes: [UInt8], encoding: TextEncoding, evidence: EncodingEvidence, text: String
) throws {
  let decoded = try TextEncoding.decode(bytes)
  #expect(decoded.text == text && decoded.encoding == encoding && decoded.evidence == evidence)
}

@Test(
  arguments: [
    ([0x41, 0xFF, 0xFF], nil, .gb18030, 1), ([0x41, 0xC4, 0xEA, 0x80], nil, .gb18030, 3),
    ([0xC4, 0xEA, 0x84], nil, .gb18030, 2), ([0x41, 0xC4], .utf8, .utf8, 1),
    ([0xEF, 0xBB, 0xBF, 0x41, 0xFF], nil, .utf8, 4), ([0xED, 0xA0, 0x80], .utf8, .utf8, 0),
    ([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00], nil, .utf16LE, 2),
    ([0xFE, 0xFF, 0x5E], nil, .utf16BE, 2),
    // UTF-8 with a broken byte is not taken for something else.
    (
      [UInt8]("\u{90E8}\u{95E8}\u{90E8}\u{95E8}\u{90E8}\u{95E8}\u{90E8}\u{95E8}".utf8) + [0xFF],
      nil, .utf8, 24
    ),
  ] as [([UInt8], TextEncoding?, TextEncoding, Int)])
func undecodableBytesAreNamed(
  bytes: [UInt8], given: TextEncoding?, encoding: TextEncoding, offset: Int
) {
  #expect(throws: TextEncodingError(encoding: encoding, offset: offset)) {
    try TextEncoding.decode(bytes, as: given)
  }
}

@Test func whatAnEncodingLacksIsNamed() {
  var bytes: [UInt8] = []
  #expect(throws: TextEncodingError(encoding: .gb18030, character: "\u{E78D}")) {
    try TextEncoding.gb18030.append("\u{5E74}\u{E78D}", to: &bytes)
  }
}

@Test func namesOfEncodings() {
  #expect(["gbk", "GB2312", "cp936", "gb-18030"].allSatisfy { TextEncoding(name: $0) == .gb18030 })
  #expect(TextEncoding(name: "UTF-8") == .utf8 && TextEncoding(name: "latin1") == nil)
}
