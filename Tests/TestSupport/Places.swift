import FiscalModel
import FiscalSchema
import Foundation

/// Where the tests find what they need.
package enum Places {
  /// The top of the repository.
  package static let top = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The published disclosures and what is known of them, where they lie beside the repository.
  package static let shared: URL? = {
    let folder = top.deletingLastPathComponent().appendingPathComponent("shared")
    let pages = folder.appendingPathComponent("disclosures/pdf").path
    return FileManager.default.fileExists(atPath: pages) ? folder : nil
  }()

  /// A file of `samples/`.
  package static func sample(_ name: String) -> URL {
    top.appendingPathComponent("samples").appendingPathComponent(name)
  }

  /// The names of the sample documents.
  package static let samples = [
    "2021-final-accounts.txt", "2022-final-accounts.txt", "2025-unit-budget.txt",
    "2024-department-budget.txt", "2020-department-budget.txt",
  ]

  /// The schemas of the repository, read once.
  package static let catalogue: Result<Catalogue, SchemaError> = Result { () throws(SchemaError) in
    try Catalogue(folder: top.appendingPathComponent("schemas").path)
  }
}

/// A small generator whose sequence is the same everywhere (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Starts the sequence of a seed.
  package init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  /// The next number.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
