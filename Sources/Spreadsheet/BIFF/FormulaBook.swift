/// What formulas of a workbook refer to by numbers: sheets, names, other workbooks.
struct FormulaBook: Sendable {
  /// A workbook that references lead to. MS-XLS 2.4.271 `SupBook`.
  enum Book: Sendable {
    /// This one.
    case own
    /// Functions of add-ins.
    case addIns(names: [String])
    /// Another one, the number of which among those is what its references begin with.
    case other(number: Int, sheets: [String], names: [String])
  }

  /// A run of sheets of a workbook. MS-XLS 2.5.347 `XTI`.
  struct Link: Sendable {
    var book: Int
    var first: Int
    var last: Int
  }

  let form: FormulaTokens.Form
  var codePage = CodePage(1252)
  /// The sheets of this workbook, modules among them.
  var sheets: [String] = []
  /// The names of this workbook.
  var names: [String] = []
  var books: [Book] = []
  var links: [Link] = []

  init(form: FormulaTokens.Form) { self.form = form }

  /// A name of this workbook, counted from 1.
  func name(_ number: Int) -> String? {
    names.indices.contains(number - 1) ? names[number - 1] : nil
  }

  /// A name, counted from 1, of the workbook of a link.
  func name(_ number: Int, link: Int) -> String? {
    guard links.indices.contains(link), books.indices.contains(links[link].book) else { return nil }
    switch books[links[link].book] {
    case .own: return name(number)
    case .addIns(let names): return names.indices.contains(number - 1) ? names[number - 1] : nil
    case .other(let book, _, let names):
      return names.indices.contains(number - 1) ? "[\(book)]!\(names[number - 1])" : nil
    }
  }

  /// What stands before a reference to the sheets of a link, `'Sheet 1'!`; nil where they are unknown.
  func prefix(link: Int) -> String? {
    guard links.indices.contains(link), books.indices.contains(links[link].book) else { return nil }
    let (first, last) = (links[link].first, links[link].last)
    switch books[links[link].book] {
    case .own: return prefix(sheets: first, last)
    case .addIns: return nil
    case .other(let number, let sheets, _):
      return Self.prefix("[\(number)]", sheets, from: first, to: last)
    }
  }

  /// What stands before a reference to sheets of this workbook.
  func prefix(sheets first: Int, _ last: Int) -> String? {
    Self.prefix("", sheets, from: first, to: last)
  }

  private static func prefix(
    _ book: String, _ sheets: [String], from first: Int, to last: Int
  ) -> String? {
    if first == 0xFFFF { return deleted }
    guard sheets.indices.contains(first), sheets.indices.contains(last) else { return nil }
    let name = book + sheets[first] + (first == last ? "" : ":" + sheets[last])
    return quoted(name, isPlain: isPlain(sheets[first]) && isPlain(sheets[last])) + "!"
  }

  /// What stands before references to sheets that were deleted.
  static let deleted = "#REF!"

  private static func quoted(_ name: String, isPlain: Bool) -> String {
    if isPlain { return name }
    let parts = name.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "''") + "'"
  }

  /// Whether a sheet's name is read as one without quotes: letters and digits that are no reference.
  private static func isPlain(_ name: String) -> Bool {
    guard let first = name.first, !first.isNumber, CellReference(name) == nil else { return false }
    let isR1C1 = ["R", "C", "RC"].contains(name.filter { !$0.isNumber }.uppercased())
    return !isR1C1 && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
  }
}
