import Zip

/// The objects of a PDF file, each read when it is asked for.
///
/// What is seldom is not read: encrypted files, other filters than the one of zlib, files whose
/// table of places is wrong. Poppler writes such a file anew. Nothing in the file is trusted; what is
/// read, decoded and drawn is counted, and ends at a bound.
final class PDFFile {
  private enum Entry {
    case free
    case at(Int)
    case packed(stream: Int, index: Int)
  }

  /// Objects packed together: their bytes, and where each begins.
  private struct Pack {
    var scanner: PDFScanner
    var starts: [Int]
  }

  private let bytes: [UInt8]
  private var entries: [Int: Entry] = [:]
  private var packs: [Int: Pack] = [:]
  private var nesting = 0
  private var allowance: Int
  private(set) var root: [String: PDFObject] = [:]
  /// Fonts by the number of their object.
  var fonts: [Int: PDFFont] = [:]

  /// How much is read: bytes decoded and scanned, and what is drawn at ``PageDrawing/markCost``.
  static let allowance = 512 << 20
  private static let nestingBound = 16
  private static let sectionBound = 1_000

  init(_ bytes: [UInt8], allowance: Int = PDFFile.allowance) throws(PDFFault) {
    // Places are counted from the mark of the beginning.
    let mark = Array("%PDF-".utf8)
    let start = bytes.prefix(1024).indices.first { bytes[$0...].starts(with: mark) } ?? 0
    self.bytes = start == 0 ? bytes : Array(bytes[start...])
    self.allowance = allowance
    try readSections()
  }

  /// Counts work.
  func spend(_ count: Int) throws(PDFFault) {
    allowance -= max(count, 0)
    guard allowance >= 0 else { throw .tooMuch }
  }

  // MARK: Objects

  /// The object itself where it is a reference; what is not there is null.
  func resolve(_ object: PDFObject?) throws(PDFFault) -> PDFObject {
    var object = object ?? .null
    for _ in 0..<PDFFile.nestingBound {
      guard case .reference(let number) = object else { return object }
      object = try load(number)
    }
    throw .unreadable
  }

  private func load(_ number: Int) throws(PDFFault) -> PDFObject {
    guard nesting < PDFFile.nestingBound else { throw .unreadable }
    nesting += 1
    try spend(64)
    defer { nesting -= 1 }
    switch entries[number] ?? .free {
    case .free: return .null
    case .at(let offset): return try object(number, at: offset)
    case .packed(let stream, let index):
      let pack = try pack(stream)
      guard pack.starts.indices.contains(index) else { throw .unreadable }
      var scanner = PDFScanner(pack.scanner.bytes, at: pack.starts[index])
      let object = try scanner.object()
      try spend(scanner.position - pack.starts[index])
      return object
    }
  }

  /// The object of this number, or of any where none is given, that stands at a place.
  private func object(_ number: Int?, at offset: Int) throws(PDFFault) -> PDFObject {
    guard offset >= 0, offset < bytes.count else { throw .unreadable }
    var scanner = PDFScanner(bytes, at: offset)
    guard case .number(let found) = scanner.next(), number.map({ Double($0) == found }) ?? true,
      case .number = scanner.next(), scanner.take("obj")
    else { throw .unreadable }
    let object = try scanner.object()
    try spend(scanner.position - offset)
    guard case .dictionary(let entries) = object, scanner.take("stream") else { return object }
    scanner.skipLineEnd()
    let start = scanner.position
    guard let length = try resolve(entries["Length"]).integer, length >= 0,
      length <= bytes.count - start
    else { throw .unreadable }
    var end = PDFScanner(bytes, at: start + length)
    guard end.take("endstream") else { throw .unreadable }
    return .stream(PDFStream(dictionary: entries, range: start..<start + length))
  }

  private func pack(_ number: Int) throws(PDFFault) -> Pack {
    if let known = packs[number] { return known }
    guard case .at(let offset) = entries[number] ?? .free,
      case .stream(let stream) = try object(number, at: offset),
      let count = try resolve(stream.dictionary["N"]).integer,
      let first = try resolve(stream.dictionary["First"]).integer
    else { throw .unreadable }
    var scanner = PDFScanner(try decoded(stream))
    var starts: [Int] = []
    // The head is read no further than it goes, whatever it says to hold.
    while starts.count < count, scanner.position < first {
      guard case .number = scanner.next(), case .number(let start) = scanner.next(), start >= 0,
        start < Double(scanner.bytes.count)
      else { throw .unreadable }
      starts.append(first + Int(start))
    }
    let pack = Pack(scanner: scanner, starts: starts)
    packs[number] = pack
    return pack
  }

  // MARK: Streams

