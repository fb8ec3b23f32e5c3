import FiscalModel
import Foundation

/// The words of everything that the program says: those of `rules.json` and `messages.json`.
///
/// A text has holes for the arguments of its ``Message``:
/// - `{name}` is the argument, or nothing where there is none;
/// - `{name:one|many}` is the first word where the argument is 1, else the second;
/// - `{name*, }` is a list with `, ` between its elements;
/// - `{name?text}` is the text where there is such an argument that is neither 0 nor an empty list, and
///   `{name!text}` where there is none; either may have holes;
/// - `{{` and `}}` are braces.
package final class Messages: Sendable {
  private let texts: [String: BilingualText]

  /// Those that come with the program, read when the first one is printed.
  ///
  /// Where they are missing a message is printed as its identifier and arguments.
  package static let bundled =
    (try? Messages(folder: Catalogue.bundledFolder.get())) ?? Messages(texts: [:])

  private struct MessagesFile: Decodable { var messages: [String: BilingualText] }
  private struct RulesFile: Decodable { var rules: [RuleWords] }
  private struct RuleWords: Decodable {
    var id: String
    var title: BilingualText
    var message: BilingualText?
    var variants: [String: BilingualText]?
  }

  private init(texts: [String: BilingualText]) { self.texts = texts }

  /// Reads the messages of a folder of schemas.
  ///
  /// - Throws: ``SchemaError`` that names the file and the place in it.
  package init(folder: String) throws(SchemaError) {
    var texts = try Catalogue.decode(MessagesFile.self, folder + "/messages.json").messages
    for rule in try Catalogue.decode(RulesFile.self, folder + "/rules.json").rules {
      texts[rule.id] = rule.message
      texts[rule.id + ":title"] = rule.title
      for (name, text) in rule.variants ?? [:] { texts[rule.id + ":" + name] = text }
    }
    self.texts = texts
  }

  /// The identifiers of all messages; each rule's title is one, `check/contents:title`.
  package var identifiers: Set<String> { Set(texts.keys) }

  /// The names of the holes that a message has in a language.
  package func holes(_ id: String, in language: Language) -> Set<String> {
    var names: Set<String> = []
    var template = MessageTemplate(texts[id]?.text(in: language) ?? "")
    template.visit { names.insert($0) }
    return names
  }

  /// A message in words.
  package func text(_ message: Message, in language: Language) -> String {
    guard let text = texts[message.id] else {
      let arguments = message.arguments.sorted { $0.key < $1.key }
      return message.id
        + arguments.map { " \($0.key)=\(words($0.value, in: language))" }.joined()
    }
    var template = MessageTemplate(text.text(in: language))
    return template.filled(message.arguments) { self.words($0, in: language) }
  }

  private func words(_ argument: Message.Argument, in language: Language) -> String {
    switch argument {
    case .text(let text): text
    case .count(let count): String(count)
    case .amount(let amount): amount.description
    case .list(let list): list.map { words($0, in: language) }.joined(separator: ", ")
    case .message(let message): text(message, in: language)
    }
  }
}

extension Message {
  /// The message in words, those that come with the program.
  public func text(in language: Language) -> String { Messages.bundled.text(self, in: language) }
}

extension BilingualText {
  /// A message in the words of both languages.
  package init(_ message: Message) {
    self.init(zh: message.text(in: .chinese), en: message.text(in: .english))
  }
}
