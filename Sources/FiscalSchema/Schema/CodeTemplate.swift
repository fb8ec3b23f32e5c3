/// A text with marks for what differs from code to code.
struct CodeTemplate {
  /// What stands before each mark, and the mark; the last has none.
  private var pieces: [(text: Substring, mark: Substring?)] = []

  /// What the marks of one code stand for.
  struct Values {
    let code: String
    let name: String
    let ordinal: Int
    let vocabulary: Vocabulary

    func text(_ mark: Substring) -> String {
      switch mark {
      case "code": code
      case "name": name
      case "ordinal": vocabulary.ordinal(ordinal)
      case "short-ordinal": vocabulary.ordinal(ordinal, isShort: true)
      default: "{\(mark)}"
      }
    }
  }

  init(_ text: String) {
    var rest = text[...]
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
    {
      pieces.append((rest[..<open], rest[rest.utf8.index(after: open)..<close]))
      rest = rest[rest.utf8.index(after: close)...]
    }
    pieces.append((rest, nil))
  }

  func text(_ values: Values) -> String {
    pieces.reduce(into: "") { text, piece in
      text += piece.text
      if let mark = piece.mark { text += values.text(mark) }
    }
  }
}
