/// The best division of a small graph, proved: branch and bound over connected parts.
///
/// The part of the first free node is grown node by node, each time with a neighbour and without it, so that each
/// connected set is met once; what is left is divided in the same way. A branch is given up as soon as what is certain of
/// it (parts that are too heavy or can no longer become heavy enough, pieces that are cut off, edges that are cut) is no
/// better than the best division known: Land & Doig (1960), with the divisions of the local search as a first bound.
struct ExactSearch {
  /// Sets of nodes are bits of a word.
  static let mostNodes = 64
  /// Above so many parts today's parts are not matched to new ones exactly.
  static let mostMatched = 10

  private let problem: Problem
  let rules: Rules
  let count: Int
  let aim: Double
  /// The nodes in an order that goes through the graph from one end, and all tables in that order.
  private let order: [Int]
  let weights: [Double]
  private let adjacent: [UInt64]
  private let edges: [[(node: Int, weight: Double)]]
  let homes: [Int]
  let lockedTo: [UInt64]
  private let hasHomes: Bool
  private var best: Solver.Solution
  private var parts: [UInt64] = []
  private var visits: Int
  private var isBroken = false

  /// - Parameter limit: of branches; where they do not suffice, the best that was met is the answer, without proof.
  init(_ problem: Problem, _ rules: Rules, incumbent: Solver.Solution, limit: Int) {
    self.problem = problem
    self.rules = rules
    count = rules.aims.count
    aim = rules.aims[0]
    best = incumbent
    visits = limit
    let graph = problem.graph
    order = graph.breadthOrder
    var number = [Int](repeating: 0, count: graph.count)
    for (new, node) in order.enumerated() { number[node] = new }
    weights = order.map { graph.nodeWeights[$0] }
    edges = order.map { node in graph.row(node).map { (number[graph.neighbours[$0]], graph.edgeWeights[$0]) } }
    adjacent = edges.map { $0.reduce(0) { $0 | ExactSearch.bit($1.node) } }
    hasHomes = !problem.homes.isEmpty
    homes = problem.homes.isEmpty ? [] : order.map { problem.homes[$0] }
    var lockedTo = [UInt64](repeating: 0, count: problem.locked.isEmpty ? 0 : rules.aims.count)
    for node in problem.locked.indices where problem.locked[node] {
      lockedTo[problem.homes[node]] |= ExactSearch.bit(number[node])
    }
    self.lockedTo = lockedTo
  }

  /// The best division, and whether that is proved.
  mutating func solved() -> Solver.Solution {
    guard !hasHomes || count <= ExactSearch.mostMatched else { return best }
    let all = problem.count == 64 ? UInt64.max : Self.bit(problem.count) - 1
    divide(all, count, PartitionScore())
    best.isOptimal = !isBroken
    return best
  }

  /// - Parameter partial: what is certain of the parts that are finished.
  private mutating func divide(_ rest: UInt64, _ left: Int, _ partial: PartitionScore) {
    if left == 1 {
      guard flood(rest & (~rest + 1), rest) == rest, keepsLocks(rest), let whole = closing(rest, 0, partial) else {
        return
      }
      parts.append(rest)
      finish(whole)
      parts.removeLast()
      return
    }
    let root = rest.trailingZeroBitCount
    grow(Self.bit(root), 0, rest, left, weights[root], 0, adjacent[root], partial)
  }

