import Diagnostics
import GraphPartition
import SpatialPrimitives

/// Puts into words why grids are outside of the tolerance, and where.
struct PartitionReasons {
  private let map: BlockMap
  private let graph: BlockGraph
  private let ground: BlockGround
  private let targets: GridTargets
  private let community: String
  /// The connected part of the graph of each node.
  private let islands: (of: [Int], count: Int)

  init(_ map: BlockMap, _ graph: BlockGraph, _ ground: BlockGround, _ targets: GridTargets, _ community: String) {
    self.map = map
    self.graph = graph
    self.ground = ground
    self.targets = targets
    self.community = community
    islands = graph.graph.components()
  }

  func reasons(_ outcome: PartitionOutcome) -> [PartitionReason] {
    outcome.obstacles.compactMap { obstacle in
      switch obstacle {
      case .heavy(let nodes, let weight, let most): return heavy(nodes, weight, most)
      case .indivisible(let nodes, let weight, let least, let most):
        let isIsland = islands.count > 1
        return isIsland ? island(nodes, weight, least, most) : community(nodes, weight, least, most)
      case .outside(let part, let weight, let least, let most, let isProved):
        let nodes = outcome.part.indices.filter { outcome.part[$0] == part }
        return outside(nodes, weight, least, most, isProved)
      case .tooFewParts, .tooManyParts, .groupApart, .groupLocked, .lockedOutside, .lockedApart:
        // Nothing of the kind is asked for: what is locked was cut out.
        return nil
      }
    }
  }

  private func reason(_ code: String, _ nodes: [Int], _ households: Double, _ message: Text) -> PartitionReason {
    PartitionReason(
      code: code, community: community, message: message, place: place(of: nodes), households: households)
  }

  private func heavy(_ nodes: [Int], _ weight: Double, _ most: Double) -> PartitionReason {
    let block = nodes.first.map { map.blocks[graph.blocks[$0]] }
    let largest = block?.buildings.max { ground.buildings[$0].households < ground.buildings[$1].households }
    let (count, limit) = (number(weight), number(most))
    if let largest, ground.buildings[largest].households > most {
      let one = number(ground.buildings[largest].households)
      return PartitionReason(
        code: "heavy-building", community: community,
        message: Text(
          "one building has \(one) households, and a grid at most \(limit); no grid may cut it",
          zh: "一栋建筑有 \(one) 户，网格最多 \(limit) 户，而建筑不可分割"), place: ground.buildings[largest].place,
        households: weight)
    }
    let text =
      block?.whole != nil
      ? Text(
        "what is to stay whole has \(count) households, and a grid at most \(limit)",
        zh: "要求保持完整的范围有 \(count) 户，网格最多 \(limit) 户")
      : Text(
        "a block that no gap divides has \(count) households, and a grid at most \(limit)",
        zh: "一个无法再分的街块有 \(count) 户，网格最多 \(limit) 户")
    return reason("heavy-block", nodes, weight, text)
  }

  private func community(_ nodes: [Int], _ weight: Double, _ least: Double, _ most: Double) -> PartitionReason {
    let (count, low, high) = (number(weight), number(least), number(most))
    if weight < least {
      return reason(
        "too-few-households", nodes, weight,
        Text(
          "the community has \(count) households to share out, and a grid at least \(low)",
          zh: "社区可划分的住户为 \(count) 户，少于网格下限 \(low) 户"))
    }
    return reason(
      "no-fitting-number", nodes, weight,
      Text(
        "\(count) households cannot be shared out into grids of \(low) to \(high), whatever their number",
        zh: "\(count) 户无论分成多少个网格，都无法使每个网格在 \(low) 至 \(high) 户之间"))
  }

  /// Ground that no way leads to from the rest: how many live there, and where it could be joined.
  private func island(_ nodes: [Int], _ weight: Double, _ least: Double, _ most: Double) -> PartitionReason {
    let (count, low, high) = (number(weight), number(least), number(most))
    let join = nearestJoin(nodes)
    let (many, range) = (weight < least, Text("\(low)–\(high)", zh: "\(low)–\(high)"))
    return reason(
      many ? "island" : "island-no-fitting-number", nodes, weight,
      many
        ? Text(
          "the ground \(direction(nodes).english) is cut off and has \(count) households, the least is \(low); \(join.english)",
          zh: "\(direction(nodes).chinese)的地块与其余部分隔开，有 \(count) 户，少于下限 \(low) 户；\(join.chinese)")
        : Text(
          "the ground \(direction(nodes).english) is cut off, and its \(count) households cannot be shared out into grids of \(range.english); \(join.english)",
          zh: "\(direction(nodes).chinese)的地块与其余部分隔开，其 \(count) 户无法分成 \(range.chinese) 户的网格；\(join.chinese)"))
  }

