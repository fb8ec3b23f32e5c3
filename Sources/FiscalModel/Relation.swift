/// A relation between figures (勾稽关系) in the officials' own notation, compiled.
///
/// The notation is that of the notes under the official tables: `27行=(1+2+…+8)行` by row number,
/// `1栏各行=(2+3)栏各行` by column number, `5=6+7` for columns alone, `合计=Σ类=Σ款=Σ项` for the levels
/// of a classification, and `表2合计行2栏=表1(1+2+3)行` between tables. Full-width signs, blanks and the
/// usual range signs are understood. Forms that number neither rows nor columns are spoken of by the
/// identifiers of their layout: `[#total]=[#basic]+[#project]` for columns, `{#total}={#basic}+{#project}`
/// for lines. The words themselves stand in the vocabulary.
package struct Relation: Hashable, Sendable {
  /// The identifier, such as `02/1`.
  package let id: String
  /// The relation as written.
  package let rule: String
  /// Where it comes from.
  package let source: String
  /// What it says.
  package let form: Form
  /// What it says in words, where the schema has them.
  package let text: BilingualText?
  /// How much it matters where the figures break it.
  package let severity: Severity

  /// Makes a relation that was compiled.
  package init(
    id: String, rule: String, source: String, form: Form, text: BilingualText?, severity: Severity
  ) {
    self.id = id
    self.rule = rule
    self.source = source
    self.form = form
    self.text = text
    self.severity = severity
  }

  /// What a relation says.
  package enum Form: Hashable, Sendable {
    /// A weighted sum of cells compared with another.
    case equation([Term], Comparison, [Term])
    /// Each row of a level is the sum of its rows on the next one. The kind `total` is the total row.
    case hierarchy([RowKind])
    /// Figures that are found by their concepts, wherever they stand.
    case concept(ConceptForm)
  }

  /// What a relation between concepts compares.
  package enum ConceptForm: String, Decodable, Sendable {
    /// A row with a code and the rows of the codes below it.
    case levels
    /// A total row and the rows that no other row contains.
    case total
    /// A concept and those that it consists of.
    case sum
    /// A concept and itself by code.
    case codes
    /// A concept and itself by source of funds.
    case funds
    /// Two concepts of one table.
    case balance
    /// One concept in several statements.
    case same
  }

  /// How two sides compare.
  package enum Comparison: String, Hashable, Sendable {
    /// Equal.
    case equal = "="
    /// The left is not smaller.
    case atLeast = ">="
    /// The left is not larger.
    case atMost = "<="
  }

  /// A cell, or the cells of each row or column, with its sign.
  package struct Term: Hashable, Sendable {
    /// 1 or -1.
    package let sign: Int
    /// The number of another table, or nil for the table the relation stands in.
    package let table: String?
    /// Which rows.
    package let row: RowSelector
    /// Which columns.
    package let column: ColumnSelector

    /// Makes a term.
    package init(sign: Int, table: String?, row: RowSelector, column: ColumnSelector) {
      self.sign = sign
      self.table = table
      self.row = row
      self.column = column
    }
  }

  /// Which rows a term speaks of.
  package enum RowSelector: Hashable, Sendable {
    /// Every row; the same row on both sides.
    case each
    /// Every row of one kind, paired by code on both sides.
    case eachOf(RowKind)
    /// The row with this printed number, or with this label where it is no number.
    case named(String)
    /// The fixed line with this identifier.
    case line(String)
  }

  /// Which columns a term speaks of.
  package enum ColumnSelector: Hashable, Sendable {
    /// Every value column of the row's panel.
    case each
    /// The column with this number.
    case numbered(String)
    /// The column with this identifier.
    case identified(String)
  }
}
