import Zip

/// The parts of one sheet: the end of its own, and those that it leads to.
struct SheetParts {
  /// The sheet's own part, or its end.
  var xml: [UInt8] = []
  /// Relationships of the sheet; their identifiers are their places.
  private(set) var relations: [PackageWriter.Relationship] = []
  /// Other parts: comments, tables.
  private(set) var others: [(path: String, contentType: String, bytes: [UInt8])] = []

  /// Adds a relationship, and gives the identifier by which the sheet names it.
  mutating func relate(_ relationship: PackageWriter.Relationship) -> String {
    relations.append(relationship)
    return "rId\(relations.count)"
  }

  /// Adds a part.
  mutating func add(_ path: String, _ contentType: String, _ bytes: [UInt8]) {
    others.append((path, contentType, bytes))
  }
}

/// The numbers that parts of all the sheets share.
struct PartNumbers {
  /// Parts of comments so far.
  var comments = 0
  /// Tables so far.
  var tables = 0
}

extension PackageWriter {
  static let worksheetType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

  /// Adds what belongs to a sheet, but for its own part.
  mutating func add(_ parts: SheetParts, of path: String) {
    relate(path, parts.relations)
    for other in parts.others { add(other.path, other.contentType, other.bytes) }
  }

  /// The archive in memory.
  func archive() throws(SpreadsheetError) -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      let zip = ZipStreamWriter { bytes.append(contentsOf: $0) }
      try write(to: zip)
      try zip.finish()
    } catch let error as ZipError {
      throw .archive(error)
    } catch {
      // The sink throws nothing, and the archive nothing else.
      throw .invalidWorkbook(reason: "\(error)")
    }
    return bytes
  }
}