  private func outside(
    _ nodes: [Int], _ weight: Double, _ least: Double, _ most: Double, _ isProved: Bool
  ) -> PartitionReason {
    let (count, low, high) = (number(weight), number(least), number(most))
    return reason(
      isProved ? "blocks-forbid" : "none-found", nodes, weight,
      isProved
        ? Text(
          "a grid here has \(count) households instead of \(low) to \(high): the sizes of the blocks and how they meet allow no better",
          zh: "此处网格有 \(count) 户，不在 \(low) 至 \(high) 户之间：街块大小与相邻关系不允许更好的划分")
        : Text(
          "a grid here has \(count) households instead of \(low) to \(high); the search found nothing better",
          zh: "此处网格有 \(count) 户，不在 \(low) 至 \(high) 户之间；搜索未找到更好的划分"))
  }

  /// Where the cut-off ground comes nearest to a crossing: a bridge, else the longest border that cannot be crossed.
  private func nearestJoin(_ nodes: [Int]) -> Text {
    let own = Set(nodes.map { graph.blocks[$0] })
    let from = place(of: nodes)
    let bridges = ground.bridges.map { $0.box.center }
    if let bridge = bridges.min(by: {
      ground.metric.distance(from: from, to: $0) < ground.metric.distance(from: from, to: $1)
    }) {
      let metres = Quantity.metres(ground.metric.distance(from: from, to: bridge))
      return Text(
        "the nearest join is the bridge at \(Self.text(bridge)), \(metres) away",
        zh: "最近的连接处是 \(Self.text(bridge)) 的桥，距离 \(metres)")
    }
    let barred = map.borders.filter { own.contains($0.a) != own.contains($0.b) && $0.openMetres == 0 }
    if let longest = barred.max(by: { $0.metres < $1.metres }) {
      let metres = Quantity.metres(longest.metres)
      return Text(
        "it could be joined across the barrier at \(Self.text(longest.place)), where it runs along the rest for \(metres)",
        zh: "可在 \(Self.text(longest.place)) 处跨越阻隔连接，该处与其余部分相邻 \(metres)")
    }
    let others = map.blocks.indices.filter { !own.contains($0) && map.blocks[$0].cutOut == nil }.map {
      map.blocks[$0].place
    }
    guard
      let nearest = others.min(by: {
        ground.metric.distance(from: from, to: $0) < ground.metric.distance(from: from, to: $1)
      })
    else { return Text("there is nothing to join it to", zh: "没有可连接的地块") }
    let metres = Quantity.metres(ground.metric.distance(from: from, to: nearest))
    return Text(
      "nothing of the community borders on it; the nearest block is \(metres) away, at \(Self.text(nearest))",
      zh: "社区其余部分与其不相邻；最近的街块在 \(Self.text(nearest))，距离 \(metres)")
  }

  /// In which direction ground lies, seen from the middle of the community.
  private func direction(_ nodes: [Int]) -> Text {
    let (here, middle) = (place(of: nodes), ground.region.box.center)
    let x = (here.x - middle.x) * ground.metric.metresPerX
    let y = (here.y - middle.y) * ground.metric.metresPerY
    if x.magnitude > 2 * y.magnitude { return x > 0 ? Text("in the east", zh: "东部") : Text("in the west", zh: "西部") }
    if y.magnitude > 2 * x.magnitude { return y > 0 ? Text("in the north", zh: "北部") : Text("in the south", zh: "南部") }
    let (north, east) = (y > 0, x > 0)
    return Text(
      "in the \(north ? "north" : "south")-\(east ? "east" : "west")",
      zh: (east ? "东" : "西") + (north ? "北部" : "南部"))
  }

  /// The middle of the largest of the blocks.
  private func place(of nodes: [Int]) -> Point {
    let blocks = nodes.map { map.blocks[graph.blocks[$0]] }
    return blocks.max { $0.households < $1.households }?.place ?? ground.region.box.center
  }

  private func number(_ value: Double) -> String { Quantity.fixed(value, value == value.rounded() ? 0 : 1) }

  static func text(_ place: Point) -> String { "\(Quantity.fixed(place.x, 6)), \(Quantity.fixed(place.y, 6))" }
}
