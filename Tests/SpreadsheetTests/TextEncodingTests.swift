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
  for encoding in TextEncoding.complete {
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
    ([0x80, 0x31], .gb18030, .remaining, "\u{20AC}1"),
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
    ([0x41, 0xFF, 0xFF], nil, .gb18030, 1), ([0x41, 0xC4, 0xEA, 0xFF], nil, .gb18030, 3),
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
  #expect(TextEncoding(name: "UTF-8") == .utf8 && TextEncoding(name: "latin9") == nil)
}

extension TextEncoding {
  /// The encodings that have every character.
  static let complete: [TextEncoding] = [.utf8, .utf16LE, .utf16BE, .gb18030]
}

/// Text in encodings that are not read unasked is named, and read when asked for.
@Test(arguments: [
  (TextEncoding.big5, "\u{79D1}\u{76EE},\u{91D1}\u{984D}\n\u{884C}\u{653F}\u{652F}\u{51FA},1234"),
  (.windows1252, "nom,montant\ncaf\u{E9}s,12\nr\u{E9}sum\u{E9},13"),
  (.shiftJIS, "\u{3053}\u{308C}\u{306F}\u{4E88}\u{7B97}\u{306E}\u{8868}\u{3067}\u{3059},1"),
])
func otherEncodingsAreNamed(_ encoding: TextEncoding, _ text: String) throws {
  var bytes: [UInt8] = []
  try encoding.append(text, to: &bytes)
  #expect(throws: TextEncodingError(encoding: encoding, isSuspected: true)) {
    try TextEncoding.decode(bytes)
  }
  #expect(try TextEncoding.decode(bytes, as: encoding).text == text)
}

@Test func koreanTextIsDoubted() throws {
  let text = String(repeating: "\u{C608}\u{C0B0}\u{C548} \u{BCF4}\u{ACE0}\u{C11C}, ", count: 4)
  var bytes: [UInt8] = []
  try TextEncoding.eucKR.append(text, to: &bytes)
  #expect(try TextEncoding.decode(bytes).other == .eucKR)
}

/// A single bad byte does not make other text of UTF-8.
@Test func brokenUTF8IsNamed() {
  let bytes = [UInt8]("\u{540D}\u{79F0},\u{91D1}\u{989D}\n\u{6B66}".utf8) + [0xFF, 0x0A]
  #expect(throws: TextEncodingError(encoding: .utf8, offset: bytes.count - 2)) {
    try TextEncoding.decode(bytes)
  }
}

@Test func wideTextOfFewBlanksIsFound() throws {
  let text =
    "\u{79D1}\u{76EE}\u{540D}\u{79F0}\t\u{672C}\u{5E74}\r\n\u{4E00}\u{822C},\u{516C}\u{5171}\r\n"
  var bytes: [UInt8] = []
  try TextEncoding.utf16LE.append(text, to: &bytes)
  let decoded = try TextEncoding.decode(bytes)
  #expect(decoded.text == text && decoded.evidence == .zeros)
}

/// Cells of one to four characters below a header in ASCII: none in GB 18030 is read otherwise in silence,
/// none in UTF-8 is doubted. The characters are those of the names of classifications.
@Test func shortTextIsNotMistaken() throws {
  var generator = Generator(seed: 18030)
  let characters = Array(
    """
    一般公共服务支出教育科学技术文化旅游体育与传媒社会保障和就业卫生健康节能环保城乡区农林水交通运输\
    资源勘探工业信息等商金融援助其他地区自然海洋气象住房粮油物储备灾害防治应急管理预费债务付息发行\
    养老医疗险补贴奖绩效工资津贴伙食职缴年对个人家庭基本建设项目路钱农位权品券染毛欠油学小税收非罚没
    """)
  for _ in 0..<20_000 {
    let cell = String((0..<generator.pick([1, 2, 3, 4])).map { _ in generator.pick(characters) })
    for encoding in [TextEncoding.gb18030, .utf8] {
      var bytes = Array("code,name\n201,".utf8)
      try encoding.append(cell, to: &bytes)
      let decoded = try TextEncoding.decode(bytes)
      let isTold = encoding == .gb18030 && decoded.other != nil
      #expect(decoded.text.hasSuffix(cell) || isTold, "\(cell) in \(encoding)")
      if encoding == .utf8 { #expect(decoded.other == nil, "\(cell)") }
    }
  }
}
