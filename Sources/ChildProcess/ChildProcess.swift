internal import CChild

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program that runs beside ours: in a process group of its own, with no descriptor but those that it is
/// given, ended when the thread ends that started it, and, where the system can see to that, without a
/// network and without writing any file. No shell is between.
package struct ChildProcess: Sendable {
  /// How a program ended.
  package enum Ending: Equatable, Sendable {
    /// By itself, with this status.
    case exit(Int32)
    /// By this signal.
    case signal(Int32)
  }

  /// What a program is given; -1 is `/dev/null`, and nothing in the place of the link.
  package struct Descriptors: Sendable {
    package var input: Int32 = -1
    package var output: Int32 = -1
    package var errors: Int32 = -1
    /// What becomes the program's descriptor 3.
    package var link: Int32 = -1

    package init() {}
  }

  /// What a program may take; 0 is any.
  package struct Limits: Sendable {
    /// Bytes of addresses.
    package var memory = 0
    /// Seconds of processor time.
    package var seconds = 0
    /// The folder below which alone it may write files, and have sockets of this machine; nil where it
    /// may do neither.
    package var folder: String?

    package init(memory: Int = 0, seconds: Int = 0, folder: String? = nil) {
      (self.memory, self.seconds, self.folder) = (memory, seconds, folder)
    }
  }

  /// Its number.
  package let identifier: Int32

  /// Starts a program; nil where that is not possible. That there is no such program is known by its end
  /// with status 127.
  ///
  /// - Parameters:
  ///   - command: the program's path, then its arguments.
  ///   - environment: its whole environment, as `NAME=value`.
  ///   - descriptors: what it reads and writes.
  ///   - limits: what it may take.
  package init?(
    _ command: [String], environment: [String], descriptors: Descriptors, limits: Limits
  ) {
    guard let program = command.first else { return nil }
    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    let folder = limits.folder.map { strdup($0) } ?? nil
    defer { (arguments + variables + [folder]).forEach { free($0) } }
    identifier = program.withCString { program in
      arguments.withUnsafeMutableBufferPointer { arguments in
        variables.withUnsafeMutableBufferPointer { variables in
          var request = child_request()
          request.program = program
          request.arguments = arguments.baseAddress.map { UnsafePointer($0) }
          request.environment = variables.baseAddress.map { UnsafePointer($0) }
          request.descriptors = (
            descriptors.input, descriptors.output, descriptors.errors, descriptors.link
          )
          request.memory = UInt64(limits.memory)
          request.seconds = UInt64(limits.seconds)
          request.folder = folder.map { UnsafePointer($0) }
          return child_start(&request)
        }
      }
    }
    if identifier < 0 { return nil }
  }

  /// Ends it with all that it started in its group.
  package func kill() {
    // The group is there a moment after the process.
    _ = killpg(identifier, SIGKILL)
    _ = Self.send(SIGKILL, to: identifier)
  }

  private static func send(_ signal: Int32, to process: pid_t) -> Int32 {
    #if canImport(Glibc)
      Glibc.kill(process, signal)
    #elseif canImport(Musl)
      Musl.kill(process, signal)
    #elseif canImport(Darwin)
      Darwin.kill(process, signal)
    #endif
  }

  /// Waits for its end. To be called once.
  package func wait() -> Ending {
    var state: Int32 = 0
    while waitpid(identifier, &state, 0) < 0, errno == EINTR {}
    // The macros WIFEXITED and WEXITSTATUS are not imported.
    return state & 0x7F == 0 ? .exit((state >> 8) & 0xFF) : .signal(state & 0x7F)
  }

  /// Lets our own process take as many more seconds of processor time from now on.
  package static func allow(seconds: Int) { child_limit_seconds(UInt64(seconds)) }
}
