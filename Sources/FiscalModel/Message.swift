/// Something that the program says, before it is put into words.
///
/// The words stand in `schemas/messages.json` and, for findings, with their rule in
/// `schemas/rules.json`; they have a hole for each argument. ``Messages`` forms them, in one language,
/// when they are printed.
public struct Message: Hashable, Sendable {
  /// Which message it is: `lint.missing-key`, or a rule's identifier, `check/contents`, with the name of
  /// the variant where the rule has several: `check/contents:unlisted`.
  public let id: String
  /// What goes into the holes, by their names.
  public let arguments: [String: Argument]

  /// What goes into a hole.
  public indirect enum Argument: Hashable, Sendable {
    /// A text, as it is.
    case text(String)
    /// A number of things, which decides between singular and plural; of none nothing need be said.
    case count(Int)
    /// An amount; its unit, if it has one, is an argument of its own.
    case amount(Amount)
    /// Several arguments, which the text joins as its language does.
    case list([Argument])
    /// Another message.
    case message(Message)
  }

  /// Makes a message; what is nil or false is left out, as if there were no such argument.
  package init(_ id: String, _ arguments: [String: any MessageArgument] = [:]) {
    self.id = id
    self.arguments = arguments.compactMapValues(\.argument)
  }

  /// The rule that a finding with this message is of.
  package var rule: String { id.firstIndex(of: ":").map { String(id[..<$0]) } ?? id }

  /// Which of the rule's wordings it is, or nil for its only or usual one.
  package var variant: String? {
    id.firstIndex(of: ":").map { String(id[id.index(after: $0)...]) }
  }
}

/// A value that messages take as an argument.
package protocol MessageArgument {
  /// The value as an argument, or nil where there is nothing to say.
  var argument: Message.Argument? { get }
}

extension String: MessageArgument {
  /// The text.
  package var argument: Message.Argument? { .text(self) }
}

extension Substring: MessageArgument {
  /// The text.
  package var argument: Message.Argument? { .text(String(self)) }
}

extension Int: MessageArgument {
  /// The number.
  package var argument: Message.Argument? { .count(self) }
}

extension Bool: MessageArgument {
  /// Something without words of its own, or nothing.
  package var argument: Message.Argument? { self ? .text("") : nil }
}

extension Amount: MessageArgument {
  /// The amount.
  package var argument: Message.Argument? { .amount(self) }
}

extension Message: MessageArgument {
  /// The message.
  package var argument: Argument? { .message(self) }
}

extension Array: MessageArgument where Element: MessageArgument {
  /// The elements that are something to say.
  package var argument: Message.Argument? { .list(compactMap(\.argument)) }
}

extension Optional: MessageArgument where Wrapped: MessageArgument {
  /// The value, where there is one.
  package var argument: Message.Argument? { self?.argument ?? nil }
}

/// A value that has a name in messages.
package protocol NamedInMessages: MessageArgument {
  /// Its name.
  var message: Message { get }
}

extension NamedInMessages {
  /// The name.
  package var argument: Message.Argument? { .message(message) }
}

extension AmountUnit: NamedInMessages {
  /// The unit as the program says it.
  package var message: Message { Message("unit.\(rawValue)") }
}

extension Stage: NamedInMessages {
  /// The stage as the program says it.
  package var message: Message { Message("stage.\(rawValue)") }
}

extension Verdict: NamedInMessages {
  /// The verdict, as short as a table's cell.
  package var message: Message { Message("verdict.\(rawValue)") }
}

extension Severity: NamedInMessages {
  /// The severity as the program says it.
  package var message: Message { Message("severity.\(rawValue)") }
}
