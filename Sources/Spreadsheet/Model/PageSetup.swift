extension Sheet {
  /// How a sheet is printed.
  public struct PageSetup: Hashable, Sendable {
    /// A paper size by its number in ECMA-376 Part 1, 18.3.1.63 `pageSetup`.
    public struct Paper: RawRepresentable, Hashable, Sendable {
      /// The number.
      public var rawValue: Int
      /// The paper with a number.
      public init(rawValue: Int) { self.rawValue = rawValue }
      /// A3, 297 by 420 mm.
      public static let a3 = Paper(rawValue: 8)
      /// A4, 210 by 297 mm.
      public static let a4 = Paper(rawValue: 9)
      /// A5, 148 by 210 mm.
      public static let a5 = Paper(rawValue: 11)
      /// Letter, 8.5 by 11 in.
      public static let letter = Paper(rawValue: 1)
    }

    /// Margins in inches.
    public struct Margins: Hashable, Sendable {
      /// Left of the page.
      public var left: Double
      /// Right of the page.
      public var right: Double
      /// Above the sheet's cells.
      public var top: Double
      /// Below the sheet's cells.
      public var bottom: Double
      /// From the page's upper edge to the header.
      public var header: Double
      /// From the page's lower edge to the footer.
      public var footer: Double

      /// Margins in inches; without arguments the spreadsheet's default.
      public init(
        left: Double = 0.7, right: Double = 0.7, top: Double = 0.75, bottom: Double = 0.75,
        header: Double = 0.3, footer: Double = 0.3
      ) {
        (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
        (self.header, self.footer) = (header, footer)
      }
    }

    /// The paper, nil for the printer's own.
    public var paper: Paper?
    /// Whether the page lies on its long side.
    public var landscape = false
    /// Scale in percent, 10 to 400, when nothing is fitted.
    public var scale: Int?
    /// Pages across that the sheet is shrunk to; 0 = as many as needed, nil = not fitted.
    public var fitToWidth: Int?
    /// Pages down that the sheet is shrunk to; 0 = as many as needed, nil = not fitted.
    public var fitToHeight: Int?
    /// The margins.
    public var margins = Margins()
    /// Zero-based rows printed again on top of each page.
    public var repeatRows: ClosedRange<Int>?
    /// Zero-based columns printed again left on each page.
    public var repeatColumns: ClosedRange<Int>?
    /// The only cells that are printed.
    public var printArea: CellRange?
    /// The header in Excel's notation, such as `&C&A`.
    public var header: String?
    /// The footer in Excel's notation, such as `&C&P / &N`.
    public var footer: String?
    /// Whether the cells are centred across the page.
    public var horizontalCentered = false
    /// Whether the cells are centred down the page.
    public var verticalCentered = false

    /// The spreadsheet's default.
    public init() {}
  }
}
