import ChildProcess
import Zip

/// Files of other and older word processors (`.doc`, `.wps`, `.rtf`, `.odt`): LibreOffice, a program of its
/// own, makes Word files of them, which are read.
///
/// It has a folder to itself with its settings, the file and what it makes of it, and no network; macros
/// are not run.
enum OfficePages {
  /// What LibreOffice is told that a file is.
  enum Kind: String {
    case doc, rtf, odt
  }

  private static let package = "libreoffice-writer"
  private static let program = "soffice"
  private static let seconds = 120
  private static let complaintBound = 64 << 10

  /// Which of these files this is; nil for any other.
  static func kind(_ bytes: [UInt8]) -> Kind? {
    if bytes.starts(with: "{\\rtf".utf8) { return .rtf }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      return DocumentError.Kind.hasEntry("WordDocument", in: bytes) ? .doc : nil
    }
    return nil
  }

  /// Whether an archive is a text of OpenDocument; nil where it is none.
  static func kind(_ archive: ZipArchive) -> Kind? {
    guard let entry = archive.entry(named: "mimetype"), entry.size < 256,
      let type = try? archive.read(entry)
    else { return nil }
    return type.starts(with: "application/vnd.oasis.opendocument.text".utf8) ? .odt : nil
  }

  static func document(
    name: String, bytes: [UInt8], kind: Kind
  ) throws(DocumentError) -> Document {
    let (folder, complaint) = try converted(bytes, from: kind.rawValue, to: "docx")
    defer { withExtendedLifetime(folder) {} }
    guard let archive = try? ZipArchive(path: folder.path + "/input.docx"),
      let part = WordPages.part(of: archive)
    else { throw .office(.failed(complaint ?? "no file was made")) }
    var document = try WordPages.document(name: name, archive: archive, part: part)
    document.repairs.append(Document.Repair(.converted(complaint), page: 1))
    return document
  }

  /// A folder with what LibreOffice makes of a file, as `input` and the extension of a format; and what it
  /// complained of.
  static func converted(
    _ bytes: [UInt8], from kind: String, to format: String
  ) throws(DocumentError) -> (ScratchFolder, complaint: String?) {
    guard let soffice = ToolRun.path(of: program) else { throw .missingTool(package: package) }
    guard let folder = ScratchFolder(), folder.makeFolder("profile"),
      folder.makeFolder("profile/user"),
      folder.write(Array(settings.utf8), as: "profile/user/registrymodifications.xcu"),
      folder.makeFolder("source"), folder.write(bytes, as: "source/input." + kind)
    else { throw .office(.cannotStart) }
    let results = ToolRun.run(
      [
        ToolRun(
          command: [
            soffice, "--headless", "--norestore", "--nolockcheck",
            "-env:UserInstallation=file://\(folder.path)/profile", "--convert-to", format,
            "--outdir", folder.path, "\(folder.path)/source/input.\(kind)",
          ], outputBound: complaintBound, folder: folder.path)
      ], seconds: seconds)
    guard let result = results?.first else { throw .office(.cannotStart) }
    if result.isLate { throw .office(.tooSlow(seconds: seconds)) }
    let complaint = result.complaints.split(separator: "\n").first {
      $0.hasPrefix("Error") || $0.hasPrefix("Warning") && !$0.contains("java")
    }.map { String($0.prefix(160)) }
    guard result.status == 0 else { throw .office(.failed(complaint ?? "it ended early")) }
    return (folder, complaint)
  }

  /// No macro runs, and nothing that the file names is fetched.
  private static let settings = """
    <?xml version="1.0" encoding="UTF-8"?>
    <oor:items xmlns:oor="http://openoffice.org/2001/registry">
    <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
    <prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
    <prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
    <prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
    </item></oor:items>
    """
}
