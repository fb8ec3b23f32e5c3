import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One end of the line between the program and a worker: lists of byte strings, each with its length
/// before it. The end closes with the value.
final class WorkerChannel: Sendable {
  let descriptor: Int32

  /// What was received.
  enum Received {
    case parts([[UInt8]])
    /// The other end is gone.
    case end
    /// Nothing came in time.
    case late
  }

  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Two ends; nil where the system has no more.
  static func pair() -> (WorkerChannel, WorkerChannel)? {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    return (WorkerChannel(descriptor: ends[0]), WorkerChannel(descriptor: ends[1]))
  }

  /// Sends a list; false where the other end is gone.
  func send(_ parts: [[UInt8]]) -> Bool {
    ([Self.number(parts.count)] + parts.flatMap { [Self.number($0.count), $0] })
      .allSatisfy(put)
  }

  /// Waits for a list until a time on the system's clock.
  func receive(until deadline: Double = .infinity) -> Received {
    do throws(Interrupted) {
      let count = try number(deadline)
      var parts: [[UInt8]] = []
      for _ in 0..<count { parts.append(try take(number(deadline), deadline)) }
      return .parts(parts)
    } catch {
      return error == .late ? .late : .end
    }
  }

  private enum Interrupted: Error { case late, end }

  /// No list is longer, nor any part: what comes from a process that a file brought down is not believed.
  private static let bound = 1 << 32

  private static func number(_ value: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt64(value).littleEndian, Array.init)
  }

  private func number(_ deadline: Double) throws(Interrupted) -> Int {
    let bytes = try take(8, deadline)
    let value = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard value <= Self.bound else { throw .end }
    return Int(value)
  }

  private func put(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[start...])
        let count = Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        start += count
      }
      return true
    }
  }

  private func take(_ wanted: Int, _ deadline: Double) throws(Interrupted) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(wanted, 1 << 16))
    while bytes.count < wanted {
      try wait(until: deadline)
      let count = recv(descriptor, &buffer, min(buffer.count, wanted - bytes.count), 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .end }
      bytes += buffer[..<count]
    }
    return bytes
  }

  private func wait(until deadline: Double) throws(Interrupted) {
    while deadline < .infinity {
      let left = deadline - ProcessInfo.processInfo.systemUptime
      guard left > 0 else { throw .late }
      var handle = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&handle, 1, Int32(min(left * 1000, 1e6)) + 1)
      if ready > 0 { return }
    }
  }
}
