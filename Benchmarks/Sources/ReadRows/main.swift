import Spreadsheet
import Zip

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// ReadRows rows|whole|inflate THREADS FILE...: reads workbooks row by row, or whole, or only unpacks
// their sheets, and prints what it found, the time and the peak memory.

struct ReadFailed: Error {}

func bytes(of path: String) throws -> [UInt8] {
  let file = open(path, O_RDONLY)
  guard file >= 0 else { throw ReadFailed() }
  defer { close(file) }
  var status = stat()
  guard fstat(file, &status) == 0 else { throw ReadFailed() }
  return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
    count = max(0, read(file, buffer.baseAddress, buffer.count))
  }
}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let threads = Int(arguments[2]) else {
  print("usage: ReadRows rows|whole|inflate THREADS FILE...")
  exit(2)
}
var limits = WorkbookLimits()
limits.threads = threads
let clock = ContinuousClock()
let start = clock.now
var cells = 0
var textBytes = 0
var sum = 0.0
for path in arguments.dropFirst(3) {
  switch arguments[1] {
  case "rows":
    let file = try WorkbookFile(path: path, limits: limits)
    for index in file.sheets.indices {
      var rows = try file.rows(inSheet: index)
      while let row = try rows.next() {
        for cell in row {
          cells += 1
          switch cell.kind {
          case .number: sum += cell.double ?? 0
          case .text: textBytes += cell.text?.utf8.count ?? 0
          default: break
          }
        }
      }
    }
  case "whole":
    let book = try Workbook(xlsx: bytes(of: path), limits: limits)
    for sheet in book.sheets { cells += sheet.cellCount }
  default:
    let archive = try ZipArchive(path: path)
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
    defer { buffer.deallocate() }
    for entry in archive.entries where entry.name.contains("worksheets/sheet") {
      let reader = try archive.reader(entry)
      while true {
        let count = try reader.read(into: buffer)
        if count == 0 { break }
        textBytes += count
      }
    }
  }
}
let time = clock.now - start
let wall = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
var usage = rusage()
// 0 is RUSAGE_SELF, whose type differs between C libraries.
getrusage(0, &usage)
func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
let processor = seconds(usage.ru_utime) + seconds(usage.ru_stime)
print(
  "\(arguments.count - 3) files, \(cells) cells, sum \(sum), text \(textBytes): "
    + "seconds \(wall) processor \(processor) peak MiB \(usage.ru_maxrss / 1024)")
