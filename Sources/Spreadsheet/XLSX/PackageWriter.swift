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

  private var parts: [(path: String, contentType: String, bytes: [UInt8])] = []
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

  mutating func add(_ path: String, _ contentType: String, _ bytes: [UInt8]) {
    parts.append((path, contentType, bytes))
  }

  /// Adds the relationships of a part, or of the package for an empty path.
  mutating func relate(_ path: String, _ relationships: [Relationship]) {
    guard !relationships.isEmpty else { return }
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
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
    relations.append(("\(path[..<slash])_rels/\(path[slash...]).rels", xml.bytes))
  }

  /// The package; the content types come first, as readers that stream expect.
  func archive() throws(ZipError) -> [UInt8] {
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
    for part in parts {
      xml.start("Override")
      xml.attribute("PartName", "/\(part.path)")
      xml.attribute("ContentType", part.contentType)
      xml.end()
    }
    xml.end()
    var zip = ZipWriter()
    try zip.add("[Content_Types].xml", xml.bytes)
    for relation in relations { try zip.add(relation.path, relation.bytes) }
    for part in parts { try zip.add(part.path, part.bytes) }
    return zip.finish()
  }
}
