import Synchronization

/// A value that is made when it is first asked for, once for all who ask and on whatever thread.
package final class Once<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)

  /// Makes one that is still without its value.
  package init() {}

  /// The value; of several that are made at the same time the first one stays, and where making it fails
  /// it is tried again.
  package func value<Failure: Error>(_ make: () throws(Failure) -> Value) throws(Failure) -> Value {
    if let value = made.withLock({ $0 }) { return value }
    let value = try make()
    return made.withLock { made in
      let kept = made ?? value
      made = kept
      return kept
    }
  }
}
