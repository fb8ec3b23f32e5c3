/// What the parts of an OFD file refer to by number: drawings that stand in several places, and how
/// things are drawn.
struct OFDResources {
  private(set) var units: [String: OFDNode] = [:]
  private(set) var parameters: [String: OFDNode] = [:]

  /// Takes what a list of resources has.
  mutating func add(_ list: OFDNode) {
    for unit in list.child("CompositeGraphicUnits")?.all("CompositeGraphicUnit") ?? [] {
      if let id = unit.attributes["ID"] { units[id] = unit }
    }
    for drawing in list.child("DrawParams")?.all("DrawParam") ?? [] {
      if let id = drawing.attributes["ID"] { parameters[id] = drawing }
    }
  }
}
