import XMLStream

/// Reads what stands around the cells of a sheet: columns, links, printing, validations.
struct SheetProperties {
  /// Text that belongs to the element that has started.
  enum Text { case none, header, footer, formula1, formula2 }

  var sheet: Sheet
  private var nextColumn = 0
  private var views = 0
  private var fitsToPage = false
  private var links: [(range: CellRange, relation: String?, link: Cell.Hyperlink)] = []
  private var validation: DataValidation?

  init(_ sheet: Sheet) { self.sheet = sheet }

  /// An element starts; returns where its text belongs.
  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Text {
    if name == "col" {
      readColumns(attributes)
    } else if name == "hyperlink" {
      readLink(attributes)
    } else if name == "sheetView" {
      // Further windows may show the sheet otherwise; the first counts.
      views += 1
      if views == 1 { sheet.showGridLines = attributes.boolean("showGridLines") ?? true }
    } else if name == "pane" {
      readPane(attributes)
    } else if name == "sheetFormatPr" {
      sheet.defaultColumnWidth = attributes.double("defaultColWidth")
      if attributes.boolean("customHeight") == true {
        sheet.defaultRowHeight = attributes.double("defaultRowHeight")
      }
    } else if name == "tabColor" {
      // The theme's colours would need the styles' palette, which tabs rarely ask for.
      sheet.tabColor = ColorPalette(theme: []).color(attributes)
    } else if name == "pageSetUpPr" {
      fitsToPage = attributes.boolean("fitToPage") ?? false
    } else if name == "printOptions" || name == "pageMargins" || name == "pageSetup" {
      readPrinting(name, attributes)
    } else if name == "oddHeader" {
      return .header
    } else if name == "oddFooter" {
      return .footer
    } else if name == "dataValidation" {
      startValidation(attributes)
    } else if name == "formula1" {
      return validation == nil ? .none : .formula1
    } else if name == "formula2" {
      return validation == nil ? .none : .formula2
    }
    return .none
  }

  /// The text of an element is complete.
  mutating func take(_ text: String, as kind: Text) {
    switch kind {
    case .none: break
    case .header: sheet.pageSetup.header = text
    case .footer: sheet.pageSetup.footer = text
    case .formula1: validation?.formula1 = text
    case .formula2: validation?.formula2 = text
    }
  }

  /// An element ends.
  mutating func end(_ name: borrowing XMLName) {
    guard name == "dataValidation", let validation else { return }
    sheet.dataValidations.append(validation)
    self.validation = nil
  }

  private mutating func startValidation(_ attributes: borrowing XMLAttributes) {
    let ranges = attributes.string("sqref")?.split(separator: " ").compactMap { CellRange($0) }
    guard let ranges, !ranges.isEmpty else { return }
    func text(_ name: StaticString) -> String? {
      attributes.string(name).map { XString.decode($0) }
    }
    validation = DataValidation(
      ranges: ranges,
      kind: text("type").flatMap { DataValidation.Kind(rawValue: $0) } ?? .any,
      comparison: text("operator").flatMap { DataValidation.Comparison(rawValue: $0) } ?? .between,
      allowsBlank: attributes.boolean("allowBlank") ?? false,
      refuses: attributes.boolean("showErrorMessage") ?? false,
      errorTitle: text("errorTitle"), error: text("error"), promptTitle: text("promptTitle"),
      prompt: text("prompt"))
  }

  /// Columns stand in ascending order; what overlaps is not read twice, or a short part could ask
  /// for billions.
  private mutating func readColumns(_ attributes: borrowing XMLAttributes) {
    guard let columns = Self.columns(attributes), columns.lowerBound >= nextColumn else { return }
    nextColumn = columns.upperBound + 1
    let width = attributes.boolean("customWidth") == false ? nil : attributes.double("width")
    let hidden = attributes.boolean("hidden") ?? false
    for column in columns {
      if let width { sheet.columnWidths[column] = width }
      if hidden { sheet.hiddenColumns.insert(column) }
    }
  }

  /// The zero-based columns that a `col` speaks of; nil where a sheet has none such.
  static func columns(_ attributes: borrowing XMLAttributes) -> ClosedRange<Int>? {
    guard let first = attributes.integer("min"), let last = attributes.integer("max"), first >= 1,
      last <= CellReference.columnCount, first <= last
    else { return nil }
    return first - 1...last - 1
  }

