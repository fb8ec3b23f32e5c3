import Documents
import FiscalModel
import FiscalSchema

/// Where the labels of a form stand among its fragments.
struct FormAnchors {
  /// A label that was found.
  struct Anchor {
    /// The index among the layout's parts.
    var part: Int
    /// The fragments of the label.
    var range: Range<Int>
    /// The label as printed.
    var label: String
  }

  private let layout: Layout
  private var parts: [(part: Layout.Part, group: Int?, block: Int)] { layout.parts }
  /// The labels of each part by which it is known.
  private let labels: [[LabelPattern]]
  /// How many characters the longest label of each part has, numbers and years aside.
  private let longest: [Int]
  private let starts: Set<Character>
  /// The same as they are printed; empty where they may be printed in more than one way.
  private let firstScalars: ScalarSet

  init(layout: Layout) {
    self.layout = layout
    labels = layout.parts.map { part, _, _ in
      switch part {
      case .field(let field): field.labels
      case .matrix(let table):
        // A table without a label is known by its captions.
        table.labels.isEmpty
          ? [LabelPattern(table.columns.map { $0.captions[0].text }.joined())] : table.labels
      }
    }
    longest = labels.map { $0.map { $0.literals.count }.max() ?? 0 }
    starts = Set(labels.joined().compactMap { $0.literals.first })
    let scalars = Set(starts.compactMap { $0.unicodeScalars.first })
    firstScalars = ScalarSet(scalars.allSatisfy { $0.isHan } ? scalars : [])
  }

  /// Whether a part is known by its captions, which are then not its label.
  private func isCaptioned(_ part: Int) -> Bool {
    if case .matrix(let table) = parts[part].part { return table.labels.isEmpty }
    return false
  }

  /// The chain of labels that explains most of the print.
  ///
  /// A label is more than its words: a line of a long text may be one by chance. Of all chains the one
  /// counts that finds the most and longest labels in the layout's order; going back costs, but for
  /// the blocks that are printed once for each goal.
  /// - Complexity: linear in the fragments, times the number of labels.
  func chain(_ fragments: [FormFragment], isGrid: Bool) -> [Anchor] {
    let found = withoutCaptions(candidates(fragments, isGrid: isGrid), fragments, isGrid: isGrid)
    var best: [(score: Double, last: Int)?] = Array(repeating: nil, count: parts.count)
    var scores: [Double] = []
    var previous: [Int?] = []
    // Candidates whose labels have ended, in the order in which they end.
    let byEnd = found.indices.sorted { found[$0].range.upperBound < found[$1].range.upperBound }
    var ended = 0
    for anchor in found {
      while ended < byEnd.count, found[byEnd[ended]].range.upperBound <= anchor.range.lowerBound {
        let other = byEnd[ended]
        let part = found[other].part
        if scores[other] > best[part]?.score ?? -.infinity { best[part] = (scores[other], other) }
        ended += 1
      }
      let length = Double(min(anchor.label.count, 12))
      var score = 1 + length / 2 - 0.1 * Double(anchor.part)
      var from: Int?
      for (part, entry) in best.enumerated() {
        guard let entry else { continue }
        let total = entry.score + 1 + length / 2 - step(from: part, to: anchor.part)
        if total > score {
          score = total
          from = entry.last
        }
      }
      scores.append(score)
      previous.append(from)
    }
    var chain: [Anchor] = []
    var next = scores.indices.max { scores[$0] < scores[$1] }
    while let index = next {
      chain.append(found[index])
      next = previous[index]
    }
    return chain.reversed()
  }

  /// The candidates that are not captions of the table whose label stands before them.
  private func withoutCaptions(
    _ found: [Anchor], _ fragments: [FormFragment], isGrid: Bool
  ) -> [Anchor] {
    var captions: Set<Int> = []
    for anchor in found where !isCaptioned(anchor.part) {
      guard case .matrix(let table) = parts[anchor.part].part else { continue }
      let start = anchor.range.upperBound
      let header = FormHeader(fragments[start...], table, isGrid: isGrid)
      captions.formUnion(start..<start + header.length)
    }
    return found.filter { !captions.contains($0.range.lowerBound) }
  }

  private func step(from: Int, to: Int) -> Double {
    if to > from { return 0.1 * Double(to - from - 1) }
    guard let group = parts[from].group, group == parts[to].group else { return 6 }
    // The next goal begins with the first block of the group.
    let first = parts.firstIndex { $0.group == group } ?? to
    return to == from ? 0.5 : 0.1 * Double(to - first)
  }

  private func candidates(_ fragments: [FormFragment], isGrid: Bool) -> [Anchor] {
    var found: [Anchor] = []
    for start in fragments.indices {
      guard let first = fragments[start].folded.first, starts.contains(first) else { continue }
      for (part, patterns) in labels.enumerated() {
        let patterns = patterns.filter { $0.opening == nil || $0.opening == first }
        guard !patterns.isEmpty else { continue }
        var text: [Character] = []
        var match: Int?
        var end = start
        let captioned = isCaptioned(part)
        while end < fragments.count, end - start < (captioned ? 40 : 14) {
          if end > start {
            let before = fragments[end].before
            // A label that wraps may do so where a page ends; captions begin anew on the next one.
            if before == .rowPage || before == .page && captioned { break }
            if isGrid && !captioned || captioned && before == .row { break }
          }
          text += fragments[end].folded
          guard text.count <= longest[part] + 16 else { break }
          end += 1
          if patterns.contains(where: { $0.matches(text) }) { match = end }
        }
        guard let match else { continue }
        found.append(
          Anchor(
            part: part, range: start..<match,
            label: fragments[start..<match].map(\.text).joined().squeezed))
      }
    }
    return found
  }

  /// Whether a line may hold the beginning of a label, which nearly no line of another table does.
  func mayBegin(_ line: Line) -> Bool {
    firstScalars.isEmpty
      || line.cells.contains { firstScalars.intersects($0) }
  }

  /// How many of the labels stand in the first lines of a text, up to a number.
  func evidence(_ fragments: [FormFragment], isGrid: Bool) -> Int {
    Set(candidates(fragments, isGrid: isGrid).map(\.part)).count
  }

  /// Whether a part, once found, has used up its captions.
  func hasTakenCaptions(_ anchor: Anchor) -> Bool { isCaptioned(anchor.part) }
}
