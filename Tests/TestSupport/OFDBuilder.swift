/// Makes OFD files of the objects of their pages.
package struct OFDBuilder {
  /// The parts of the file by their paths; those of one's own take the place of what is made.
  package var parts: [String: String] = [:]
  /// The objects of each page.
  package var pages: [String]
  /// The width and height of the paper in millimetres.
  package var paper = (width: 210.0, height: 297.0)

  /// A file of pages, each of the objects that it consists of.
  package init(pages: [String]) { self.pages = pages }

  /// A file of parts as a text says them, each behind a line `== path`; what stands before the first are
  /// the objects of the only page.
  package init(text: String) {
    var (objects, path): (String, String?) = ("", nil)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("== ") {
        path = String(line.dropFirst(3))
      } else if let path {
        parts[path, default: ""] += line + "\n"
      } else {
        objects += line + "\n"
      }
    }
    pages = [objects]
  }

  /// A part of this name and content.
  package static func part(_ name: String, _ content: String) -> String {
    "<ofd:\(name) xmlns:ofd=\"http://www.ofdspec.org/2016\">\(content)</ofd:\(name)>"
  }

  /// A text at a place in millimetres: the left end of its baseline.
  package static func text(
    _ text: String, at place: (x: Double, y: Double), size: Double = 4, attributes: String = ""
  ) -> String {
    let steps = text.unicodeScalars.map { $0.isASCII ? size / 2 : size }.dropLast()
      .map { "\($0)" }.joined(separator: " ")
    let width = Double(text.count) * size
    return """
      <ofd:TextObject Boundary="\(place.x) \(place.y - size) \(width) \(1.3 * size)" \
      Font="1" Size="\(size)" \(attributes)><ofd:TextCode X="0" Y="\(size)" \
      DeltaX="\(steps)">\(text)</ofd:TextCode></ofd:TextObject>
      """
  }

  /// A line from one place to another in millimetres.
  package static func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), attributes: String = ""
  ) -> String {
    """
    <ofd:PathObject Boundary="\(from.x) \(from.y) \(to.x - from.x) \(to.y - from.y)" \
    LineWidth="0.2" \(attributes)><ofd:AbbreviatedData>M 0 0 L \(to.x - from.x) \(to.y - from.y)\
    </ofd:AbbreviatedData></ofd:PathObject>
    """
  }

  /// A ruled table: the borders of its columns, the top of its rows and their height, and its cells.
  package static func table(
    columns: [Double], top: Double, height: Double = 8, rows: [[String]]
  ) -> String {
    let bottom = top + height * Double(rows.count)
    var objects = columns.map { line(($0, top), ($0, bottom)) }.joined()
    let (left, right) = (columns.first ?? 0, columns.last ?? 0)
    for index in 0...rows.count {
      let y = top + height * Double(index)
      objects += line((left, y), (right, y))
    }
    for (index, row) in rows.enumerated() {
      for (x, cell) in zip(columns, row) where !cell.isEmpty {
        objects += text(cell, at: (x + 1, top + height * (Double(index) + 0.7)))
      }
    }
    return objects
  }

  /// The file.
  package var bytes: [UInt8] {
    var all = [
      "OFD.xml": Self.part(
        "OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"),
      "Doc_0/Document.xml": Self.part(
        "Document",
        """
        <ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 \(paper.width) \(paper.height)\
        </ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>
        """
          + pages.indices.map { "<ofd:Page ID=\"\($0 + 1)\" BaseLoc=\"Pages/Page_\($0).xml\"/>" }
          .joined() + "</ofd:Pages>"),
    ]
    for (index, page) in pages.enumerated() {
      all["Doc_0/Pages/Page_\(index).xml"] = Self.part(
        "Page", "<ofd:Content><ofd:Layer ID=\"90\">\(page)</ofd:Layer></ofd:Content>")
    }
    all.merge(parts) { _, own in own }
    return StoredArchive.bytes(
      all.sorted { $0.key < $1.key }.map { (name: $0.key, content: Array($0.value.utf8)) })
  }
}
