/// Which concepts contain which, so that `基本支出 / 人员经费` is one thing and not two.
struct ConceptTree: Sendable {
  private let parts: [String: [String]]

  init(_ entries: [CaptionsFile.Parts]) {
    parts = Dictionary(entries.map { ($0.whole, $0.parts) }) { $0 + $1 }
  }

  /// Whether a concept is part of another.
  func isPart(_ concept: String, of whole: String) -> Bool {
    if concept != whole, concept.hasPrefix(whole + ".") { return true }
    return (parts[whole] ?? []).contains { part in
      if part.hasSuffix(".*") { return concept.hasPrefix(part.dropLast()) && concept != whole }
      return part == concept || isPart(concept, of: part)
    }
  }

  /// A total, or the narrowest concept with it as a part, that all of some concepts are parts of; nil where
  /// there is none.
  func whole(from total: String, of concepts: Set<String>) -> String? {
    let wider = parts.keys.filter { isPart(total, of: $0) }.sorted()
    let wholes = ([total] + wider).filter { whole in
      concepts.allSatisfy { $0 == whole || isPart($0, of: whole) }
    }
    return wholes.first { whole in wholes.allSatisfy { $0 == whole || isPart(whole, of: $0) } }
  }

  /// The one of several concepts that is part of all others; nil where there is none.
  func narrowest(_ concepts: [String]) -> String? {
    guard var result = concepts.first else { return nil }
    for concept in concepts.dropFirst() where concept != result {
      if isPart(concept, of: result) {
        result = concept
      } else if !isPart(result, of: concept) {
        return nil
      }
    }
    return result
  }
}

extension String {
  /// Whether an identifier is one of a list whose entries may end with `.*`, for it and all below
  /// it.
  func isConcept(in list: [String]) -> Bool {
    list.contains { entry in
      entry.hasSuffix(".*")
        ? hasPrefix(entry.dropLast()) || self == entry.dropLast(2) : self == entry
    }
  }
}
