/// The cheapest way through one or two sequences, a step at a time: how they are laid over one another, or
/// how one is divided.
///
/// What may be done at a place, and what each step costs, says who asks; every step has its name:
///
///     let way = Alignment<Step>(cells.count, columns.count) { cell, column, steps in
///       steps.offer(.take, cost: distance(cell, column), first: 1, second: 1)
///       steps.offer(.skip, cost: 0, second: 1)
///     }
package struct Alignment<Step> {
  /// A step with the places where it begins and ends.
  package struct Move {
    /// What is done.
    package let step: Step
    /// The elements of the first sequence that it takes.
    package let first: Range<Int>
    /// The elements of the second sequence that it takes.
    package let second: Range<Int>

    @usableFromInline init(step: Step, first: Range<Int>, second: Range<Int>) {
      self.step = step
      self.first = first
      self.second = second
    }
  }

  /// The steps, in order.
  package let moves: [Move]
  /// What they cost together.
  package let cost: Double

  /// The steps from a place on, the cheapest of which is kept; of two that cost the same, the one that was
  /// offered first.
  package struct Offers {
    @usableFromInline let firstCount: Int
    @usableFromInline let secondCount: Int
    @usableFromInline var first = 0
    @usableFromInline var second = 0
    @usableFromInline var best: (step: Step, first: Int, second: Int)?
    @usableFromInline var least = Double.infinity
    /// What the rest costs from each place on.
    @usableFromInline var costs: [Double]

    @inlinable init(_ first: Int, _ second: Int) {
      (firstCount, secondCount) = (first, second)
      costs = Array(repeating: .infinity, count: (first + 1) * (second + 1))
      costs[costs.count - 1] = 0
    }

    /// Offers a step that takes so many elements of each sequence, at least one of either.
    @inlinable
    package mutating func offer(_ step: Step, cost: Double, first: Int = 0, second: Int = 0) {
      let (nextFirst, nextSecond) = (self.first + first, self.second + second)
      guard first + second > 0, nextFirst <= firstCount, nextSecond <= secondCount else { return }
      let all = cost + costs[nextFirst * (secondCount + 1) + nextSecond]
      guard all < least else { return }
      least = all
      best = (step, first, second)
    }
  }

  /// Finds the cheapest way from the beginning of both sequences to the end of both; nil where there is
  /// none.
  ///
  /// - Parameters:
  ///   - first: how many elements the first sequence has.
  ///   - second: how many the second one has; 0 where one sequence is divided.
  ///   - offers: offers the steps that may be taken where so many elements of each were taken.
  /// - Complexity: O(*first* × *second*), times what the steps offered at a place cost.
  @inlinable
  package init?(
    _ first: Int, _ second: Int = 0,
    offers: (_ first: Int, _ second: Int, _ steps: inout Offers) -> Void
  ) {
    var steps = Offers(first, second)
    var kept = [(step: Step, first: Int, second: Int)?](
      repeating: nil, count: steps.costs.count)
    for i in (0...first).reversed() {
      for j in (0...second).reversed() where i < first || j < second {
        (steps.first, steps.second, steps.best, steps.least) = (i, j, nil, .infinity)
        offers(i, j, &steps)
        let place = i * (second + 1) + j
        steps.costs[place] = steps.least
        kept[place] = steps.best
      }
    }
    var moves: [Move] = []
    var (i, j) = (0, 0)
    while i < first || j < second {
      guard let (step, m, n) = kept[i * (second + 1) + j] else { return nil }
      moves.append(Move(step: step, first: i..<i + m, second: j..<j + n))
      (i, j) = (i + m, j + n)
    }
    self.moves = moves
    cost = steps.costs[0]
  }
}
