import XMLStream

/// Reads `sharedStrings.xml`: text of all runs, without phonetic ones. Plain strings are scanned.
struct SharedStringsHandler: ScanningHandler {
  static let namespace = OpenXML.Namespace.main
  static let root: StaticString = "sst"
  static let child: StaticString? = nil

  private(set) var strings: [String] = []
  private(set) var byteCount = 0
  private let limit: Int
  private var buffer: [UInt8] = []
  private var isText = false

  init(limit: Int) { self.limit = limit }

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    if name == "t" {
      isText = true
    } else if name == "si" {
      buffer.removeAll(keepingCapacity: true)
    } else if name == "sst" {
      // A count is a claim; it only spares a few of the growths.
      strings.reserveCapacity(min(attributes.integer("uniqueCount") ?? 0, 1 << 16))
    } else {
      return name == "r"
    }
    return true
  }

  mutating func text(_ text: borrowing XMLText) {
    if isText { text.append(to: &buffer) }
  }

  mutating func end(_ name: borrowing XMLName) throws(SpreadsheetError) {
    if name == "t" {
      isText = false
    } else if name == "si" {
      try count(buffer.count)
      try add(XString.decode(buffer))
    }
  }

  private mutating func add(_ text: String) throws(SpreadsheetError) {
    try CellRules.check(read: text)
    strings.append(text)
  }

  private mutating func count(_ bytes: Int) throws(SpreadsheetError) {
    byteCount += bytes
    guard byteCount <= limit else {
      throw .limitExceeded(limit: "bytes of text", allowed: limit)
    }
  }

  // MARK: Plain strings

  /// Reads on from the start of the window as far as it is plain, and leaves the start there.
  mutating func scan(_ window: PartWindow) throws(SpreadsheetError) {
    while true {
      var at = window.start
      if let text = Self.text(UnsafePointer(window.bytes), &at, &buffer) {
        let isCopied = text.isEmpty && !buffer.isEmpty
        try count(isCopied ? buffer.count : text.count)
        try add(isCopied ? XString.decode(buffer) : XString.decode(text))
        window.start = at
      } else if window.end - at >= 32 || window.isAtEnd {
        return
      } else if try !window.refill() {
        return
      }
    }
  }

  /// The text of `<si><t>...</t></si>`; with entities it is in the buffer instead. Nil, and the place,
  /// for anything else.
  private static func text(
    _ bytes: UnsafePointer<UInt8>, _ at: inout Int, _ buffer: inout [UInt8]
  ) -> UnsafeBufferPointer<UInt8>? {
    func matches(_ literal: StaticString) -> Bool { ByteWord.matches(literal, bytes + at) }
    buffer.removeAll(keepingCapacity: true)
    guard matches("<si><t") else { return nil }
    at += 6
    if matches(" xml:space=\"preserve\"") { at += 21 }
    guard bytes[at] == UInt8(ascii: ">") else { return nil }
    at += 1
    let start = bytes + at
    var end = start
    let copy = PlainText.readText(&end, from: start, into: &buffer)
    at = end - bytes
    guard let copy, matches("</t></si>") else { return nil }
    at += 9
    return UnsafeBufferPointer(start: start, count: copy < 0 ? end - start : 0)
  }
}
