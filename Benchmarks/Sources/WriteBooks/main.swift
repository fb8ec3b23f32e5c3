import Spreadsheet

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// WriteBooks FOLDER COUNT THREADS LEVEL: workbooks of nine small sheets with full styles, the same
// as Peers/write_books.c writes.

/// SplitMix64, the same in `Peers/write_books.c`.
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

struct Looks {
  let title = CellStyle(
    font: CellStyle.Font(name: "SimHei", size: 16, bold: true),
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center))
  let unit = CellStyle(
    font: CellStyle.Font(name: "SimSun", size: 9), alignment: CellStyle.Alignment(horizontal: .right))
  let head = CellStyle(
    font: CellStyle.Font(name: "SimHei", size: 10, bold: true), fill: CellStyle.Color(rgb: 0xD9E2F3), borders: .thin,
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center, wrap: true))
  let text = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: "SimSun", size: 10), borders: .thin)
  let name = CellStyle(
    font: CellStyle.Font(name: "SimSun", size: 10), borders: .thin,
    alignment: CellStyle.Alignment(wrap: true, indent: 1))
  let amount = CellStyle(
    numberFormat: "#,##0.00", font: CellStyle.Font(name: "SimSun", size: 10), borders: .thin)
}

extension CellStyle.Borders {
  static let thin = CellStyle.Borders(left: .thin, right: .thin, top: .thin, bottom: .thin)
}

let captions = (0..<8).map { "\u{6307}\u{6807}\($0)" }
let items = (0..<1200).map { "\u{9879}\u{76EE} \($0) \u{652F}\u{51FA}" }
let looks = Looks()

func sheet(_ number: Int, _ random: inout Random) -> Sheet {
  var sheet = Sheet(name: "\u{8868}\(number + 1)")
  sheet[0, 0] = Cell(
    .text("\u{8868}\(number + 1) \u{6536}\u{652F}\u{603B}\u{8868}"), style: looks.title)
  for column in 1..<8 { sheet[0, column] = Cell(style: looks.title) }
  sheet.merges = [CellRange(rows: 0...0, columns: 0...7)]
  sheet[1, 7] = Cell(.text("\u{4E07}\u{5143}"), style: looks.unit)
  for (column, caption) in captions.enumerated() {
    sheet[2, column] = Cell(.text(caption), style: looks.head)
  }
  let rows = 20 + random.next(below: 21)
  for row in 3..<3 + rows {
    let item = random.next(below: 1200)
    sheet[row, 0] = Cell(.text(String(2_010_000 + item)), style: looks.text)
    sheet[row, 1] = Cell(.text(items[item]), style: looks.name)
    for column in 2..<8 {
      if random.next(below: 2) == 0 {
        sheet[row, column] = Cell(style: looks.amount)
      } else {
        let amount = Double(random.next(below: 100_000_000)) / 100
        sheet[row, column] = Cell(CellValue(amount) ?? .empty, style: looks.amount)
      }
    }
  }
  sheet.columnWidths = [0: 12, 1: 36, 2: 16, 3: 16, 4: 16, 5: 16, 6: 16, 7: 16]
  sheet.rowHeights = [0: 30, 2: 24]
  sheet.frozenRows = 3
  sheet.pageSetup.paper = .a4
  sheet.pageSetup.landscape = true
  sheet.pageSetup.fitToWidth = 1
  sheet.pageSetup.fitToHeight = 0
  sheet.pageSetup.repeatRows = 0...2
  sheet.pageSetup.footer = "&C&P / &N"
  return sheet
}

struct WriteFailed: Error {}

let arguments = CommandLine.arguments
guard arguments.count >= 5, let count = Int(arguments[2]), let threads = Int(arguments[3]),
  let level = Int(arguments[4])
else {
  print("usage: WriteBooks FOLDER COUNT THREADS LEVEL")
  exit(2)
}
let clock = ContinuousClock()
let start = clock.now
var random = Random(state: 20_240_801)
for number in 0..<count {
  var book = Workbook()
  book.sheets = (0..<9).map { sheet($0, &random) }
  let bytes = try book.xlsx(WritingOptions(level: level, threads: threads))
  guard let file = fopen("\(arguments[1])/book\(number).xlsx", "wb") else { throw WriteFailed() }
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fclose(file) == 0 else {
    throw WriteFailed()
  }
}
let time = clock.now - start
let wall = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
var usage = rusage()
// 0 is RUSAGE_SELF, whose type differs between C libraries.
getrusage(0, &usage)
func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
let processor = seconds(usage.ru_utime) + seconds(usage.ru_stime)
print("seconds \(wall) processor \(processor) peak MiB \(usage.ru_maxrss / 1024)")
