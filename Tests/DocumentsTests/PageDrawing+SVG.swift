@testable import Documents

/// The other way to know what is drawn on pages: the SVG of `pdftocairo -svg`, with which what is read
/// from the files themselves is compared.
extension PageDrawing {
  /// The drawings of all pages of an SVG.
  static func svgPages(_ svg: [UInt8]) -> [PageDrawing] {
    svg.withUnsafeBufferPointer { bytes in
      var scanner = TagScanner(bytes)
      var pages: [PageDrawing] = []
      var page = PageDrawing()
      var isPaged = false
      var hidden = 0
      var transforms = [Transform()]
      while let tag = scanner.next() {
        // Glyph outlines, clips, masks and pictures define what is drawn elsewhere.
        if scanner.is(tag, "defs") || scanner.is(tag, "clipPath") || scanner.is(tag, "mask")
          || scanner.is(tag, "symbol") || scanner.is(tag, "pattern")
        {
          if !tag.isEmpty { hidden += tag.isEnd ? -1 : 1 }
          continue
        }
        guard hidden <= 0 else { continue }
        if scanner.is(tag, "page") {
          isPaged = true
          if tag.isEnd {
            pages.append(page)
            page = PageDrawing()
          }
        } else if scanner.is(tag, "g") {
          if tag.isEnd {
            if transforms.count > 1 { transforms.removeLast() }
          } else if !tag.isEmpty, transforms.count < 1000 {
            transforms.append(Transform(scanner, tag, within: transforms[transforms.count - 1]))
          }
        } else if !tag.isEnd {
          page.draw(scanner, tag, within: transforms[transforms.count - 1])
        }
      }
      return isPaged ? pages : [page]
    }
  }

  private mutating func draw(_ scanner: TagScanner, _ tag: TagScanner.Tag, within: Transform) {
    if scanner.is(tag, "image") {
      hasPictures = true
    } else if scanner.is(tag, "use") {
      guard let target = scanner.value(tag, "xlink:href"),
        scanner.slice(target).starts(with: "#glyph".utf8)
      else {
        hasPictures = true
        return
      }
      guard glyphs.count < PageDrawing.bound, let x = scanner.number(tag, "x"),
        let y = scanner.number(tag, "y")
      else { return }
      let point = Transform(scanner, tag, within: within).apply((x, y))
      glyphs.append(Glyph(x: point.x, y: point.y))
    } else if scanner.is(tag, "path"), let path = scanner.value(tag, "d") {
      guard let style = Style(scanner, tag) else { return }
      let transform = Transform(scanner, tag, within: within)
      add(PageDrawing.outlines(scanner.slice(path), transform), isStroked: style.isStroked)
    } else if scanner.is(tag, "rect"), let style = Style(scanner, tag),
      let width = scanner.number(tag, "width"), let height = scanner.number(tag, "height")
    {
      let x = scanner.number(tag, "x") ?? 0
      let y = scanner.number(tag, "y") ?? 0
      let transform = Transform(scanner, tag, within: within)
      let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
      add([Outline(points: corners.map(transform.apply))], isStroked: style.isStroked)
    }
  }

  private static func outlines(
    _ path: UnsafeBufferPointer<UInt8>, _ transform: Transform
  ) -> [Outline] {
    var outlines: [Outline] = []
    var command = Substring()
    var numbers: [Double] = []
    for part in String(decoding: path, as: UTF8.self).split(separator: " ") {
      guard let number = Double(part) else {
        command = part
        numbers = []
        if part == "Z", let first = outlines.last?.points.first {
          outlines[outlines.count - 1].points.append(first)
        }
        continue
      }
      numbers.append(number)
      guard numbers.count == (command == "C" ? 6 : 2) else { continue }
      if command == "M" { outlines.append(Outline(points: [])) }
      let point = transform.apply((numbers[numbers.count - 2], numbers[numbers.count - 1]))
      outlines[outlines.count - 1].points.append(point)
      if command == "C" { outlines[outlines.count - 1].isStraight = false }
      numbers = []
    }
    return outlines
  }

  /// How a path is drawn; nil where it cannot be seen.
  private struct Style {
    var isStroked: Bool

    init?(_ scanner: TagScanner, _ tag: TagScanner.Tag) {
      // Older versions write one `style`, newer ones attributes.
      var fill: String?
      var stroke: String?
      if let style = scanner.value(tag, "style") {
        for part in String(decoding: scanner.slice(style), as: UTF8.self).split(separator: ";") {
          let pair = part.split(separator: ":", maxSplits: 1).map { $0.filter { $0 != " " } }
          guard pair.count == 2 else { continue }
          if pair[0] == "fill" { fill = pair[1] }
          if pair[0] == "stroke" { stroke = pair[1] }
        }
      }
      if let value = scanner.value(tag, "fill") {
        fill = String(decoding: scanner.slice(value), as: UTF8.self).filter { $0 != " " }
      }
      if let value = scanner.value(tag, "stroke") {
        stroke = String(decoding: scanner.slice(value), as: UTF8.self).filter { $0 != " " }
      }
      func isSeen(_ color: String?) -> Bool {
        guard let color else { return false }
        return !["none", "rgb(100%,100%,100%)", "#fff", "#ffffff", "white"].contains(color)
      }
      guard isSeen(stroke) || isSeen(fill) else { return nil }
      isStroked = isSeen(stroke)
    }
  }
}

extension Transform {
  /// The transform of an element within that of the one around it.
  fileprivate init(_ scanner: TagScanner, _ tag: TagScanner.Tag, within outer: Transform) {
    self = outer
    guard let range = scanner.value(tag, "transform"),
      scanner.slice(range).starts(with: "matrix".utf8)
    else { return }
    let text = String(decoding: scanner.slice(range), as: UTF8.self)
    let own = text.split { !"-+.e0123456789".contains($0) }.compactMap { Double($0) }
    if let inner = Transform(own) { self = inner.then(outer) }
  }
}

extension TagScanner {
  /// The bytes of a range.
  fileprivate func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[range])
  }
}
