import Documents
import FiscalModel

/// Page numbers among the lines of a text, which stand between the rows of a table that goes on over a page.
enum PageNumbers {
  /// The flows of a document without the page numbers that stand between the rows of a table which goes
  /// on over a page, and those numbers: `— 17 —`, or bare ones that count the pages of the text.
  static func without(_ document: Document) -> (flows: [Page], numbers: [Line]) {
    guard document.form == .spacedText || document.form == .tabbedText else {
      return (document.flows, [])
    }
    var numbers: [Line] = []
    let flows = document.flows.map { flow in
      var flow = flow
      let counting = count(in: flow)
      flow.lines.removeAll { line in
        if counting.contains(line.number) {
          numbers.append(line)
          return true
        }
        guard let first = line.cells.first?.unicodeScalars.first, first == "—" || first == "-"
        else {
          return false
        }
        let text = line.text.squeezed
        let inner = text.drop { $0 == "—" || $0 == "-" }
        let digits = inner.prefix { $0.isASCII && $0.isNumber }
        let rest = inner.dropFirst(digits.count)
        guard inner.count < text.count, (1...4).contains(digits.count), !rest.isEmpty,
          rest.allSatisfy({ $0 == "—" || $0 == "-" })
        else { return false }
        numbers.append(line)
        return true
      }
      return flow
    }
    return (flows, numbers)
  }

  /// The lines of bare page numbers: each alone on its line and one more than the last, with a page's lines
  /// between them, through most of the document. Fewer than three may be anything.
  private static func count(in flow: Page) -> Set<Int> {
    var runs: [[Int]] = []
    // The last run that a number would go on.
    var goingOn: [Int: Int] = [:]
    for (index, line) in flow.lines.enumerated() {
      let filled = line.cells.filter { !$0.isEmpty }
      guard filled.count == 1, filled[0].utf8.count <= 4, let number = Int(filled[0].squeezed),
        number > 0
      else { continue }
      if let run = goingOn.removeValue(forKey: number),
        index - (runs[run].last ?? 0) >= shortestPage
      {
        runs[run].append(index)
        goingOn[number + 1] = run
      } else {
        goingOn[number + 1] = runs.count
        runs.append([index])
      }
    }
    let longest = runs.max { $0.count < $1.count } ?? []
    // The rows of a table may be numbered alike, but not from one end of the document to the other.
    guard longest.count >= 3, let first = longest.first, let last = longest.last,
      (last - first) * 2 > flow.lines.count
    else { return [] }
    return Set(longest.map { flow.lines[$0].number })
  }

  /// No page has fewer lines.
  private static let shortestPage = 12
}
