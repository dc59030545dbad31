import SpatialPrimitives

/// Divides a graph into connected parts of about equal weight, at little cost.
///
/// The parts are as many as asked for, each connected and none empty. What decides, in this order: how few parts weigh
/// more or less than is bearable, how far the worst is beyond the tolerance, how few are beyond it, and what the partition
/// costs: the weights of the edges that are cut, the parts' radii, and what moves out of its part of today.
///
/// A first division comes of recursive bisection on ever smaller copies of the graph (multilevel: Karypis & Kumar 1998)
/// along random spanning trees, or of today's parts. Pairs of neighbouring parts are then made better, by moving nodes of
/// their border (Kernighan & Lin 1970, Fiduccia & Mattheyses 1982) and by dividing both together anew (recombination:
/// DeFord, Duchin & Solomon 2021); what is too much in one place is carried along chains of parts to where there is room
/// (ejection chains: Glover 1996); then single nodes move, and pairs of them change places, at random and ever more
/// choosily (simulated annealing: Kirkpatrick, Gelatt & Vecchi 1983); parts that are still outside are divided anew with
/// those around them (large neighbourhood search: Shaw 1998). No step leaves a part in pieces. Small graphs are settled by
/// branch and bound (Land & Doig 1960).
/// The task is that of Duque, Anselin & Rey, "The max-p-regions problem" (2012), with a given number of parts and
/// weights that are bounded on both sides.
///
/// ```swift
/// let streets = WeightedGraph(nodeWeights: [120, 80, 140, 160], edges: [(0, 1, 30), (1, 2, 80), (2, 3, 25)])
/// let outcome = partition(streets, PartitionRequest(parts: 2, target: 250, tolerance: 0.25))
/// // outcome.part == [0, 0, 1, 1], outcome.cut == 80, outcome.isOptimal
/// ```
///
/// - Parameter continuing: is asked between rounds; after it has said no, the best division that was found is the answer.
///   An answer is then repeatable only if what it says is.
/// - Complexity: bounded by `request.steps`; a graph without a good first division may need a few rounds more.
public func partition(
  _ graph: WeightedGraph, _ request: PartitionRequest, continuing: @escaping () -> Bool = { true }
) -> PartitionOutcome {
  var partitioner = Partitioner(graph, request)
  return partitioner.outcome(continuing)
}

struct Partitioner {
  let graph: WeightedGraph
  let request: PartitionRequest
  let grouping: Grouping
  /// The open groups, each one node.
  var problem: Problem
  /// The nodes of the graph that each group is made of.
  let membersOf: [[Int]]
  var obstacles: [Obstacle]
  /// The part of each node, and the part of today that each carries on.
  var part: [Int]
  var carriesOn: [Int?] = []

  init(_ graph: WeightedGraph, _ request: PartitionRequest) {
    precondition(request.target > 0 && request.tolerance >= 0, "the target is above zero, the tolerance not below")
    for count in [request.positions?.count, request.initial?.count, request.locked?.count].compactMap({ $0 }) {
      precondition(count == graph.count, "positions, parts of today and locks are given for every node")
    }
    self.graph = graph
    self.request = request
    grouping = Grouping(graph, request)
    obstacles = grouping.obstacles
    part = Array(repeating: -1, count: graph.count)
    let origin = request.positions?.first ?? Point(0, 0)
    let whole = Problem(
      graph: graph, sizes: Array(repeating: 1, count: graph.count),
      positions: (request.positions ?? []).map { Point($0.x - origin.x, $0.y - origin.y) },
      homes: request.initial ?? [],
      locked: request.initial.map { initial in
        (request.locked ?? []).enumerated().map { $1 && initial[$0] >= 0 }
      } ?? [])
    var problem = whole.contracted(grouping.group, groups: grouping.count)
    problem.sizes = Array(repeating: 1, count: grouping.count)
    self.problem = problem
    var membersOf = [[Int]](repeating: [], count: grouping.count)
    for (node, group) in grouping.group.enumerated() where group >= 0 { membersOf[group].append(node) }
    self.membersOf = membersOf
    unlockStrays()
  }

  /// A part goes on with one of its pieces; what is locked in another cannot stay.
  private mutating func unlockStrays() {
    guard problem.locked.contains(true) else { return }
    let pieces = HomePieces(problem, problem.homes)
    var parts: Set<Int> = []
    for node in problem.locked.indices where problem.isLocked(node) && !pieces.isKept(node) {
      problem.locked[node] = false
      parts.insert(problem.homes[node])
    }
    for part in parts.sorted() { obstacles.append(.lockedApart(part: part, pieces: pieces.count(part))) }
  }

