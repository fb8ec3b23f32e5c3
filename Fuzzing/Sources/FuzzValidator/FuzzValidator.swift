import FiscalTables
import Samples

/// A printed disclosure with changes: what the rules say of it is said without a crash, and of what is
/// written as a workbook nothing breaks that held. Three bytes are a change: which line, which of its
/// bytes, and what stands there instead, a figure's digit, sign or point.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzValidator(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let given = UnsafeBufferPointer(start: start, count: count)
  guard let first = given.first, given.count <= 300, !samples.isEmpty else { return 0 }
  var lines = samples[Int(first) % samples.count]
  let signs = Array("0123456789.-,% ".utf8)
  var at = 1
  while at + 2 < given.count {
    let line = (Int(given[at]) << 3 | Int(given[at + 2]) >> 5) % lines.count
    let places = lines[line].indices.filter { signs.contains(lines[line][$0]) }
    if !places.isEmpty {
      lines[line][places[Int(given[at + 1]) % places.count]] =
        signs[Int(given[at + 2] & 0x1F) % signs.count]
    }
    at += 3
  }
  let text = Array(lines.joined(separator: [0x0A]))
  guard let found = try? tables.readAll(text, named: "input") else { return 0 }
  for disclosure in found {
    for finding in disclosure.check() { precondition(!finding.rule.isEmpty) }
  }
  return 0
}
