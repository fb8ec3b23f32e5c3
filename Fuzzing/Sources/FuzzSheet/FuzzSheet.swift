@_spi(Fuzzing) import Spreadsheet

/// Any bytes as the part of a sheet and, behind a zero, that of the shared strings: the scanner of
/// plain bytes and libxml2 must read the same, or both nothing.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSheet(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  let sheet = parts.first.map { Array($0) } ?? []
  let strings = parts.count > 1 ? Array(parts[1]) : nil
  precondition(BothWays.agree(sheet: sheet, strings: strings), "scanner and libxml2 differ")
  return 0
}
