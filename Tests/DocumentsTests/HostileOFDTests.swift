import TestSupport
import Testing
import Zip

@testable import Documents

/// OFD files that are damaged, or made to take more time or memory than they are worth: each is an error
/// that says why, or is read as far as it goes.
struct HostileOFDTests {
  private func problem(_ bytes: [UInt8]) -> DocumentError.OFDProblem? {
    do throws(DocumentError) {
      _ = try Document(name: "a.ofd", bytes: bytes)
      return nil
    } catch {
      if case .ofd(let problem) = error { return problem }
      Issue.record("\(error)")
      return nil
    }
  }

  private func problem(
    _ pages: [String] = [OFDBuilder.text("支出", at: (20, 30))], _ parts: [String: String] = [:]
  ) -> DocumentError.OFDProblem? {
    var builder = OFDBuilder(pages: pages)
    builder.parts = parts
    return problem(builder.bytes)
  }

  private func isDamaged(_ problem: DocumentError.OFDProblem?) -> Bool {
    if case .damaged(let reason) = problem { !reason.isEmpty } else { false }
  }

  @Test func missingAndDamagedPartsAreSaid() {
    #expect(isDamaged(problem([""], ["OFD.xml": "<OFD/>"])))
    #expect(isDamaged(problem([""], ["OFD.xml": "<OFD><DocBody>"])))
    #expect(isDamaged(problem([""], ["OFD.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><OFD>&b;</OFD>"])))
    let root = "<DocBody><DocRoot>Doc_9/Document.xml</DocRoot></DocBody>"
    #expect(isDamaged(problem([""], ["OFD.xml": OFDBuilder.part("OFD", root)])))
    #expect(isDamaged(problem([""], ["Doc_0/Pages/Page_0.xml": "<Page><Content>"])))
    #expect(problem(["", ""]) == .scanned)
    #expect(problem(["<ImageObject Boundary=\"0 0 210 297\" ResourceID=\"1\"/>"]) == .scanned)
    #expect(problem([""], ["Encryptions.xml": "<Encryptions/>"]) == .encrypted)
  }

  /// Every byte cut off, one in a hundred: an error, or a document.
  @Test func truncatedFilesEndInErrors() {
    let bytes = OFDBuilder(pages: [OFDBuilder.text("支出", at: (20, 30))]).bytes
    for count in stride(from: 4, to: bytes.count, by: 97) {
      #expect(throws: DocumentError.self) {
        try Document(name: "a.ofd", bytes: Array(bytes.prefix(count)))
      }
    }
  }

  @Test func boundsHold() {
    let page = "<ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0.xml\"/>"
    let pages = String(repeating: page, count: 100_000)
    let many = OFDBuilder.part("Document", "<ofd:Pages>\(pages)</ofd:Pages>")
    #expect(problem([""], ["Doc_0/Document.xml": many]) == .tooManyPages(bound: 1_000))
    // Elements within elements, deeper than any page.
    let blocks = String(repeating: "<PageBlock>", count: 60)
    let ends = String(repeating: "</PageBlock>", count: 60)
    #expect(problem([blocks + ends]) == .tooMuch)
    #expect(isDamaged(problem([String(repeating: blocks, count: 99)])))
    // A drawing within itself, twice: two to the power of its depth.
    let object = "<CompositeObject Boundary=\"0 0 9 9\" ResourceID=\"8\"/>"
    let unit = """
      <CompositeGraphicUnits><CompositeGraphicUnit ID="8"><Content>\(object)\(object)</Content>\
      </CompositeGraphicUnit></CompositeGraphicUnits>
      """
    let root = """
      <ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>\(page)\
      </ofd:Pages>
      """
    #expect(
      problem(
        [object],
        [
          "Doc_0/Res.xml": OFDBuilder.part("Res", unit),
          "Doc_0/Document.xml": OFDBuilder.part("Document", root),
        ]) == .tooMuch)
  }

  /// More characters than a page has are left out, and said to be.
  @Test func charactersBeyondTheBoundAreSaid() throws {
    let text = String(repeating: "1", count: 50_000)
    let objects = (0..<5).map { line in
      """
      <TextObject Boundary="20 \(20 * line) 9 9" Size="4"><TextCode X="0" Y="4" DeltaX="g 99999 0.0001">\
      \(text)</TextCode></TextObject>
      """
    }
    let document = try Document(name: "a", bytes: OFDBuilder(pages: [objects.joined()]).bytes)
    #expect(document.repairs.map(\.kind).contains(.leftOutWords(50_000)))
  }

  /// Numbers that are none, or beyond all paper, put nothing anywhere.
  @Test(arguments: ["nan", "inf", "1e300", "-1e300", "x", ""])
  func oddNumbersAreNone(_ number: String) throws {
    let text = OFDBuilder.text("支出", at: (20, 30))
    for name in ["Boundary", "CTM", "Size", "HScale", "X", "Y", "DeltaX", "DeltaY"] {
      let list = [String](repeating: number, count: name == "Boundary" ? 4 : 6)
        .joined(separator: " ")
      let odd =
        "<TextObject \(name)=\"\(list)\" Boundary2=\"\"><TextCode \(name)=\"\(list)\">项目</TextCode>"
        + "</TextObject><PathObject \(name)=\"\(list)\"><AbbreviatedData>M \(list) L \(list) B "
        + "\(list) A \(list) C C</AbbreviatedData></PathObject>"
      let document = try Document(name: "a", bytes: OFDBuilder(pages: [text + odd]).bytes)
      #expect(document.pages[0].lines.first?.cells.contains { $0.contains("支出") } ?? false)
    }
  }
}
