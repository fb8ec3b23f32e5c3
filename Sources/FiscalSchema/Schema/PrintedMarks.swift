import FiscalModel

extension FiscalValue {
  /// What was printed, spaces and grouping aside.
  public var printed: String {
    switch self {
    case .amount(let amount): amount.description
    case .text(let text): text
    case .null(let kind): kind.mark
    }
  }
}

extension NullKind {
  /// The mark as printed.
  public var mark: String {
    switch self {
    case .blank, .absent: ""
    case .dash: "-"
    case .emdash: "\u{2014}"
    case .doubledash: "--"
    case .slash: "/"
    case .ellipsis: "\u{2026}"
    case .none: NullKind.noneMark
    }
  }

  /// Whether a mark may begin with a byte: `-`, `.`, `/`, or the first of `—`, `－` or `无`.
  private static func mayBegin(_ byte: UInt8) -> Bool {
    (0x2D...0x2F).contains(byte) || byte == 0xE2 || byte == 0xEF
      || byte == NullKind.noneMark.utf8.first
  }

  /// The kind of a printed mark, or nil for any other text.
  @inlinable public init?(mark: some StringProtocol) { self.init(reading: String(mark)) }

  @usableFromInline init?(reading mark: String) {
    // No mark is longer than three characters, and nearly nothing else begins as one.
    guard mark.utf8.count <= 9, mark.utf8.first.map(NullKind.mayBegin) ?? true else { return nil }
    switch mark {
    case "": self = .blank
    case "-", "\u{FF0D}", "\u{2212}", "\u{2010}", "\u{2013}": self = .dash
    case "\u{2014}", "\u{2014}\u{2014}", "\u{2015}": self = .emdash
    case "--": self = .doubledash
    case "/", "\u{FF0F}": self = .slash
    case "\u{2026}", "...", "\u{2026}\u{2026}": self = .ellipsis
    default:
      guard mark == NullKind.noneMark else { return nil }
      self = .none
    }
  }
}
