import FiscalModel

/// A text with holes, as ``Messages`` describes it.
struct MessageTemplate {
  private var rest: Substring
  /// How many conditional texts are open around the rest.
  private var depth = 0
  /// What is told of each hole by its name.
  private var visitor: ((String) -> Void)?

  init(_ text: String) { rest = text[...] }

  /// Tells the name of every hole.
  mutating func visit(_ visitor: @escaping (String) -> Void) {
    self.visitor = visitor
    _ = filled([:]) { _ in "" }
  }

  /// The text with the arguments in its holes.
  mutating func filled(
    _ arguments: [String: Message.Argument], words: (Message.Argument) -> String
  ) -> String {
    var result = ""
    while true {
      let plain = rest.utf8.prefix { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
      result += rest[..<plain.endIndex]
      rest = rest[plain.endIndex...]
      guard let brace = rest.first, brace == "{" || depth == 0 else { return result }
      rest.removeFirst()
      if depth == 0, rest.first == brace {
        rest.removeFirst()
        result.append(brace)
      } else if brace == "{" {
        result += hole(arguments, words)
      } else {
        result.append(brace)
      }
    }
  }

  /// What a hole becomes, whose brace was taken.
  private mutating func hole(
    _ arguments: [String: Message.Argument], _ words: (Message.Argument) -> String
  ) -> String {
    let name = String(rest.prefix { $0.isLetter })
    rest.removeFirst(name.count)
    visitor?(name)
    let argument = arguments[name]
    defer { rest = rest.dropFirst() }
    guard let kind = rest.first, kind != "}" else { return argument.map(words) ?? "" }
    rest.removeFirst()
    switch kind {
    case "?", "!":
      depth += 1
      let text = filled(arguments, words: words)
      depth -= 1
      return isPresent(argument) == (kind == "?") ? text : ""
    case ":":
      let forms = take().split(separator: "|", omittingEmptySubsequences: false)
      return String((argument == .count(1) ? forms.first : forms.last) ?? "")
    default:
      let separator = take()
      guard case .list(let list) = argument else { return argument.map(words) ?? "" }
      return list.map(words).joined(separator: String(separator))
    }
  }

  /// What is left of the hole.
  private mutating func take() -> Substring {
    let text = rest.prefix { $0 != "}" }
    rest = rest[text.endIndex...]
    return text
  }

  private func isPresent(_ argument: Message.Argument?) -> Bool {
    switch argument {
    case nil, .count(0), .list([]): false
    default: true
    }
  }
}
