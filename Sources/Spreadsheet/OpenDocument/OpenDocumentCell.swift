import XMLStream

/// A cell of an OpenDocument table until its element ends.
struct OpenDocumentCell {
  var kind = RowBuffer.Record.Kind.inline
  /// The value in the bytes of a row's record, and the formula.
  private(set) var value: [UInt8] = []
  private(set) var formula: [UInt8] = []
  private(set) var style: [UInt8] = []
  /// How often it stands there, one beside the other.
  private(set) var count = 1
  private(set) var span = (rows: 1, columns: 1)
  /// The size of an array formula.
  private(set) var array: (rows: Int, columns: Int)?
  private var type: [UInt8] = []
  private var isError = false
  private var hasValue = false

  /// Reads the attributes, whose local names are enough to tell them apart.
  mutating func read(_ attributes: borrowing XMLAttributes) {
    var cell = self
    var isArray = false
    var size = (rows: 1, columns: 1)
    attributes.forEach { name, text in
      if name == "value-type" {
        // LibreOffice says in a namespace of its own that a text is an error.
        if text == "error" { cell.isError = true } else { cell.type = Self.bytes(text) }
      } else if name == "value" || name == "date-value" || name == "time-value"
        || name == "boolean-value" || name == "string-value"
      {
        cell.value = Self.bytes(text)
        cell.hasValue = true
      } else if name == "style-name" {
        cell.style = Self.bytes(text)
      } else if name == "formula" {
        cell.formula = Array(OpenFormula.excel(text.string).utf8)
      } else if name == "number-columns-repeated" {
        cell.count = Self.bounded(text)
      } else if name == "number-columns-spanned" {
        cell.span.columns = Self.bounded(text)
      } else if name == "number-rows-spanned" {
        cell.span.rows = Self.bounded(text)
      } else if name == "number-matrix-columns-spanned" {
        (isArray, size.columns) = (true, Self.bounded(text))
      } else if name == "number-matrix-rows-spanned" {
        (isArray, size.rows) = (true, Self.bounded(text))
      }
    }
    self = cell
    if isArray { array = size }
  }

  /// Makes the value of the attributes and the paragraphs; false where there is nothing.
  mutating func settle(_ paragraphs: [UInt8]) -> Bool {
    let text = String(decoding: type, as: UTF8.self)
    if isError || isErrorText(text, paragraphs) {
      (kind, value) = (.error, paragraphs)
    } else if text == "string" || text.isEmpty || !hasValue {
      // What is shown is the text; a value of its own is said where it differs.
      if text != "string" || !hasValue { value = paragraphs }
    } else {
      settle(text, String(decoding: value, as: UTF8.self), paragraphs)
    }
    return !value.isEmpty || !formula.isEmpty
  }

  private mutating func settle(_ type: String, _ text: String, _ paragraphs: [UInt8]) {
    switch type {
    case "float", "percentage", "currency":
      if DecimalNumber(text) == nil { value = paragraphs } else { kind = .number }
    case "boolean":
      (kind, value) = (.boolean, [text == "true" ? 0x31 : 0x30])
    case "date": (kind, value) = (.date, Array(OpenDocumentTime.date(text).utf8))
    case "time":
      switch OpenDocumentTime.value(text) {
      case .date(let clock): (kind, value) = (.date, Array(clock.utf8))
      case .number(let days): (kind, value) = (.number, Array(days.utf8))
      default: value = paragraphs
      }
    default: value = paragraphs
    }
  }

  /// Older programs say of an error only in its text that it is one.
  private func isErrorText(_ type: String, _ paragraphs: [UInt8]) -> Bool {
    guard !formula.isEmpty, let first = paragraphs.first, paragraphs.count < 16,
      first == UInt8(ascii: "#") || first == UInt8(ascii: "E")
    else { return false }
    let text = String(decoding: paragraphs, as: UTF8.self)
    return OpenFormula.errors.contains(text)
      || text.hasPrefix("Err:") && Int(text.dropFirst(4)) != nil
  }

  // MARK: Attributes

  private static func bytes(_ text: borrowing XMLText) -> [UInt8] {
    var bytes: [UInt8] = []
    text.append(to: &bytes)
    return bytes
  }

  /// A count that no sheet goes beyond, one at least.
  private static func bounded(_ text: borrowing XMLText) -> Int {
    max(1, min(text.integer ?? 1, 16 * CellReference.rowCount))
  }

  static func repeats(_ name: StaticString, _ attributes: borrowing XMLAttributes) -> Int {
    let count = attributes.string(name, in: OpenDocument.table).flatMap { Int($0) } ?? 1
    return max(1, min(count, 16 * CellReference.rowCount))
  }

  /// Whether a row or column is not shown, by itself or by a filter.
  static func isHidden(_ attributes: borrowing XMLAttributes) -> Bool {
    let text = attributes.string("visibility", in: OpenDocument.table)
    return text == "collapse" || text == "filter"
  }

  /// Where a link leads.
  static func link(_ attributes: borrowing XMLAttributes) -> Cell.Hyperlink? {
    let target = attributes.string("href", in: XMLNamespace("http://www.w3.org/1999/xlink"))
    guard let target, !target.isEmpty else { return nil }
    guard target.first == "#" else { return .external(target) }
    return .location(OpenFormula.reference(target.dropFirst()))
  }
}
