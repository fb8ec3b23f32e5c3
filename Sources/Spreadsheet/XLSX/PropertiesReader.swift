import XMLStream

/// Reads `docProps/core.xml` and `docProps/app.xml`.
struct PropertiesHandler: PartHandler {
  static let namespace = OpenXML.Namespace.properties

  var properties = DocumentProperties()
  private var buffer: [UInt8] = []

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    buffer.removeAll()
    return true
  }

  mutating func text(_ text: borrowing XMLText) { text.append(to: &buffer) }

  mutating func end(_ name: borrowing XMLName) {
    let fields: [(StaticString, WritableKeyPath<DocumentProperties, String?> & Sendable)] = [
      ("title", \.title), ("creator", \.creator), ("subject", \.subject),
      ("description", \.description), ("keywords", \.keywords), ("created", \.created),
      ("modified", \.modified), ("Application", \.application),
    ]
    for (field, path) in fields where name == field {
      properties[keyPath: path] = XString.decode(buffer)
    }
    buffer.removeAll()
  }
}
