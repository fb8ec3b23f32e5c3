import TestSupport
import Testing
import Zip

@testable import Documents

/// What stands on the pages of OFD files, and what is left out of it.
struct OFDTests {
  private static let rows = [
    ["项目", "2025年预算"], ["基本支出", "1,120.50"], ["项目支出", "-79.50"], ["合计", "1,041.00"],
  ]
  private static let table = OFDBuilder.table(columns: [20, 100, 180], top: 42, rows: rows)

  private func read(_ pages: String..., parts: [String: String] = [:]) throws -> Document {
    var builder = OFDBuilder(pages: pages)
    builder.parts = parts
    return try Document(name: "a.pdf", bytes: builder.bytes)
  }

  private func rows(_ document: Document) -> [[String]] {
    document.pages.flatMap(\.lines).filter(\.isGrid).map(\.cells)
  }

  private func texts(_ document: Document) -> [String] {
    document.pages.flatMap(\.lines).flatMap(\.cells)
  }

  @Test func ruledTablesAreGrids() throws {
    let document = try read(OFDBuilder.text("支出预算表", at: (80, 30)) + Self.table)
    #expect(document.form == .ofd && document.repairs.isEmpty)
    #expect(rows(document) == Self.rows)
    #expect(document.pages[0].lines[0].cells == ["支出预算表"])
  }

  /// Characters one by one, in one text with `g`, scaled by a transform, with a glyph list, drawn twice.
  @Test(arguments: [
    """
    <TextObject Boundary="20 20 9 6" Size="4"><TextCode X="0" Y="4">1</TextCode></TextObject>\
    <TextObject Boundary="22 20 9 6" Size="4"><TextCode X="0" Y="4">2</TextCode></TextObject>\
    <TextObject Boundary="24 20 9 6" Size="4"><TextCode X="0" Y="4">.</TextCode></TextObject>\
    <TextObject Boundary="25 20 9 6" Size="4"><TextCode X="0" Y="4">50</TextCode></TextObject>
    """,
    """
    <TextObject Boundary="20 20 60 6" Size="4"><TextCode X="0" Y="4" DeltaX="g 4 2">12.50</TextCode>\
    </TextObject>
    """,
    """
    <TextObject Boundary="20 20 60 6" Size="4"><TextCode X="0" Y="4" DeltaX="g 999999999 2">12.50\
    </TextCode></TextObject>
    """,
    """
    <TextObject Boundary="20 20 60 6" Size="40" CTM="0.1 0 0 0.1 0 0"><CGTransform CodePosition="0" \
    CodeCount="5" GlyphCount="5"><Glyphs>1 2 3 4 5</Glyphs></CGTransform>\
    <TextCode X="0" Y="40" DeltaX="20 20 10 20">12.50</TextCode></TextObject>
    """,
    """
    <TextObject Boundary="20 20 60 6" Size="4"><TextCode X="0" Y="4">12.50</TextCode></TextObject>\
    <TextObject Boundary="20.1 20 60 6" Size="4"><TextCode X="0" Y="4">12.50</TextCode></TextObject>
    """,
    """
    <PageBlock><PageBlock><TextObject Boundary="20 20 60 6" Size="4" HScale="0.5">
    <TextCode X="0" Y="4" DeltaX="1 1 1 1">
      12.50
    </TextCode></TextObject></PageBlock></PageBlock>
    """,
    """
    <TextObject Boundary="20 20 60 6" Size="4"><TextCode X="0" Y="4" DeltaX="2 2">12.</TextCode>\
    <TextCode X="6" DeltaX="2">50</TextCode></TextObject>
    """,
  ]) func charactersBecomeWords(_ objects: String) throws {
    let document = try read(objects)
    #expect(texts(document) == ["12.50"])
    #expect(document.repairs.isEmpty)
  }

  /// Steps down write one character below the other; wide steps divide.
  @Test func stepsPlaceCharacters() throws {
    let document = try read(
      """
      <TextObject Boundary="20 20 60 60" Size="4"><TextCode X="0" Y="4" DeltaX="0 0" DeltaY="g 2 6">\
      项目表</TextCode></TextObject>\
      <TextObject Boundary="20 80 150 6" Size="4"><TextCode X="0" Y="4" DeltaX="2 2 2 60 2">1234.5\
      </TextCode></TextObject>
      """)
    let lines = document.pages[0].lines.map { $0.cells.filter { !$0.isEmpty } }
    #expect(lines == [["项"], ["目"], ["表"], ["1234", ".5"]])
  }

