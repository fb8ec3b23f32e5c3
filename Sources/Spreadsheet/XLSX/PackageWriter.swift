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

  /// Parts are deflated, on other threads if there are any, from when they are packed.
  private let packer: ZipPacker
  private var parts: [(name: String, content: Int)] = []
  private var types: [(path: String, contentType: String)] = []
  private var relations: [(name: String, content: Int)] = []

  init(_ options: WritingOptions) {
    packer = ZipPacker(level: options.level, threads: options.threads)
  }

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

  /// Takes the bytes of a part that is added later, by the number that it gets.
  func pack(_ bytes: [UInt8]) -> Int { packer.add(bytes) }

  mutating func add(_ path: String, _ contentType: String, _ bytes: [UInt8]) {
    add(path, contentType, packed: pack(bytes))
  }

  /// Adds a part whose bytes were packed before.
  mutating func add(_ path: String, _ contentType: String, packed content: Int) {
    declare(path, contentType)
    parts.append((path, content))
  }

  /// Says of what type a part is that stands in the archive already.
  mutating func declare(_ path: String, _ contentType: String) {
    types.append((path, contentType))
  }

  /// Adds the relationships of a part, or of the package for an empty path.
  mutating func relate(_ path: String, _ relationships: [Relationship]) {
    guard !relationships.isEmpty else { return }
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    relations.append(
      ("\(path[..<slash])_rels/\(path[slash...]).rels", pack(Self.part(relationships))))
  }

  /// The part that has these relationships.
  static func part(_ relationships: [Relationship]) -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start("Relationships", ["xmlns": .literal(OpenXML.packageRelationships)])
    for (index, relationship) in relationships.enumerated() {
      xml.element(
        "Relationship",
        [
          "Id": .text("rId\(index + 1)"), "Type": .text(relationship.type),
          "Target": .text(relationship.target),
          "TargetMode": relationship.isExternal ? "External" : nil,
        ])
    }
    xml.end()
    return xml.bytes
  }

  /// Adds all to an archive. The content types come first, as readers that stream expect.
  func write(to zip: ZipStreamWriter) throws {
    let types = [(name: "[Content_Types].xml", content: pack(contentTypes()))]
    try zip.add(types + relations + parts, of: packer)
  }

  private func contentTypes() -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start("Types", ["xmlns": .literal(OpenXML.contentTypes)])
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
      xml.element(
        "Override",
        ["PartName": .text("/\(part.path)"), "ContentType": .text(part.contentType)])
    }
    xml.end()
    return xml.bytes
  }
}
