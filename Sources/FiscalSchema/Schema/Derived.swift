import Synchronization

/// What is made of a value when it is first asked for, once for all who ask and on whatever thread: one of
/// each type.
package final class Derived: Sendable {
  private let made = Mutex<[ObjectIdentifier: any Sendable]>([:])

  /// Makes one that holds nothing yet.
  package init() {}

  /// What is derived; where several make it at the same time the first stays, and where making it fails it
  /// is tried again.
  package func value<Value: Sendable, Failure: Error>(
    _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let key = ObjectIdentifier(Value.self)
    if let value = made.withLock({ $0[key] }) as? Value { return value }
    let value = try make()
    return made.withLock { made in
      if let kept = made[key] as? Value { return kept }
      made[key] = value
      return value
    }
  }
}
