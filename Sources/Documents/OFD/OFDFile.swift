import XMLStream
import Zip

/// Why an OFD file cannot be read.
enum OFDFault: Error {
  /// A part is missing or is not what it should be: which, and why.
  case damaged(String)
  /// Reading it would be more work than the bound.
  case tooMuch
  /// It has more pages than the bound.
  case tooManyPages
  /// It opens with a key only.
  case encrypted
  /// Nothing is written on its pages.
  case scanned
}

/// The parts of an OFD file, and how much may yet be read of them: an element counts for the memory that
/// it takes, and what is drawn again and again counts each time.
final class OFDFile {
  private let archive: ZipArchive
  private let entries: [String: ZipEntry]
  private var rest = OFDFile.workBound

  private static let workBound = 1 << 30
  private static let partBytes = 64 << 20
  private static let partBound = 256 << 20

  init(_ archive: ZipArchive) {
    self.archive = archive
    // Writers do not keep to the case of their own names.
    entries = Dictionary(
      archive.entries.map { (OFDFile.path($0.name, in: ""), $0) }, uniquingKeysWith: { a, _ in a })
  }

  /// Counts work, so that no file takes more than a bounded one.
  func spend(_ count: Int) throws(OFDFault) {
    rest -= count
    guard rest >= 0 else { throw .tooMuch }
  }

  /// Whether there is a part of this name at the top.
  func has(_ name: String) -> Bool { entries[OFDFile.path(name, in: "")] != nil }

  /// The tree of a part; nil where there is none of this path.
  func part(_ path: String) throws(OFDFault) -> OFDNode? {
    guard let entry = entries[path] else { return nil }
    guard entry.size <= OFDFile.partBytes else { throw .tooMuch }
    try spend(entry.size)
    let bytes: [UInt8]
    do { bytes = try archive.read(entry) } catch { throw .damaged("\(path): \(error)") }
    let bound = min(rest, OFDFile.partBound)
    let tree: OFDTree
    do {
      tree = try XMLReader.parse(bytes, handler: OFDTree(bound: bound))
    } catch {
      switch error {
      case .malformed(let reason): throw .damaged("\(path): \(reason)")
      case .handler(let fault): throw fault
      }
    }
    try spend(bound - tree.rest)
    return tree.root
  }

  /// The tree of a part that has to be there.
  func needed(_ path: String) throws(OFDFault) -> OFDNode {
    guard let root = try part(path) else { throw .damaged("\(path): missing") }
    return root
  }

  /// The path of a place that is written in a part of a folder: from the top where it begins with a
  /// slash.
  static func path(_ location: String, in folder: String) -> String {
    let location = location.replacing("\\", with: "/").lowercased()
    var steps = location.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
    for step in location.split(separator: "/") {
      switch step.drop(while: \.isWhitespace) {
      case ".", "": break
      case "..": _ = steps.popLast()
      default: steps.append(String(step))
      }
    }
    return steps.joined(separator: "/")
  }

  /// The folder of a part.
  static func folder(of path: String) -> String {
    path.split(separator: "/").dropLast().joined(separator: "/")
  }
}
