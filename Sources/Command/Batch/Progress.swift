import FiscalTables
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The line on a terminal that says how far a run is.
struct Progress {
  private let isShown: Bool
  private let total: Int
  private let start = ProcessInfo.processInfo.systemUptime
  private var drawn = 0.0
  private var isOnScreen = false

  /// - Parameters:
  ///   - total: the number of inputs.
  ///   - isWanted: whether the user did not ask for silence. Even so it is shown on terminals alone, and
  ///     not where the environment says that nobody looks.
  init(total: Int, isWanted: Bool) {
    self.total = total
    let environment = ProcessInfo.processInfo.environment
    isShown =
      isWanted && total > 1 && isatty(2) == 1 && environment["CI"] == nil
      && environment["TERM"] != "dumb"
  }

  /// Draws the line, at most ten times a second.
  mutating func draw(done: Int, failed: Int, current: String?) {
    let now = ProcessInfo.processInfo.systemUptime
    guard isShown, now - drawn >= 0.1 else { return }
    drawn = now
    isOnScreen = true
    let line = Progress.line(
      done: done, total: total, failed: failed, seconds: now - start, current: current)
    var bytes = Array(
      "\r\u{1B}[K\(Progress.cut(Terminal.printable(Terminal.text(line)), to: width - 1))".utf8)
    Terminal.write(&bytes, to: 2)
  }

  /// Takes the line away, before something else is printed.
  mutating func clear() {
    guard isOnScreen else { return }
    isOnScreen = false
    var bytes = Array("\r\u{1B}[K".utf8)
    Terminal.write(&bytes, to: 2)
  }

  /// What the line says.
  static func line(
    done: Int, total: Int, failed: Int, seconds: Double, current: String?
  ) -> Message {
    // Tenths, without floating-point formats.
    let rate = seconds > 0 ? Int(Double(done) * 10 / seconds) : 0
    let left = done > 0 ? Int(seconds * Double(total - done) / Double(done)) : nil
    return Message(
      "batch.progress",
      [
        "done": done, "total": total, "rate": "\(rate / 10).\(rate % 10)",
        "left": left.map { "\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60)" }, "failed": failed,
        "current": current,
      ])
  }

  /// The beginning of a text that fits a width; a Chinese character takes two columns.
  static func cut(_ text: String, to width: Int) -> String {
    guard Terminal.width(text) > width else { return text }
    var result = ""
    var taken = 1
    for character in text {
      let next = Terminal.width(String(character))
      guard taken + next <= width else { break }
      result.append(character)
      taken += next
    }
    return result + "\u{2026}"
  }

  private var width: Int {
    var size = winsize()
    if ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return 80
  }
}
