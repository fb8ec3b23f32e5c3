@_spi(Fuzzing) import FiscalTables
import Samples

/// Any bytes as a map of columns and, behind a zero, as an export: an error or disclosures, never a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMap(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  guard parts.count == 2 else { return 0 }
  for disclosure in tables.readAll(Array(parts[1]), map: Array(parts[0])) ?? [] {
    _ = disclosure.check()
    _ = disclosure.facts
  }
  return 0
}
