/// What words mean anywhere: titles of statements, captions of measures and dimensions, labels of lines,
/// and what stands around a table. One for a catalogue.
///
/// A meaning is given only where every word is accounted for; anything else stays unknown, which is nil.
/// What was found is kept, since the same captions and labels come again and again.
public final class Meanings: Sendable {
  /// The catalogue with the classifications that prove codes.
  public let catalogue: Catalogue

  /// Makes the meanings of a catalogue.
  ///
  /// - Throws: ``SchemaError`` where a file of `schemas/vocabulary/` cannot be read.
  public init(catalogue: Catalogue) throws(SchemaError) {
    self.catalogue = catalogue
  }

  /// What a line says that reads like a table's title; nil where it does not read like one.
  ///
  /// - Complexity: O(length).
  public func statement(ofTitle line: String) -> StatementMeaning? { nil }

  /// What the columns of a table without a title say that it is, as far as that is certain: the side, and the
  /// statement; never a fund, a stage or a unit.
  public func statement(ofColumns paths: [[String]]) -> StatementMeaning? { nil }

  /// The statement of the same content whose rows are another dimension, such as `revenue-by-unit` for
  /// `revenue` and `unit_code`; the statement itself where there is none.
  public func statement(_ id: String, byRowsOf dimension: String?) -> String { id }

  /// What the captions over a column mean, outermost first; nil where they are not known.
  ///
  /// - Complexity: O(length of the captions).
  public func column(path: [String], in statement: StatementMeaning?) -> ColumnMeaning? { nil }

  /// What the columns of one table mean, each knowing of its neighbours: a total beside a carry-over is
  /// another than one without.
  public func columns(
    _ paths: [[String]], in statement: StatementMeaning?
  ) -> [ColumnMeaning?] {
    paths.map { column(path: $0, in: statement) }
  }

  /// What the label of a row means at its place; nil where it is not known.
  public func line(
    label: String, at place: LinePlace, in statement: StatementMeaning?
  ) -> LineMeaning? { nil }

  /// The code and the name that stand in one cell: `2010301-行政运行`, `[301]工资福利支出`, `30101 基本工资`,
  /// `1-一般公共预算`, `201一般公共服务支出`; nil where there is no code or no name.
  public func code(in text: String) -> (code: String, name: String)? { nil }

  /// Which classification the texts of a column belong to: codes, or codes and names in one cell.
  ///
  /// - Parameter hint: The classification that the caption names, or nil.
  public func classification(ofColumn samples: [String], hint: String?) -> CodeColumn? { nil }

  /// What a row with a code of a classification is; nil for a code that has no level there.
  public func rowKind(ofCode code: String, in classification: String) -> RowKind? { nil }

  /// What a line around a table says of agency, year, stage, unit and number; nil where it says none of
  /// them or more than them.
  public func heading(in text: String) -> HeadingMeaning? { nil }
}
