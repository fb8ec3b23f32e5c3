import FiscalTables
import Samples
@testable import Zip

/// Any bytes as a published file: an error or disclosures, never a crash. What is read is checked, and
/// its facts are made.
///
/// Bytes that begin with `W` are the parts of a Word file: its text, behind 0xFF its lists, and behind
/// another one its relationships. Those that begin with `O` are the parts of an OFD file: a page, and
/// behind 0xFF each its document, its resources, its notes and its root.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDocument(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let given = UnsafeBufferPointer(start: start, count: count)
  let bytes: [UInt8]? =
    switch given.first {
    case UInt8(ascii: "W"): archive(given.dropFirst(), wordParts)
    case UInt8(ascii: "O"): archive(given.dropFirst(), fixedLayoutParts)
    // PDFs are read by programs of their own, which are not fuzzed here.
    default: given.prefix(1024).contains(UInt8(ascii: "%")) ? nil : Array(given)
    }
  guard let bytes, let found = try? tables.readAll(bytes, named: "input")
  else { return 0 }
  precondition(!found.isEmpty, "neither an error nor a disclosure")
  for disclosure in found {
    _ = disclosure.check()
    _ = disclosure.facts
  }
  return 0
}

private let wordParts = ["word/document.xml", "word/numbering.xml", "word/_rels/document.xml.rels"]
private let fixedLayoutParts = [
  "Doc_0/Page.xml", "Doc_0/Document.xml", "Doc_0/Res.xml", "Doc_0/Annotations.xml", "OFD.xml",
]

private func archive(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ names: [String]) -> [UInt8]? {
  var archive = ZipWriter(level: 0)
  for (name, part) in zip(names, bytes.split(separator: 0xFF, omittingEmptySubsequences: false)) {
    guard (try? archive.add(name, Array(part))) != nil else { return nil }
  }
  return archive.finish()
}
