import CoverageTopology
import GraphPartition
import SpatialPrimitives

/// The blocks that are shared out, as a graph: neighbours are those that one can walk between.
struct BlockGraph {
  let map: BlockMap
  let graph: WeightedGraph
  /// The block of each node, and the node of each block that is shared out.
  let blocks: [Int]
  let nodeOf: [Int?]
  private let positions: [Point]

  init(_ map: BlockMap, _ ground: BlockGround, _ targets: GridTargets) {
    self.map = map
    let shared = map.blocks.indices.filter { map.blocks[$0].cutOut == nil }
    var nodeOf = [Int?](repeating: nil, count: map.blocks.count)
    for (node, block) in shared.enumerated() { nodeOf[block] = node }
    var edges: [(Int, Int, Double)] = []
    for border in map.borders where border.openMetres > 0 {
      if let a = nodeOf[border.a], let b = nodeOf[border.b] { edges.append((a, b, border.cost)) }
    }
    graph = WeightedGraph(nodeWeights: shared.map { map.blocks[$0].amount(targets.measure) }, edges: edges)
    blocks = shared
    self.nodeOf = nodeOf
    let origin = ground.region.box.center
    positions = shared.map { block in
      let place = map.blocks[block].place
      return Point((place.x - origin.x) * ground.metric.metresPerX, (place.y - origin.y) * ground.metric.metresPerY)
    }
  }

  /// What a household costs that changes its grid, in metres of border through gaps.
  private static let changeCost = 5.0
  /// What a metre of a grid's radius costs likewise.
  private static let compactness = 1.0
  /// What a grid at the end of the tolerance costs, in the sides of a mean grid likewise.
  private static let balance = 8.0

  /// - Parameter initial: the grids of today to start from; empty for none.
  func partitioned(
    initial: [MultiPolygon], _ targets: GridTargets, continuing: @escaping () -> Bool
  ) -> PartitionOutcome {
    var request = PartitionRequest(
      target: targets.target, tolerance: targets.tolerance, bearable: targets.bearable, positions: positions,
      compactness: BlockGraph.compactness, balanceCost: balanceCost(targets), seed: targets.seed, steps: targets.steps)
    if !initial.isEmpty {
      request.initial = homes(in: initial)
      request.changeCost = BlockGraph.changeCost
    }
    return GraphPartition.partition(graph, request, continuing: continuing)
  }

  private func balanceCost(_ targets: GridTargets) -> Double {
    let ground = blocks.reduce(0) { $0 + map.blocks[$1].squareMetres }
    let side = (ground / max(1, graph.totalWeight / targets.target)).squareRoot()
    let tolerance = max(targets.tolerance, 0.02)
    return BlockGraph.balance * side / (tolerance * tolerance)
  }

  /// The grid of today in which most of each block lies.
  private func homes(in grids: [MultiPolygon]) -> [Int] {
    var locator = AreaLocator(grids)
    var shares = [[Int: Double]](repeating: [:], count: blocks.count)
    for (face, block) in map.blockOf.enumerated() {
      guard let node = nodeOf[block], let point = map.subdivision.interiors[face] else { continue }
      if let grid = locator.areas(at: point).first { shares[node][grid, default: 0] += map.subdivision.areas[face] }
    }
    return shares.map { share in share.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? -1 }
  }
}
