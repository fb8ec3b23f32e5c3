/// The path that is traced before it is drawn: its parts, each without a break.
struct PathTrace {
  private(set) var outlines: [PageDrawing.Outline] = []
  private(set) var pointCount = 0
  /// Whether the last part is closed.
  private var isClosed = false

  /// The box around all of it.
  var box: Document.Box? {
    let boxes = outlines.compactMap(\.box)
    return boxes.dropFirst().reduce(boxes.first) { $0?.union($1) }
  }

  mutating func begin(_ point: Transform.Point) {
    outlines.append(PageDrawing.Outline(points: [point]))
    isClosed = false
    pointCount += 1
  }

  mutating func extend(_ point: Transform.Point, isStraight: Bool) {
    guard let last = outlines.last, let start = last.points.first else { return }
    // What is closed is done with; a new part begins where it began.
    if isClosed { outlines.append(PageDrawing.Outline(points: [start])) }
    isClosed = false
    outlines[outlines.count - 1].points.append(point)
    if !isStraight { outlines[outlines.count - 1].isStraight = false }
    pointCount += 1
  }

  mutating func close() {
    guard let start = outlines.last?.points.first, !isClosed else { return }
    outlines[outlines.count - 1].points.append(start)
    isClosed = true
  }

  mutating func removeAll() {
    outlines.removeAll(keepingCapacity: true)
    (pointCount, isClosed) = (0, false)
  }
}
