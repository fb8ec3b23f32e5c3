import XMLStream

/// Reads `workbook.xml`.
struct WorkbookHandler: PartHandler {
  static let namespace = OpenXML.Namespace.main

  struct Entry {
    var name: String
    var relation: String
    var visibility: Sheet.Visibility
  }

  var sheets: [Entry] = []
  var definedNames: [DefinedName] = []
  var date1904 = false
  private var name: DefinedName?
  private var buffer: [UInt8] = []

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    if name == "sheet" {
      let relations = OpenXML.Namespace.officeRelationships
      sheets.append(
        Entry(
          name: XString.decode(attributes.string("name") ?? ""),
          relation: attributes.string("id", in: relations) ?? "",
          visibility: attributes.string("state").flatMap { Sheet.Visibility(rawValue: $0) }
            ?? .visible))
    } else if name == "definedName" {
      buffer.removeAll()
      self.name = DefinedName(
        name: XString.decode(attributes.string("name") ?? ""), formula: "",
        sheet: attributes.integer("localSheetId"),
        hidden: attributes.boolean("hidden") ?? false)
    } else if name == "workbookPr" {
      date1904 = attributes.boolean("date1904") ?? false
    } else if name == "extLst" {
      return false
    }
    return true
  }

  mutating func text(_ text: borrowing XMLText) {
    if name != nil { text.append(to: &buffer) }
  }

  mutating func end(_ name: borrowing XMLName) {
    guard name == "definedName", var defined = self.name else { return }
    defined.formula = XString.decode(buffer)
    definedNames.append(defined)
    self.name = nil
  }
}
