/// What users of a protected sheet may still do. It keeps nobody out who wants in.
public struct SheetProtection: Hashable, Sendable {
  /// What may be allowed: the attributes of ECMA-376 Part 1, 18.3.1.85 `sheetProtection`.
  public enum Action: String, Hashable, Sendable, CaseIterable {
    /// Change how cells look.
    case formatCells
    /// Change widths.
    case formatColumns
    /// Change heights.
    case formatRows
    /// Insert columns.
    case insertColumns
    /// Insert rows.
    case insertRows
    /// Insert links.
    case insertHyperlinks
    /// Delete columns.
    case deleteColumns
    /// Delete rows.
    case deleteRows
    /// Select locked cells.
    case selectLockedCells
    /// Sort.
    case sort
    /// Use filters.
    case autoFilter
    /// Use pivot tables.
    case pivotTables
    /// Select cells that are not locked.
    case selectUnlockedCells
  }

  /// What is allowed; selecting cells by default.
  public var allowed: Set<Action>
  /// The password that ends it, nil for none. Only its weak hash is written.
  public var password: String?

  /// A protection.
  public init(
    allowed: Set<Action> = [.selectLockedCells, .selectUnlockedCells], password: String? = nil
  ) {
    self.allowed = allowed
    self.password = password
  }
}

/// What users cannot do to the sheets of a workbook.
public struct WorkbookProtection: Hashable, Sendable {
  /// Whether sheets cannot be added, renamed, moved or removed.
  public var locksStructure: Bool
  /// Whether windows cannot be moved.
  public var locksWindows: Bool
  /// The password that ends it, nil for none. Only its weak hash is written.
  public var password: String?

  /// A protection.
  public init(locksStructure: Bool = true, locksWindows: Bool = false, password: String? = nil) {
    self.locksStructure = locksStructure
    self.locksWindows = locksWindows
    self.password = password
  }
}

/// The hash of passwords that all programs know. ECMA-376 Part 4, 14.7.1 `password`.
enum PasswordHash {
  /// Four hexadecimal digits.
  static func text(_ password: String) -> String {
    var hash: UInt16 = 0
    let bytes = Array(password.utf8)
    for byte in bytes.reversed() {
      hash = ((hash >> 14) & 1) | ((hash << 1) & 0x7FFF)
      hash ^= UInt16(byte)
    }
    hash = ((hash >> 14) & 1) | ((hash << 1) & 0x7FFF)
    hash ^= UInt16(truncatingIfNeeded: bytes.count) ^ 0xCE4B
    let digits = String(hash, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
