/// Reads the abbreviated data of paths: letters, and the numbers that belong to them.
enum OFDPath {
  /// The path, its points where `place` puts them. More points are a picture's, and left out.
  static func trace(_ data: String, place: (Transform.Point) -> Transform.Point) -> PathTrace {
    var path = PathTrace()
    var letter: UInt8 = 0
    var numbers: [Double] = []
    func end() {
      func point(_ index: Int) -> Transform.Point {
        place((numbers[2 * index], numbers[2 * index + 1]))
      }
      let count = operandCounts[letter] ?? 0
      guard numbers.count >= count else { return }
      switch letter {
      case UInt8(ascii: "S"), UInt8(ascii: "M"): path.begin(point(0))
      case UInt8(ascii: "L"): path.extend(point(0), isStraight: true)
      case UInt8(ascii: "Q"): path.extend(point(1), isStraight: false)
      case UInt8(ascii: "B"): path.extend(point(2), isStraight: false)
      case UInt8(ascii: "A"): path.extend(place((numbers[5], numbers[6])), isStraight: false)
      case UInt8(ascii: "C"): path.close()
      default: break
      }
    }
    var digits = ""
    func takeNumber() {
      if let number = Double(digits), abs(number) < 1e6, numbers.count < 8 {
        numbers.append(number)
      }
      digits = ""
    }
    for byte in data.utf8 {
      switch byte {
      case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "e"):
        digits.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        takeNumber()
        end()
        (letter, numbers) = (byte, [])
        guard path.pointCount < PageDrawing.bound else { return path }
      default: takeNumber()
      }
    }
    takeNumber()
    end()
    return path
  }

  private static let operandCounts: [UInt8: Int] = [
    UInt8(ascii: "S"): 2, UInt8(ascii: "M"): 2, UInt8(ascii: "L"): 2, UInt8(ascii: "Q"): 4,
    UInt8(ascii: "B"): 6, UInt8(ascii: "A"): 7,
  ]
}
