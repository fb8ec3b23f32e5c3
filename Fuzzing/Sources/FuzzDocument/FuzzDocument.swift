import FiscalTables
import Samples
import Zip

/// Any bytes as a published file: an error or disclosures, never a crash. What is read is checked, and
/// its facts are made.
///
/// Bytes that begin with `W` are the parts of a Word file: its text, behind 0xFF its lists, and behind
/// another one its relationships.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDocument(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let given = UnsafeBufferPointer(start: start, count: count)
  let bytes = given.first == UInt8(ascii: "W") ? word(given.dropFirst()) : Array(given)
  // PDFs are read by programs of their own, which are not fuzzed here.
  guard let bytes, !bytes.prefix(1024).contains(UInt8(ascii: "%")),
    let found = try? tables.readAll(bytes, named: "input")
  else { return 0 }
  precondition(!found.isEmpty, "neither an error nor a disclosure")
  for disclosure in found {
    _ = disclosure.check()
    _ = disclosure.facts
  }
  return 0
}

private func word(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
  let names = ["word/document.xml", "word/numbering.xml", "word/_rels/document.xml.rels"]
  var archive = ZipWriter(level: 0)
  for (name, part) in zip(names, bytes.split(separator: 0xFF, omittingEmptySubsequences: false)) {
    guard (try? archive.add(name, Array(part))) != nil else { return nil }
  }
  return archive.finish()
}
