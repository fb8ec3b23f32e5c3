import XMLStream

/// The numbers that Word prints before the paragraphs of lists: `一、` is more often made by Word than
/// typed, and stands nowhere in the text.
struct WordNumbering {
  fileprivate struct Level {
    var start = 1
    var format = "decimal"
    /// What is printed, with `%1` for the number of the first level.
    var text = ""
  }

  /// The levels of each kind of list, by its identifier.
  fileprivate var kinds: [String: [Int: Level]] = [:]
  /// Each list's kind, and where its levels begin anew.
  fileprivate var lists: [String: (kind: String, starts: [Int: Int])] = [:]
  /// How far each kind of list has come, level by level.
  private var counts: [String: [Int: Int]] = [:]
  private var begun: Set<String> = []

  /// A list has nine levels, and Word takes as many characters for what is printed at one.
  fileprivate static let levels = 0..<9
  fileprivate static let textBound = 255

  /// The number of the next paragraph of a list; nil where the list prints none.
  mutating func next(list: String, level: Int) -> String? {
    guard WordNumbering.levels.contains(level), let (kind, starts) = lists[list],
      let levels = kinds[kind], let own = levels[level]
    else { return nil }
    var count = counts[kind] ?? [:]
    if begun.insert(list).inserted {
      for (level, start) in starts { count[level] = start - 1 }
    }
    count[level] = (count[level] ?? own.start - 1) + 1
    for deeper in level + 1..<WordNumbering.levels.upperBound { count[deeper] = nil }
    counts[kind] = count
    guard own.format != "bullet", own.format != "none" else { return nil }
    var text = own.text
    for outer in 0...level where text.contains("%\(outer + 1)") {
      let format = levels[outer] ?? Level()
      let number = WordNumbering.written(count[outer] ?? format.start, as: format.format)
      text = text.replacing("%\(outer + 1)", with: number)
    }
    guard !text.isEmpty else { return nil }
    // Behind Latin figures the gap is seen, behind ideographic marks it is theirs.
    return text + (text.utf8.last.map { $0 < 0x80 } ?? false ? " " : "")
  }

  private static func written(_ number: Int, as format: String) -> String {
    switch format {
    case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
      "taiwaneseCountingThousand", "ideographDigital", "koreanDigital":
      return ideographic(number) ?? "\(number)"
    case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
      let circled = (1...20).contains(number) ? UnicodeScalar(UInt32(0x245F + number)) : nil
      return circled.map { String(Character($0)) } ?? "\(number)"
    case "upperLetter", "lowerLetter":
      guard (1...26).contains(number) else { return "\(number)" }
      let letter = String(UnicodeScalar(UInt8(0x40 + number)))
      return format == "upperLetter" ? letter : letter.lowercased()
    default: return "\(number)"
    }
  }

  /// A number up to 99 in ideographs.
  private static func ideographic(_ number: Int) -> String? {
    guard (1...99).contains(number) else { return nil }
    let codes: [UInt32] = [
      0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341,
    ]
    func digit(_ value: Int) -> String {
      UnicodeScalar(codes[value - 1]).map { String(Character($0)) } ?? ""
    }
    let tens = number / 10
    let ones = number % 10
    return (tens > 1 ? digit(tens) : "") + (tens > 0 ? digit(10) : "")
      + (ones > 0 ? digit(ones) : "")
  }
}

/// Reads the lists of a Word file.
struct WordNumberingHandler: XMLHandler {
  typealias Failure = Never
  private static let word = XMLNamespace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main")

  let namespaces = [WordNumberingHandler.word]
  private(set) var numbering = WordNumbering()
  private var kind: String?
  private var list: String?
  private var level = 0
  /// Whether a level prints more than Word takes.
  private(set) var isTooLong = false

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    guard name.namespace == 0 else { return }
    func value(_ key: StaticString = "val") -> String? {
      attributes.string(key, in: WordNumberingHandler.word)
    }
    switch name.localName {
    case "abstractNum":
      kind = value("abstractNumId")
    case "num":
      list = value("numId")
      kind = nil
    case "abstractNumId":
      if let list, let kind = value() { numbering.lists[list] = (kind, [:]) }
    case "lvl", "lvlOverride":
      level = value("ilvl").flatMap(Int.init) ?? 0
      guard WordNumbering.levels.contains(level) else { return }
      if let kind { numbering.kinds[kind, default: [:]][level] = WordNumbering.Level() }
    case "startOverride":
      if WordNumbering.levels.contains(level), let list, let start = number(value()) {
        numbering.lists[list]?.starts[level] = start
      }
    case "start":
      if let kind, let start = number(value()) { numbering.kinds[kind]?[level]?.start = start }
    case "numFmt":
      if let kind, let format = value() { numbering.kinds[kind]?[level]?.format = format }
    case "lvlText":
      guard let kind, let text = value() else { return }
      isTooLong = isTooLong || text.utf16.count > WordNumbering.textBound
      if !isTooLong { numbering.kinds[kind]?[level]?.text = text }
    default: break
    }
  }

  mutating func characters(_ text: borrowing XMLText) {}

  mutating func endElement(_ name: borrowing XMLName) {
    guard name.namespace == 0 else { return }
    if name == "abstractNum" { kind = nil }
    if name == "num" { list = nil }
  }

  /// A number that nothing overflows at.
  private func number(_ text: String?) -> Int? {
    text.flatMap(Int.init).flatMap { (0...1_000_000).contains($0) ? $0 : nil }
  }
}
