import Foundation

/// A part of a message (RFC 2045, RFC 2557), as web archives are made of them.
struct MailPart {
  private var headers: [String: String] = [:]
  private var content: [UInt8] = []
  private let depth: Int

  private static let depthBound = 8
  private static let partBound = 10_000

  init(_ bytes: [UInt8]) { self.init(bytes[...], depth: 0) }

  private init(_ bytes: ArraySlice<UInt8>, depth: Int) {
    self.depth = depth
    var rest = bytes
    var last: String?
    while let line = MailPart.line(&rest) {
      let text = String(decoding: line, as: UTF8.self)
      if text.allSatisfy(\.isWhitespace) {
        // Blank lines may stand before the first header of a file; a part may have no header.
        if headers.isEmpty, depth == 0 { continue }
        break
      }
      if let key = last, text.first == " " || text.first == "\t" {
        headers[key, default: ""] += " " + text.drop { $0.isWhitespace }
      } else if let colon = text.firstIndex(of: ":") {
        let key = text[..<colon].lowercased().filter { !$0.isWhitespace }
        headers[key] = String(text[text.index(after: colon)...].drop { $0.isWhitespace })
        last = key
      }
    }
    content = Array(rest)
  }

  /// The next line without its end; nil where nothing is left.
  private static func line(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard !bytes.isEmpty else { return nil }
    let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
    var line = bytes[bytes.startIndex..<end]
    bytes = end < bytes.endIndex ? bytes[(end + 1)...] : bytes[bytes.endIndex...]
    if line.last == 0x0D { line = line.dropLast() }
    return line
  }

  var contentType: String { (headers["content-type"] ?? "text/plain").lowercased() }

  /// Whether it is a web page, by what it says or, where it says nothing, by how it begins.
  var isWebPage: Bool {
    if headers["content-type"] == nil {
      return WebPages.isPage(String(decoding: body.prefix(8192), as: UTF8.self))
    }
    return contentType.hasPrefix("text/html") || contentType.hasPrefix("application/xhtml+xml")
  }

  /// What divides its parts, as its header says it.
  private var boundary: String? {
    let header = headers["content-type"] ?? ""
    guard let name = header.range(of: "boundary", options: .caseInsensitive) else { return nil }
    let rest = header[name.upperBound...].drop { $0.isWhitespace }
    guard rest.first == "=" else { return nil }
    let value = rest.dropFirst().drop { $0.isWhitespace }
    if value.first == "\"" {
      return value.dropFirst().split(separator: "\"", maxSplits: 1).first.map(String.init)
    }
    return value.split { ";".contains($0) || $0.isWhitespace }.first.map(String.init)
  }

  /// A line that begins with two dashes and stands above a header, as boundaries do.
  private var likelyBoundary: String? {
    var rest = content[...]
    var last: String?
    while let line = MailPart.line(&rest) {
      if let last, String(decoding: line.prefix(8), as: UTF8.self).lowercased() == "content-" {
        return last
      }
      last = nil
      guard line.count > 4, line.count <= 256, line.starts(with: "--".utf8) else { continue }
      let blanks = line.reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
      last = String(decoding: line.dropFirst(2).dropLast(blanks), as: UTF8.self)
    }
    return nil
  }

  /// What it holds that is no collection of parts itself.
  var leaves: [MailPart] {
    guard contentType.hasPrefix("multipart/"), depth < MailPart.depthBound else { return [self] }
    var parts = boundary.map { self.parts(between: $0) } ?? []
    // Archives that went through other programs may say another boundary than they have, or none.
    if parts.isEmpty, let likely = likelyBoundary { parts = self.parts(between: likely) }
    return parts.isEmpty ? [self] : parts.flatMap(\.leaves)
  }

  private func parts(between boundary: String) -> [MailPart] {
    let mark = Array(("--" + boundary).utf8)
    var parts: [MailPart] = []
    var rest = content[...]
    var start: Int?
    while true {
      let begin = rest.startIndex
      guard let line = MailPart.line(&rest), parts.count < MailPart.partBound else { break }
      // Another boundary may begin like this one.
      guard line.starts(with: mark), let isLast = MailPart.endsParts(line.dropFirst(mark.count))
      else { continue }
      if let start { parts.append(MailPart(content[start..<begin], depth: depth + 1)) }
      start = isLast ? nil : rest.startIndex
      if isLast { break }
    }
    // An archive that was cut off lacks its last boundary.
    if let start { parts.append(MailPart(content[start...], depth: depth + 1)) }
    return parts
  }

  /// Whether a boundary is the last one, by what follows it in its line; nil where it is none.
  private static func endsParts(_ rest: ArraySlice<UInt8>) -> Bool? {
    let text = rest.filter { $0 != 0x20 && $0 != 0x09 }
    return text.isEmpty ? false : text.elementsEqual("--".utf8) ? true : nil
  }

  /// The content, its transfer encoding undone.
  var body: [UInt8] {
    switch (headers["content-transfer-encoding"] ?? "").lowercased().filter({ !$0.isWhitespace }) {
    case "quoted-printable": MailPart.quotedPrintable(content)
    case "base64": MailPart.base64(content)
    default: content
    }
  }

  private static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
    func digit(_ byte: UInt8) -> UInt8? {
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x41...0x46: byte - 0x37
      case 0x61...0x66: byte - 0x57
      default: nil
      }
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "=") else {
        result.append(byte)
        index += 1
        continue
      }
      if index + 2 < bytes.count, let high = digit(bytes[index + 1]),
        let low = digit(bytes[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
        continue
      }
      // A soft end of line: blanks, then the end.
      var next = index + 1
      while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
      if next < bytes.count, bytes[next] == 0x0D { next += 1 }
      if next < bytes.count, bytes[next] == 0x0A {
        index = next + 1
      } else {
        result.append(byte)
        index += 1
      }
    }
    return result
  }

  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 3 / 4)
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      let value: UInt32
      switch byte {
      case 0x41...0x5A: value = UInt32(byte) - 0x41
      case 0x61...0x7A: value = UInt32(byte) - 0x61 + 26
      case 0x30...0x39: value = UInt32(byte) - 0x30 + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: continue
      }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }
}
