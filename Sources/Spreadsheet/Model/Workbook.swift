/// A workbook: sheets, names, properties.
public struct Workbook: Sendable, Equatable {
  /// The sheets in the order of their tabs.
  public var sheets: [Sheet] = []
  /// Defined names, but for print areas and print titles, which `PageSetup` has.
  public var definedNames: [DefinedName] = []
  /// Title, author and so on.
  public var properties = DocumentProperties()
  /// The font that column widths are measured in, and of cells whose style names no other.
  public var defaultFont = CellStyle.Font()
  /// Whether day 0 of dates is 1904-01-01 rather than 1899-12-30.
  public var date1904 = false
  /// What users cannot do to the sheets, nil for nothing.
  public var protection: WorkbookProtection?

  /// A workbook without sheets.
  public init() {}

  /// The first sheet of this name, nil when there is none. Setting one replaces it, adds it behind the
  /// others, or takes it away.
  public subscript(name: String) -> Sheet? {
    get { sheets.first { $0.name == name } }
    set {
      switch (sheets.firstIndex { $0.name == name }, newValue) {
      case (let index?, let sheet?): sheets[index] = sheet
      case (let index?, nil): sheets.remove(at: index)
      case (nil, let sheet?): sheets.append(sheet)
      case (nil, nil): break
      }
    }
  }
}

/// A name for a range or a formula.
public struct DefinedName: Hashable, Sendable {
  /// The name.
  public var name: String
  /// What it stands for, without `=`, such as `'Sheet 1'!$A$1:$B$2`.
  public var formula: String
  /// Index of the only sheet that knows it, nil for the whole workbook.
  public var sheet: Int?
  /// Whether the name is kept from the user.
  public var hidden: Bool

  /// A name for a range or a formula.
  public init(name: String, formula: String, sheet: Int? = nil, hidden: Bool = false) {
    (self.name, self.formula, self.sheet, self.hidden) = (name, formula, sheet, hidden)
  }
}

/// What a workbook says about itself (`docProps/core.xml` and `docProps/app.xml`).
public struct DocumentProperties: Hashable, Sendable {
  /// The title.
  public var title: String?
  /// The author.
  public var creator: String?
  /// The subject.
  public var subject: String?
  /// The description, shown as comments.
  public var description: String?
  /// The keywords in one text.
  public var keywords: String?
  /// When it was made, in ISO 8601, such as `2024-08-01T09:30:00Z`.
  public var created: String?
  /// When it was last changed, in ISO 8601.
  public var modified: String?
  /// The program that wrote it.
  public var application: String?

  /// No properties.
  public init() {}
}
