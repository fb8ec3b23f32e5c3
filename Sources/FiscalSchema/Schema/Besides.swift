import Foundation
import Synchronization

extension Array where Element: Sendable {
  /// What is made of each element, side by side: reading the files of schemas is most of what starting
  /// the program takes. The order, and the error that is thrown, are those of the elements.
  func mapBesides<Value: Sendable>(
    _ body: @Sendable (Element) throws(SchemaError) -> Value
  ) throws(SchemaError) -> [Value] {
    let results = Mutex([Result<Value, SchemaError>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { () throws(SchemaError) in try body(self[index]) }
      results.withLock { $0[index] = result }
    }
    var values: [Value] = []
    for case let result? in results.withLock({ $0 }) { values.append(try result.get()) }
    return values
  }
}
