/// Divides one connected problem into parts, as well as the work allows.
struct Solver {
  let target: Double
  var tolerance: Double
  let bearable: Double
  let compactness: Double
  var balanceCost: Double
  let changeCost: Double
  var steps: Int
  let continuing: () -> Bool

  struct Solution {
    var part: [Int]
    var score: PartitionScore
    var isOptimal: Bool
  }

  /// The tolerances that are asked for in place of a narrower one that cannot be kept: those that people ask for.
  private static let tolerances = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]

  /// The same with the next wider tolerance that is bearable. What a part at its end costs stays what it was.
  private var wider: Solver? {
    guard tolerance < bearable else { return nil }
    var wider = self
    wider.tolerance = min(bearable, Solver.tolerances.first { $0 > tolerance } ?? bearable)
    let ratio = tolerance / wider.tolerance
    wider.balanceCost *= ratio * ratio
    return wider
  }

  /// - Parameter count: of parts; at least one, not more than nodes, and not fewer than there are homes with a locked
  ///   node. Homes are numbers from 0; the part of that number carries the home on, as far as there are as many.
  func solve(_ problem: Problem, into count: Int, seed: UInt64) -> Solution {
    var rules = Rules(parts: count, target: target, tolerance: tolerance, bearable: bearable)
    rules.compactness = compactness
    rules.balanceCost = balanceCost
    rules.changeCost = changeCost
    if count == 1 {
      let part = [Int](repeating: 0, count: problem.count)
      return Solution(part: part, score: Division(problem, rules, part: part).score, isOptimal: true)
    }
    var spent = 0
    var found = searched(problem, rules, seed: seed, spent: &spent)
    if found.score.outside > 0, !found.isOptimal, let wider {
      // The whole of what asking for less would have answered, so that asking for more never gets less.
      let other = wider.solve(problem, into: count, seed: seed)
      let score = Division(problem, rules, part: other.part).score
      if score.clearlyBeats(found.score) { found = Solution(part: other.part, score: score, isOptimal: false) }
      found = proved(found, of: problem, rules, spent: spent)
    }
    guard found.score.outside > 0, !found.isOptimal else { return found }
    return mended(found, of: problem, rules, work: min(spent, steps - spent), seed: ~seed)
  }

  /// The best of some divisions, each searched for anew.
  func searched(_ problem: Problem, _ rules: Rules, seed: UInt64, spent: inout Int) -> Solution {
    var random = SplitMix64(seed: seed)
    let isSmall = problem.count <= ExactSearch.mostNodes
    var effort = Effort()
    // What can be proved need not be searched for long before.
    effort.length = isSmall ? 0 : 1
    var best = searchedOnce(problem, rules, effort, random: &random, spent: &spent)
    best = proved(best, of: problem, rules, spent: spent)
    // A large graph offers enough places to choose from in one search; a small one is searched anew, by turns less and
    // more firmly, and where most of the work is still to be had, four times as long.
    let isLarge = problem.count >= 3_000
    effort.length = 1
    var stale = 0
    while !isLarge, !best.isOptimal, spent < steps, continuing() {
      if stale == 3 {
        guard spent <= steps / 32 else { break }
        effort.length *= 4
        stale = 0
      }
      effort.isFirm.toggle()
      let next = searchedOnce(problem, rules, effort, random: &random, spent: &spent)
      if next.score.clearlyBeats(best.score) {
        best = next
        stale = 0
      } else {
        stale += 1
      }
    }
    return best
  }

  /// The same or a better division of a small graph, and whether that is proved.
  private func proved(_ found: Solution, of problem: Problem, _ rules: Rules, spent: Int) -> Solution {
    guard problem.count <= ExactSearch.mostNodes, !found.isOptimal, continuing() else { return found }
    var exact = ExactSearch(problem, rules, incumbent: found, limit: (steps - spent) / 32)
    return exact.solved()
  }

  /// How a division is searched for.
  private struct Effort {
    /// How many times as long as usual; 0: without annealing.
    var length = 1
    /// Whether balance is held to from the start.
    var isFirm = true
  }

  /// One division and what a search makes of it.
  private func searchedOnce(
    _ problem: Problem, _ rules: Rules, _ effort: Effort, random: inout SplitMix64, spent: inout Int
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
    let limit = effort.length == 0 ? problem.count * 500 : max(problem.count * 50, steps - spent)
    var search = LocalSearch(
      Division(problem, rules, part: start), limit: limit,
      random: SplitMix64(seed: random.next()), continuing: continuing)
    search.run()
    spent += search.division.work
    let found = Solution(part: search.division.part, score: search.division.score, isOptimal: false)
    return annealed(search, found, effort, random: &random, spent: &spent)
  }

  /// A division that costs less, if annealing finds one; moves enough that each node of a border is tried often.
  private func annealed(
    _ search: LocalSearch, _ found: Solution, _ effort: Effort, random: inout SplitMix64, spent: inout Int
  ) -> Solution {
    let graph = search.division.graph
    let moves = min(effort.length * max(graph.count * 1_600, 200_000), (steps - spent) / 4)
    guard moves > graph.count, continuing(), !graph.edgeWeights.isEmpty else { return found }
    var division = search.division
    division.work = 0
    var annealing = Annealing(division, random: SplitMix64(seed: random.next()))
    let mean = graph.edgeWeights.reduce(0, +) / Double(graph.edgeWeights.count)
    annealing.run(moves: moves, warmth: mean, firmness: effort.isFirm ? 2 : 1, continuing: continuing)
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
