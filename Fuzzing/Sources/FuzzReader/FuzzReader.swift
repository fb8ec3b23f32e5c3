import FiscalTables
import Samples

/// Lines that printed tables are made of, in any order: an error or disclosures, never a crash, and twice
/// the same. Each byte but the first is a line of the sample that the first one chooses; 0xFF is an empty
/// line, and what follows a 0xFE up to the next one stands as it is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let given = UnsafeBufferPointer(start: start, count: count)
  guard let first = given.first, given.count <= 4096, !samples.isEmpty else { return 0 }
  let sample = samples[Int(first) % samples.count]
  var text: [UInt8] = []
  var isVerbatim = false
  for (index, byte) in given.enumerated().dropFirst() {
    if byte == 0xFE {
      isVerbatim.toggle()
    } else if isVerbatim {
      text.append(byte)
    } else {
      // Lines that stand far on come by the place of their byte.
      if byte != 0xFF { text += sample[(Int(byte) + index / 64 * 254) % sample.count] }
      text.append(0x0A)
    }
  }
  let found = try? tables.readAll(text, named: "input")
  let again = try? tables.readAll(text, named: "input")
  precondition(found?.map(\.facts) == again?.map(\.facts), "not twice the same")
  return 0
}
