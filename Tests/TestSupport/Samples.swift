import Foundation

/// The bytes of the documents under `samples/`.
package enum Samples {
  /// The bytes of one of them.
  package static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Places.sample(name)))
  }

  /// The text of one of them.
  package static func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }
}
