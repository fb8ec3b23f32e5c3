import Documents
import FiscalModel
import FiscalSchema

/// A piece of a printed line: a run of text, or something that stands in a value column.
enum Token: Equatable {
  case text(String)
  case number(String)
  case mark(NullKind)
  /// Digits and separators that are no amount: `2,59,4.03`.
  case unreadable(String)
}

/// A token with its place.
struct PlacedToken {
  var token: Token
  var raw: String
  var location: Location
  /// Whether it is the first of its printed line.
  var startsLine: Bool

  /// The token as a value, or nil for text.
  var value: PrintedValue? {
    switch token {
    case .text: nil
    case .unreadable(let digits): PrintedValue(value: .text(digits), raw: raw, location: location)
    case .number(let digits):
      (try? Amount(digits)).map {
        PrintedValue(value: .amount($0), raw: raw, location: location)
      }
    case .mark(let kind): PrintedValue(value: .null(kind), raw: raw, location: location)
    }
  }

  /// The digits of a number that was printed as a plain whole number.
  var wholeNumber: String? {
    guard case .number(let digits) = token, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return digits
  }

  var text: String? {
    if case .text(let text) = token { return text }
    return nil
  }
}

/// Cuts printed lines into tokens: blanks separate, and what was glued together is split where it
/// cannot be one word.
struct Lexer {
  /// Whether a run of digits before Chinese text is a code on its own.
  let isCode: (Substring) -> Bool

  /// The tokens of a line; neighbouring runs of text are one, their blanks removed, unless words are to
  /// be kept apart.
  func tokens(_ line: Line, joiningWords: Bool = true) -> [PlacedToken] {
    let location = Location(page: line.page, line: line.number)
    var tokens: [PlacedToken] = []
    var words = line.text.split { $0.unicodeScalars.allSatisfy(\.isBlank) }[...]
    while var word = words.popFirst() {
      // A decimal that a blank tore apart: `604. 4`.
      if word.last == ".", word.dropLast().allSatisfy(\.isASCIIDigitOrComma),
        let next = words.first,
        !next.isEmpty, next.allSatisfy({ $0.isASCII && $0.isNumber })
      {
        let joined = word + next
        words.removeFirst()
        word = joined[...]
      }
      for piece in pieces(word) {
        if joiningWords, case .text(let text) = piece.0,
          case .text(let before)? = tokens.last?.token
        {
          tokens[tokens.count - 1].token = .text(before + text)
          tokens[tokens.count - 1].raw += " " + piece.1
        } else {
          tokens.append(
            PlacedToken(
              token: piece.0, raw: piece.1, location: location, startsLine: tokens.isEmpty))
        }
      }
    }
    return tokens
  }

  /// Splits a word at the borders between an amount or a code and Chinese text.
  private func pieces(_ word: Substring) -> [(Token, String)] {
    if let token = whole(word) { return [(token, String(word))] }
    // A number at the beginning: `407.91二、外交支出`, `2060503科技条件专项`.
    let head = word.prefix { $0.isASCIIDigitOrComma || $0 == "." }
    if !head.isEmpty, head.count < word.count, isAmount(head) || isCode(head) {
      let rest = word[head.endIndex...]
      if rest.unicodeScalars.first?.isHan ?? false {
        return [(.number(String(head)), String(head))] + pieces(rest)
      }
    }
    // An amount with decimals at the end: `合计407.91`.
    var start = word.endIndex
    while start > word.startIndex {
      let before = word.index(before: start)
      guard word[before].isASCIIDigitOrComma || word[before] == "." else { break }
      start = before
    }
    let tail = word[start...]
    if !tail.isEmpty, start > word.startIndex, isAmount(tail),
      word[..<start].unicodeScalars.last?.isHan ?? false
    {
      return [
        (.text(String(word[..<start])), String(word[..<start])),
        (.number(String(tail)), String(tail)),
      ]
    }
    // An amount in the middle: `合计407.91本年支出合计`.
    if let split = amountInside(word) {
      return pieces(word[..<split.lowerBound]) + [
        (.number(String(word[split])), String(word[split]))
      ]
        + pieces(word[split.upperBound...])
    }
    return [(.text(String(word).squeezed), String(word))]
  }

  private func whole(_ word: Substring) -> Token? {
    if let kind = NullKind(mark: word) { return .mark(kind) }
    guard let first = word.unicodeScalars.first,
      first.isDigit || "-+\u{2212}\u{FF0D}".unicodeScalars.contains(first)
    else { return nil }
    if (try? Amount(word)) != nil { return .number(String(word)) }
    let rest = word.drop { !$0.isNumber }
    let isNumeric = rest.allSatisfy { $0.isASCIIDigitOrComma || $0 == "." }
    return isNumeric && rest.contains(where: { $0 == "," }) ? .unreadable(String(word)) : nil
  }

  /// Whether this is an amount and nothing else: it has decimals.
  private func isAmount(_ text: Substring) -> Bool {
    text.contains(".") && (try? Amount(text)) != nil
  }

  private func amountInside(_ word: Substring) -> Range<Substring.Index>? {
    var index = word.startIndex
    while index < word.endIndex {
      guard word[index].isASCIIDigitOrComma else {
        index = word.index(after: index)
        continue
      }
      let run = word[index...].prefix { $0.isASCIIDigitOrComma || $0 == "." }
      if index > word.startIndex, run.endIndex < word.endIndex, isAmount(run),
        word[..<index].unicodeScalars.last?.isHan ?? false,
        word[run.endIndex].unicodeScalars.first?.isHan ?? false
      {
        return index..<run.endIndex
      }
      index = run.endIndex
    }
    return nil
  }
}

extension Character {
  var isASCIIDigitOrComma: Bool { self == "," || ("0"..."9").contains(self) }
}
