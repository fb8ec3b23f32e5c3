import FiscalModel

/// A fragment with what is asked of it again and again.
struct FormPiece {
  let fragment: FormFragment
  /// The width of what a line cannot break at its beginning.
  let unit: Int
  let width: Int
  let isMark: Bool
  let isNumber: Bool
  /// Whether it is an amount with decimals.
  let isAmount: Bool
  /// Whether it begins with the code of an economic item.
  let isCode: Bool
  /// The word of some column that it is.
  let word: String?
  /// Whether its line begins a numbered paragraph.
  let beginsItem: Bool
  let first: Character
  let last: Character
  /// How many more brackets it opens than it closes, and how far below zero that goes on the way.
  let brackets: Int
  let lowest: Int
  let count: Int
  let hasStop: Bool

  var before: FormFragment.Break { fragment.before }

  init(_ list: [FormFragment], _ index: Int, words: Set<String>) {
    fragment = list[index]
    let text = fragment.text
    unit = FormText.firstUnit(text)
    width = FormText.width(text)
    let isShort = text.utf8.count < 24
    isMark = isShort && NullKind(mark: text) != nil
    let amount = isShort ? try? Amount(text) : nil
    isNumber = amount != nil
    isAmount = amount.map { $0.scale > 0 } ?? false
    isCode = FormCell.isCode(text)
    let folded = LabelPattern.withoutWeight(fragment.folded)
    word = words.contains(folded) ? folded : nil
    var line = ""
    if index == 0 || fragment.before.endsLine {
      for (offset, other) in list[index...].prefix(3).enumerated() {
        if offset > 0, other.before != .space { break }
        line += other.text
      }
    }
    beginsItem = FormCell.beginsItem(line)
    first = text.first ?? " "
    last = text.last ?? " "
    var open = 0
    var lowest = 0
    var count = 0
    var hasStop = false
    for character in text {
      count += 1
      switch character {
      case "（", "(", "《", "〔", "【", "“": open += 1
      case "）", ")", "》", "〕", "】", "”": open -= 1
      case "。": hasStop = true
      default: break
      }
      lowest = min(lowest, open)
    }
    brackets = open
    self.lowest = lowest
    self.count = count
    self.hasStop = hasStop
  }
}

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
  private(set) var count = 0
  private(set) var lines: [Line] = []
  private(set) var words: [String] = []
  private(set) var first: Character = " "
  private(set) var last: Character = " "
  private(set) var openBrackets = 0
  /// Whether it closes a bracket that it did not open.
  private(set) var closesTooMany = false
  private(set) var hasStop = false
  private(set) var isCode = false

  init() {}

  init(_ fragments: ArraySlice<FormFragment>, words: Set<String>) {
    let list = Array(fragments)
    for index in list.indices { append(FormPiece(list, index, words: words)) }
  }

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
    text += piece.fragment.text
    count += piece.count
    last = piece.last
    if openBrackets + piece.lowest < 0 { closesTooMany = true }
    openBrackets += piece.brackets
    hasStop = hasStop || piece.hasStop
    if let word = piece.word { words.append(word) }
  }

  /// What a cell's text is, as far as the kinds of columns ask.
  struct Content {
    let text: String
    let length: Double
    let first: Character
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
      isShort = cell.count <= 40
      let isTiny = cell.count <= 24
      isMark = isTiny && NullKind(mark: cell.text) != nil
      isAmount =
        isTiny && (cell.first.isNumber || cell.first == "-") && (try? Amount(cell.text)) != nil
      isPercent = cell.last == "%" || cell.last == "％"
      isWhole = isTiny && cell.text.allSatisfy { $0.isASCII && $0.isNumber }
      folded = isShort ? LabelPattern.folded(cell.text) : ""
      label = isShort ? LabelPattern.withoutWeight(folded) : ""
      isWeight = isShort && label.isEmpty && !folded.isEmpty
    }
  }

  /// Whether a text begins with the code of an economic item.
  static func isCode(_ text: String) -> Bool {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard digits.count == 3 || digits.count == 5, digits.first == "3" || digits.first == "5" else {
      return false
    }
    return text.dropFirst(digits.count).first?.isHan ?? (digits.count == 5)
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
