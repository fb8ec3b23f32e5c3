import FiscalModel
import FiscalSchema

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
  let first: Edge
  let last: Edge
  /// How many more brackets it opens than it closes, and how far below zero that goes on the way.
  let brackets: Int
  let lowest: Int
  let count: Int
  let hasStop: Bool

  var before: FormFragment.Break { fragment.before }

  init(_ list: [FormFragment], _ index: Int, words: FormWords) {
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
    let beginsLine = index == 0 || fragment.before.endsLine
    let rest = beginsLine ? list[(index + 1)...].prefix(2).prefix { $0.before == .space } : []
    beginsItem = beginsLine && FormCell.beginsItem(text + rest.map(\.text).joined())
    first = Edge(text.first)
    last = Edge(text.last)
    var open = 0
    var lowest = 0
    var count = 0
    var hasStop = false
    for scalar in text.unicodeScalars {
      count += 1
      switch scalar {
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

  /// The first or the last character of a text, and what it is.
  struct Edge {
    private(set) var scalar: UInt32 = 0x20
    private(set) var isNumber = false
    private(set) var isLatinWord = false
    private(set) var isHan = false

    init() {}

    init(_ character: Character?) {
      guard let character else { return }
      scalar = character.unicodeScalars.first?.value ?? 0x20
      isNumber = character.isNumber
      isLatinWord = character.isLatinWord
      isHan = character.isHan
    }

    var isPercent: Bool { scalar == 0x25 || scalar == 0xFF05 }

    /// `=≥≤＝`
    var isComparison: Bool {
      switch scalar {
      case 0x3D, 0x2265, 0x2264, 0xFF1D: true
      default: false
      }
    }

    /// `=≥≤<>＝＞＜`
    var isInequality: Bool {
      switch scalar {
      case 0x3C, 0x3E, 0xFF1E, 0xFF1C: true
      default: isComparison
      }
    }

    /// `=≥≤<>＝＞＜±≧≦`
    var isSign: Bool {
      switch scalar {
      case 0xB1, 0x2267, 0x2266: true
      default: isInequality
      }
    }

    /// `，。、；：）)》”`: what no cell begins with.
    var closes: Bool {
      switch scalar {
      case 0xFF0C, 0x3002, 0x3001, 0xFF1B, 0xFF1A, 0xFF09, 0x29, 0x300B, 0x201D: true
      default: false
      }
    }

    /// `，、（(《“`: what no cell ends with.
    var opens: Bool {
      switch scalar {
      case 0xFF0C, 0x3001, 0xFF08, 0x28, 0x300A, 0x201C: true
      default: false
      }
    }
  }
}

/// Words that are looked for in every cell: nearly all texts are too long to be one, which is known
/// before they are hashed.
struct FormWords {
  let words: Set<String>
  private let longest: Int

  init(_ words: Set<String>) {
    self.words = words
    longest = words.map(\.utf8.count).max() ?? -1
  }

  var isEmpty: Bool { words.isEmpty }

  func contains(_ text: String) -> Bool { text.utf8.count <= longest && words.contains(text) }
}