  /// Every way to draw a line draws the same one.
  @Test(arguments: [
    "<AbbreviatedData>M 0 0 L 160 0 L 160 32 L 0 32 C M 80 0 L 80 32 M 0 8 L 160 8 "
      + "M 0 16 L 160 16 M 0 24 L 160 24</AbbreviatedData>",
    "<AbbreviatedData>S 0 0 M0,0L160,0L160,32L0,32L0,0M80,0L80,32M0,8L160,8M0,16L160,16"
      + "M0,24L160,24</AbbreviatedData>",
  ]) func pathsAreRulings(_ data: String) throws {
    let texts = Self.rows.enumerated().map { index, row in
      zip([21.0, 101], row).map {
        OFDBuilder.text($1, at: ($0, 42 + 8 * (Double(index) + 0.7)))
      }.joined()
    }.joined()
    let path = "<PathObject Boundary=\"20 42 160 32\">\(data)</PathObject>"
    #expect(rows(try read(path + texts)) == Self.rows)
    // Nothing is ruled in white, or where nothing is drawn.
    for attribute in ["Visible=\"false\"", "Alpha=\"0\"", "Stroke=\"false\""] {
      let hidden = path.replacing("<PathObject", with: "<PathObject \(attribute)")
      #expect(!(try read(hidden + texts)).pages[0].lines.contains { $0.division == .rulings })
    }
    let white = path.replacing(
      "</PathObject>", with: "<StrokeColor Value=\"255 255 255\"/></PathObject>")
    #expect(!(try read(white + texts)).pages[0].lines.contains { $0.division == .rulings })
    // Curves are no rulings; bars are.
    let bars =
      [42.0, 50, 58, 66, 74].map { bar(20, $0 - 0.1, 160, 0.2) }
      + [20.0, 100, 180].map { bar($0 - 0.1, 42, 0.2, 32) }
    #expect(rows(try read(bars.joined() + texts)) == Self.rows)
    let curves = bars.joined().replacing("L", with: "Q 1 1")
    #expect(!(try read(curves + texts)).pages[0].lines.contains { $0.division == .rulings })
  }

  private func bar(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
    """
    <PathObject Boundary="\(x) \(y) \(width) \(height)" Stroke="false" Fill="true">\
    <FillColor Value="0 0 0"/><AbbreviatedData>M 0 0 L \(width) 0 L \(width) \(height) \
    L 0 \(height) C</AbbreviatedData></PathObject>
    """
  }

  // MARK: What is not on the page

  @Test func whatIsNotShownIsLeftOut() throws {
    let seen = OFDBuilder.text("基本支出", at: (20, 30))
    let hidden = seen.replacing("基本", with: "项目")
    let beyond = OFDBuilder.text("项目支出", at: (220, 30))
    let clips = """
      <Clips><Clip><Area><Path Boundary="90 0 9 9"><AbbreviatedData>M 0 0 L 9 9</AbbreviatedData>\
      </Path></Area></Clip></Clips></ofd:TextObject>
      """
    let cases: [(String, Document.Repair.Kind)] = [
      (hidden.replacing("Size=", with: "Visible=\"false\" Size="), .markedHidden(1)),
      (beyond, .hiddenText("项目支出")),
      (hidden.replacing("</ofd:TextObject>", with: clips), .hiddenText("项目支出")),
      (hidden.replacing("X=\"0\"", with: "X=\"60\""), .hiddenText("项目支出")),
    ]
    for (objects, repair) in cases {
      let document = try read(seen + objects)
      #expect(texts(document) == ["基本支出"])
      #expect(document.repairs.map(\.kind) == [repair])
    }
  }

  @Test func whatFontsAloneKnowIsSaid() throws {
    let document = try read(OFDBuilder.text("支出\u{E012}12\u{FFFD}", at: (20, 30)))
    #expect(document.repairs.map(\.kind) == [.unmappedCharacters(2)])
    let glyphs = """
      <TextObject Boundary="20 50 60 6" Size="4"><CGTransform CodePosition="0"><Glyphs>7 8</Glyphs>\
      </CGTransform><TextCode X="0" Y="4"></TextCode></TextObject>
      """
    let other = try read(OFDBuilder.text("支出", at: (20, 30)) + glyphs)
    #expect(other.repairs.map(\.kind) == [.unmappedCharacters(2)])
  }

