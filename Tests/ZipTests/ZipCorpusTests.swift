import Foundation
import Testing
import Zip

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("../shared/corpus/zip").standardized

/// Archives that a collection made to be refused, and why they are.
private let refused: [String: String] = [
  "testArchiveReadErrorConditions.zip": "its end is missing",
  "testCRC32Check.zip": "differ in sizes",
  "testCorruptSymbolicLinkErrorConditions.zip": "",
  "testExtractCompressedDataDescriptorArchive.zip": "CRC",
  "testExtractEncryptedArchiveErrorConditions.zip": "encryption",
  "testInvalidCompressionMethodErrorConditions.zip": "local header and directory differ",
  "testRemoveDataDescriptorCompressedEntry.zip": "CRC",
]

/// A public collection of archives. It is not part of this repository; where it is not found the test
/// says so.
@Test(
  .enabled(
    if: FileManager.default.fileExists(atPath: folder.path),
    "the collection is not beside the repository"))
func archivesOfTheCollectionAreReadOrRefused() throws {
  let files =
    FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
    .compactMap { $0 as? URL }.filter { $0.pathExtension == "zip" } ?? []
  #expect(files.count == 40)
  for file in files {
    let bytes = [UInt8](try Data(contentsOf: file))
    var reason: String?
    do {
      let archive = try ZipArchive(bytes)
      // Folders have no content, whatever sizes they claim.
      for entry in archive.entries where !entry.name.hasSuffix("/") { _ = try archive.read(entry) }
    } catch { reason = "\(error)" }
    let wanted = refused[file.lastPathComponent]
    #expect(
      wanted.map { reason?.contains($0) == true || ($0.isEmpty && reason != nil) }
        ?? (reason == nil),
      "\(file.lastPathComponent): \(reason ?? "read")")
  }
}