  /// - Parameters:
  ///   - inside: the part as far as it has grown; `barred`: nodes that it shall not have.
  ///   - border: the weight of the edges between the two.
  private mutating func grow(
    _ inside: UInt64, _ barred: UInt64, _ rest: UInt64, _ left: Int, _ weight: Double, _ border: Double,
    _ reach: UInt64, _ partial: PartitionScore
  ) {
    visits -= 1
    if visits < 0 { isBroken = true }
    if isBroken { return }
    // What the part and what remains can still come to weigh.
    let most = total(flood(inside, rest & ~barred))
    let all = total(rest)
    let others = Double(left - 1)
    let grown = excess(from: weight, to: most)
    let remaining = excess(from: (all - most) / others, to: (all - weight) / others)
    var bound = partial
    bound.count(grown, isUnbearable: isUnbearable(grown))
    bound.count(remaining, isUnbearable: isUnbearable(remaining))
    bound.cost += border + (hasHomes ? leastChange(inside) : 0)
    guard bound.clearlyBeats(best.score) else { return }
    let candidates = reach & rest & ~inside & ~barred
    guard candidates != 0 else {
      close(inside, rest, left, partial)
      return
    }
    let node = candidates.trailingZeroBitCount
    let own = Self.bit(node)
    let outer = edges[node].reduce(0.0) { barred & Self.bit($1.node) != 0 ? $0 + $1.weight : $0 }
    if mayJoin(node, inside) {
      grow(inside | own, barred, rest, left, weight + weights[node], border + outer, reach | adjacent[node], partial)
    }
    let inner = edges[node].reduce(0.0) { inside & Self.bit($1.node) != 0 ? $0 + $1.weight : $0 }
    grow(inside, barred | own, rest, left, weight, border + inner, reach, partial)
  }

  private mutating func close(_ inside: UInt64, _ rest: UInt64, _ left: Int, _ partial: PartitionScore) {
    let remaining = rest & ~inside
    guard remaining.nonzeroBitCount >= left - 1, keepsLocks(inside), let next = closing(inside, remaining, partial)
    else { return }
    // Each piece needs a number of parts of its own.
    var bound = next
    var open = remaining
    var pieces = 0
    while open != 0 {
      let piece = flood(open & (~open + 1), open)
      open &= ~piece
      pieces += 1
      let least = leastExcess(total(piece))
      bound.count(least, isUnbearable: isUnbearable(least))
    }
    guard pieces <= left - 1, bound.clearlyBeats(best.score) else { return }
    parts.append(inside)
    divide(remaining, left - 1, next)
    parts.removeLast()
  }

  /// `partial` with one more part finished; `nil` where that is no better than the best.
  private func closing(_ inside: UInt64, _ remaining: UInt64, _ partial: PartitionScore) -> PartitionScore? {
    var next = partial
    let weight = total(inside)
    next.count(rules.excess(0, weight), isUnbearable: rules.isUnbearable(0, weight))
    var moments = Moments()
    let usesShape = rules.compactness > 0 && !problem.positions.isEmpty
    forEach(inside) { node in
      for edge in edges[node] where remaining & Self.bit(edge.node) != 0 { next.cost += edge.weight }
      if usesShape { moments = moments.adding(problem.positions[order[node]], 1) }
    }
    if usesShape { next.cost += rules.compactness * moments.radius }
    next.cost += rules.imbalance(0, weight)
    if hasHomes { next.cost += leastChange(inside) }
    return next.clearlyBeats(best.score) ? next : nil
  }

  /// All parts are there: they are matched to today's, and kept if they are better than the best.
  private mutating func finish(_ partial: PartitionScore) {
    var score = partial
    var labels = Array(0..<count)
    if hasHomes {
      let kept = parts.map { self.kept($0) }
      labels = HomeMatching.labels(kept: kept)
      score.cost += rules.changeCost * parts.indices.reduce(0.0) { $0 + (kept[$1].max() ?? 0) - kept[$1][labels[$1]] }
    }
    guard score.clearlyBeats(best.score) else { return }
    best.score = score
    for (part, nodes) in parts.enumerated() { forEach(nodes) { best.part[order[$0]] = labels[part] } }
  }

  @inline(__always) static func bit(_ node: Int) -> UInt64 { 1 << UInt64(node) }

  private func flood(_ seed: UInt64, _ within: UInt64) -> UInt64 {
    var all = seed
    var fresh = seed
    while fresh != 0 {
      let node = fresh.trailingZeroBitCount
      fresh &= fresh - 1
      let new = adjacent[node] & within & ~all
      all |= new
      fresh |= new
    }
    return all
  }

  private func total(_ set: UInt64) -> Double {
    var sum = 0.0
    forEach(set) { sum += weights[$0] }
    return sum
  }

  @inline(__always) func forEach(_ set: UInt64, _ body: (Int) -> Void) {
    var set = set
    while set != 0 {
      body(set.trailingZeroBitCount)
      set &= set - 1
    }
  }
}
