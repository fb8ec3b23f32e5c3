import Foundation
import Spreadsheet

/// Reads a CSV into typed cells row by row and prints what it found, the time and the peak memory.
func run() throws {
  guard CommandLine.arguments.count == 2 else {
    print("ReadCSV FILE")
    exit(64)
  }
  let file = open(CommandLine.arguments[1], O_RDONLY)
  guard file >= 0 else {
    print("cannot open \(CommandLine.arguments[1])")
    exit(2)
  }
  var buffer = [UInt8](repeating: 0, count: 1 << 18)
  var (cells, numbers, textBytes, sum) = (0, 0, 0, Int64(0))
  let start = ContinuousClock.now
  let report = try CSVReader().forEachRow(from: { bytes in
    let count = read(file, &buffer, buffer.count)
    if count > 0 { bytes += buffer[..<count] }
  }) { row in
    for index in 0..<row.count {
      cells += 1
      switch row[index] {
      case .empty: break
      case .decimal(let number):
        numbers += 1
        sum &+= number.coefficient
      case .text(let text): textBytes += text.utf8.count
      }
    }
  }
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  var usage = rusage()
  getrusage(0, &usage)
  let processor = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
  print(
    "\(report.encoding.rawValue): \(report.rows) rows, \(cells) cells, \(numbers) numbers, sum \(sum), "
      + "text \(textBytes), \(String(format: "%.3f", seconds)) s, processor "
      + "\(String(format: "%.3f", processor)) s, peak \(usage.ru_maxrss / 1024) MB")
}

try run()
