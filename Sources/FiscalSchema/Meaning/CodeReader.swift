import FiscalModel

/// Finds codes in cells, and the classification that the codes of a column belong to.
struct CodeReader: Sendable {
  private let classifications: [String: Classification]
  private let ordinals: Ordinals
  /// What the codes of each classification are.
  let uses: CodeUses
  /// The classifications that prove codes, by the digit that these begin with.
  private let byDigit: [UInt8: String]
  /// The same in the order in which they are tried.
  private let proving: [String]
  /// The length of a project's code.
  private static let projectDigits = 21

  init(classifications: [String: Classification], uses: CodeUses, ordinals: Ordinals) {
    self.classifications = classifications
    self.uses = uses
    self.ordinals = ordinals
    let digits = uses.classifications.compactMap { use in
      use.begins?.utf8.first.map { ($0, use.id) }
    }
    byDigit = Dictionary(digits) { first, _ in first }
    proving = byDigit.values.sorted()
  }

  /// The classes of the classifications that divide all expenditure, by folded name, each with its code by
  /// dimension; names are given with and without the last words that documents leave out or add at will.
  func dividingClasses(suffixes: [String]) -> [String: [String: String]] {
    var found: [String: [String: String]] = [:]
    for use in uses.classifications where use.divides != nil {
      guard let dimension = use.dimension, let list = classifications[use.id] else { continue }
      for entry in list.entries.values where entry.parent == nil {
        for name in ([entry.name] + entry.formerNames).map(\.folded) {
          let others = suffixes.map {
            name.hasSuffix($0) ? String(name.dropLast($0.count)) : name + $0
          }
          for name in [name] + others { found[name, default: [:]][dimension] = entry.code }
        }
      }
    }
    return found
  }

  /// The code and the name that stand in one cell.
  func split(_ text: String) -> (code: String, name: String)? {
    // A name has an ideograph in it; figures, which most cells are, have none.
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
    var rest = text[...]
    rest = rest.drop(while: \.isWhitespace)
    let isBracketed = rest.first.map { "[\u{3010}\u{3014}\u{FF3B}".contains($0) } ?? false
    if isBracketed { rest = rest.dropFirst() }
    var code = rest.prefix { $0.isASCII && ($0.isNumber || $0.isUppercase) }
    guard code.first?.isNumber ?? false else { return nil }
    // The number of a project may begin right behind its code.
    if code.count > CodeReader.projectDigits { code = code.prefix(CodeReader.projectDigits) }
    rest = rest[code.endIndex...]
    var isSeparated = false
    if isBracketed {
      guard let close = rest.first, "]\u{3011}\u{3015}\u{FF3D}".contains(close) else { return nil }
      rest = rest.dropFirst()
      isSeparated = true
    } else if let mark = rest.first,
      mark.isWhitespace || "-\u{2014}\u{FF0D}\u{2013}_".contains(mark)
    {
      isSeparated = true
      rest = rest.dropFirst()
    }
    let name = String(rest).squeezed
    guard let first = name.unicodeScalars.first,
      first.isHan || "\u{300A}\u{201C}\"(\u{FF08}".unicodeScalars.contains(first),
      name.unicodeScalars.contains(where: \.isHan), accepts(String(code), name, isSeparated)
    else { return nil }
    return (String(code), name)
  }

  /// Whether digits in front of a name are a code: a day, a sum or a year are none.
  private func accepts(_ code: String, _ name: String, _ isSeparated: Bool) -> Bool {
    if code.count <= 2 {
      return isSeparated
        && uses.classifications.contains {
          $0.isShort && classifications[$0.id]?.hasName(name) ?? false
        }
    }
    if isKnown(code) { return true }
    if ordinals.years.contains(where: { name.hasPrefix($0) }) { return false }
    return isSeparated || code.count >= 8
  }

  private func isKnown(_ code: String) -> Bool {
    guard let first = code.utf8.first, let id = byDigit[first] else { return false }
    return isKnown(code, in: id)
  }

  /// Whether a classification has a code, or a local one below an official one.
  private func isKnown(_ code: String, in id: String) -> Bool {
    guard let list = classifications[id] else { return false }
    if list.entries[code] != nil { return true }
    return uses.classifications.contains { use in
      guard use.isLocal, let official = classifications[use.id]?.entries[code]?.parent else {
        return false
      }
      return list.entries[official] != nil
    }
  }

  /// What a row with a code of a classification is.
  func rowKind(ofCode code: String, in classification: String) -> RowKind? {
    guard let use = uses[classification] else { return nil }
    if let kind = use.kind { return kind }
    // Local codes go on below the items.
    return use.begins.flatMap { _ in
      Classification.level(of: code) ?? (code.utf8.count >= 8 ? .item : nil)
    }
  }

  /// Which classification the texts of a column belong to.
  func column(_ samples: [String], hint: String?) -> CodeColumn? {
    var codes: [String] = []
    var joined = 0
    var names: [String: Int] = [:]
    for sample in samples {
      let text = sample.squeezed
      if text.count > 2, Classification.isCode(text) {
        codes.append(text)
      } else if let split = split(sample) {
        codes.append(split.code)
        joined += 1
      } else if !text.isEmpty {
        names[String(ordinals.stripped(Substring(text.folded))), default: 0] += 1
      }
    }
    guard !codes.isEmpty else { return named(names, hint: hint) }
    var best: (id: String, proven: Int)?
    for id in proving {
      let proven = codes.count { isKnown($0, in: id) }
      if proven > best?.proven ?? 0 { best = (id, proven) }
    }
    let isPlain = hint.flatMap { uses[$0] }.map { $0.begins == nil } ?? false
    if let best, best.proven * 2 >= codes.count, !isPlain {
      return found(best.id, proven: best.proven, codes: codes.count, isJoined: joined > 0)
    }
    // What no classification has are units and projects, by their length.
    let long = codes.count { $0.utf8.count > 9 }
    let id =
      hint.flatMap { isPlain || fits(codes, $0) ? $0 : nil }
      ?? (long * 2 > codes.count
        ? uses.id(of: .project)
        : codes.allSatisfy { $0.utf8.count <= 9 } ? uses.id(of: .unit) : nil)
    return id.map { found($0, proven: 0, codes: codes.count, isJoined: joined > 0) }
  }

  /// Whether codes begin and are as long as those of a classification.
  private func fits(_ codes: [String], _ id: String) -> Bool {
    codes.allSatisfy { code in
      code.utf8.first.flatMap { byDigit[$0] } == id
        && Classification.level(of: code) != nil
    }
  }

  /// The classification that has the names of a column, each with how often it stands there.
  private func named(_ names: [String: Int], hint: String?) -> CodeColumn? {
    var best: (id: String, proven: Int)?
    for id in uses.labels.map(\.id) {
      let list = classifications[id]
      let proven = names.reduce(0) { $0 + (list?.hasName($1.key) ?? false ? $1.value : 0) }
      if proven > best?.proven ?? 0 || proven > 0 && proven == best?.proven && id == hint {
        best = (id, proven)
      }
    }
    guard let best, best.proven >= 2 || best.id == hint else { return nil }
    return found(best.id, proven: best.proven, codes: 0, isJoined: false)
  }

  private func found(_ id: String, proven: Int, codes: Int, isJoined: Bool) -> CodeColumn {
    CodeColumn(
      classification: id, isListed: classifications[id] != nil, dimension: uses[id]?.dimension,
      isJoined: isJoined, proven: proven, codes: codes)
  }
}
