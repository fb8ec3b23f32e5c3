import ChildProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program run beside ours, bounded in time, memory and output, so that a hostile file that brings it
/// down harms nothing else.
struct ToolRun {
  /// The program's absolute path, then its arguments.
  var command: [String]
  /// What it reads from standard input, or -1.
  var input: Int32 = -1
  /// How many bytes it may write to standard output.
  var outputBound: Int
  /// The folder where its files are, and all that it may write; nil where it may write none.
  var folder: String?

  /// What a program left behind.
  struct Result {
    /// Its exit status, or nil where a signal ended it.
    var status: Int32?
    var output: [UInt8]
    /// The beginning of what it wrote to standard error.
    var complaints: String
    /// Whether it was ended because it wrote too much.
    var isCut: Bool
    /// Whether it was ended because it took too long.
    var isLate: Bool
  }

  /// The memory that a program may take: 4 GiB of addresses.
  private static let memory = 4 << 30
  private static let complaintBound = 64 << 10

  /// The absolute path of a program on `PATH`, or nil.
  static func path(of program: String) -> String? {
    let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    for folder in folders.split(separator: ":") where folder.hasPrefix("/") {
      let path = folder + "/" + program
      if access(path, X_OK) == 0 { return path }
    }
    return nil
  }

  /// Runs programs side by side and waits for all of them; nil where one could not be started.
  static func run(_ runs: [ToolRun], seconds: Int) -> [Result]? {
    var children: [Child] = []
    for run in runs {
      guard let child = Child(run, seconds: seconds) else {
        for child in children { _ = child.end(isKilled: true) }
        return nil
      }
      children.append(child)
    }
    let deadline = now() + Double(seconds)
    while children.contains(where: \.isOpen) {
      let left = deadline - now()
      var handles: [pollfd] = []
      for child in children {
        for pipe in [child.output, child.errors] where pipe >= 0 {
          handles.append(pollfd(fd: pipe, events: Int16(POLLIN), revents: 0))
        }
      }
      let ready = left > 0 ? poll(&handles, nfds_t(handles.count), Int32(left * 1000) + 1) : 0
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else {
        for index in children.indices where children[index].isOpen {
          children[index].stop(late: true)
        }
        break
      }
      for handle in handles where handle.revents != 0 {
        for index in children.indices { children[index].take(handle.fd) }
      }
    }
    return children.map { $0.end(isKilled: false) }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// A running program with our ends of its pipes; a closed end is -1.
  private struct Child {
    let process: ChildProcess
    let bound: Int
    var output: Int32
    var errors: Int32
    var bytes: [UInt8] = []
    var complaints: [UInt8] = []
    var isCut = false
    var isLate = false

    var isOpen: Bool { output >= 0 || errors >= 0 }

    init?(_ run: ToolRun, seconds: Int) {
      var out: [Int32] = [-1, -1]
      var err: [Int32] = [-1, -1]
      guard pipe(&out) == 0 else { return nil }
      guard pipe(&err) == 0 else {
        out.forEach { close($0) }
        return nil
      }
      // English messages.
      var environment = ["LC_ALL=C"]
      for name in ["PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_PATH"] {
        let own = name == "HOME" || name == "TMPDIR" ? run.folder : nil
        if let value = own ?? getenv(name).map({ String(cString: $0) }) {
          environment.append("\(name)=" + value)
        }
      }
      var descriptors = ChildProcess.Descriptors()
      (descriptors.input, descriptors.output, descriptors.errors) = (run.input, out[1], err[1])
      let process = ChildProcess(
        run.command, environment: environment, descriptors: descriptors,
        limits: ChildProcess.Limits(
          memory: ToolRun.memory, seconds: seconds, folder: run.folder))
      close(out[1])
      close(err[1])
      guard let process else {
        close(out[0])
        close(err[0])
        return nil
      }
      self.process = process
      bound = run.outputBound
      output = out[0]
      errors = err[0]
    }

    mutating func take(_ handle: Int32) {
      guard handle == output || handle == errors else { return }
      let isOutput = handle == output
      let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
        let count = read(handle, buffer.baseAddress, buffer.count)
        guard count > 0 else { return count }
        if isOutput {
          bytes.append(contentsOf: buffer[..<count])
        } else if complaints.count < ToolRun.complaintBound {
          complaints.append(contentsOf: buffer[..<count])
        }
        return count
      }
      if count < 0, errno == EINTR || errno == EAGAIN { return }
      if count <= 0 {
        close(handle)
        if isOutput { output = -1 } else { errors = -1 }
      } else if bytes.count > bound {
        isCut = true
        stop(late: false)
      }
    }

    mutating func stop(late: Bool) {
      isLate = isLate || late
      process.kill()
      if output >= 0 { close(output) }
      if errors >= 0 { close(errors) }
      output = -1
      errors = -1
    }

    func end(isKilled: Bool) -> Result {
      if isKilled {
        process.kill()
        close(output)
        close(errors)
      }
      let status: Int32? = if case .exit(let status) = process.wait() { status } else { nil }
      return Result(
        status: status, output: bytes, complaints: String(decoding: complaints, as: UTF8.self),
        isCut: isCut, isLate: isLate)
    }
  }
}
