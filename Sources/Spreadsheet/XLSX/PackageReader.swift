import XMLStream
import Zip

/// The parts of an Open Packaging package and how they relate. ECMA-376 Part 2.
struct PackageReader: Sendable {
  /// One relationship of a part, its target a path in the package or, when external, a URL.
  struct Relationship: Sendable {
    var id: String
    /// The last step of the type's URI, which transitional and strict files share.
    var type: String
    var target: String
    var isExternal: Bool
  }

  private let archive: ZipArchive
  private let limits: WorkbookLimits
  /// Part names are equal without regard to case; some programs write backslashes.
  private var entries: [String: ZipEntry] = [:]

  /// Whether plain bytes are scanned; without, libxml2 reads everything, as the tests compare.
  private let isScanning: Bool
  /// The relationships of the package itself.
  private(set) var root: [Relationship] = []

  init(
    _ bytes: [UInt8], limits: WorkbookLimits, isScanning: Bool = true
  ) throws(SpreadsheetError) {
    try self.init(limits, isScanning: isScanning) { limits throws(ZipError) in
      try ZipArchive(bytes, limits: limits)
    }
  }

  init(path: String, limits: WorkbookLimits) throws(SpreadsheetError) {
    try self.init(limits, isScanning: true) { limits throws(ZipError) in
      try ZipArchive(path: path, limits: limits)
    }
  }

  private init(
    _ limits: WorkbookLimits, isScanning: Bool, open: (ZipLimits) throws(ZipError) -> ZipArchive
  ) throws(SpreadsheetError) {
    (self.isScanning, self.limits) = (isScanning, limits)
    do throws(ZipError) {
      archive = try open(
        ZipLimits(
          entries: limits.entries, entryBytes: limits.partBytes, totalBytes: limits.totalBytes))
    } catch { throw .archive(error) }
    guard archive.byteCount <= limits.archiveBytes else {
      throw .limitExceeded(limit: "bytes in the file", allowed: limits.archiveBytes)
    }
    for entry in archive.entries {
      guard entries.updateValue(entry, forKey: Self.key(entry.name)) == nil else {
        throw .archive(.duplicateName(entry.name))
      }
    }
    root = try relationships(of: "")
  }

  func has(_ path: String) -> Bool { entries[Self.key(path)] != nil }

  /// The part's bytes, nil when there is no such part.
  func bytes(_ path: String) throws(SpreadsheetError) -> [UInt8]? {
    guard let entry = entries[Self.key(path)] else { return nil }
    do throws(ZipError) { return try archive.read(entry) } catch { throw .archive(error) }
  }

  /// Unpacks a part piece by piece; nil when there is no such part.
  func reader(_ path: String) throws(SpreadsheetError) -> ZipEntryReader? {
    guard let entry = entries[Self.key(path)] else { return nil }
    do throws(ZipError) { return try archive.reader(entry) } catch { throw .archive(error) }
  }

  /// A window on a part; nil when there is no such part.
  func window(_ path: String) throws(SpreadsheetError) -> PartWindow? {
    guard let entry = entries[Self.key(path)], let reader = try reader(path) else { return nil }
    return PartWindow(reader, size: entry.size, threads: limits.threads)
  }

  /// Parses a part; nil when there is no such part.
  func parse<Handler: PartHandler>(
    _ path: String, _ handler: consuming Handler
  ) throws(SpreadsheetError) -> Handler? {
    guard let bytes = try bytes(path) else { return nil }
    do throws(XMLFailure<SpreadsheetError>) {
      return try XMLReader.parse(
        bytes, depth: limits.depth, handler: PartReader(handler: handler)
      ).handler
    } catch { throw SpreadsheetError(error, part: path) }
  }

  /// Opens a part that is mostly scanned; nil when there is no such part.
  func open<Handler: ScanningHandler>(
    _ path: String, _ handler: consuming Handler
  ) throws(SpreadsheetError) -> ScannedPart<Handler>? {
    guard let entry = entries[Self.key(path)] else { return nil }
    return try ScannedPart(
      path, entry, of: archive, limits: limits, isScanning: isScanning, handler: handler)
  }

