/// A first division into parts: into two, each of these into two, and so on.
///
/// Two sides are found on a small copy of the graph, by random spanning trees, and made better on every copy up to the
/// graph itself. Each side gets its share of the weight, and as many nodes as parts are still to come of it.
struct RecursiveBisection {
  private let target: Double
  private let tolerance: Double
  private var random: SplitMix64
  private(set) var work = 0
  private var part: [Int]
  private var made = 0

  /// - Parameter count: of parts; not more than the problem has nodes.
  static func divide(
    _ problem: Problem, into count: Int, target: Double, tolerance: Double, random: inout SplitMix64
  ) -> (part: [Int], work: Int) {
    var bisection = RecursiveBisection(
      target: target, tolerance: tolerance, random: SplitMix64(seed: random.next()),
      part: Array(repeating: 0, count: problem.count))
    // Today's parts do not matter for a division from the ground up.
    var problem = problem
    problem.homes = []
    problem.locked = []
    bisection.divide(problem, Array(0..<problem.count), into: count)
    return (bisection.part, bisection.work)
  }

  private init(target: Double, tolerance: Double, random: SplitMix64, part: [Int]) {
    self.target = target
    self.tolerance = tolerance
    self.random = random
    self.part = part
  }

  private mutating func divide(_ problem: Problem, _ nodes: [Int], into count: Int) {
    if count == 1 {
      for node in nodes { part[node] = made }
      made += 1
      return
    }
    let (side, first) = bisect(problem, count)
    var numbers = [Int](repeating: -1, count: problem.count)
    for number in 0..<2 {
      let chosen = side.indices.filter { side[$0] == number }
      divide(
        problem.restricted(to: chosen, numbers: &numbers), chosen.map { nodes[$0] },
        into: number == 0 ? first : count - first)
    }
  }

  /// The side of each node, and how many parts are to come of side 0.
  private mutating func bisect(_ problem: Problem, _ count: Int) -> (side: [Int], first: Int) {
    let total = problem.graph.totalWeight
    let coarsening = Coarsening(problem, until: 80, most: max(total / 40, target / 4), random: &random)
    let smallest = coarsening.levels[coarsening.levels.count - 1]
    var best: (side: [Int], first: Int, balance: Division.Balance)?
    for _ in 0..<(problem.count > 400 ? 8 : 4) {
      let (side, first) = halves(smallest, count, total)
      var division = Division(smallest, rules(first, count, total), part: side)
      settle(&division)
      let balance = Division.Balance(strain: division.strain(isCounting: false), cost: division.score.cost)
      if best.map({ balance.clearlyBeats($0.balance) }) ?? true { best = (division.part, first, balance) }
    }
    guard let best else { preconditionFailure("there is always a tree") }
    let first = best.first
    var side = best.side
    for level in coarsening.maps.indices.reversed() {
      let map = coarsening.maps[level]
      let coarse = side
      side = map.map { coarse[$0] }
      var division = Division(coarsening.levels[level], rules(first, count, total), part: side)
      settle(&division)
      side = division.part
    }
    return (side, first)
  }

  private mutating func settle(_ division: inout Division) {
    var rounds = 8
    while rounds > 0, division.refine(0, 1, isCounting: false, random: &random) { rounds -= 1 }
    work += division.work
  }

  private func rules(_ first: Int, _ count: Int, _ total: Double) -> Rules {
    var rules = Rules(parts: 2, target: target, tolerance: tolerance)
    let share = total * Double(first) / Double(count)
    rules.aims = [share, total - share]
    // What is missed here is missed by all parts that come of a side, and by those between them again.
    let slack = target * tolerance / 4
    rules.slacks = [slack, slack]
    rules.limits = rules.slacks
    rules.leastSizes = [first, count - first]
    return rules
  }

  /// Two sides by the best edge of one tree: half of the parts on either, or where no edge allows that, the numbers that
  /// fit the weights best.
  private mutating func halves(_ problem: Problem, _ count: Int, _ total: Double) -> (side: [Int], first: Int) {
    var scratch = [Int](repeating: -1, count: problem.count)
    let tree = SpanningTree(Array(0..<problem.count), of: problem, scratch: &scratch, random: &random)
    work += problem.count
    let size = tree.sizes[0]
    var best = (place: 0, first: 0, miss: Double.infinity)
    for place in 1..<problem.count {
      let range = max(1, count - (size - tree.sizes[place]))...min(tree.sizes[place], count - 1)
      let fitting = Int((tree.weights[place] / max(total, .leastNormalMagnitude) * Double(count)).rounded())
      for first in [count / 2, count - count / 2, min(max(fitting, range.lowerBound), range.upperBound)]
      where range.contains(first) {
        var miss = (tree.weights[place] - total * Double(first) / Double(count)).magnitude / target
        // Lopsided halves only where there are no others.
        if first != count / 2, first != count - count / 2 { miss += Double(count) }
        if miss < best.miss { best = (place, first, miss) }
      }
    }
    var side = [Int](repeating: 1, count: problem.count)
    for node in tree.branch(best.place) { side[node] = 0 }
    return (side, best.first)
  }
}
