import CoverageTopology
import Diagnostics
import GraphPartition
import SpatialPrimitives
import SystemFiles

/// Joins the elements of each community into grids.
struct GridFormation {
  let elements: [Unification.Element]
  let graphs: [ElementGraph]
  let request: UnificationRequest

  struct Outcome: Sendable {
    /// For each position in the community's graph the grid that it goes into, from 0.
    var part: [Int]
    var reasons: [Text]
  }

  /// One outcome for each community.
  ///
  /// - Parameter homes: for each scheme and each of its grids the community that holds most of it, −1 for none.
  func outcomes(homes: [[Int]], threads: Int, listener: Listener) -> [Outcome] {
    Workers.map(graphs.count, threads: threads) { [self] community in
      if community.isMultiple(of: 64) {
        listener.progress(
          ProgressReport(
            stage: Text("joining elements", zh: "合并网格元"), done: community, total: graphs.count, unit: "communities"))
      }
      let graph = graphs[community]
      guard let target = request.targetHouseholds else {
        return Outcome(part: SeedGrowing(graph: graph, elements: elements).parts(homes: homes), reasons: [])
      }
      return balanced(graph, target)
    }
  }

  /// Contiguous grids of about the target's households, cutting what costs least.
  private func balanced(_ graph: ElementGraph, _ target: Double) -> Outcome {
    guard !graph.elements.isEmpty else { return Outcome(part: [], reasons: []) }
    let weighted = WeightedGraph(
      nodeWeights: graph.elements.map { elements[$0].households },
      // Even where no department's grid is cut a short border is the better one.
      edges: graph.edges.map { ($0.first, $0.second, $0.cost + 0.01 * $0.metres) })
    var wanted = PartitionRequest(target: target, tolerance: request.tolerance)
    wanted.seed = request.seed
    wanted.steps = max(100_000, 2_000 * graph.elements.count)
    let outcome = partition(weighted, wanted)
    return Outcome(part: outcome.part, reasons: outcome.obstacles.map { reason($0, graph) })
  }

  private func reason(_ obstacle: Obstacle, _ graph: ElementGraph) -> Text {
    func range(_ least: Double, _ most: Double) -> String {
      "\(Quantity.number(least))–\(Quantity.number(most))"
    }
    func places(_ nodes: [Int]) -> String {
      let codes = nodes.prefix(3).map { elements[graph.elements[$0]].code }.joined(separator: ", ")
      return nodes.count > 3 ? codes + " … (\(nodes.count))" : codes
    }
    switch obstacle {
    case .heavy(let nodes, let weight, let most):
      return Text(
        "element \(places(nodes)) alone has \(Quantity.number(weight)) households, the most are \(Quantity.number(most)): no department's line divides it",
        zh: "网格元 \(places(nodes)) 已有 \(Quantity.number(weight)) 户，上限为 \(Quantity.number(most)) 户：没有部门边界将其分开")
    case .indivisible(let nodes, let weight, let least, let most):
      return Text(
        "\(places(nodes)) hang together with \(Quantity.number(weight)) households, which no number of grids of \(range(least, most)) shares out",
        zh: "\(places(nodes)) 连成一片，共 \(Quantity.number(weight)) 户，无法分成每格 \(range(least, most)) 户的网格")
    case .outside(_, let weight, let least, let most, let isProved):
      return Text(
        "a grid has \(Quantity.number(weight)) households, asked for were \(range(least, most)): "
          + (isProved ? "the elements allow no better" : "no better was found"),
        zh: "有网格为 \(Quantity.number(weight)) 户，要求为 \(range(least, most)) 户："
          + (isProved ? "现有网格元无法更好" : "未找到更好的方案"))
    case .lockedOutside, .lockedApart, .groupApart, .groupLocked, .tooFewParts, .tooManyParts:
      return Text(
        "\(Text.counted(graph.elements.count, "element")) cannot be joined as asked for",
        zh: "\(graph.elements.count) 个网格元无法按要求合并")
    }
  }
}
