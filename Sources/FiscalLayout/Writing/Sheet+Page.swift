import FiscalModel
import Spreadsheet

extension Sheet {
  /// Prints nothing smaller than so much of its size: the smallest font of the sheets has 10 points, of
  /// which 8 are to be left.
  private static let smallest = 0.8
  /// What one column of a digit's width takes, in millimetres.
  private static let digit = 1.9

  /// What a sheet is printed on: its paper, and the room within the margins, in millimetres.
  private struct Paper {
    var paper: PageSetup.Paper
    var landscape: Bool
    var width: Double
    var height: Double

    static let upright = Paper(paper: .a4, landscape: false, width: 184, height: 262)
    static let lying = Paper(paper: .a4, landscape: true, width: 271, height: 175)
    static let large = Paper(paper: .a3, landscape: true, width: 394, height: 262)
  }

  /// Chooses paper for the sheet as it stands: A4 upright or lying, else A3, else pages side by side, each
  /// with the columns that say what stands in its rows.
  ///
  /// - Parameter labelColumns: how many columns at the left do; none where pages cannot stand side by
  ///   side.
  mutating func setUpPage(labelColumns: Int = 0) {
    let width = printedWidths.reduce(0, +) * Sheet.digit
    func scale(_ paper: Paper) -> Double { min(1, paper.width / max(width, 1)) }
    // A row of 15 points is 5.3 millimetres high.
    let height = (0...(usedRange?.last.row ?? 0)).reduce(0) {
      $0 + (rowHeights[$1] ?? 15) * 0.353
    }
    func pages(_ paper: Paper) -> Double { (height * scale(paper) / paper.height).rounded(.up) }
    pageSetup.horizontalCentered = true
    pageSetup.margins = .init(left: 0.5, right: 0.5, top: 0.6, bottom: 0.6)
    pageSetup.footer = "&C&P / &N"
    let paper: Paper
    if scale(.upright) >= Sheet.smallest,
      scale(.upright) >= 0.9 || pages(.upright) < pages(.lying)
    {
      paper = .upright
    } else if scale(.lying) >= Sheet.smallest {
      paper = .lying
    } else {
      paper = .large
    }
    pageSetup.paper = paper.paper
    pageSetup.landscape = paper.landscape
    let isFitted = scale(paper) >= Sheet.smallest || !stand(sideBySide: paper, labelColumns)
    pageSetup.fitToWidth = isFitted ? 1 : nil
    pageSetup.fitToHeight = isFitted ? 0 : nil
  }

  /// The widths of the columns from the first on.
  private var printedWidths: [Double] {
    (0...(columnWidths.keys.max() ?? 0)).map { columnWidths[$0] ?? 9 }
  }

  /// Breaks the sheet into pages side by side; false where that would not help, since the labels or one
  /// column alone take too much.
  private mutating func stand(sideBySide paper: Paper, _ labelColumns: Int) -> Bool {
    let room = paper.width / Sheet.digit / Sheet.smallest
    let widths = printedWidths
    let labels = widths.prefix(labelColumns).reduce(0, +)
    guard labelColumns > 0, labelColumns < widths.count, labels < room / 2,
      widths.allSatisfy({ labels + $0 <= room })
    else { return false }
    var used = labels
    for column in widths.indices.dropFirst(labelColumns) {
      if used + widths[column] > room {
        columnBreaks.insert(column)
        used = labels
      }
      used += widths[column]
    }
    pageSetup.scale = Int(Sheet.smallest * 100)
    pageSetup.repeatColumns = 0...(labelColumns - 1)
    return true
  }

  /// Writes the captions of a list, which stay when the rest scrolls and stand on every page.
  mutating func writeCaptions(_ captions: [String], row: Int = 0) {
    for (column, caption) in captions.enumerated() {
      self[row, column] = Cell(.text(caption), style: Style.header)
    }
    frozenRows = row + 1
    pageSetup.repeatRows = row...row
  }

  /// Gives a list its widths, heights and paper.
  mutating func finishList(widths: [Double]) {
    for (column, width) in widths.enumerated() { columnWidths[column] = width }
    fitRows()
    setUpPage()
  }
}

/// The cells of lists.
extension Cell {
  /// A text, or nothing.
  static func words(_ text: String?) -> Cell {
    Cell(text.map { .text($0) } ?? .empty, style: Style.label(indent: 0))
  }

  /// A whole number, or nothing.
  static func figure(_ digits: String?) -> Cell {
    Cell(digits.map { .number($0) } ?? .empty, style: Style.amount(decimals: 0))
  }

  /// An amount with its decimals, as text where a spreadsheet's number does not hold it; computed where
  /// there is a formula for it.
  static func amount(_ amount: Amount, decimals: Int? = nil, formula: String? = nil) -> Cell {
    let style = Style.amount(decimals: decimals ?? amount.scale)
    guard amount.fitsSpreadsheetNumber else {
      return Cell(.text(amount.description), style: style)
    }
    return Cell(.number(amount.description), style: style, formula: formula)
  }
}
