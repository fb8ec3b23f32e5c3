import TestSupport
import Testing

@testable import Documents

@Suite(.enabled(if: PDFBuilder.isReadable, "needs poppler-utils"))
struct PDFTests {
  @Test func cellsKeepTheirPlaces() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.text("Revenue", 20, 30)
        $0.grid(columns: [20, 120, 200, 280], rows: [50, 70, 90])
        $0.text("Tax", 25, 64)
        $0.text("1,234.50", 150, 64)
        $0.text("0.50", 250, 84)
        $0.text("below", 20, 120)
      })
    #expect(PDFBuilder.grid(document) == [["Tax", "1,234.50", ""], ["", "", "0.50"]])
    #expect(document.pages[0].lines.map(\.isGrid) == [false, true, true, false])
    #expect(document.pages[0].lines[0].text == "Revenue")
    let box = try #require(document.pages[0].lines[1].extents[1].box)
    #expect(abs(box.left - 120) < 1 && abs(box.bottom - 70) < 1)
  }

  @Test func spansAndWrappedTextsAreJoined() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        // Two rows; the first cell goes over both, the header over two columns.
        $0.grid(columns: [20, 100, 180, 260], rows: [20, 80])
        $0.content = ""
        for y in [20.0, 80] { $0.line(20, y, 260, y) }
        $0.line(100, 50, 260, 50)
        for x in [20.0, 100, 260] { $0.line(x, 20, x, 80) }
        $0.line(180, 50, 180, 80)
        $0.text("Name", 30, 45)
        $0.text("of it", 30, 57)
        $0.text("Both", 170, 38)
        $0.text("1.00", 120, 70)
        $0.text("2.00", 200, 70)
      })
    #expect(PDFBuilder.grid(document) == [["Name of it", "Both", ""], ["", "1.00", "2.00"]])
    let extents = document.pages[0].lines[0].extents
    #expect(extents[0].rows == 2 && extents[0].placing == .joined)
    #expect(extents[1].columns == 2)
  }

  @Test func runsAreCutAtRulings() throws {
    // One run of glyphs that holds the figures of two cells.
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.grid(columns: [20, 74, 140], rows: [20, 40, 60])
        $0.text("1,234,567.891,500.00", 21, 34)
        $0.text("1.00", 30, 54)
      })
    #expect(PDFBuilder.grid(document)[0] == ["1,234,567.89", "1,500.00"])
    #expect(document.pages[0].lines[0].extents[0].placing == .split)
  }

  @Test func textThatSticksOutStaysWhole() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.grid(columns: [20, 100, 180], rows: [20, 40, 60])
        $0.text("A label longer than", 25, 34)
        $0.text("12.00", 140, 54)
      })
    #expect(PDFBuilder.grid(document)[0] == ["A label longer than", ""])
  }

  @Test func turnedPagesAreTurnedBack() throws {
    var turned = PDFBuilder.page {
      $0.grid(columns: [20, 120, 200], rows: [50, 70])
      $0.text("Tax", 25, 64)
      $0.text("1.50", 150, 64)
    }
    let upright = PDFBuilder.grid(try PDFBuilder.read(turned))
    turned.rotation = 90
    turned.content = "0 1 -1 0 \(turned.height) 0 cm\n" + turned.content
    turned.width = 300
    let document = try PDFBuilder.read(turned)
    #expect(upright == [["Tax", "1.50"]])
    #expect(PDFBuilder.grid(document) == upright)
  }

  @Test(arguments: [true, false])
  func textDrawnUpwardsIsTurned(isUp: Bool) throws {
    var sideways = PDFBuilder.page {
      $0.grid(columns: [20, 120, 200], rows: [50, 70])
      $0.text("Taxes", 25, 64)
      $0.text("1,001.50", 130, 64)
    }
    // The page is not marked as turned: only what is drawn lies.
    sideways.content =
      (isUp ? "0 1 -1 0 300 0 cm\n" : "0 -1 1 0 0 400 cm\n") + sideways.content
    (sideways.width, sideways.height) = (300, 400)
    #expect(PDFBuilder.grid(try PDFBuilder.read(sideways)) == [["Taxes", "1,001.50"]])
  }

  /// Words are among a page's text even where a clip hides them; what is not printed is not read.
  @Test func clippedWordsAreLeftOut() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.grid(columns: [20, 120, 200], rows: [50, 70])
        $0.text("Taxes", 25, 64)
        $0.text("1,001.50", 130, 64)
        $0.content += "q 20 230 180 20 re W n\n"
        $0.text("hidden", 25, 94)
        $0.content += "Q\n"
        $0.text("shown", 25, 124)
      })
    #expect(document.pages[0].lines.map(\.cells) == [["Taxes", "1,001.50"], ["shown"]])
    let box = try #require(document.pages[0].lines[1].extents.first?.box)
    #expect(abs(box.left - 25) < 1 && (110...124).contains(box.top) && box.bottom > 120)
    #expect(document.repairs == [.init(.hiddenText("hidden"), page: 1)])
  }

  /// What is drawn where a word stands may be another one.
  @Test func wordsClippedAwayBelowOthersAreLeftOut() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.text("shown", 60, 94)
        $0.text("first", 25, 124)
        $0.text("last", 25, 154)
        $0.content += "q 0 0 1 1 re W n\n"
        $0.text("hidden-below-it", 40, 96)
        $0.content += "Q\n"
      })
    #expect(document.pages[0].lines.map(\.text) == ["shown", "first", "last"])
  }

  /// Cells that each have a frame of their own, and double lines, are no more cells for it.
  @Test func doubleLinesAreOne() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        for (left, right) in [(20.0, 99.0), (101, 199)] {
          for (top, bottom) in [(30.0, 49.0), (51, 70)] {
            $0.grid(columns: [left, right], rows: [top, bottom])
          }
        }
        $0.text("Tax", 25, 44)
        $0.text("1.00", 110, 44)
        $0.text("Fees", 25, 64)
        $0.text("2.00", 110, 64)
      })
    #expect(PDFBuilder.grid(document) == [["Tax", "1.00"], ["Fees", "2.00"]])
    #expect(document.flows[0].tables.count == 1)
  }

  /// Where a page has pictures, what is not drawn may be in one of them.
  @Test func wordsThatAPictureMayHoldAreKept() throws {
    func page() -> PageText {
      var page = PageText(width: 100, height: 100)
      let boxes = [10.0, 30, 50].map { Document.Box(left: 10, top: $0, right: 30, bottom: $0 + 10) }
      page.words = boxes.compactMap { PageText.Word("word", box: $0) }
      for index in 0..<2 { page.words[index].baseline = boxes[index].bottom - 2 }
      return page
    }
    var plain = page()
    #expect(plain.takeHidden().count == 1 && plain.words.count == 2)
    var pictured = page()
    pictured.drawing.hasPictures = true
    #expect(pictured.takeHidden().isEmpty && pictured.words.count == 3)
  }

  @Test func figuresWrapInNarrowCells() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.grid(columns: [20, 120, 152], rows: [50, 80, 110])
        $0.text("Taxes", 25, 70)
        $0.text("1,201.5", 122, 62, size: 8)
        $0.text("0", 122, 73, size: 8)
        $0.text("Others", 25, 100)
        $0.text("36.79", 128, 100, size: 8)
      })
    #expect(PDFBuilder.grid(document) == [["Taxes", "1,201.50"], ["Others", "36.79"]])
    // Six decimals are one figure where the table has others.
    let long = try PDFBuilder.read(
      PDFBuilder.page {
        $0.grid(columns: [20, 62], rows: [50, 80, 110])
        $0.text("3,877.9946", 22, 62, size: 8)
        $0.text("63", 22, 73, size: 8)
        $0.text("1.123456", 24, 100, size: 8)
      })
    #expect(PDFBuilder.grid(long) == [["3,877.994663"], ["1.123456"]])
    // In a wide cell two lines of figures are two rows.
    let rows = try PDFBuilder.read(
      PDFBuilder.page {
        $0.grid(columns: [20, 120, 220], rows: [50, 80])
        $0.text("Taxes", 25, 62)
        $0.text("1,201.5", 130, 62, size: 8)
        $0.text("Others", 25, 74)
        $0.text("0", 130, 74, size: 8)
      })
    #expect(PDFBuilder.grid(rows) == [["Taxes", "1,201.5"], ["Others", "0"]])
  }

  /// A print of plain text is that text: its columns are no more than one blank apart.
  @Test func printedTextIsText() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        for row in 0..<8 {
          // Helvetica's blank is 2.78 wide, a figure of four digits 19.46.
          $0.text("Item 12.50 34.75", 20, 30 + 12 * Double(row) + (row > 3 ? 12 : 0))
        }
      })
    #expect(document.form == .spacedText)
    let lines = document.pages[0].lines
    #expect(lines.map(\.cells) == Array(repeating: ["Item 12.50 34.75"], count: 8))
    #expect(lines.indices.filter { lines[$0].followsGap } == [0, 4])
  }

  @Test func namesThatWrapOverLowRowsStayTogether() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.grid(columns: [20, 120, 200], rows: [20, 32, 44, 56])
        $0.text("One", 25, 29.6)
        // Two lines in the middle of the second row, each on one of its rulings.
        $0.text("Administrative", 25, 35.6)
        $0.text("affairs", 25, 47.6)
        $0.text("Three", 25, 53.6)
        for (index, figure) in ["1.00", "2.00", "3.00"].enumerated() {
          $0.text(figure, 150, 29.6 + 12 * Double(index))
        }
      })
    #expect(
      PDFBuilder.grid(document) == [
        ["One", "1.00"], ["Administrative affairs", "2.00"], ["Three", "3.00"],
      ])
    #expect(document.pages[0].lines[1].extents[0].placing == .overflowing)
  }

  @Test func namesThatWrapOutOfTheirTableStayInIt() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.grid(columns: [20, 95, 180], rows: [20, 32, 44])
        $0.text("One", 25, 29.6)
        $0.text("Administrative", 25, 37.6)
        $0.text("affairs", 25, 49)
        $0.text("1.00", 130, 29.6)
        $0.text("2.00", 130, 41.6)
        $0.text("A note below", 25, 70)
      })
    #expect(PDFBuilder.grid(document) == [["One", "1.00"], ["Administrative affairs", "2.00"]])
    #expect(document.pages[0].lines.last?.text == "A note below")
  }

  @Test func tablesWithoutRulingsAreReadByTheirAlignment() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.text("Table of it", 170, 20)
        for (index, caption) in ["Item", "Total", "Basic", "Project"].enumerated() {
          $0.text(caption, [20, 130, 200, 280][index], 40)
        }
        $0.text("Tax", 20, 60)
        $0.text("1,234.50", 120, 60)
        $0.text("1,000.00", 190, 60)
        $0.text("Fees", 20, 75)
        $0.text("7.50", 205, 75)
      })
    #expect(
      PDFBuilder.grid(document) == [
        ["Item", "Total", "Basic", "Project"], ["Tax", "1,234.50", "1,000.00", ""],
        ["Fees", "", "7.50", ""],
      ])
    let lines = document.pages[0].lines
    #expect(lines[0].text == "Table of it" && !lines[0].isGrid)
    #expect(lines[2].extents.allSatisfy { $0.placing == .aligned })
    #expect(document.repairs == [.init(.alignedTable(3), page: 1)])
  }

  /// Names that wrap, their figures in the middle of them; rows without rulings.
  @Test func textsThatWrapStandInTheLineOfTheirFigures() throws {
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        for (index, caption) in ["Item", "Total", "Basic"].enumerated() {
          $0.text(caption, [20, 180, 260][index], 30)
        }
        for (index, name) in ["Taxes", "Fees and all", "Fines"].enumerated() {
          let y = 55 + 30 * Double(index)
          $0.text(name, 20, index == 1 ? y - 6 : y)
          if index == 1 { $0.text("the rest", 20, y + 6) }
          $0.text("\(index + 1),234.50", 170, y)
          $0.text("10.00", 255, y)
        }
      })
    #expect(
      PDFBuilder.grid(document) == [
        ["Item", "Total", "Basic"], ["Taxes", "1,234.50", "10.00"],
        ["Fees and all the rest", "2,234.50", "10.00"], ["Fines", "3,234.50", "10.00"],
      ])
    #expect(document.repairs.contains(.init(.wrappedTexts(1), page: 1)))
  }

  @Test func pagesOfOtherSizesAreNotCut() throws {
    var wide = PDFBuilder.Page(width: 900, height: 300)
    wide.grid(columns: [20, 700, 880], rows: [20, 40])
    wide.text("left", 30, 34)
    wide.text("9.99", 800, 34)
    #expect(
      PDFBuilder.grid(try PDFBuilder.read(PDFBuilder.page { $0.text("cover", 50, 50) }, wide)) == [
        ["left", "9.99"]
      ])
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    #expect(throws: DocumentError.pdf(.damaged)) {
      try Document(name: "a", bytes: Array("%PDF-1.7 nothing".utf8))
    }
    #expect(throws: DocumentError.pdf(.scanned)) {
      try PDFBuilder.read(PDFBuilder.page { $0.line(1, 1, 90, 90) })
    }
  }

  @Test func damageThatWasRepairedIsSaid() throws {
    let whole = PDFBuilder(pages: [
      PDFBuilder.page {
        $0.grid(columns: [20, 120, 200], rows: [50, 70])
        $0.text("Tax", 25, 64)
      }
    ])
    #expect(try Document(name: "a", bytes: whole.bytes).repairs.isEmpty)
    // Without its end it has no table of places any more.
    let bytes = whole.bytes
    let mark = Array("xref".utf8)
    let cut = try #require(bytes.indices.first { bytes[$0...].starts(with: mark) })
    let trailer = Array("trailer << /Root 1 0 R >>\n".utf8)
    let document = try Document(name: "a", bytes: bytes[..<cut] + trailer)
    #expect(document.pages.flatMap(\.lines).map(\.text) == ["Tax "])
    #expect(
      document.repairs.contains { if case .rebuilt = $0.kind { true } else { false } })
  }

  @Test func damageNeverCrashes() throws {
    let whole = PDFBuilder(pages: [
      PDFBuilder.page {
        $0.grid(columns: [20, 120, 200], rows: [50, 70])
        $0.text("Tax", 25, 64)
      }
    ]).bytes
    for cut in stride(from: 10, to: whole.count, by: whole.count / 8) {
      _ = try? Document(name: "a", bytes: Array(whole[..<cut]))
    }
  }
}

