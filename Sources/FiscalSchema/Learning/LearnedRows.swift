import FiscalModel

/// What may stand in the rows of a panel, as far as documents print it.
struct LearnedRows {
  private var entries: [Entry] = []
  private var names: [String: String] = [:]
  /// Labels that no word explains.
  private(set) var unknown: [String] = []
  /// Whether some have codes.
  private(set) var hasCodes = false

  private enum Entry {
    case line(id: String, Section.Part)
    case open(classification: String, levels: [RowKind], digits: [Int])
  }

  /// Takes a row in.
  ///
  /// - Parameters:
  ///   - part: the row.
  ///   - dimension: the dimension that the rows are keyed by, or nil.
  ///   - meanings: what words mean.
  mutating func add(_ part: Section.Part, _ dimension: String?, _ meanings: Meanings) {
    guard !part.isBlank, part.kind != .blank else { return }
    if let code = part.code {
      hasCodes = true
      open(part, code: code, classification: classification(of: part, dimension, meanings))
    } else if [.class, .section, .item, .unit, .project].contains(part.kind) {
      open(part, code: nil, classification: classification(of: part, dimension, meanings))
    } else if part.concept != nil || [.total, .subtotal].contains(part.kind) {
      guard !part.label.isEmpty, names[part.label.folded] == nil else { return }
      let base = Identifiers.of(part.concept, part.members) ?? part.kind.rawValue
      let id =
        Identifiers.unique(Array(names.values.map { $0.withoutNumber }) + [base]).last ?? base
      names[part.label.folded] = id
      entries.append(.line(id: id, part))
    } else if !part.label.isEmpty, !unknown.contains(part.label) {
      unknown.append(part.label)
    }
  }

  /// The classification of a row's key; nil where none is known.
  private func classification(
    of part: Section.Part, _ dimension: String?, _ meanings: Meanings
  ) -> String? {
    if let own = meanings.catalogue.codeUses.id(of: part.kind) { return own }
    let uses = meanings.catalogue.codeUses.classifications
    let own = uses.filter {
      $0.dimension.map { part.members[$0] != nil } ?? false && $0.begins != nil
    }
    return (own.first ?? uses.first { $0.dimension == dimension && $0.begins != nil })?.id
  }

  private mutating func open(_ part: Section.Part, code: String?, classification: String?) {
    guard let classification else {
      if !unknown.contains(part.label) { unknown.append(part.label) }
      return
    }
    let digits = code.map { [$0.utf8.count] } ?? []
    let index = entries.firstIndex {
      if case .open(classification, _, _) = $0 { true } else { false }
    }
    guard let index, case .open(_, var levels, var lengths) = entries[index] else {
      entries.append(.open(classification: classification, levels: [part.kind], digits: digits))
      return
    }
    if !levels.contains(part.kind) { levels.append(part.kind) }
    lengths = Set(lengths + digits).sorted()
    entries[index] = .open(classification: classification, levels: levels, digits: lengths)
  }

  /// The identifier of the fixed line that a row is, or nil.
  func line(_ part: Section.Part) -> String? {
    part.code == nil ? names[part.label.folded] : nil
  }

  /// Whether no row was printed of which something could be learned.
  var isEmpty: Bool { entries.isEmpty && unknown.isEmpty }

  /// The rows as a layout has them; those that no word explains are units or projects, and where none was
  /// printed below a caption of codes they are functional.
  func rows(areUnits: Bool, haveCodes: Bool) -> [LayoutFile.Row] {
    var entries = entries
    if isEmpty, haveCodes {
      entries = [
        .open(classification: "functional", levels: [.class, .section, .item], digits: [])
      ]
    }
    let names = areUnits ? ("units", RowKind.unit) : ("projects", RowKind.project)
    let isKnown = entries.contains {
      if case .open(names.0, _, _) = $0 { true } else { false }
    }
    if entries.isEmpty || !unknown.isEmpty && !hasCodes && !isKnown {
      entries.append(.open(classification: names.0, levels: [names.1], digits: [4]))
    }
    return entries.map { entry in
      var row = LayoutFile.Row()
      switch entry {
      case .open(let classification, let levels, let digits):
        var open = LayoutFile.Open(classification: classification, levels: levels)
        if ["units", "projects"].contains(classification), hasCodes { open.digits = digits }
        row.open = open
      case .line(let id, let part):
        row.id = id
        row.label = part.label
        row.kind = part.kind
        row.concept = part.concept ?? "all"
        row.members = part.members.isEmpty ? nil : part.members
      }
      return row
    }
  }
}

extension String {
  /// Without the number that made it the only one of its name.
  fileprivate var withoutNumber: String {
    guard let dash = lastIndex(of: "-"), Int(self[index(after: dash)...]) != nil else {
      return self
    }
    return String(self[..<dash])
  }
}
