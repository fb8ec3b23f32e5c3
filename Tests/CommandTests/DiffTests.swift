import Foundation
import Spreadsheet
import Testing

/// `diff` run as a process: two documents, fact by fact.
struct DiffTests {
  private let program = ProgramRun()

  /// The budget, and one in which an item has one more, a total is printed with fewer decimals, and a row
  /// is another.
  private func pair(in folder: URL) throws -> [String] {
    let other = [
      ("2010302\t一般行政管理事务\t30.00\t\t30.00", "2010302\t一般行政管理事务\t31.00\t\t31.00"),
      ("\t合计\t90.00\t", "\t合计\t90.0\t"),
      ("2210201\t住房公积金", "2210202\t提租补贴"),
    ]
    return [
      try SmallBudget.file("a.txt", in: folder),
      try SmallBudget.file("b.txt", in: folder, replacing: other),
    ]
  }

  @Test func peopleAreToldWhatDiffers() throws {
    try program.inFolder { folder in
      let pair = try pair(in: folder)
      let result = try program.run(["diff"] + pair)
      #expect(result.status == 0 && result.error.isEmpty)
      let lines = result.output.split(separator: "\n").map(String.init)
      #expect(lines[0].hasPrefix("A  \(pair[0])  白鹭市档案馆  2025"))
      #expect(lines[1].hasPrefix("B  \(pair[1])  白鹭市档案馆  2025"))
      let changed = lines.filter { $0.hasPrefix("  changed") }
      #expect(changed.count == 2)
      for line in changed {
        #expect(line.contains("2010302") && line.contains("30.00 -> 31.00  +1.00  103.3%"))
        #expect(line.hasSuffix("1:10 | 1:10"))
      }
      #expect(lines.contains { $0.hasPrefix("  reprinted") && $0.contains("90.00 -> 90.0") })
      // What is blank on both sides is counted, not listed.
      for code in ["2210201", "2210202"] {
        #expect(lines.count { $0.contains(code) } == 2)
      }
      #expect(
        lines.last
          == "42 same, 1 reprinted, 0 rounding, 2 changed, 6 only in A, 6 only in B")
      #expect(!result.output.contains("  same"))
      let chinese = try program.run(["diff", "--lang", "zh"] + pair).output
      #expect(chinese.contains("  改变") && chinese.contains("+1.00"))
    }
  }

  @Test func whatIsTheSameIsListedWhereAsked() throws {
    try program.inFolder { folder in
      let pair = try pair(in: folder)
      let all = try program.run(["diff", "--all"] + pair).output
      #expect(all.split(separator: "\n").count { $0.hasPrefix("  same") } == 42)
      #expect(all.contains("40.00 -> 40.00"))
    }
  }

  @Test func theExitCodeSaysSoWhereAsked() throws {
    try program.inFolder { folder in
      let pair = try pair(in: folder)
      #expect(try program.run(["diff", "--exit-code"] + pair).status == 1)
      let same = try program.run(["diff", "--exit-code", pair[0], pair[0]])
      #expect(same.status == 0 && same.output.contains("51 same, 0 reprinted"))
      #expect(try program.run(["diff", pair[0], folder.path + "/nowhere.txt"]).status == 2)
      #expect(try program.run(["diff", pair[0]]).status == 64)
      #expect(try program.run(["diff", "--to", "pdf"] + pair).status == 64)
    }
  }

  @Test func machinesAreToldTheSame() throws {
    try program.inFolder { folder in
      let pair = try pair(in: folder)
      let json = try program.run(["diff", "--to", "json"] + pair)
      let root = try #require(
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      let counts = try #require(root["counts"] as? [String: Int])
      #expect(counts["same"] == 42 && counts["changed"] == 2 && counts["reprinted"] == 1)
      #expect(counts["removed"] == 6 && counts["added"] == 6 && counts["rounding"] == 0)
      let entries = try #require(root["entries"] as? [[String: Any]])
      let entry = try #require(
        entries.first { ($0["second"] as? [String: Any])?["amount"] as? String == "31.00" })
      #expect(entry["difference"] as? String == "1.00" && entry["percentage"] as? String == "103.3")
      let first = try #require(entry["first"] as? [String: Any])
      #expect(first["code"] as? String == "2010302" && first["amount"] as? String == "30.00")
      #expect(first["concept"] as? String == "expenditure.current-year")
      let book = folder.appendingPathComponent("diff.xlsx")
      #expect(try program.run(["diff"] + pair + ["-o", book.path]).status == 0)
      let sheet = try Workbook(xlsx: [UInt8](try Data(contentsOf: book))).sheets[0]
      let values = sheet.rows.flatMap { row in row.cells.map(\.cell.value) }
      #expect(values.contains(.text("2010302")) && values.contains(.number("31.00")))
      #expect(try program.run(["diff"] + pair + ["-o", book.path]).status == 2)
      #expect(try program.run(["diff", "--force"] + pair + ["-o", book.path]).status == 0)
    }
  }

  /// The same figures in another unit differ by nothing; a figure within the rounding of the other is
  /// said to be.
  @Test func unitsAndRoundingAreNoChange() throws {
    try program.inFolder { folder in
      let first = try SmallBudget.file("a.txt", in: folder)
      let yuan = folder.path + "/yuan.xlsx"
      #expect(try program.run(["convert", first, "--unit", "元", "-o", yuan, "-q"]).status == 0)
      let units = try program.run(["diff", "--exit-code", first, yuan]).output
      #expect(units.contains("0 changed, 0 only in A, 0 only in B"))
      let other = try SmallBudget.file(
        "b.txt", in: folder, replacing: [("行政运行\t40.00\t40.00", "行政运行\t40.00\t40.004")])
      let rounding = try program.run(["diff", first, other]).output
      #expect(rounding.contains("1 rounding, 0 changed"))
    }
  }

  @Test func oneOfThemMayComeThroughAPipe() throws {
    try program.inFolder { folder in
      let pair = try pair(in: folder)
      let result = try program.run(["diff", "-", pair[1]], input: Data(SmallBudget.text.utf8))
      #expect(result.status == 0 && result.output.contains("1 reprinted, 0 rounding, 2 changed"))
    }
  }
}
