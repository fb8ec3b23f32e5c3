import XMLStream

/// The names by which Office Open XML calls its namespaces, relations and parts.
/// ECMA-376 Part 2 (packages), Part 1 (strict) and Part 4 (transitional).
enum OpenXML {
  static let main: StaticString = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let officeRelationships: StaticString =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let packageRelationships: StaticString =
    "http://schemas.openxmlformats.org/package/2006/relationships"
  static let contentTypes: StaticString =
    "http://schemas.openxmlformats.org/package/2006/content-types"
  static let coreProperties: StaticString =
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
  static let extendedProperties: StaticString =
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
  static let drawing: StaticString = "http://schemas.openxmlformats.org/drawingml/2006/main"
  static let dublinCore: StaticString = "http://purl.org/dc/elements/1.1/"
  static let dublinCoreTerms: StaticString = "http://purl.org/dc/terms/"
  static let schemaInstance: StaticString = "http://www.w3.org/2001/XMLSchema-instance"

  /// The namespaces under their strict names too, as readers need them.
  enum Namespace {
    static let main = XMLNamespace(
      OpenXML.main, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    static let officeRelationships = XMLNamespace(
      OpenXML.officeRelationships, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    static let packageRelationships = XMLNamespace(OpenXML.packageRelationships)
    static let contentTypes = XMLNamespace(OpenXML.contentTypes)
    static let properties = XMLNamespace(
      OpenXML.coreProperties, OpenXML.dublinCore, OpenXML.dublinCoreTerms,
      OpenXML.extendedProperties,
      "http://purl.oclc.org/ooxml/officeDocument/extendedProperties")
    static let drawing = XMLNamespace(
      OpenXML.drawing, "http://purl.oclc.org/ooxml/drawingml/main")
    static let compatibility = XMLNamespace(
      "http://schemas.openxmlformats.org/markup-compatibility/2006")
  }

  /// Relation types by the last step of their URI, which is the same in strict files.
  enum Relation: String {
    case officeDocument
    case worksheet
    case styles
    case sharedStrings
    case theme
    case comments
    case hyperlink
    case coreProperties = "core-properties"
    case extendedProperties = "extended-properties"
  }
}
