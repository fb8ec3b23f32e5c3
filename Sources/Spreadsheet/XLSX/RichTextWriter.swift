import XMLStream

extension Cell.TextRun {
  /// Appends the run as `r`. ECMA-376 Part 1, 18.4.4.
  func append(to buffer: CellBuffer) {
    var xml = XMLWriter()
    xml.start("r")
    if let font {
      xml.start("rPr")
      xml.element("rFont", ["val": .text(font.name, as: .xstring)])
      if font.bold { xml.markup("<b/>") }
      if font.italic { xml.markup("<i/>") }
      if let color = font.color { xml.element("color", ["rgb": .color(color)]) }
      xml.element("sz", ["val": .number(font.size)])
      if font.underline { xml.markup("<u/>") }
      xml.end()
    }
    xml.spaced("t", text)
    xml.end()
    xml.bytes.withUnsafeBufferPointer { buffer.append($0) }
  }
}
