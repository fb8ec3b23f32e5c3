import Documents
import FiscalModel
import FiscalSchema
import Foundation

/// What a person says of the columns of an export: `schemas/export-map.schema.json`.
///
/// `inspect --write-map` proposes one with its evidence; a person edits it; `convert --map` reads by it.
package struct ExportMap: Codable, Sendable, Equatable {
  /// The tables of the export.
  package var tables: [Table]

  /// One table of the export.
  package struct Table: Codable, Sendable, Equatable {
    /// The name of the sheet; nil where there is only one.
    package var sheet: String?
    /// The identifier of the layout, such as `wuhan-final-accounts-2021/03`.
    package var layout: String
    /// The columns of the export.
    package var columns: [Column]
  }

  /// One column of the export.
  package struct Column: Codable, Sendable, Equatable {
    /// The letters of the column, `A` being the first.
    package var column: String
    /// Its captions joined by `/`, for people.
    package var caption: String?
    /// The column of the layout; nil to leave the column out.
    package var to: String?
    /// The concept of its amounts, instead of `to`, or for people.
    package var concept: String?
    /// The dimension members of its amounts, beside the concept.
    package var members: [String: String]?
    /// Why it was proposed.
    package var evidence: String?
    /// How sure the proposal is, from 0 to 1.
    package var score: Double?
  }
}

/// What is wrong with a map, and on which line.
package struct ExportMapError: Error, Sendable, Equatable {
  /// The line, counted from 1; nil where it is not known.
  package let line: Int?
  /// What is wrong.
  package let message: Message
}

extension ExportMap {
  /// Reads and checks a map.
  ///
  /// - Throws: ``ExportMapError`` with the line.
  package init(json: [UInt8], catalogue: Catalogue) throws(ExportMapError) {
    let text = String(decoding: json, as: UTF8.self)
    do {
      self = try JSONDecoder().decode(ExportMap.self, from: Data(json))
    } catch let error as DecodingError {
      throw ExportMap.explain(error, text)
    } catch {
      throw ExportMapError(line: nil, message: Message("map.no-json", ["reason": "\(error)"]))
    }
    var before = 0
    for (index, table) in tables.enumerated() {
      guard let layout = catalogue.layout(table.layout), layout.isTable else {
        throw ExportMapError(
          line: ExportMap.line(of: "layout", index, in: text),
          message: Message("map.unknown-layout", ["id": table.layout]))
      }
      var targets: Set<Int> = []
      for (position, column) in table.columns.enumerated() {
        /// The line is looked for where something is wrong alone.
        func error(_ message: Message) -> ExportMapError {
          ExportMapError(
            line: ExportMap.line(of: "column", before + position, in: text), message: message)
        }
        guard ExportMap.index(column.column) != nil else {
          throw error(Message("map.bad-column", ["letters": column.column]))
        }
        guard let target = column.target(layout) else {
          if let name = column.to ?? column.concept {
            throw error(
              Message("map.unknown-target", ["name": name, "names": layout.columns.map(\.id)]))
          }
          continue
        }
        guard targets.insert(target).inserted else {
          throw error(Message("map.repeated-target", ["name": layout.columns[target].id]))
        }
      }
      before += table.columns.count
    }
  }

  /// The map as JSON for people to edit.
  package func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// The table of a page: by its name, else by its place where no names are given.
  func table(for page: Page, number: Int) -> Table? {
    if let named = tables.first(where: { $0.sheet != nil && $0.sheet == page.name }) {
      return named
    }
    let unnamed = tables.filter { $0.sheet == nil }
    return unnamed.indices.contains(number - 1) ? unnamed[number - 1] : nil
  }

