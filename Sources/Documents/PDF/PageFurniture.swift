/// What stands at the edges of pages and is of no text: page numbers, and lines that are the same on many
/// pages.
struct PageFurniture {
  typealias Block = PageAssembly.Block

  private(set) var repairs: [Document.Repair] = []
  /// For each page, the lines at its upper and its lower edge that many pages have.
  private var above: [[Block]] = []
  private var below: [[Block]] = []

  /// Fewer pages may have the same line by chance, or a table's heading in common.
  private static let fewestPages = 3
  /// So many lines at most stand at an edge.
  private static let mostLines = 3

  /// Takes page numbers out, and lines that many pages have, to give these back.
  mutating func take(from pages: inout [[Block]]) {
    takePageNumbers(&pages)
    let common = PageFurniture.common(pages)
    func isCommon(_ block: Block) -> Bool {
      guard case .text(let row) = block, let tops = common[row.text] else { return false }
      return tops.count { abs($0 - row.top) < 3 } >= PageFurniture.fewestPages
    }
    for page in pages.indices {
      let first = pages[page].prefix(PageFurniture.mostLines).prefix(while: isCommon).count
      let rest = pages[page].dropFirst(first)
      let last = rest.suffix(PageFurniture.mostLines).reversed().prefix(while: isCommon).count
      above.append(PageFurniture.running(pages[page].prefix(first)))
      below.append(PageFurniture.running(rest.suffix(last)))
      pages[page] = Array(rest.dropLast(last))
    }
  }

  /// How many lines that other pages have stood above what is on a page.
  func countAbove(_ page: Int) -> Int { above[page].count }

  /// Gives lines back, but for those between the parts of a table.
  mutating func giveBack(to pages: inout [[Block]]) {
    func goesOn(_ page: Int) -> Bool {
      guard page < pages.count, case .grid(let grid)? = pages[page].first else { return false }
      return grid.isContinued
    }
    for page in pages.indices where !goesOn(page + 1) { pages[page] += below[page] }
    for page in pages.indices.reversed() {
      if !goesOn(page) {
        pages[page] = above[page] + pages[page]
      } else {
        for case .text(let row) in below[page - 1] {
          repairs.append(Document.Repair(.pageNumber(row.text), page: page))
        }
      }
    }
  }

  /// The places of the lines near the edges of pages, by what they say.
  private static func common(_ pages: [[Block]]) -> [String: [Double]] {
    var tops: [String: [Double]] = [:]
    for blocks in pages {
      let lead = blocks.prefix(mostLines)
      for case .text(let row) in lead + blocks.dropFirst(lead.count).suffix(mostLines) {
        tops[row.text, default: []].append(row.top)
      }
    }
    return tops.filter { $0.value.count >= fewestPages }
  }

  private static func running(_ blocks: some Sequence<Block>) -> [Block] {
    blocks.map { block in
      guard case .text(var row) = block else { return block }
      row.isRunning = true
      return .text(row)
    }
  }

  // MARK: Page numbers

  /// Takes out first and last lines that are the same on two pages but for their digits.
  private mutating func takePageNumbers(_ pages: inout [[Block]]) {
    var shapes: [String: [(page: Int, block: Int)]] = [:]
    for (page, blocks) in pages.enumerated() {
      for block in Set([0, blocks.count - 1]) where blocks.indices.contains(block) {
        guard case .text(let row) = blocks[block], let shape = shape(row.text) else { continue }
        shapes[shape, default: []].append((page, block))
      }
    }
    var taken: [(page: Int, block: Int)] = []
    for places in shapes.values where Set(places.map(\.page)).count > 1 { taken += places }
    for place in taken.sorted(by: { ($0.page, $0.block) > ($1.page, $1.block) }) {
      if case .text(let row) = pages[place.page].remove(at: place.block) {
        repairs.append(Document.Repair(.pageNumber(row.text), page: place.page + 1))
      }
    }
  }

  /// A line of a number that counts pages and little else, without its digits; nil for any other line:
  /// years are numbers too, and the numbers of forms stand beside the word for a form.
  private func shape(_ text: String) -> String? {
    let digits = text.filter { $0.isASCII && $0.isNumber }
    let first = text.drop { !($0.isASCII && $0.isNumber) }.prefix { $0.isASCII && $0.isNumber }
    let rest = text.filter { !$0.isWhitespace && !($0.isASCII && $0.isNumber) }
    // The words before and after the number of a page, and before that of all.
    let words = "\u{7B2C}\u{9875}\u{5171}"
    guard (1...8).contains(digits.count), first.count < 4, rest.count <= 4,
      rest.allSatisfy({ !$0.isLetter || words.contains($0) })
    else { return nil }
    return rest
  }
}
