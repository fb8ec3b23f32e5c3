import Foundation
import Spreadsheet

/// Reads workbooks in the way asked for and prints what it found, the time and the peak memory.
func peakMegabytes() -> Int {
  var usage = rusage()
  getrusage(0, &usage)
  return Int(usage.ru_maxrss) / 1024
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
  print("ReadRows rows|whole FILE...")
  exit(64)
}
let clock = ContinuousClock()
let start = clock.now
var cells = 0
var textBytes = 0
var sum = 0.0
for path in arguments.dropFirst(2) {
  let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped))
  if arguments[1] == "rows" {
    let file = try WorkbookFile(bytes)
    for index in file.sheets.indices {
      try file.forEachRow(inSheet: index) { row in
        row.forEachCell { cell in
          cells += 1
          switch cell.kind {
          case .number: sum += cell.double ?? 0
          case .text: textBytes += cell.text?.utf8.count ?? 0
          default: break
          }
        }
      }
    }
  } else {
    let book = try Workbook(xlsx: bytes)
    for sheet in book.sheets { cells += sheet.cellCount }
  }
}
let seconds = (clock.now - start) / .seconds(1)
print(
  "\(arguments[1]): \(arguments.count - 2) files, \(cells) cells, sum \(sum), text \(textBytes), "
    + "\(String(format: "%.3f", seconds)) s, peak \(peakMegabytes()) MB")