  /// What a stream holds.
  func decoded(_ stream: PDFStream) throws(PDFFault) -> [UInt8] {
    var filters: [PDFObject] = []
    switch try resolve(stream.dictionary["Filter"]) {
    case .null: break
    case .array(let items): filters = items
    case let one: filters = [one]
    }
    guard let filter = filters.first else {
      try spend(stream.range.count)
      return Array(bytes[stream.range])
    }
    guard filters.count == 1, ["FlateDecode", "Fl"].contains(try resolve(filter).name),
      let output = Inflate.zlib(bytes[stream.range], bound: allowance)
    else { throw .unreadable }
    try spend(output.count)
    var parameters = try resolve(stream.dictionary["DecodeParms"])
    if case .array(let items) = parameters { parameters = try resolve(items.first) }
    return try unpredicted(output, parameters.dictionary ?? [:])
  }

  /// Undoes what was done to rows of bytes before they were packed.
  private func unpredicted(
    _ bytes: [UInt8], _ parameters: [String: PDFObject]
  ) throws(PDFFault) -> [UInt8] {
    func value(_ key: String, _ usual: Int) throws(PDFFault) -> Int {
      let value = try resolve(parameters[key]).integer ?? usual
      guard (1...1 << 20).contains(value) else { throw .unreadable }
      return value
    }
    let predictor = try value("Predictor", 1)
    guard predictor > 1 else { return bytes }
    guard predictor >= 10 else { throw .unreadable }
    let bits = try value("Colors", 1) * value("BitsPerComponent", 8)
    let width = (try value("Columns", 1) * bits + 7) / 8
    let rows = PNGRows(width: width, step: max(1, bits / 8))
    guard let result = rows.restored(bytes) else { throw .unreadable }
    return result
  }

  // MARK: Tables of places

  private func readSections() throws(PDFFault) {
    let mark = Array("startxref".utf8)
    let tail = bytes.suffix(2048)
    guard
      let last = tail.indices.reversed().first(where: {
        tail[$0] == mark[0] && tail[$0...].starts(with: mark)
      })
    else { throw .unreadable }
    var scanner = PDFScanner(bytes, at: last + mark.count)
    guard let start = try scanner.object().integer else { throw .unreadable }
    var waiting = [start]
    var seen: Set<Int> = []
    while let offset = waiting.popLast() {
      guard seen.insert(offset).inserted else { continue }
      guard seen.count <= PDFFile.sectionBound else { throw .unreadable }
      let trailer = try readSection(at: offset)
      guard trailer["Encrypt"] == nil else { throw .unreadable }
      if root.isEmpty { root = try resolve(trailer["Root"]).dictionary ?? [:] }
      if let before = try resolve(trailer["Prev"]).integer { waiting.append(before) }
    }
  }

  /// Reads one table, or a stream in place of it, and gives back what is said of the file there.
  /// Entries that are known stay.
  private func readSection(at offset: Int) throws(PDFFault) -> [String: PDFObject] {
    guard offset >= 0, offset < bytes.count else { throw .unreadable }
    var scanner = PDFScanner(bytes, at: offset)
    guard scanner.take("xref") else {
      guard case .stream(let stream) = try object(nil, at: offset) else { throw .unreadable }
      try readStream(stream)
      return stream.dictionary
    }
    var table: [Int: Entry] = [:]
    while !scanner.take("trailer") {
      guard let first = try scanner.object().integer, let count = try scanner.object().integer
      else { throw .unreadable }
      for index in 0..<max(count, 0) {
        guard let place = try scanner.object().integer, case .number = scanner.next() else {
          throw .unreadable
        }
        let isUsed = scanner.take("n")
        guard isUsed || scanner.take("f") else { throw .unreadable }
        table[first + index] = isUsed ? .at(place) : .free
      }
    }
    let trailer = try scanner.object().dictionary ?? [:]
    try spend(scanner.position - offset)
    // What newer readers alone see is free in the table, and stands in a stream beside it.
    if let beside = trailer["XRefStm"]?.integer,
      case .stream(let stream) = try object(nil, at: beside)
    {
      try readStream(stream)
    }
    entries.merge(table) { known, _ in known }
    return trailer
  }

  private func readStream(_ stream: PDFStream) throws(PDFFault) {
    let widths = (stream.dictionary["W"]?.array ?? []).compactMap(\.integer)
    guard widths.count == 3, widths.allSatisfy({ (0...7).contains($0) }), widths[1] > 0 else {
      throw .unreadable
    }
    let data = try decoded(stream)
    let size = try resolve(stream.dictionary["Size"])
    let sections = try resolve(stream.dictionary["Index"]).array ?? [.number(0), size]
    var position = 0
    func field(_ index: Int, _ usual: Int) -> Int {
      guard widths[index] > 0 else { return usual }
      defer { position += widths[index] }
      return data[position..<position + widths[index]].reduce(0) { $0 << 8 | Int($1) }
    }
    for index in stride(from: 0, to: sections.count - 1, by: 2) {
      guard let first = sections[index].integer, let count = sections[index + 1].integer else {
        throw .unreadable
      }
      for number in 0..<max(count, 0) {
        guard position + widths.reduce(0, +) <= data.count else { throw .unreadable }
        let (kind, second, third) = (field(0, 1), field(1, 0), field(2, 0))
        let entry: Entry =
          kind == 1 ? .at(second) : kind == 2 ? .packed(stream: second, index: third) : .free
        if entries[first + number] == nil { entries[first + number] = entry }
      }
    }
  }
}
