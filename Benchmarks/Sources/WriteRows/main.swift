import Spreadsheet

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// WriteRows PATH ROWS THREADS LEVEL [inline]: the workload of Peers/write_rows.c, row by row.

/// SplitMix64, the same in `Peers/write_rows.c`.
struct Random {
  var state: UInt64

  mutating func next(below bound: UInt64) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % bound)
  }
}

/// A number with leading zeros.
func code(_ value: Int, digits: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: digits - text.count) + text
}

struct WriteFailed: Error {}

let arguments = CommandLine.arguments
guard arguments.count >= 5, let rows = Int(arguments[2]), let threads = Int(arguments[3]),
  let level = Int(arguments[4]), let file = fopen(arguments[1], "wb")
else {
  print("usage: WriteRows PATH ROWS THREADS LEVEL [inline]")
  exit(2)
}
let strings: WritingOptions.Strings? = arguments.count > 5 ? .inline : nil

// Names that repeat, as those of units and items do; made before the time is taken.
let units = (0..<400).map { "\u{9884}\u{7B97}\u{5355}\u{4F4D} \($0)" }
let codes = (0..<400).map { code($0, digits: 6) }
let items = (0..<1200).map { "\u{9879}\u{76EE} \($0) \u{652F}\u{51FA}" }
let functions = (0..<1200).map { code(2_010_000 + $0, digits: 7) }

let clock = ContinuousClock()
let start = clock.now
let writer = try WorkbookRowWriter(
  options: WritingOptions(strings: strings, level: level, threads: threads)
) { bytes in
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw WriteFailed() }
}
let amount = CellStyle(numberFormat: "#,##0.00")
let date = CellStyle(numberFormat: "yyyy\\-mm\\-dd")
var random = Random(state: 20_240_801)
try writer.startSheet(Sheet(name: "Data"))
for index in 0..<rows {
  try writer.row { row in
    let unit = random.next(below: 400)
    let item = random.next(below: 1200)
    try row.text(codes[unit])
    try row.text(units[unit])
    try row.text(functions[item])
    try row.text(items[item])
    for _ in 0..<8 {
      if random.next(below: 2) == 0 {
        row.skip()
      } else {
        try row.number(Double(random.next(below: 100_000_000)) / 100, style: amount)
      }
    }
    try row.number(45_000 + random.next(below: 365), style: date)
    if random.next(below: 10) == 0 { try row.text("note \(index)") } else { row.skip() }
  }
}
try writer.finish()
fclose(file)
let time = clock.now - start
let wall = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
var usage = rusage()
// 0 is RUSAGE_SELF, whose type differs between C libraries.
getrusage(0, &usage)
func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
// Processor time too: on a machine that is shared it is the steadier of both.
let processor = seconds(usage.ru_utime) + seconds(usage.ru_stime)
print("seconds \(wall) processor \(processor) peak MiB \(usage.ru_maxrss / 1024)")
