/// How cells look while something holds. ECMA-376 Part 1, 18.3.1.18 `conditionalFormatting`.
public struct ConditionalFormat: Hashable, Sendable {
  /// What a rule changes of a cell's style.
  public struct Look: Hashable, Sendable {
    /// The colour of the text.
    public var color: CellStyle.Color?
    /// The colour of the fill.
    public var fill: CellStyle.Color?
    /// Whether the text is bold.
    public var bold: Bool
    /// Whether the text is italic.
    public var italic: Bool

    /// A look.
    public init(
      color: CellStyle.Color? = nil, fill: CellStyle.Color? = nil, bold: Bool = false,
      italic: Bool = false
    ) {
      (self.color, self.fill, self.bold, self.italic) = (color, fill, bold, italic)
    }
  }

  /// What must hold, and what it does.
  public enum Rule: Hashable, Sendable {
    /// The cell's value compares so with one formula, or with two.
    case cell(DataValidation.Comparison, String, String? = nil, look: Look)
    /// The formula is true, written for the first cell of the first range.
    case expression(String, look: Look)
    /// From the colour of the lowest value to that of the highest, over that of the median if given.
    case colorScale(low: CellStyle.Color, middle: CellStyle.Color? = nil, high: CellStyle.Color)
    /// A bar as long as the value.
    case dataBar(CellStyle.Color)
  }

  /// Where it holds.
  public var ranges: [CellRange]
  /// What must hold, and what it does.
  public var rule: Rule
  /// Whether later rules count no more where this one holds.
  public var stopsIfTrue: Bool

  /// A rule for ranges; of a sheet's rules the first has the highest priority.
  public init(ranges: [CellRange], rule: Rule, stopsIfTrue: Bool = false) {
    (self.ranges, self.rule, self.stopsIfTrue) = (ranges, rule, stopsIfTrue)
  }
}
