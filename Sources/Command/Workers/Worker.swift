import ChildProcess
import FiscalTables
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a command does with each of its inputs, so that it can be done beside the program: it says all in
/// what it gives back, prints nothing and writes nothing.
protocol InputWork: Sendable {
  /// What a worker is told before its first input, beside the arguments of the command.
  associatedtype Setup: Codable & Sendable
  /// What came of an input, but for the bytes of files.
  associatedtype Product: Codable & Sendable

  var setup: Setup { get }

  /// Does it.
  func product(of entry: InputEntry) -> (Product, [[UInt8]])
}

/// Does the work of inputs in a process of its own, which takes one after the other and is begun anew when
/// one has brought it down. To be used on one thread: the process ends with it.
final class Worker<Work: InputWork> {
  /// How the work on an input came out.
  enum Outcome {
    case done(Work.Product, [[UInt8]])
    /// The process is no more: by which signal, or nil where it ended by itself or never began.
    case ended(signal: Int32?)
    /// It took too long and was ended.
    case late
  }

  private let work: Work
  private let isApart: Bool
  private let timeout: Double?
  private var process: WorkerProcess?

  /// - Parameters:
  ///   - work: what is done.
  ///   - isApart: whether in a process of its own, rather than here.
  ///   - timeout: after this many seconds an input is given up; only a process of its own can be.
  init(_ work: Work, isApart: Bool, timeout: Double?) {
    (self.work, self.isApart, self.timeout) = (work, isApart, timeout)
  }

  deinit { stop() }

  /// Does the work on an input.
  func run(_ entry: InputEntry) -> Outcome {
    guard isApart else {
      let (product, files) = work.product(of: entry)
      return .done(product, files)
    }
    if process == nil { process = WorkerProcess.start(with: work.setup) }
    let request = (try? JSONEncoder().encode(entry)).map { [UInt8]($0) } ?? []
    let deadline = ProcessInfo.processInfo.systemUptime + (timeout ?? .infinity)
    guard let process, process.channel.send([request]) else { return .ended(signal: stop()) }
    switch process.channel.receive(until: deadline) {
    case .parts(let parts):
      guard let first = parts.first,
        let product = try? JSONDecoder().decode(Work.Product.self, from: Data(first))
      else { return .ended(signal: stop()) }
      return .done(product, Array(parts.dropFirst()))
    case .end: return .ended(signal: stop())
    case .late:
      stop()
      return .late
    }
  }

  /// Ends the process where there is one; the signal that it ended by, which is the one before ours where
  /// it was about to end already.
  @discardableResult
  private func stop() -> Int32? {
    guard let process else { return nil }
    self.process = nil
    process.child.kill()
    return if case .signal(let signal) = process.child.wait() { signal } else { nil }
  }
}

/// The process that does the work: the program once more, with the same arguments, which by its environment
/// knows that it is to take inputs from the line rather than from them.
struct WorkerProcess {
  let child: ChildProcess
  let channel: WorkerChannel

  private static let name = "FISCALTABLES_WORKER"
  /// The descriptor that the line has in the worker.
  private static let link: Int32 = 3
  /// What a worker may take: bytes of addresses, and seconds of processor time for each input.
  private static let memory = 4 << 30
  private static let seconds = 900

  /// Begins one; nil where that is not possible.
  static func start(with setup: some Encodable) -> WorkerProcess? {
    guard let (own, other) = WorkerChannel.pair(), let setup = try? JSONEncoder().encode(setup)
    else { return nil }
    let itself = "/proc/self/exe"
    let program =
      access(itself, X_OK) == 0 ? itself : Bundle.main.executablePath ?? CommandLine.arguments[0]
    var environment = ProcessInfo.processInfo.environment
    environment[name] = "\(link)"
    // Nobody reads what the runtime says of a crash, and it would take seconds to say it.
    environment["SWIFT_BACKTRACE"] = "enable=no"
    var descriptors = ChildProcess.Descriptors()
    (descriptors.input, descriptors.link) = (0, other.descriptor)
    let child = withExtendedLifetime(other) {
      ChildProcess(
        [program] + CommandLine.arguments.dropFirst(),
        environment: environment.map { $0 + "=" + $1 }, descriptors: descriptors,
        limits: ChildProcess.Limits(memory: memory))
    }
    // What it is told waits in the line until it is there.
    guard let child, own.send([[UInt8](setup)]) else { return nil }
    return WorkerProcess(child: child, channel: own)
  }

  /// Whether this process is a worker.
  static var isThis: Bool { getenv(name).map { String(cString: $0) } == "\(link)" }

  /// What is said of an input at which a worker ended.
  static func reason(ofSignal signal: Int32?) -> Message {
    signal == SIGXCPU
      ? Message("batch.too-much-work")
      : Message("batch.crashed", ["reason": signal.map { String(cString: strsignal($0)) }])
  }

  /// Does the work of all inputs that come, and ends.
  static func serve<Work: InputWork>(_ make: (Work.Setup) -> Work) -> Never {
    let channel = WorkerChannel(descriptor: link)
    func next<Value: Decodable>(_ type: Value.Type) -> Value? {
      guard case .parts(let parts) = channel.receive(), let first = parts.first else { return nil }
      return try? JSONDecoder().decode(type, from: Data(first))
    }
    let work = next(Work.Setup.self).map(make)
    while let work, let entry = next(InputEntry.self) {
      ChildProcess.allow(seconds: seconds)
      let (product, files) = work.product(of: entry)
      guard let head = try? JSONEncoder().encode(product),
        channel.send([[UInt8](head)] + files)
      else { break }
    }
    exit(0)
  }
}
