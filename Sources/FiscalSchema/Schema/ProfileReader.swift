import FiscalModel
import Foundation

/// Reads the profiles of a folder.
struct ProfileReader {
  let vocabulary: Vocabulary
  let classifications: [String: Classification]
  let codeUses: CodeUses

  /// The profiles below a folder.
  func profiles(_ folder: String) throws(SchemaError) -> [Profile] {
    var files: [(folder: String, file: ProfileFile)] = []
    for name in Catalogue.names(in: folder, suffix: "") {
      let place = folder + "/" + name
      files.append((place, try Catalogue.decode(ProfileFile.self, place + "/profile.json")))
    }
    let paths = files.flatMap { entry in
      entry.file.layouts.map { (profile: entry.file, path: entry.folder + "/" + $0) }
    }
    let layouts = try paths.mapBesides { entry throws(SchemaError) in
      try layout(entry.path, of: entry.profile)
    }
    var rest = layouts[...]
    var profiles: [Profile] = []
    for (folder, file) in files {
      let own = Array(rest.prefix(file.layouts.count))
      profiles.append(try profile(file, path: folder + "/profile.json", layouts: own))
      rest = rest.dropFirst(file.layouts.count)
    }
    return profiles
  }

  /// The layout of a file.
  func layout(_ path: String, of profile: ProfileFile) throws(SchemaError) -> Layout {
    let file = try Catalogue.decode(LayoutFile.self, path)
    return try inFile(path) { () throws(SchemaError) in
      try resolver(profile).layout(file, profile: profile.id)
    }
  }

  /// What makes the layouts of a profile.
  func resolver(_ profile: ProfileFile) -> LayoutResolver {
    LayoutResolver(
      vocabulary: vocabulary, classifications: classifications, codeUses: codeUses,
      relationSource: profile.relationSource)
  }

  /// The profile of a file with its layouts.
  func profile(
    _ file: ProfileFile, path: String, layouts: [Layout]
  ) throws(SchemaError) -> Profile {
    try inFile(path) { () throws(SchemaError) in
      var relations: [Relation] = []
      for entry in file.relations ?? [] { relations.append(try resolver(file).relation(entry)) }
      return try Profile(file, layouts: layouts, relations: relations)
    }
  }

  /// Says of an error in which file it is.
  private func inFile<T>(
    _ path: String, _ body: () throws(SchemaError) -> T
  ) throws(SchemaError) -> T {
    do { return try body() } catch { throw SchemaError(error.reason, file: path) }
  }
}