  // MARK: Parts

  private static let root = """
    <ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>\
    <ofd:PublicRes>PublicRes.xml</ofd:PublicRes>\
    <ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0.xml"/></ofd:CommonData>
    """
  private static let pages =
    #"<ofd:Pages><ofd:Page ID="1" BaseLoc="/Doc_0/Pages/../Pages/page_0.xml"/></ofd:Pages>"#

  /// Templates, drawings that stand in several places and parameters of drawing are of the page.
  @Test(arguments: ["Background", "Foreground"]) func templatesAreDrawn(_ order: String) throws {
    let unit = """
      <CompositeGraphicUnits><CompositeGraphicUnit ID="8" Width="99" Height="9"><Content>\
      \(OFDBuilder.text("1,120.50", at: (0, 4)))</Content></CompositeGraphicUnit>\
      </CompositeGraphicUnits><DrawParams><DrawParam ID="9" Relative="10"/>\
      <DrawParam ID="10"><StrokeColor Value="#ff #FF 255"/></DrawParam></DrawParams>
      """
    let lines = Self.table.replacing(
      #/<ofd:TextObject[^>]*><ofd:TextCode[^>]*>1,120.50.*?</ofd:TextObject>/#, with: "")
    let page = """
      <Template TemplateID="5" ZOrder="\(order)"/><Content><Layer DrawParam="9">\
      \(OFDBuilder.line((140, 42), (140, 74)))</Layer><Layer>\
      <CompositeObject Boundary="101 51.6 79 6" CTM="1 0 0 1 0 0" ResourceID="8"/></Layer></Content>
      """
    let document = try read(
      "",
      parts: [
        "Doc_0/Document.xml": OFDBuilder.part("Document", Self.root + Self.pages),
        "Doc_0/PublicRes.xml": OFDBuilder.part("Res", unit),
        "Doc_0/Tpls/Tpl_0.xml": OFDBuilder.part(
          "Page", "<Content><Layer>\(lines)</Layer></Content>"),
        "Doc_0/Pages/Page_0.xml": OFDBuilder.part("Page", page),
      ])
    #expect(rows(document) == Self.rows)
  }

  /// The documents of a file come one behind the other, and no table goes on from one to the next.
  @Test func documentsFollowEachOther() throws {
    let first = OFDBuilder.part("Document", Self.root + Self.pages)
    let page = OFDBuilder.part("Page", "<Content><Layer>\(Self.table)</Layer></Content>")
    let documents = ["Doc_0", "Doc_1"].map {
      "<DocBody><DocRoot>\($0)/Document.xml</DocRoot></DocBody>"
    }
    let template = OFDBuilder.part("Page", "<Content/>")
    let document = try read(
      "",
      parts: [
        "OFD.xml": OFDBuilder.part("OFD", documents.joined()),
        "Doc_0/Document.xml": first, "Doc_0/Pages/Page_0.xml": page,
        "Doc_0/Tpls/Tpl_0.xml": template, "Doc_1/Tpls/Tpl_0.xml": template,
        "Doc_1/Document.xml": first.replacing("/Doc_0/", with: "/Doc_1/"),
        "Doc_1/Pages/Page_0.xml": page,
      ])
    #expect(rows(document) == Self.rows + Self.rows)
    #expect(document.pages.map(\.number) == [1, 2])
    #expect(document.pages.flatMap(\.tables).map(\.number) == [1, 2])
    #expect(document.pages.flatMap(\.tables).allSatisfy { $0.follows == nil })
    let numbers = document.pages.flatMap(\.lines).map(\.number)
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
  }

  /// Turned pages are turned back, as those of PDFs are.
  @Test func turnedPagesAreTurned() throws {
    let turned = Self.table.replacing(#/Boundary="([0-9.]+) ([0-9.]+) ([0-9.]+) ([0-9.]+)"/#) {
      let (x, y) = (Double($0.1) ?? 0, Double($0.2) ?? 0)
      return "Boundary=\"\(200 - y) \(x) 0 0\" CTM=\"0 1 -1 0 0 0\""
    }
    let document = try read(turned)
    #expect(rows(document) == Self.rows)
  }
}
