import FiscalModel

/// Something wrong in a schema file, and how to mend it.
package struct LintFinding: Hashable, Sendable {
  /// The file, as its path was given.
  package var file: String
  /// The place in it: a JSON path such as `$.header[2].concept`, or empty for the whole file.
  package var path: String
  /// What is wrong, and what to do.
  package var message: Message
}

/// The findings of a run, and what the checks of all files refer to.
struct LintReport {
  /// The registered concepts, with whether they take their meaning from the other side.
  var concepts: [String: Bool]
  /// The concepts that a layout uses.
  var usedConcepts: Set<String> = []
  /// The classifications by identifier.
  var classifications: [String: Classification]
  /// What their codes are in tables.
  var codeUses: CodeUses
  let vocabulary: Vocabulary
  private(set) var findings: [LintFinding] = []

  init(
    concepts: [String: Bool], classifications: [String: Classification],
    codeUses: CodeUses, vocabulary: Vocabulary
  ) {
    self.concepts = concepts
    self.classifications = classifications
    self.codeUses = codeUses
    self.vocabulary = vocabulary
  }

  mutating func add(_ file: String, _ path: String, _ message: Message) {
    let finding = LintFinding(file: file, path: path, message: message)
    if !findings.contains(finding) { findings.append(finding) }
  }

  /// Checks that a name refers to one of those there are.
  mutating func check(
    _ name: String?, in known: some Sequence<String>, _ message: String, in file: String,
    _ path: String
  ) {
    guard let name, !known.contains(name) else { return }
    add(
      file, path, Message(message, ["id": name, "near": Spelling.nearest(to: name, in: known)]))
  }

  /// Checks that a concept is registered, and remembers that it is used.
  mutating func use(concept: String?, _ file: String, _ path: String) {
    guard let concept else { return }
    usedConcepts.insert(concept)
    check(concept, in: concepts.keys, "lint.unknown-concept", in: file, path)
  }

  /// Checks dimension members.
  mutating func check(members: [String: String]?, _ file: String, _ path: String) {
    for (dimension, code) in (members ?? [:]).sorted(by: { $0.key < $1.key }) {
      let homes = codeUses.classifications.filter { $0.dimension == dimension }.map(\.id).sorted()
      let known = homes.compactMap { classifications[$0] }
      if !known.isEmpty, !known.contains(where: { $0.entries[code] != nil }) {
        add(
          file, path + "." + dimension,
          Message("lint.unknown-code", ["code": code, "files": homes]))
      }
    }
  }
}

/// The known word that a mistyped one probably means.
package enum Spelling {
  /// The nearest of the known words, or nil where none is near.
  ///
  /// - Complexity: O(known words × characters²).
  package static func nearest(to word: String, in known: some Sequence<String>) -> String? {
    let characters = Array(word)
    let scored = known.sorted().map { ($0, distance(characters, Array($0))) }
    guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 * 2 <= characters.count else {
      return nil
    }
    return best.0
  }

  /// The number of characters to insert, delete or change.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
  }
}
