import XMLStream
import Zip

/// Collects the parts of an Open Packaging package. ECMA-376 Part 2.
struct PackageWriter {
  /// A relationship to be written; its identifier is `rId` and its place in the list.
  struct Relationship {
    var type: String
    var target: String
    var isExternal = false
  }

  private var parts: [(path: String, bytes: [UInt8])] = []
  private var types: [(path: String, contentType: String)] = []
  private var relations: [(path: String, bytes: [UInt8])] = []

  static func office(_ type: String, _ target: String) -> Relationship {
    Relationship(type: "\(OpenXML.officeRelationships)/\(type)", target: target)
  }

  static func package(_ type: String, _ target: String) -> Relationship {
    Relationship(type: "\(OpenXML.packageRelationships)/\(type)", target: target)
  }

  static func link(_ url: String) -> Relationship {
    Relationship(
      type: "\(OpenXML.officeRelationships)/hyperlink", target: url, isExternal: true)
  }

  /// The relationships of the package itself, the same for every workbook.
  static let root = [
    office("officeDocument", "xl/workbook.xml"),
    package("metadata/core-properties", "docProps/core.xml"),
    office("extended-properties", "docProps/app.xml"),
  ]

  mutating func add(_ path: String, _ contentType: String, _ bytes: [UInt8]) {
    declare(path, contentType)
    parts.append((path, bytes))
  }

  /// Says of what type a part is that stands in the archive already.
  mutating func declare(_ path: String, _ contentType: String) {
    types.append((path, contentType))
  }

  /// Adds the relationships of a part, or of the package for an empty path.
  mutating func relate(_ path: String, _ relationships: [Relationship]) {
    guard !relationships.isEmpty else { return }
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    relations.append(("\(path[..<slash])_rels/\(path[slash...]).rels", Self.part(relationships)))
  }

  /// The part that has these relationships.
  static func part(_ relationships: [Relationship]) -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start("Relationships")
    xml.attribute("xmlns", literal: OpenXML.packageRelationships)
    for (index, relationship) in relationships.enumerated() {
      xml.start("Relationship")
      xml.attribute("Id", "rId\(index + 1)")
      xml.attribute("Type", relationship.type)
      xml.attribute("Target", relationship.target)
      if relationship.isExternal { xml.attribute("TargetMode", "External") }
      xml.end()
    }
    xml.end()
    return xml.bytes
  }

  /// Adds all to an archive. The content types come first, as readers that stream expect.
  func write(to zip: ZipStreamWriter) throws {
    try zip.add("[Content_Types].xml", contentTypes())
    var small = relations.map { (name: $0.path, bytes: $0.bytes) }
    for part in parts {
      // Large parts are cut into blocks, which several threads can share as they share small parts.
      guard part.bytes.count > 1 << 20 else {
        small.append((part.path, part.bytes))
        continue
      }
      try zip.add(small)
      small = []
      try zip.begin(part.path, isLarge: part.bytes.count >= Int(UInt32.max))
      try zip.append(part.bytes)
      try zip.end()
    }
    try zip.add(small)
  }

  private func contentTypes() -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start("Types")
    xml.attribute("xmlns", literal: OpenXML.contentTypes)
    xml.markup(
      """
      <Default Extension="rels" \
      ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
      <Default Extension="xml" ContentType="application/xml"/>
      """)
    if types.contains(where: { $0.path.hasSuffix(".vml") }) {
      xml.markup(
        """
        <Default Extension="vml" \
        ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>
        """)
    }
    for part in types where !part.path.hasSuffix(".vml") {
      xml.start("Override")
      xml.attribute("PartName", "/\(part.path)")
      xml.attribute("ContentType", part.contentType)
      xml.end()
    }
    xml.end()
    return xml.bytes
  }
}
