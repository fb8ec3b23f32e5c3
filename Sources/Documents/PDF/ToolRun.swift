import Synchronization

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
  /// How many bytes it may write to standard output.
  var outputBound: Int

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

  /// One at a time, so that no child inherits the pipes of another before they are marked as ours.
  private static let starting = Mutex(())
  /// The memory that a program may take: 4 GiB of addresses.
  private static let memoryKilobytes = 4 << 20
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
      guard let child = starting.withLock({ _ in Child(run, seconds: seconds) }) else {
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
    let process: pid_t
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
      (out + err).forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_adddup2(&actions, out[1], 1)
      posix_spawn_file_actions_adddup2(&actions, err[1], 2)
      // The shell sets the limits and becomes the program. No core file; English messages.
      let limits =
        "ulimit -c 0; ulimit -t \(seconds); ulimit -v \(ToolRun.memoryKilobytes); exec \"$@\""
      let arguments = ["/bin/sh", "-c", limits, "sh"] + run.command
      var environment = ["LC_ALL=C"]
      for name in ["PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_PATH"] {
        if let value = getenv(name) { environment.append("\(name)=" + String(cString: value)) }
      }
      var strings = arguments.map { strdup($0) } + [nil]
      var variables = environment.map { strdup($0) } + [nil]
      defer { (strings + variables).forEach { free($0) } }
      var process = pid_t()
      let failure = posix_spawn(&process, "/bin/sh", &actions, nil, &strings, &variables)
      close(out[1])
      close(err[1])
      guard failure == 0 else {
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
      kill(process, SIGKILL)
      if output >= 0 { close(output) }
      if errors >= 0 { close(errors) }
      output = -1
      errors = -1
    }

    func end(isKilled: Bool) -> Result {
      if isKilled {
        kill(process, SIGKILL)
        close(output)
        close(errors)
      }
      var state: Int32 = 0
      while waitpid(process, &state, 0) < 0, errno == EINTR {}
      // The macros WIFEXITED and WEXITSTATUS are not imported.
      let status = state & 0x7F == 0 ? (state >> 8) & 0xFF : nil
      return Result(
        status: status, output: bytes, complaints: String(decoding: complaints, as: UTF8.self),
        isCut: isCut, isLate: isLate)
    }
  }
}

/// A file of our own that is gone when its use ends.
struct TemporaryFile: ~Copyable {
  let path: String

  private init(path: String) { self.path = path }

  /// Writes the bytes to a new file that only we can read; nil where that is not possible.
  static func holding(_ bytes: [UInt8]) -> TemporaryFile? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/fiscaltables-XXXXXX").utf8CString)
    let handle = mkstemp(&template)
    guard handle >= 0 else { return nil }
    defer { close(handle) }
    let name = template.dropLast().map { UInt8(bitPattern: $0) }
    let file = TemporaryFile(path: String(decoding: name, as: UTF8.self))
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(handle, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      written += count
    }
    return file
  }

  deinit { unlink(path) }
}