  private mutating func readLink(_ attributes: borrowing XMLAttributes) {
    guard let range = attributes.string("ref").flatMap({ CellRange($0) }) else { return }
    let location = attributes.string("location").map { XString.decode($0) }
    let tooltip = attributes.string("tooltip").map { XString.decode($0) }
    let relation = attributes.string("id", in: OpenXML.Namespace.officeRelationships)
    guard relation != nil || location != nil else { return }
    links.append((range, relation, .location(location ?? "", tooltip: tooltip)))
  }

  private mutating func readPane(_ attributes: borrowing XMLAttributes) {
    let state = attributes.string("state")
    guard views == 1, state == "frozen" || state == "frozenSplit" else { return }
    let limits = (CellReference.rowCount, CellReference.columnCount)
    sheet.frozenRows = attributes.double("ySplit").flatMap { Self.count($0, limits.0) } ?? 0
    sheet.frozenColumns = attributes.double("xSplit").flatMap { Self.count($0, limits.1) } ?? 0
  }

  private static func count(_ value: Double, _ limit: Int) -> Int? {
    value >= 0 && value < Double(limit) ? Int(value) : nil
  }

  private mutating func readPrinting(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    if name == "pageMargins" {
      readMargins(attributes)
    } else if name == "pageSetup" {
      readPage(attributes)
    } else {
      sheet.pageSetup.horizontalCentered = attributes.boolean("horizontalCentered") ?? false
      sheet.pageSetup.verticalCentered = attributes.boolean("verticalCentered") ?? false
    }
  }

  private mutating func readMargins(_ attributes: borrowing XMLAttributes) {
    var margins = Sheet.PageSetup.Margins()
    margins.left = attributes.double("left") ?? margins.left
    margins.right = attributes.double("right") ?? margins.right
    margins.top = attributes.double("top") ?? margins.top
    margins.bottom = attributes.double("bottom") ?? margins.bottom
    margins.header = attributes.double("header") ?? margins.header
    margins.footer = attributes.double("footer") ?? margins.footer
    sheet.pageSetup.margins = margins
  }

  private mutating func readPage(_ attributes: borrowing XMLAttributes) {
    // What no program could do is left out; some write a scale of 0.
    func value(_ name: StaticString, _ range: ClosedRange<Int>) -> Int? {
      attributes.integer(name).flatMap { range ~= $0 ? $0 : nil }
    }
    sheet.pageSetup.paper = value("paperSize", 0...Int(Int32.max)).map {
      Sheet.PageSetup.Paper(rawValue: $0)
    }
    sheet.pageSetup.scale = value("scale", 10...400)
    sheet.pageSetup.landscape = attributes.string("orientation") == "landscape"
    // Without `fitToPage` in the sheet's properties these say nothing.
    guard fitsToPage else { return }
    sheet.pageSetup.fitToWidth = value("fitToWidth", 0...32_767)
    sheet.pageSetup.fitToHeight = value("fitToHeight", 0...32_767)
  }

  // MARK: Afterwards

  mutating func resolveLinks(_ relationships: [PackageReader.Relationship]) {
    let targets = Dictionary(
      relationships.map { ($0.id, $0.target) }, uniquingKeysWith: { one, _ in one })
    for index in links.indices {
      guard let relation = links[index].relation, let target = targets[relation],
        case .location(let location, let tooltip) = links[index].link
      else { continue }
      let url = location.isEmpty ? target : "\(target)#\(location)"
      links[index].link = .external(url, tooltip: tooltip)
    }
  }

  /// Puts links into their cells: into the first of a range always, into others where they are.
  consuming func finish(_ rows: SheetBuilder, styles: [CellStyle]) -> Sheet {
    sheet.grid = CellGrid(rows.ordered(), styles: styles)
    if fitsToPage, sheet.pageSetup.fitToWidth == nil, sheet.pageSetup.fitToHeight == nil {
      (sheet.pageSetup.fitToWidth, sheet.pageSetup.fitToHeight) = (1, 1)
    }
    let plain = styles.first ?? CellStyle()
    var budget = 1 << 20
    for (range, _, link) in links where link != .location("") {
      var cell = sheet[range.first] ?? Cell(style: plain)
      cell.hyperlink = link
      sheet[range.first] = cell
      guard range.first != range.last, budget > 0 else { continue }
      for place in sheet.grid.places(in: range) where budget > 0 {
        sheet[place]?.hyperlink = link
        budget -= 1
      }
    }
    return sheet
  }
}
