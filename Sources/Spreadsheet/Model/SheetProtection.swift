/// What users of a protected sheet may still do. It keeps nobody out who wants in.
public struct SheetProtection: Hashable, Sendable {
  /// What may be allowed: the attributes of ECMA-376 Part 1, 18.3.1.85 `sheetProtection`.
  public enum Action: String, Hashable, Sendable, CaseIterable {
    case formatCells, formatColumns, formatRows, insertColumns, insertRows, insertHyperlinks,
      deleteColumns, deleteRows, selectLockedCells, sort, autoFilter, pivotTables,
      selectUnlockedCells
  }

  /// What is allowed; selecting cells by default.
  public var allowed: Set<Action>
  /// The password that ends it, nil for none. Only its weak hash is written.
  public var password: String?

  /// A protection.
  public init(
    allowed: Set<Action> = [.selectLockedCells, .selectUnlockedCells], password: String? = nil
  ) {
    (self.allowed, self.password) = (allowed, password)
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
    (self.locksStructure, self.locksWindows) = (locksStructure, locksWindows)
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
