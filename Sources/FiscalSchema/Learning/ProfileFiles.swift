import Foundation

/// The files of a profile as they stand in its folder.
package struct ProfileFiles: Sendable {
  /// The file of a layout.
  package struct Entry: Sendable {
    /// What it is called.
    package var name: String
    /// What stands in it.
    package var layout: LayoutFile
  }

  /// What stands in `profile.json`.
  package var profile: ProfileFile
  /// The layouts, in published order.
  package var layouts: [Entry]

  init(profile: ProfileFile, layouts: [Entry]) {
    self.profile = profile
    self.layouts = layouts
  }

  /// Reads the files of a catalogue's profile.
  ///
  /// - Throws: ``SchemaError`` for one that is missing or cannot be read.
  package init(of id: String, in catalogue: Catalogue) throws(SchemaError) {
    let folder = catalogue.folders.last {
      FileManager.default.fileExists(atPath: "\($0)/layouts/\(id)/profile.json")
    }
    let place = "\(folder ?? "")/layouts/\(id)/"
    profile = try Catalogue.decode(ProfileFile.self, place + "profile.json")
    layouts = []
    for name in profile.layouts {
      layouts.append(
        Entry(name: name, layout: try Catalogue.decode(LayoutFile.self, place + name)))
    }
  }

  /// How many places are marked for a person.
  package var doubts: Int { layouts.reduce(0) { $0 + $1.layout.doubts } }

  /// The texts of the files by their names, written in the order that the JSON Schemas of a catalogue have.
  package func texts(_ catalogue: Catalogue) throws -> [(name: String, text: String)] {
    func keys(_ name: String) throws -> SchemaText {
      let path = (catalogue.folders.first ?? "") + "/\(name).schema.json"
      return SchemaText(schema: try String(contentsOfFile: path, encoding: .utf8))
    }
    var texts = [("profile.json", try keys("profile").text(profile))]
    let layoutKeys = try keys("layout")
    for entry in layouts { texts.append((entry.name, try layoutKeys.text(entry.layout))) }
    return texts
  }

  /// Whether a text can be the identifier of a profile: words of small letters and digits that hyphens and dots
  /// divide.
  package static func isIdentifier(_ text: String) -> Bool {
    let words = text.utf8.split(omittingEmptySubsequences: false) { $0 == 0x2D || $0 == 0x2E }
    return words.allSatisfy { word in
      !word.isEmpty && word.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 }
    }
  }
}
