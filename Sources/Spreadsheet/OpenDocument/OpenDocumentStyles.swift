import XMLStream

/// Gathers what styles of OpenDocument files say of formats of cells and of whether sheets are shown.
struct OpenDocumentStyles {
  /// The styles of cells, numbered: the first is plain.
  struct Numbered: Sendable {
    var styles = [CellStyle()]
    var numbers: [String: Int32] = [:]
  }

  /// A style of cells as it stands there.
  private struct Entry {
    var parent: String?
    var format: String?
  }

  /// The codes of styles of cells by name, those of the style sheet and those of the content over them.
  private(set) var codes: [String: String] = [:]
  /// Names of styles of tables that are not shown.
  private(set) var hiddenTables: Set<String> = []
  private var entries: [String: Entry] = [:]
  private var formats: [String: DataStyle] = [:]
  private var format: (name: String, style: DataStyle)?
  private var table: String?
  private var isLiteral = false
  private static let defaultName = ""

  // MARK: Elements

  mutating func start(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    switch OpenDocument.namespace(name) {
    case .number:
      if format != nil {
        isLiteral = format?.style.start(name, attributes) ?? false
      } else if let style = DataStyle(name, attributes) {
        format = (attributes.string("name", in: OpenDocument.style) ?? "", style)
      }
    case .style: try startStyle(name, attributes)
    default: break
    }
  }

  mutating func characters(_ text: borrowing XMLText) {
    if isLiteral { format?.style.append(text) }
  }

  mutating func end(_ name: borrowing XMLName) {
    guard OpenDocument.namespace(name) == .number else { return }
    isLiteral = false
    guard let format else { return }
    if name == "number-style" || name == "currency-style" || name == "boolean-style"
      || name == "percentage-style" || name == "date-style" || name == "time-style"
      || name == "text-style"
    {
      formats[format.name] = format.style
      self.format = nil
    } else {
      self.format?.style.end(name)
    }
  }

  private mutating func startStyle(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    if name == "style" || name == "default-style" {
      let own =
        name == "style" ? attributes.string("name", in: OpenDocument.style) ?? "" : Self.defaultName
      table = nil
      switch attributes.string("family", in: OpenDocument.style) {
      case "table": table = own
      case "table-cell":
        entries[own] = Entry(
          parent: attributes.string("parent-style-name", in: OpenDocument.style),
          format: attributes.string("data-style-name", in: OpenDocument.style))
      default: break
      }
      guard entries.count + codes.count + formats.count <= 4 * CellRules.formats else {
        throw .limitExceeded(limit: "formats of cells", allowed: CellRules.formats)
      }
    } else if name == "table-properties", let table,
      attributes.string("display", in: OpenDocument.table) == "false"
    {
      hiddenTables.insert(table)
    } else if name == "map", let condition = attributes.string("condition", in: OpenDocument.style)
    {
      format?.style.choose(
        attributes.string("apply-style-name", in: OpenDocument.style) ?? "", when: condition)
    }
  }

  // MARK: Codes

  /// Names end to be known here: those that follow may be the same and mean others.
  mutating func resolve() throws(SpreadsheetError) {
    var found: [String: String] = [:]
    for name in entries.keys {
      var (next, steps) = (name, 0)
      while steps < 32 {
        guard let entry = entries[next] else {
          found[name] = codes[next]
          break
        }
        if let format = entry.format, let code = code(format) {
          found[name] = try NumberFormat.read(code)
          break
        }
        next = entry.parent ?? Self.defaultName
        steps = entry.parent == nil && next == name ? 32 : steps + 1
      }
    }
    codes.merge(found) { _, new in new }
    for name in entries.keys where found[name] == nil { codes[name] = "General" }
    entries = [:]
  }

  private func code(_ name: String) -> String? {
    guard let style = formats[name] else { return nil }
    // A format that others stand for chooses no further.
    return style.sections(style.choices.map { formats[$0.style]?.sections([]) ?? "General" })
  }

  var numbered: Numbered {
    var result = Numbered()
    var known = ["General": Int32(0)]
    for name in codes.keys.sorted() {
      let code = codes[name] ?? "General"
      if known[code] == nil {
        known[code] = Int32(truncatingIfNeeded: result.styles.count)
        result.styles.append(CellStyle(numberFormat: code))
      }
      result.numbers[name] = known[code]
    }
    return result
  }
}
