import TestSupport
import Testing

@testable import Documents

/// What goes on over pages, and what stands on each of them.
@Suite(.enabled(if: PDFBuilder.isReadable, "needs poppler-utils"))
struct PDFPagesTests {
  @Test func tablesGoOnOverPages() throws {
    func part(_ label: String, _ figure: String, number: Int) -> PDFBuilder.Page {
      PDFBuilder.page {
        $0.text("Table of it", 100, 20)
        $0.grid(columns: [20, 120, 200], rows: [30, 50, 70])
        $0.text("Item", 25, 44)
        $0.text("Figure", 130, 44)
        $0.text(label, 25, 64)
        $0.text(figure, 130, 64)
        $0.text("- \(number) -", 190, 290)
      }
    }
    let document = try PDFBuilder.read(
      part("One", "1.00", number: 1), part("Two", "2.00", number: 2))
    let lines = document.flows[0].lines
    #expect(
      lines.map(\.cells) == [
        ["Table of it"], ["Item", "Figure"], ["One", "1.00"], ["Two", "2.00"],
      ])
    #expect(Set(lines.compactMap(\.grid)).count == 1)
    #expect(
      document.repairs.count(where: { if case .pageNumber = $0.kind { true } else { false } }) == 2)
    #expect(document.repairs.contains(.init(.repeatedHeading(2), page: 2)))
  }

  /// The text of a cell over several rows stands in its middle, which may be on the next page.
  @Test func textsOfCellsOverTwoPagesStandWhereTheCellBegins() throws {
    func part(isSecond: Bool) -> PDFBuilder.Page {
      PDFBuilder.page {
        for x in [20.0, 80, 160, 240] { $0.line(x, 30, x, 70) }
        for y in [30.0, 70] { $0.line(20, y, 240, y) }
        $0.line(80, 50, 240, 50)
        if isSecond { $0.text("Group", 25, 44) }
        for (row, y) in [44.0, 64].enumerated() {
          $0.text("Item \(row + (isSecond ? 3 : 1))", 85, y)
          $0.text("\(row + 1).00", 170, y)
        }
      }
    }
    let document = try PDFBuilder.read(part(isSecond: false), part(isSecond: true))
    #expect(
      document.flows[0].lines.map(\.cells) == [
        ["Group", "Item 1", "1.00"], ["", "Item 2", "2.00"], ["", "Item 3", "1.00"],
        ["", "Item 4", "2.00"],
      ])
    #expect(document.repairs == [.init(.continuedCell("Group"), page: 2)])
  }

  @Test func rowsThatAPageDividesAreJoined() throws {
    func part(_ rows: [[String]]) -> PDFBuilder.Page {
      PDFBuilder.page {
        let ends = (0...rows.count).map { 30.0 + 20 * Double($0) }
        $0.grid(columns: [20, 90, 150], rows: ends)
        for (row, y) in zip(rows, ends) {
          $0.text(row[0], 22, y + 14)
          $0.text(row[1], 100, y + 14)
        }
      }
    }
    let document = try PDFBuilder.read(
      part([["One", "1.00"], ["A name as long", "2.00"]]),
      part([["as this", ""], ["Two", "3.00"]]))
    #expect(
      document.flows[0].lines.map(\.cells) == [
        ["One", "1.00"], ["A name as long as this", "2.00"], ["Two", "3.00"],
      ])
    #expect(document.repairs == [.init(.continuedCell("as this"), page: 2)])
    // A name with room behind it is whole, and what begins the next page a row of its own.
    let others = try PDFBuilder.read(
      part([["One", "1.00"], ["A name", "2.00"]]), part([["Two", ""]]))
    #expect(others.flows[0].lines.count == 3)
  }

  /// A sheet too wide for its page: the columns that did not fit, at the same height on the next.
  @Test(arguments: [true, false])
  func columnsOnTheNextPageAreJoined(_ areFigures: Bool) throws {
    let rows = stride(from: 50.0, through: 150, by: 20).map { $0 }
    let document = try PDFBuilder.read(
      PDFBuilder.page {
        $0.text("Title of it", 40, 30)
        $0.grid(columns: [40, 200, 340], rows: rows)
        for (index, name) in ["Name", "Tax", "Fees", "Fines", "All"].enumerated() {
          $0.text(name, 45, rows[index] + 14)
          $0.text(index == 0 ? "Total" : "\(index).50", 250, rows[index] + 14)
        }
      },
      PDFBuilder.page {
        $0.grid(columns: [40, 180], rows: rows)
        for index in 0..<5 {
          let figure = areFigures ? "\(index).25" : "Name"
          $0.text(index == 0 ? "Basic" : figure, 90, rows[index] + 14)
        }
      })
    let first = ["Name", "Total"] + (areFigures ? ["Basic"] : [])
    #expect(PDFBuilder.grid(document).first == first)
    #expect(PDFBuilder.grid(document).count == (areFigures ? 5 : 10))
    #expect(document.repairs.contains(.init(.columnsBeside(1), page: 2)) == areFigures)
    if areFigures { #expect(PDFBuilder.grid(document).last == ["All", "4.50", "4.25"]) }
  }

  /// The number of a form counts on from page to page as that of a page does.
  @Test func numbersOfFormsAreNoPageNumbers() throws {
    func part(_ number: Int) -> PDFBuilder.Page {
      PDFBuilder.page {
        $0.text("Form 0\(number)", 20, 20)
        $0.grid(columns: [20, 120, 200], rows: [30, 50])
        $0.text("Tax", 25, 44)
        $0.text("\(number).00", 130, 44)
        $0.text("\(number)", 190, 290)
      }
    }
    let document = try PDFBuilder.read(part(1), part(2))
    #expect(
      document.flows[0].lines.map(\.cells) == [
        ["Form 01"], ["Tax", "1.00"], ["Form 02"], ["Tax", "2.00"],
      ])
    #expect(
      document.repairs == [.init(.pageNumber("2"), page: 2), .init(.pageNumber("1"), page: 1)])
  }

  /// What heads and ends all pages stands between the parts of a table, and is no part of it.
  @Test func tablesGoOnUnderRunningHeads() throws {
    func part(_ label: String, isFirst: Bool = false) -> PDFBuilder.Page {
      PDFBuilder.page {
        $0.text("Accounts of the office", 100, 15)
        if isFirst { $0.text("Table of it", 100, 28) }
        $0.grid(columns: [20, 120, 200], rows: [30, 50])
        $0.text(label, 25, 44)
        $0.text("1.00", 130, 44)
        $0.text("Printed at the office", 100, 280)
      }
    }
    let document = try PDFBuilder.read(part("One", isFirst: true), part("Two"), part("Three"))
    let lines = document.flows[0].lines
    #expect(
      lines.map(\.text) == [
        "Accounts of the office", "Table of it", "One 1.00", "Two 1.00", "Three 1.00",
        "Printed at the office",
      ])
    #expect(lines.map(\.isRunning) == [true, false, false, false, false, true])
    #expect(document.flows[0].tables.map(\.parts.count) == [2])
    #expect(document.repairs.contains(.init(.repeatedHeading(1), page: 3)))
    #expect(document.repairs.contains(.init(.pageNumber("Printed at the office"), page: 2)))
  }

  /// Part of a heading may be repeated, and blanks in captions fall otherwise.
  @Test func headingsRepeatedInPartAreLeftOut() throws {
    func part(_ rows: [[String]]) -> PDFBuilder.Page {
      PDFBuilder.page {
        let ends = (0...rows.count).map { 30.0 + 20 * Double($0) }
        for y in ends { $0.line(20, y, 200, y) }
        for (row, y) in zip(rows, ends) {
          for x in row.count > 1 ? [20.0, 120, 200] : [20, 200] { $0.line(x, y, x, y + 20) }
          for (text, x) in zip(row, [25.0, 130]) { $0.text(text, x, y + 14) }
        }
      }
    }
    let document = try PDFBuilder.read(
      part([["Title"], ["Item", "Sum of it"], ["One", "1.00"]]),
      part([["Item", "Sum  of it"], ["Two", "2.00"]]))
    #expect(
      PDFBuilder.grid(document) == [
        ["Title", ""], ["Item", "Sum of it"], ["One", "1.00"], ["Two", "2.00"],
      ])
    #expect(document.pages[0].tables.map(\.parts) == [[.init(page: 2, repeatedRows: 1)]])
  }

  /// Other tables may have as many columns: those of other widths, and those with a heading of their own.
  @Test func otherTablesAreNotJoined() throws {
    func part(_ rows: [[String]], _ middle: Double = 120) -> PDFBuilder.Page {
      PDFBuilder.page {
        let ends = (0...rows.count).map { 30.0 + 20 * Double($0) }
        $0.grid(columns: [20, middle, 200], rows: ends)
        for (row, y) in zip(rows, ends) {
          $0.text(row[0], 25, y + 14)
          $0.text(row[1], middle + 5, y + 14)
        }
      }
    }
    let first = [["Item", "Sum"], ["One", "1.00"], ["Two", "2.00"]]
    let goesOn = try PDFBuilder.read(part(first), part([["Three", "3.00"]]))
    #expect(goesOn.flows[0].tables.count == 1)
    let wider = try PDFBuilder.read(part(first), part([["Three", "3.00"]], 80))
    #expect(wider.flows[0].tables.map(\.follows) == [nil, nil])
    let headed = try PDFBuilder.read(part(first), part([["Goods", "Price"], ["Pens", "3.00"]]))
    #expect(headed.flows[0].tables.map(\.follows) == [nil, 1])
    #expect(PDFBuilder.grid(headed).count == 5)
  }

  /// Figures go with the text that has the same cell over two pages.
  @Test func figuresOfCellsOverTwoPagesGoWithTheirText() throws {
    func part(isSecond: Bool) -> PDFBuilder.Page {
      PDFBuilder.page {
        for x in [20.0, 80, 140, 220] { $0.line(x, 30, x, 70) }
        for y in [30.0, 70] { $0.line(20, y, 220, y) }
        $0.line(140, 50, 220, 50)
        if isSecond {
          $0.text("Group", 25, 44)
          $0.text("123.456789", 82, 44)
        }
        for y in [44.0, 64] { $0.text("Item", 150, y) }
      }
    }
    let document = try PDFBuilder.read(part(isSecond: false), part(isSecond: true))
    #expect(
      PDFBuilder.grid(document) == [
        ["Group", "123.456789", "Item"], ["", "", "Item"], ["", "", "Item"], ["", "", "Item"],
      ])
  }
}
