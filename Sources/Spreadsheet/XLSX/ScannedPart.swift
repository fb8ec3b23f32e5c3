import XMLStream
import Zip

/// A part that is mostly scanned: libxml2 sees it without what was.
///
/// Of a part with a plain beginning libxml2 has read that, and the window stands at the stretch that
/// may be scanned; what is left behind it goes on to libxml2 a piece at a time.
final class ScannedPart<Handler: ScanningHandler> {
  let window: PartWindow
  /// How the part begins, nil when nothing may be scanned.
  let beginning: PlainText.Beginning?

  private var reader: XMLReader<PartReader<Handler>>
  private let path: String
  private let entry: ZipEntry
  private let archive: ZipArchive
  private let depth: Int

  /// So much at most is handed to libxml2 in one piece, so that what comes of it is little.
  private static var pieceSize: Int { 1 << 14 }

  /// Opens a part and reads its beginning.
  init(
    _ path: String, _ entry: ZipEntry, of archive: ZipArchive, limits: WorkbookLimits,
    isScanning: Bool, handler: consuming Handler
  ) throws(SpreadsheetError) {
    (self.path, self.entry, self.archive, depth) = (path, entry, archive, limits.depth)
    reader = XMLReader(depth: limits.depth, handler: PartReader(handler: handler))
    do throws(ZipError) {
      window = PartWindow(try archive.reader(entry), size: entry.size, threads: limits.threads)
    } catch { throw .archive(error) }
    _ = try window.refill()
    let bytes = UnsafeBufferPointer(start: window.bytes, count: window.end)
    beginning =
      isScanning
      ? PlainText.beginning(bytes, root: Handler.root, child: Handler.child) : nil
    if let beginning { try feed(upTo: beginning.end) }
  }

  /// What has seen the part so far.
  var handler: Handler {
    get { reader.handler.handler }
    _modify { yield &reader.handler.handler }
  }

  /// Lets libxml2 read the next piece; false at the part's end.
  func parse() throws(SpreadsheetError) -> Bool {
    if window.start == window.end {
      guard try window.refill() else {
        do throws(XMLFailure<SpreadsheetError>) { try reader.finish() } catch {
          throw failure(error)
        }
        return false
      }
    }
    try feed(upTo: min(window.end, window.start + Self.pieceSize))
    return true
  }

  private func feed(upTo end: Int) throws(SpreadsheetError) {
    let bytes = UnsafeBufferPointer(start: window.bytes + window.start, count: end - window.start)
    do throws(XMLFailure<SpreadsheetError>) { try reader.feed(bytes) } catch {
      throw failure(error)
    }
    window.start = end
  }

  private func failure(_ failure: XMLFailure<SpreadsheetError>) -> SpreadsheetError {
    switch failure {
    case .malformed(let error): .xml(part: path, place(of: error))
    case .handler(let error): error
    }
  }

  /// An error with the place where it stands in the whole part: libxml2 has not counted the lines
  /// that were scanned.
  private func place(of error: XMLError) -> XMLError {
    guard let bytes = try? archive.reader(entry) else { return error }
    var reader = XMLReader(depth: depth, handler: DeafHandler())
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    do throws(XMLFailure<Never>) {
      while let count = try? piece.withUnsafeMutableBufferPointer({ try bytes.read(into: $0) }),
        count > 0
      {
        try piece[..<count].withUnsafeBufferPointer { piece throws(XMLFailure<Never>) in
          try reader.feed(piece)
        }
      }
      try reader.finish()
    } catch {
      if case .malformed(let found) = error { return found }
    }
    return error
  }
}

/// Only lets a document be checked.
private struct DeafHandler: XMLHandler {
  var namespaces: [XMLNamespace] { [] }
  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(Never) {}
  mutating func characters(_ text: borrowing XMLText) throws(Never) {}
  mutating func endElement(_ name: borrowing XMLName) throws(Never) {}
}
