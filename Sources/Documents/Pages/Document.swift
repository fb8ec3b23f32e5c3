import Spreadsheet

/// A published file as it stands: pages of lines and grid rows with their place. It knows no money.
package struct Document: Sendable {
  /// The form that the content has, whatever the file is called.
  package enum Form: String, Sendable {
    /// Text of a PDF in which columns are separated by blanks and empty cells left no trace.
    case spacedText = "spaced-text"
    /// Text of a PDF that keeps the places of its page by blanks.
    case layoutText = "layout-text"
    /// Text in which the cells of a row are separated by tabs.
    case tabbedText = "tabbed-text"
    /// Text in which the cells of a row are separated by a delimiter, with quoting.
    case delimitedText = "delimited-text"
    /// An Office Open XML workbook, or one of Excel 2003 in XML.
    case workbook = "xlsx"
    /// A PDF, its tables found by their rulings.
    case pdf
    /// A file of the national fixed layout (GB/T 33190), read as a PDF is.
    case ofd
    /// A Word file.
    case word = "docx"
    /// A web page.
    case html
    /// A web archive.
    case mhtml
  }

  /// The name of the file, for people.
  package var name: String
  /// The form of the content.
  package var form: Form
  /// The encoding of a text, or nil.
  package var encoding: String?
  /// How the encoding of a text was found.
  package var evidence: EncodingEvidence?
  /// What a delimited text turned out to be.
  package var csv: CSVReport?
  /// The pages of a text, or the sheets of a workbook.
  package var pages: [Page]
  /// What was put right while reading.
  package var repairs: [Repair] = []

  /// Makes a document of its pages.
  package init(name: String, form: Form, encoding: String? = nil, pages: [Page]) {
    self.name = name
    self.form = form
    self.encoding = encoding
    self.pages = pages
  }

  /// Adds the pages of another document behind these, none of its tables going on with one of these.
  mutating func append(_ other: Document) {
    let (pageCount, lineCount) = (pages.count, pages.lazy.flatMap(\.lines).map(\.number).max() ?? 0)
    let tableCount = pages.lazy.flatMap(\.tables).map(\.number).max() ?? 0
    for var page in other.pages {
      page.number += pageCount
      for index in page.lines.indices {
        page.lines[index].page += pageCount
        page.lines[index].number += lineCount
        if let grid = page.lines[index].grid { page.lines[index].grid = grid + tableCount }
      }
      for index in page.tables.indices {
        page.tables[index].number += tableCount
        if let table = page.tables[index].follows {
          page.tables[index].follows = table + tableCount
        }
        for part in page.tables[index].parts.indices {
          page.tables[index].parts[part].page += pageCount
        }
      }
      pages.append(page)
    }
    repairs += other.repairs.map { Repair($0.kind, page: $0.page + pageCount) }
  }

  /// What is read as one: all pages of a text together, each sheet by itself.
  package var flows: [Page] {
    let runOn: [Form] = [.spacedText, .layoutText, .tabbedText, .pdf, .ofd, .mhtml]
    guard runOn.contains(form), let first = pages.first
    else { return pages }
    return [
      Page(
        name: first.name, number: 1, lines: pages.flatMap(\.lines),
        tables: pages.flatMap(\.tables))
    ]
  }
}
