import XMLStream

/// Builds blocks from what a web page shows.
///
/// What the page hides in its elements' own attributes (`display: none`, `hidden`, Word's `mso-hide: all`)
/// is left out and counted; style sheets are not followed.
struct WebHandler: HTMLHandler {
  var builder = BlockBuilder()
  /// How many hidden pieces of text there are, and how many deletions.
  private(set) var hiddenTexts = 0
  private(set) var deletions = 0
  /// Whether it shows pages that stand in other files.
  private(set) var hasFrames = false

  /// The elements that are open within one that is not shown.
  private var hidden: [String] = []
  /// Whether that is hidden by the page, and not by nature, and no text in it was counted yet.
  private var isHiddenByPage = false
  /// Whether what comes is the code of one of Word's fields, not its result.
  private var isFieldCode = false
  /// How wide the cells of a row are that only says that; nil in all other rows.
  private var widths: [Int]?

  private static let breaks: Set<String> = [
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "center", "form",
    "section", "article", "header", "footer", "blockquote", "pre", "caption", "dt", "dd", "title",
  ]
  private static let unseen: Set<String> = [
    "script", "style", "noscript", "template", "title", "select", "object", "iframe", "svg", "xml",
    "del",
  ]
  /// Elements without an end.
  private static let single: Set<String> = [
    "br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "param", "embed",
    "frame",
  ]

  mutating func startElement(_ name: String, _ attributes: [String: String]) {
    let isSingle = WebHandler.single.contains(name)
    if name == "frame" || name == "iframe" { hasFrames = true }
    if !hidden.isEmpty {
      if !isSingle { hidden.append(name) }
      return
    }
    let style = (attributes["style"] ?? "").lowercased().filter { !$0.isWhitespace }
    let isHidden =
      style.contains("display:none") || style.contains("mso-hide:all")
      || attributes["hidden"] != nil
    if isHidden || WebHandler.unseen.contains(name) {
      if name == "del" { deletions += 1 }
      isHiddenByPage = isHidden && !WebHandler.unseen.contains(name)
      if !isSingle { hidden.append(name) }
      return
    }
    if style.contains("mso-element:field-begin") { isFieldCode = true }
    if style.contains("mso-element:field-separator") || style.contains("mso-element:field-end") {
      isFieldCode = false
    }
    switch name {
    case "table": builder.beginTable()
    case "tr":
      builder.beginRow()
      // Word ends a table whose borders do not meet with a row of no height, a cell a column.
      widths = attributes["height"] == "0" ? [] : nil
    case "td", "th":
      builder.beginCell(
        MarkupTable.Cell(
          columns: span(attributes["colspan"]) ?? 1, rows: span(attributes["rowspan"]) ?? 1))
      // A pixel is fifteen twentieths of a point.
      let width = (span(attributes["width"]) ?? 0) * 15
      widths?.append(width)
    default: if WebHandler.breaks.contains(name) { endParagraph() }
    }
  }

  mutating func characters(_ text: String) {
    guard hidden.isEmpty else {
      if isHiddenByPage, text.contains(where: { !$0.isWhitespace }),
        hidden.allSatisfy({ !WebHandler.unseen.contains($0) })
      {
        hiddenTexts += 1
        isHiddenByPage = false
      }
      return
    }
    if !isFieldCode { builder.add(text) }
  }

  mutating func endElement(_ name: String) {
    if !hidden.isEmpty {
      if let index = hidden.lastIndex(of: name) { hidden.removeSubrange(index...) }
      return
    }
    switch name {
    case "table":
      builder.endTable()
      isFieldCode = false
    case "tr":
      if let widths, !widths.isEmpty { builder.takeWidths(widths) }
      widths = nil
    case "td", "th":
      builder.endCell()
      isFieldCode = false
    default: if WebHandler.breaks.contains(name) { endParagraph() }
    }
  }

  private mutating func endParagraph() {
    builder.endParagraph()
    // The code of a field stands in one paragraph; a beginning without an end must not hide the rest.
    isFieldCode = false
  }

  private func span(_ value: String?) -> Int? {
    guard let digits = value?.drop(while: \.isWhitespace).prefix(while: \.isNumber) else {
      return nil
    }
    return Int(digits).map { min($0, 65_534) }
  }
}
