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
        // Blank lines may stand before the first header.
        if headers.isEmpty { continue }
        break
      }
      if let key = last, text.first == " " || text.first == "\t" {
        headers[key, default: ""] += " " + text.drop { $0.isWhitespace }
      } else if let colon = text.firstIndex(of: ":") {
        let key = text[..<colon].lowercased()
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

  private func parameter(_ name: String) -> String? {
    let header = headers["content-type"] ?? ""
    guard let start = header.range(of: name + "=", options: .caseInsensitive) else { return nil }
    let rest = header[start.upperBound...]
    if rest.first == "\"" { return rest.dropFirst().split(separator: "\"").first.map(String.init) }
    return rest.split { ";".contains($0) || $0.isWhitespace }.first.map(String.init)
  }

  /// What it holds that is no collection of parts itself.
  var leaves: [MailPart] {
    guard contentType.hasPrefix("multipart/"), depth < MailPart.depthBound,
      let boundary = parameter("boundary")
    else { return [self] }
    let mark = Array(("--" + boundary).utf8)
    var parts: [MailPart] = []
    var rest = content[...]
    var start: Int?
    while true {
      let begin = rest.startIndex
      guard let line = MailPart.line(&rest), parts.count < MailPart.partBound else { break }
      guard line.starts(with: mark) else { continue }
      if let start { parts.append(MailPart(content[start..<begin], depth: depth + 1)) }
      start = rest.startIndex
      if line.dropFirst(mark.count).starts(with: Array("--".utf8)) {
        start = nil
        break
      }
    }
    // An archive that was cut off lacks its last boundary.
    if let start { parts.append(MailPart(content[start...], depth: depth + 1)) }
    return parts.flatMap(\.leaves)
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
