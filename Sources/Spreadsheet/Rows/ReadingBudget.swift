import Synchronization

/// What is left of the limits of a workbook. Sheets that are read side by side share it, so that what
/// is too much does not depend on how they are read.
final class ReadingBudget: Sendable {
  private let cells: Atomic<Int>
  private let stringBytes: Atomic<Int>
  private let repeatedBytes: Atomic<Int>
  private let limits: WorkbookLimits

  /// All that the limits allow.
  init(_ limits: WorkbookLimits) {
    self.limits = limits
    cells = Atomic(limits.cells)
    stringBytes = Atomic(limits.stringBytes)
    repeatedBytes = Atomic(limits.repeatedBytes)
  }

  /// As much as is left of another, for one reading of several.
  init(copy other: ReadingBudget) {
    limits = other.limits
    cells = Atomic(other.cells.load(ordering: .relaxed))
    stringBytes = Atomic(other.stringBytes.load(ordering: .relaxed))
    repeatedBytes = Atomic(other.repeatedBytes.load(ordering: .relaxed))
  }

  func take(cells count: Int) throws(SpreadsheetError) {
    guard cells.subtract(count, ordering: .relaxed).newValue >= 0 else {
      throw .limitExceeded(limit: "cells", allowed: limits.cells)
    }
  }

  func take(stringBytes count: Int) throws(SpreadsheetError) {
    guard stringBytes.subtract(count, ordering: .relaxed).newValue >= 0 else {
      throw .limitExceeded(limit: "bytes of text", allowed: limits.stringBytes)
    }
  }

  /// A shared text with as many bytes is not counted each time: it costs about what the cell does that
  /// uses it.
  static let shortText = 1 << 10

  func take(repeatedBytes count: Int) throws(SpreadsheetError) {
    guard repeatedBytes.subtract(count, ordering: .relaxed).newValue >= 0 else {
      throw .limitExceeded(limit: "bytes of long shared texts", allowed: limits.repeatedBytes)
    }
  }
}
