import FiscalModel
import FiscalSchema

/// What a cell would be, as one fragment after the other joins it.
struct FormCell {
  /// A printed line of the cell.
  struct Line {
    var width: Int
    /// The width without what sets Latin letters off.
    var least: Int
    var unit: Int
    var beginsItem: Bool
  }

  private(set) var text = ""
  /// The text as labels are compared.
  private(set) var folded = ""
  private(set) var count = 0
  private(set) var lines: [Line] = []
  private(set) var words: [String] = []
  private(set) var first = FormPiece.Edge()
  private(set) var last = FormPiece.Edge()
  private(set) var openBrackets = 0
  /// Whether it closes a bracket that it did not open.
  private(set) var closesTooMany = false
  private(set) var hasStop = false
  private(set) var isCode = false

  mutating func append(_ piece: FormPiece) {
    if lines.isEmpty || piece.before.endsLine || piece.before == .cell {
      if lines.isEmpty {
        first = piece.first
        isCode = piece.isCode
      }
      lines.append(
        Line(
          width: piece.width, least: piece.width, unit: piece.unit, beginsItem: piece.beginsItem))
    } else {
      if last.isLatinWord, piece.first.isLatinWord { text += " " }
      // Print sets Latin letters off a little.
      lines[lines.count - 1].width += piece.width + 1
      lines[lines.count - 1].least += piece.width
    }
    count += piece.count
    if count < FormCell.longestKnown { text += piece.fragment.text }
    if count <= FormCell.longestLabel { folded += piece.fragment.folded }
    last = piece.last
    if openBrackets + piece.lowest < 0 { closesTooMany = true }
    openBrackets += piece.brackets
    hasStop = hasStop || piece.hasStop
    if let word = piece.word { words.append(word) }
  }

  /// Labels, levels and figures have at most so many characters.
  static let longestLabel = 40
  /// Texts are compared with those of other tables where they have fewer characters.
  static let longestKnown = 120

  /// What a cell's text is, as far as the kinds of columns ask.
  struct Content {
    /// The text; cut off where it is too long to be compared with others.
    let text: String
    let length: Double
    let first: FormPiece.Edge
    let isMark: Bool
    let isAmount: Bool
    let isPercent: Bool
    let isWhole: Bool
    let isCode: Bool
    let hasStop: Bool
    /// Whether it may be a label, a level, a figure.
    let isShort: Bool
    /// The text as labels are compared; empty where it is too long for one.
    let folded: String
    /// The same without a weight.
    let label: String
    let isWeight: Bool

    var isFigure: Bool { isAmount || isPercent && first.isNumber }

    init(_ cell: FormCell) {
      text = cell.text
      length = Double(cell.count)
      first = cell.first
      hasStop = cell.hasStop
      isCode = cell.isCode
      isShort = cell.count <= FormCell.longestLabel
      let isTiny = cell.count <= 24
      isMark = isTiny && NullKind(mark: cell.text) != nil
      isAmount =
        isTiny && (cell.first.isNumber || cell.first.scalar == 0x2D)
        && (try? Amount(cell.text)) != nil
      isPercent = cell.last.isPercent
      isWhole = isTiny && cell.text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      folded = isShort ? cell.folded : ""
      label = isShort ? LabelPattern.withoutWeight(folded) : ""
      isWeight = isShort && label.isEmpty && !folded.isEmpty
    }
  }

  /// Whether a text begins with the code of an economic item.
  static func isCode(_ text: String) -> Bool {
    let digits = text.utf8.prefix(6).prefix { (0x30...0x39).contains($0) }
    guard digits.count == 3 || digits.count == 5, let first = digits.first,
      first == UInt8(ascii: "3") || first == UInt8(ascii: "5")
    else { return false }
    return text[digits.endIndex...].first?.isHan ?? (digits.count == 5)
  }

  /// Whether a line begins a numbered paragraph: `1.…`, `2、…`, `目标 3.…`, `（一）…`.
  static func beginsItem(_ line: String) -> Bool {
    let rest = line.prefix(8).drop { $0.isHan || $0 == " " }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty {
      return rest.dropFirst(digits.count).first.map { ".．、:：".contains($0) } ?? false
    }
    return "（(".contains(line.first ?? " ")
      && line.dropFirst(2).prefix(3).contains { "）)".contains($0) }
  }
}

extension FormFragment {
  /// Whether the fragment is a mark for "no value".
  var isMark: Bool { text.utf8.count < 8 && NullKind(mark: text) != nil }
}

extension Character {
  /// Whether the character is Chinese.
  var isHan: Bool { unicodeScalars.first?.isHan ?? false }
}
