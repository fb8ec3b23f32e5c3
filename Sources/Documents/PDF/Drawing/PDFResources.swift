/// What the names in a stream that draws stand for.
final class PDFResources {
  private let entries: PDFObject
  private var kinds: [String: [String: PDFObject]] = [:]
  private var fonts: [String: PDFFont] = [:]

  init(_ entries: PDFObject) { self.entries = entries }

  /// What a name of a kind stands for, null where it is not said.
  func entry(_ kind: String, _ name: String?, of file: PDFFile) throws(PDFFault) -> PDFObject {
    guard let name else { return .null }
    return try file.resolve(try entries(kind, of: file)[name])
  }

  private func entries(_ kind: String, of file: PDFFile) throws(PDFFault) -> [String: PDFObject] {
    if let known = kinds[kind] { return known }
    let all = try file.resolve(entries).dictionary
    let found = try file.resolve(all?[kind]).dictionary ?? [:]
    kinds[kind] = found
    return found
  }

  func font(_ name: String, of file: PDFFile) throws(PDFFault) -> PDFFont {
    if let known = fonts[name] { return known }
    let font = try file.font(try entries("Font", of: file)[name])
    fonts[name] = font
    return font
  }

  /// What the numbers of a colour mean in the space of a name.
  func colourSpace(
    _ name: String?, of file: PDFFile
  ) throws(PDFFault) -> GraphicsState.Paint.Space {
    let named = try entry("ColorSpace", name, of: file)
    let items = named.array
    let family = try file.resolve(items?.first).name ?? named.name ?? name
    switch family {
    case "DeviceGray", "DeviceRGB", "CalGray", "CalRGB": return .additive
    case "DeviceCMYK", "Separation", "DeviceN": return .subtractive
    case "ICCBased":
      let count = try file.resolve(try file.resolve(items?.last).dictionary?["N"]).integer
      return count == 4 ? .subtractive : .additive
    default: return .other
    }
  }
}

extension PDFFile {
  /// The font that an object describes.
  func font(_ object: PDFObject?) throws(PDFFault) -> PDFFont {
    if case .reference(let number) = object, let known = fonts[number] { return known }
    guard let entries = try resolve(object).dictionary else { throw .unreadable }
    let font = try PDFFont(entries, of: self)
    if case .reference(let number) = object { fonts[number] = font }
    return font
  }
}