  private static func explain(_ error: DecodingError, _ text: String) -> ExportMapError {
    func place(_ path: [any CodingKey]) -> Int? {
      let numbers = path.compactMap(\.intValue)
      guard let table = numbers.first else { return nil }
      guard numbers.count > 1 else { return line(of: "layout", table, in: text) }
      // Columns of earlier tables come first; without them the count is that of the first table.
      return table == 0 ? line(of: "column", numbers[1], in: text) : nil
    }
    switch error {
    case .keyNotFound(let key, let context):
      return ExportMapError(
        line: place(context.codingPath),
        message: Message("map.missing-key", ["key": key.stringValue]))
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return ExportMapError(
        line: place(context.codingPath),
        message: Message("map.wrong-type", ["key": context.codingPath.last?.stringValue ?? ""]))
    case .dataCorrupted(let context):
      return ExportMapError(
        line: syntaxErrorLine(text),
        message: Message("map.no-json", ["reason": context.debugDescription]))
    @unknown default:
      return ExportMapError(line: nil, message: Message("map.no-json", ["reason": "\(error)"]))
    }
  }

  /// The line on which a text stops being JSON. The decoder does not say it; the older parser names the
  /// character, or says that the text ends too early.
  private static func syntaxErrorLine(_ text: String) -> Int? {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
      return nil
    } catch {
      let reason = (error as NSError).userInfo["NSDebugDescription"] as? String ?? ""
      let digits = reason.reversed().drop { !$0.isNumber }.prefix { $0.isNumber }.reversed()
      let end = Int(String(digits)) ?? text.utf8.count
      return 1 + text.utf8.prefix(end).count { $0 == UInt8(ascii: "\n") }
    }
  }

  /// The line on which a key stands for the nth time, from 0.
  private static func line(of key: String, _ occurrence: Int, in text: String) -> Int? {
    var seen = 0
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let count = line.components(separatedBy: "\"\(key)\"").count - 1
      if seen + count > occurrence { return number + 1 }
      seen += count
    }
    return nil
  }

  /// The zero-based column of letters.
  static func index(_ letters: String) -> Int? {
    var index = 0
    for letter in letters.utf8 {
      guard 0x41...0x5A ~= letter, index < 20_000 else { return nil }
      index = index * 26 + Int(letter - 0x40)
    }
    return index > 0 ? index - 1 : nil
  }

  /// The letters of a zero-based column.
  static func letters(_ index: Int) -> String {
    var (rest, letters) = (index, "")
    repeat {
      letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
      rest = rest / 26 - 1
    } while rest >= 0
    return letters
  }
}

extension ExportMap.Column {
  /// The column of a layout that is meant: by its identifier, else by concept and members.
  func target(_ layout: Layout) -> Int? {
    if let to { return layout.columns.firstIndex { $0.id == to } }
    guard evidence != MatchEvidence.none, let concept else { return nil }
    let fitting = layout.columns.indices.filter { index in
      let column = layout.columns[index]
      return column.concept == concept && (members ?? [:]).allSatisfy { column.members[$0] == $1 }
    }
    return fitting.count == 1 ? fitting.first : nil
  }
}

extension MatchEvidence {
  /// What a proposal says of a column that it could not match.
  static let none = "none"
}

extension ExportMap.Table {
  /// The match that the map prescribes.
  func match(_ layout: Layout, _ header: HeaderBlock) -> TableMatch {
    let matches = columns.compactMap { column -> ColumnMatch? in
      guard let target = column.target(layout), let source = ExportMap.index(column.column) else {
        return nil
      }
      return ColumnMatch(target: target, source: source, evidence: .map, score: 1)
    }
    return TableMatch(layout: layout, matches: matches, ambiguous: [], score: 1)
  }

  /// A proposal.
  init(sheet: String?, _ match: TableMatch, _ header: HeaderBlock) {
    let columns = header.columns.map { column -> ExportMap.Column in
      let found = match.matches.first { $0.source == column.index }
      let definition = found.map { match.layout.columns[$0.target] }
      return ExportMap.Column(
        column: ExportMap.letters(column.index), caption: column.name, to: definition?.id,
        concept: definition?.concept,
        members: definition.flatMap { $0.members.isEmpty ? nil : $0.members },
        evidence: found?.evidence.rawValue ?? MatchEvidence.none,
        score: found.map { ($0.score * 100).rounded() / 100 })
    }
    self.init(sheet: sheet, layout: match.layout.id, columns: columns)
  }
}
