import Testing

@testable import Documents

struct AlignmentTests {
  private enum Step { case same, left, right }

  /// The least number of letters to take out of either word so that the same are left.
  private func align(_ a: String, _ b: String) -> Alignment<Step>? {
    let (a, b) = (Array(a), Array(b))
    return Alignment(a.count, b.count) { i, j, steps in
      if i < a.count, j < b.count, a[i] == b[j] {
        steps.offer(.same, cost: 0, first: 1, second: 1)
      }
      steps.offer(.left, cost: 1, first: 1)
      steps.offer(.right, cost: 1, second: 1)
    }
  }

  @Test(arguments: [
    ("", "", 0.0), ("a", "", 1), ("abc", "abc", 0), ("abcd", "bd", 2), ("kitten", "sitting", 5),
  ])
  func sequencesAreLaidOverOneAnother(_ a: String, _ b: String, _ cost: Double) throws {
    let way = try #require(align(a, b))
    #expect(way.cost == cost)
    let same = way.moves.filter { $0.step == .same }
    #expect(
      same.map { Array(a)[$0.first.lowerBound] } == same.map { Array(b)[$0.second.lowerBound] })
    #expect(way.moves.reduce(0) { $0 + $1.first.count } == a.count)
    #expect(way.moves.reduce(0) { $0 + $1.second.count } == b.count)
  }

  /// Pieces of one or three cost the same: the fewest are taken.
  @Test func sequencesAreDivided() throws {
    let way = try #require(
      Alignment<Int>(7) { _, _, steps in
        for count in [1, 3] { steps.offer(count, cost: 1, first: count) }
      })
    #expect(way.cost == 3)
    #expect(way.moves.map(\.first.count).sorted() == [1, 3, 3])
  }

  @Test func ofEqualWaysTheFirstIsTaken() throws {
    let way = try #require(
      Alignment<String>(1) { _, _, steps in
        steps.offer("first", cost: 1, first: 1)
        steps.offer("second", cost: 1, first: 1)
      })
    #expect(way.moves.map(\.step) == ["first"])
  }

  @Test func whereNoWayLeadsThereIsNone() {
    #expect(Alignment<Int>(3) { _, _, steps in steps.offer(2, cost: 0, first: 2) } == nil)
  }
}
