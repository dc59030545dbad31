/// Divides one connected problem into parts, as well as the work allows.
struct Solver {
  let target: Double
  let tolerance: Double
  let compactness: Double
  let balanceCost: Double
  let changeCost: Double
  let steps: Int
  let continuing: () -> Bool

  struct Solution {
    var part: [Int]
    var score: PartitionScore
    var isOptimal: Bool
  }

  /// - Parameter count: of parts; at least one, not more than nodes, and not fewer than there are homes with a locked
  ///   node. Homes are numbers from 0; the part of that number carries the home on, as far as there are as many.
  func solve(_ problem: Problem, into count: Int, seed: UInt64) -> Solution {
    var rules = Rules(parts: count, target: target, tolerance: tolerance)
    rules.compactness = compactness
    rules.balanceCost = balanceCost
    rules.changeCost = changeCost
    if count == 1 {
      let part = [Int](repeating: 0, count: problem.count)
      return Solution(part: part, score: Division(problem, rules, part: part).score, isOptimal: true)
    }
    var random = SplitMix64(seed: seed)
    var spent = 0
    var best = searched(problem, rules, random: &random, spent: &spent)
    if problem.count <= ExactSearch.mostNodes, continuing() {
      var exact = ExactSearch(problem, rules, incumbent: best, limit: (steps - spent) / 32)
      best = exact.solved()
    }
    // A large graph offers enough places to choose from in one search; a small one is searched anew.
    var stale = problem.count < 3_000 && !best.isOptimal ? 0 : 3
    while stale < 3, spent < steps, continuing() {
      let next = searched(problem, rules, random: &random, spent: &spent)
      if next.score.clearlyBeats(best.score) {
        best = next
        stale = 0
      } else {
        stale += 1
      }
    }
    return best
  }

  /// One division and what a search makes of it.
  private func searched(
    _ problem: Problem, _ rules: Rules, random: inout SplitMix64, spent: inout Int
  ) -> Solution {
    let start: [Int]
    if !problem.homes.isEmpty {
      start = Start.fromToday(problem, into: rules.aims.count, rules, random: &random)
    } else {
      let (part, work) = RecursiveBisection.divide(
        problem, into: rules.aims.count, target: target, tolerance: tolerance, random: &random)
      spent += work
      start = part
    }
    // What can be proved need not be searched for long.
    let isSmall = problem.count <= ExactSearch.mostNodes
    let limit = isSmall ? problem.count * 500 : max(problem.count * 50, steps - spent)
    var search = LocalSearch(
      Division(problem, rules, part: start), limit: limit,
      random: SplitMix64(seed: random.next()), continuing: continuing)
    search.run()
    spent += search.division.work
    let found = Solution(part: search.division.part, score: search.division.score, isOptimal: false)
    if isSmall { return found }
    return annealed(search, found, random: &random, spent: &spent)
  }

  /// A division that costs less, if annealing finds one; moves enough that each node of a border is tried often.
  private func annealed(
    _ search: LocalSearch, _ found: Solution, random: inout SplitMix64, spent: inout Int
  ) -> Solution {
    let graph = search.division.graph
    let moves = min(max(graph.count * 1_600, 200_000), (steps - spent) / 4)
    guard moves > graph.count, continuing(), !graph.edgeWeights.isEmpty else { return found }
    var division = search.division
    division.work = 0
    var annealing = Annealing(division, random: SplitMix64(seed: random.next()))
    let mean = graph.edgeWeights.reduce(0, +) / Double(graph.edgeWeights.count)
    annealing.run(moves: moves, warmth: mean, continuing: continuing)
    var polish = LocalSearch(
      annealing.division, limit: annealing.division.work + max(0, steps - spent) / 2,
      random: SplitMix64(seed: random.next()), continuing: continuing)
    polish.run()
    spent += polish.division.work
    let score = polish.division.score
    return score.clearlyBeats(found.score)
      ? Solution(part: polish.division.part, score: score, isOptimal: false) : found
  }
}