  mutating func outcome(_ continuing: @escaping () -> Bool) -> PartitionOutcome {
    var isOptimal = true
    keepLockedParts()
    let components = problem.graph.components()
    var nodes = [[Int]](repeating: [], count: components.count)
    for (node, component) in components.of.enumerated() { nodes[component].append(node) }
    let known = nodes.map(component)
    let counts = apportion(known)
    var random = SplitMix64(seed: request.seed)
    var numbers = [Int](repeating: -1, count: problem.count)
    for (number, nodes) in nodes.enumerated() {
      tellOf(nodes, known[number])
      let share = Double(request.steps) * Double(nodes.count) / Double(max(1, problem.count))
      let solver = Solver(
        target: request.target, tolerance: request.tolerance, bearable: request.bearable ?? request.tolerance,
        compactness: request.compactness, balanceCost: request.balanceCost, changeCost: request.changeCost,
        steps: Int(share), continuing: continuing)
      let (local, labels) = today(problem.restricted(to: nodes, numbers: &numbers), into: counts[number])
      let solution = solver.solve(local, into: counts[number], seed: random.next())
      isOptimal = isOptimal && solution.isOptimal
      keep(solution, of: nodes, labels)
    }
    tellCount()
    return finished(isOptimal)
  }

  private mutating func keepLockedParts() {
    guard let initial = request.initial, !grouping.lockedParts.isEmpty else { return }
    var number: [Int: Int] = [:]
    for label in grouping.lockedParts {
      number[label] = carriesOn.count
      carriesOn.append(label)
    }
    for node in part.indices { part[node] = number[initial[node]] ?? -1 }
    let pieces = graph.pieces { part[$0] == part[$1] }.of
    var piecesOf = [Set<Int>](repeating: [], count: carriesOn.count)
    var weights = [Double](repeating: 0, count: carriesOn.count)
    for (node, part) in part.enumerated() where part >= 0 {
      piecesOf[part].insert(pieces[node])
      weights[part] += graph.nodeWeights[node]
    }
    for (part, label) in grouping.lockedParts.enumerated() {
      if piecesOf[part].count > 1 { obstacles.append(.lockedApart(part: label, pieces: piecesOf[part].count)) }
      if isOutside(weights[part]) {
        obstacles.append(
          .lockedOutside(part: label, weight: weights[part], least: request.least, most: request.most))
      }
    }
  }

  func isOutside(_ weight: Double) -> Bool {
    Rules(parts: 1, target: request.target, tolerance: request.tolerance).excess(0, weight) > 0
  }

  private func component(_ nodes: [Int]) -> Apportionment.Component {
    let weights = nodes.map { problem.graph.nodeWeights[$0] }
    let heavy = weights.filter { $0 > request.target && isOutside($0) }
    let held = Set(nodes.filter(problem.isLocked).map { problem.homes[$0] })
    return Apportionment.Component(
      weight: weights.reduce(0, +), heavyCount: heavy.count, heavyWeight: heavy.reduce(0, +),
      least: max(1, held.count), most: nodes.count)
  }

  private mutating func apportion(_ components: [Apportionment.Component]) -> [Int] {
    guard let asked = request.parts else { return Apportionment.byTarget(components, target: request.target) }
    return Apportionment.sharing(asked - carriesOn.count, among: components)
  }

  private mutating func tellCount() {
    guard let asked = request.parts else { return }
    let made = carriesOn.count
    if made > asked { obstacles.append(.tooFewParts(asked: asked, made: made)) }
    if made < asked { obstacles.append(.tooManyParts(asked: asked, made: made)) }
  }

  /// Says what in a component cannot be within the tolerance, whatever is done.
  private mutating func tellOf(_ nodes: [Int], _ component: Apportionment.Component) {
    for node in nodes {
      let weight = problem.graph.nodeWeights[node]
      if weight > request.target, isOutside(weight) {
        obstacles.append(.heavy(nodes: members([node]), weight: weight, most: request.most))
      }
    }
    let weight = component.weight
    let below = (weight / request.target).rounded(.down)
    let fits = below >= 1 && !isOutside(weight / below) || !isOutside(weight / (below + 1))
    if !fits, component.heavyCount == 0 {
      obstacles.append(
        .indivisible(nodes: members(nodes), weight: weight, least: request.least, most: request.most))
    }
  }

  /// The nodes of the graph that groups are made of.
  private func members(_ groups: [Int]) -> [Int] { groups.flatMap { membersOf[$0] }.sorted() }

  /// A component with its parts of today numbered anew, those with locked nodes first, then the heaviest, and the label
  /// that each number stands for.
  private func today(_ problem: Problem, into count: Int) -> (Problem, [Int]) {
    guard !problem.homes.isEmpty else { return (problem, []) }
    var weights: [Int: Double] = [:]
    for (node, home) in problem.homes.enumerated() where home >= 0 {
      weights[home, default: 0] += problem.isLocked(node) ? .infinity : problem.graph.nodeWeights[node]
    }
    let labels = weights.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    var number: [Int: Int] = [:]
    for (new, label) in labels.enumerated() { number[label] = new < count ? new : -2 }
    var problem = problem
    problem.homes = problem.homes.map { $0 < 0 ? -1 : number[$0] ?? -1 }
    return (problem, Array(labels.prefix(count)))
  }

  private mutating func keep(_ solution: Solver.Solution, of nodes: [Int], _ labels: [Int]) {
    // Numbers that no node bears are passed over.
    var number: [Int: Int] = [:]
    for new in Set(solution.part).sorted() {
      number[new] = carriesOn.count
      carriesOn.append(new < labels.count ? labels[new] : nil)
    }
    for (place, group) in nodes.enumerated() {
      for node in membersOf[group] { part[node] = number[solution.part[place]] ?? -1 }
    }
  }
}