struct PDFPartsTests {
  @Test func amountsAreKnown() {
    for text in ["1", "0.00", "1,234.50", "-3.2", "12,345,678"] { #expect(PageText.isAmount(text)) }
    for text in ["1,23.4", "1.2.3", "a", "", "12a", "1,234,5", "1,500.001,2"] {
      #expect(!PageText.isAmount(text))
    }
  }

  @Test func radicalsAreFolded() {
    #expect(CharacterFolding.fold("部\u{2ED4}") == ("部门", 1))
    #expect(CharacterFolding.fold("\u{2F00}般") == ("一般", 1))
    #expect(CharacterFolding.fold("\u{F907}") == ("龜", 1))
    #expect(CharacterFolding.fold("部门") == ("部门", 0))
  }

  @Test func wordsAreReadFromTags() {
    let text = """
      <page width="100.0" height="50.5"><word xMin="1" yMin="2" xMax="30" yMax="4">a&lt;&#x4E00;</word>
      <word xMin="bad">x</word></page><page width="1" height="1">
      """
    let pages = PageText.pages(Array(text.utf8))
    #expect(pages.count == 2)
    #expect(pages[0].words.map(\.text) == ["a<一"])
    #expect(pages[0].height == 50.5)
  }

  @Test func drawingsAreReadFromSVG() {
    let svg = """
      <svg><defs><path d="M 0 0 L 9 0" style="stroke:rgb(0%,0%,0%)"/></defs><page>
      <path style="fill:none;stroke:rgb(0%,0%,0%)" d="M 1 2 L 50 2" transform="matrix(1,0,0,-1,0,100)"/>
      <path style="fill:rgb(0%,0%,0%)" d="M 5 5 L 5 60 L 6 60 L 6 5 Z M 5 5"/>
      <path style="fill:rgb(100%,100%,100%)" d="M 5 5 L 5 60 L 6 60 L 6 5 Z"/>
      <path style="stroke:rgb(0%,0%,0%)" d="M 5 5 C 1 2 3 4 5 60 L 90 60"/>
      <g><use xlink:href="#glyph0-1" x="3.5" y="4e-05"/></g></page></svg>
      """
    let pages = PageDrawing.svgPages(Array(svg.utf8))
    #expect(pages.count == 1)
    #expect(pages[0].horizontal.map(\.position) == [98])
    #expect(pages[0].vertical.map(\.position) == [5.5])
    #expect(pages[0].glyphs.map(\.x) == [3.5])
    #expect(!pages[0].hasPictures)
    let group = svg.replacing("</page>", with: "<use xlink:href=\"#surface1\"/></page>")
    #expect(PageDrawing.svgPages(Array(group.utf8))[0].hasPictures)
  }
}
