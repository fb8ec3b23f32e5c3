import XMLStream

/// The namespaces of OpenDocument files by which elements are told apart. OASIS OpenDocument 1.2 to 1.4.
enum OpenDocument {
  static let table = XMLNamespace("urn:oasis:names:tc:opendocument:xmlns:table:1.0")
  static let office = XMLNamespace("urn:oasis:names:tc:opendocument:xmlns:office:1.0")
  static let text = XMLNamespace("urn:oasis:names:tc:opendocument:xmlns:text:1.0")
  static let style = XMLNamespace("urn:oasis:names:tc:opendocument:xmlns:style:1.0")
  static let number = XMLNamespace("urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0")
  static let drawing = XMLNamespace("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0")
  static let dublinCore = XMLNamespace("http://purl.org/dc/elements/1.1/")

  /// All of them, in the order of ``Namespace``.
  static let namespaces = [table, office, text, style, number, drawing, dublinCore]

  /// Where an element's namespace stands among them.
  enum Namespace: Int { case table, office, text, style, number, drawing, dublinCore }

  static func namespace(_ name: borrowing XMLName) -> Namespace? {
    name.namespace.flatMap { Namespace(rawValue: $0) }
  }

  /// Whether a table is a sheet: what other files had in linked cells is kept in tables of its own.
  static func isSheet(_ name: String) -> Bool { !(name.hasPrefix("'") && name.contains("'#$")) }
}
