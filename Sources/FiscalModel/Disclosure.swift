/// A department's published budget or final accounts: its official tables, in order.
public struct Disclosure: Hashable, Sendable {
  /// The identifier of the profile that the tables follow.
  public var profile: String
  /// The agency's name, or nil where the document does not say.
  public var agency: String?
  /// The agency's code, or nil.
  public var agencyCode: String?
  /// The fiscal year, or nil where the document does not say.
  public var fiscalYear: Int?
  /// Budget or final accounts.
  public var stage: Stage
  /// The tables in the order in which they were published.
  public var tables: [FiscalTable]
  /// The forms in the order in which they were published; each says how many tables came before it.
  public var forms: [FiscalForm]
  /// The tables of which no more than a title and a sentence were published, in order.
  public var announcements: [Announcement]

  /// Makes a disclosure.
  public init(
    profile: String, agency: String? = nil, agencyCode: String? = nil, fiscalYear: Int? = nil,
    stage: Stage, tables: [FiscalTable] = [], forms: [FiscalForm] = [],
    announcements: [Announcement] = []
  ) {
    self.profile = profile
    self.agency = agency
    self.agencyCode = agencyCode
    self.fiscalYear = fiscalYear
    self.stage = stage
    self.tables = tables
    self.forms = forms
    self.announcements = announcements
  }

  /// A table that was announced by its title, with a sentence in its place that says why there is none.
  public struct Announcement: Hashable, Sendable {
    /// The printed number without the word for "table".
    public var number: String
    /// The printed title without its number.
    public var title: String
    /// The title line as printed, blanks removed.
    public var titleLine: String
    /// The sentence.
    public var nilStatement: String
    /// How many of the disclosure's tables were published before it.
    public var precedingTables: Int
    /// How many of the disclosure's forms were published before it.
    public var precedingForms: Int

    /// Makes an announcement.
    public init(
      number: String, title: String, titleLine: String, nilStatement: String,
      precedingTables: Int, precedingForms: Int = 0
    ) {
      self.number = number
      self.title = title
      self.titleLine = titleLine
      self.nilStatement = nilStatement
      self.precedingTables = precedingTables
      self.precedingForms = precedingForms
    }
  }

  /// What a disclosure publishes, one after the other.
  public enum Item: Hashable, Sendable {
    /// A table, by its index.
    case table(Int)
    /// A form, by its index.
    case form(Int)
    /// A table that was only announced, by its index.
    case announcement(Int)
  }

  /// Tables, forms and announcements in the order in which they were published.
  public var items: [Item] {
    var items: [Item] = []
    var form = 0
    var announcement = 0
    for table in 0...tables.count {
      func isDue(_ preceding: Int) -> Bool { preceding <= table || table == tables.count }
      while true {
        let isFormDue = form < forms.count && isDue(forms[form].precedingTables)
        if announcement < announcements.count, isDue(announcements[announcement].precedingTables),
          !isFormDue || announcements[announcement].precedingForms <= form
        {
          items.append(.announcement(announcement))
          announcement += 1
        } else if isFormDue {
          items.append(.form(form))
          form += 1
        } else {
          break
        }
      }
      if table < tables.count { items.append(.table(table)) }
    }
    return items
  }
}

/// The stage of the budget cycle that an amount belongs to.
public enum Stage: String, Codable, Sendable {
  /// As approved at the beginning of the year.
  case budget
  /// As adjusted within the year.
  case adjusted
  /// As spent.
  case final
}