  /// The relationships of a part, or of the package for an empty path.
  func relationships(of path: String) throws(SpreadsheetError) -> [Relationship] {
    let (folder, file) = Self.split(path)
    let part = "\(folder)_rels/\(file).rels"
    guard var found = try parse(part, RelationshipsHandler())?.relationships else { return [] }
    for index in found.indices where !found[index].isExternal {
      found[index].target = resolve(found[index].target, from: folder)
    }
    return found
  }

  /// Where the workbook is: by relationship, else by content type, else where it mostly is.
  func workbookPath() throws(SpreadsheetError) -> String {
    let office = OpenXML.Relation.officeDocument.rawValue
    if let path = root.first(where: { $0.type == office })?.target,
      has(path)
    {
      return path
    }
    let types = try parse("[Content_Types].xml", ContentTypesHandler())?.types ?? []
    if let part = types.first(where: { $0.type.hasSuffix(".main+xml") }), has(part.name) {
      return part.name
    }
    guard has("xl/workbook.xml") else { throw .missingPart("workbook") }
    return "xl/workbook.xml"
  }

  /// The folder of a path with its slash, and the file.
  private static func split(_ path: String) -> (folder: String, file: String) {
    let bytes = path.utf8
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    let next = bytes.index(after: slash)
    return (String(path[..<next]), String(path[next...]))
  }

  /// What equal names of parts share: slashes that lean forward, none at the start, small letters.
  private static func key(_ path: String) -> String {
    if isKey(path) { return path }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(path.utf8.count)
    var isASCII = true
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "\\"): if !bytes.isEmpty { bytes.append(0x2F) }
      case 0x41...0x5A: bytes.append(byte | 0x20)
      default:
        bytes.append(byte)
        if byte >= 0x80 { isASCII = false }
      }
    }
    let key = String(decoding: bytes, as: UTF8.self)
    return isASCII ? key : key.lowercased()
  }

  /// Whether a path is its own key by its bytes alone.
  private static func isKey(_ path: String) -> Bool {
    guard path.utf8.first != UInt8(ascii: "/") else { return false }
    return path.utf8.allSatisfy {
      $0 < 0x80 && $0 != UInt8(ascii: "\\") && !(0x41...0x5A ~= $0)
    }
  }

  /// Makes a target absolute: `../` and `./` steps, a leading slash, backslashes.
  private func resolve(_ target: String, from folder: String) -> String {
    // Mostly the target is a path from its folder as it stands.
    if has(folder + target) { return folder + target }
    let slashes = String(
      decoding: target.utf8.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }, as: UTF8.self
    )
    var steps = slashes.hasPrefix("/") ? [] : folder.split(separator: "/")
    for step in slashes.split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(step) }
    }
    let path = steps.joined(separator: "/")
    if has(path) { return path }
    // Some write `xl/...` as if it were absolute, some `/worksheets/...` as if it were not.
    let plain = String(slashes.drop { $0 == "/" })
    let candidates = [plain, folder + plain, Self.percentDecoded(path)]
    return candidates.first(where: has) ?? path
  }

  private static func percentDecoded(_ path: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(path.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"),
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

private struct RelationshipsHandler: PartHandler {
  static let namespace = OpenXML.Namespace.packageRelationships
  var relationships: [PackageReader.Relationship] = []

  private static func lastStep(_ uri: borrowing XMLText) -> String {
    uri.withBytes { uri in
      let start = uri.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
      return String(decoding: uri[start...], as: UTF8.self)
    }
  }

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    if name == "Relationship", let id = attributes.string("Id"),
      let type = attributes.with("Type", Self.lastStep), let target = attributes.string("Target")
    {
      relationships.append(
        PackageReader.Relationship(
          id: id, type: type, target: target,
          isExternal: attributes.string("TargetMode") == "External"))
    }
    return true
  }
}

private struct ContentTypesHandler: PartHandler {
  static let namespace = OpenXML.Namespace.contentTypes
  var types: [(name: String, type: String)] = []

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    if name == "Override", let part = attributes.string("PartName"),
      let type = attributes.string("ContentType")
    {
      types.append((part, type))
    }
    return true
  }
}
