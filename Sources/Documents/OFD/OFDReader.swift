/// Reads one of the documents of an OFD file: its pages, in order.
struct OFDReader {
  private let file: OFDFile
  private let folder: String
  private let root: OFDNode
  private var resources = OFDResources()
  private var templates: [String: Template] = [:]
  private(set) var pages: [PageText] = []
  private(set) var repairs: [Document.Repair] = []

  private struct Template {
    var root: OFDNode
    var isForeground: Bool
  }

  /// The sheet that is meant where none is said: A4, in millimetres.
  private static let sheet = Document.Box(left: 0, top: 0, right: 210, bottom: 297)

  /// Reads the document whose root stands at a path.
  init(_ path: String, in file: OFDFile) throws(OFDFault) {
    self.file = file
    folder = OFDFile.folder(of: path)
    root = try file.needed(path)
    let common = root.child("CommonData")
    try addResources(common, ["PublicRes", "DocumentRes"], in: folder)
    for template in common?.all("TemplatePage") ?? [] {
      guard let id = template.attributes["ID"], let path = template.attributes["BaseLoc"] else {
        continue
      }
      let page = try file.needed(OFDFile.path(path, in: folder))
      templates[id] = Template(
        root: page, isForeground: template.attributes["ZOrder"] == "Foreground")
    }
  }

  /// Reads the pages, of which there may be so many; `number` is that of the first one.
  mutating func readPages(bound: Int, number: Int) throws(OFDFault) {
    let list = root.child("Pages")?.all("Page") ?? []
    guard list.count <= bound else { throw .tooManyPages }
    for (index, page) in list.enumerated() {
      let path = OFDFile.path(page.attributes["BaseLoc"] ?? "", in: folder)
      try readPage(path, number: number + index)
    }
    try sayAnnotations(list.map { $0.attributes["ID"] }, number: number)
    let attachments = try part(root.child("Attachments"))?.root.all("Attachment") ?? []
    let visible = attachments.count { $0.flag("Visible") != false }
    if visible > 0 { repairs.append(.init(.attachments(visible), page: number)) }
  }

  private mutating func readPage(_ path: String, number: Int) throws(OFDFault) {
    let page = try file.needed(path)
    try addResources(page, ["PageRes"], in: OFDFile.folder(of: path))
    let used = page.all("Template").compactMap { use -> Template? in
      guard var template = use.attributes["TemplateID"].flatMap({ templates[$0] }) else {
        return nil
      }
      if let order = use.attributes["ZOrder"] { template.isForeground = order == "Foreground" }
      return template
    }
    let areas = [page.child("Area")] + used.map { $0.root.child("Area") }
    let paper =
      (areas + [root.child("CommonData")?.child("PageArea")]).lazy.compactMap { area in
        area?.child("PhysicalBox").flatMap { OFDNode.box($0.text) }
      }.first { $0.width > 0 && $0.height > 0 }
    var canvas = OFDCanvas(paper: paper ?? OFDReader.sheet, resources: resources, file: file)
    for template in used where !template.isForeground {
      try canvas.draw(template.root.child("Content"))
    }
    try canvas.draw(page.child("Content"))
    for template in used where template.isForeground {
      try canvas.draw(template.root.child("Content"))
    }
    repairs += canvas.finish(number: number)
    pages.append(canvas.page)
  }

  private mutating func addResources(
    _ node: OFDNode?, _ names: [String], in folder: String
  ) throws(OFDFault) {
    for list in node?.children ?? [] where names.contains(list.name) {
      // Fonts and pictures are in them as well, without which all else can be read.
      if let list = try file.part(OFDFile.path(list.text, in: folder)) { resources.add(list) }
    }
  }

  /// The part that an element of the root names, where there is one.
  private func part(_ node: OFDNode?) throws(OFDFault) -> (root: OFDNode, folder: String)? {
    guard let node else { return nil }
    let path = OFDFile.path(node.text, in: folder)
    return try file.part(path).map { ($0, OFDFile.folder(of: path)) }
  }

  /// Says how many notes and stamps lie on pages: what is written in them is none of the page's text.
  private mutating func sayAnnotations(_ ids: [String?], number: Int) throws(OFDFault) {
    guard let list = try part(root.child("Annotations")) else { return }
    for page in list.root.all("Page") {
      guard let index = ids.firstIndex(of: page.attributes["PageID"]),
        let location = page.child("FileLoc")?.text,
        let notes = try file.part(OFDFile.path(location, in: list.folder))
      else { continue }
      let count = notes.all("Annot").count {
        $0.attributes["Type"] != "Link" && $0.flag("Visible") != false
      }
      if count > 0 { repairs.append(.init(.annotations(count), page: number + index)) }
    }
  }
}
