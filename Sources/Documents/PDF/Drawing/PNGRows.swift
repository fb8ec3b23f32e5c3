/// Rows of bytes that say how they differ from those before, as pictures in PNG do.
struct PNGRows {
  /// How many bytes a row has, without the one that says how it was made.
  var width: Int
  /// How far left the byte stands with which one is compared.
  var step: Int

  /// The bytes themselves; nil where a row is made as none may be. The last row may be cut.
  func restored(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var start = 0
    while start < bytes.count {
      let kind = bytes[start]
      guard kind <= 4 else { return nil }
      let row = result.count
      for index in start + 1..<min(start + 1 + width, bytes.count) {
        let column = index - start - 1
        let left = column >= step ? result[row + column - step] : 0
        let above = row >= width ? result[row + column - width] : 0
        let corner = column >= step && row >= width ? result[row + column - width - step] : 0
        let guess: UInt8 =
          switch kind {
          case 0: 0
          case 1: left
          case 2: above
          case 3: UInt8((Int(left) + Int(above)) / 2)
          default: PNGRows.nearest(left, above, corner)
          }
        result.append(bytes[index] &+ guess)
      }
      start += width + 1
    }
    return result
  }

  private static func nearest(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
    let sum = Int(left) + Int(above) - Int(corner)
    let far = [left, above, corner].map { abs(sum - Int($0)) }
    return far[0] <= far[1] && far[0] <= far[2] ? left : far[1] <= far[2] ? above : corner
  }
}
