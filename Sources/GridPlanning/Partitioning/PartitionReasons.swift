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
  private let told: @Sendable (Point) -> Point
  /// The connected part of the graph of each node.
  private let islands: (of: [Int], count: Int)

  init(_ map: BlockMap, _ graph: BlockGraph, _ task: CommunityTask, _ targets: GridTargets) {
    self.map = map
    self.graph = graph
    ground = task.ground
    self.targets = targets
    community = task.code
    told = task.told
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

  private func reason(_ code: String, _ nodes: [Int], _ amount: Double, _ message: Text) -> PartitionReason {
    PartitionReason(code: code, community: community, message: message, place: told(place(of: nodes)), amount: amount)
  }

  private func heavy(_ nodes: [Int], _ weight: Double, _ most: Double) -> PartitionReason {
    let block = nodes.first.map { map.blocks[graph.blocks[$0]] }
    let largest = block?.buildings.max { amount(of: $0) < amount(of: $1) }
    let (count, limit) = (text(weight), plain(most))
    if let largest, amount(of: largest) > most {
      let one = text(amount(of: largest))
      return PartitionReason(
        code: "heavy-building", community: community,
        message: Text(
          "one building has \(one.english), and a grid at most \(limit); no grid may cut it",
          zh: "一栋建筑有 \(one.chinese)，网格最多 \(limit)，而建筑不可分割"), place: told(ground.buildings[largest].place),
        amount: weight)
    }
    let message =
      block?.whole != nil
      ? Text(
        "what is to stay whole has \(count.english), and a grid at most \(limit)",
        zh: "要求保持完整的范围有 \(count.chinese)，网格最多 \(limit)")
      : Text(
        "a block that no gap divides has \(count.english), and a grid at most \(limit)",
        zh: "一个无法再分的街块有 \(count.chinese)，网格最多 \(limit)")
    return reason("heavy-block", nodes, weight, message)
  }

  private func amount(of building: Int) -> Double {
    switch targets.measure {
    case .households: ground.buildings[building].households
    case .squareMetres:
      ground.buildings[building].outline.planarArea * ground.metric.metresPerX * ground.metric.metresPerY
    }
  }

  private func community(_ nodes: [Int], _ weight: Double, _ least: Double, _ most: Double) -> PartitionReason {
    let (count, low, high) = (text(weight), plain(least), plain(most))
    if weight < least {
      return reason(
        targets.measure == .households ? "too-few-households" : "too-little-ground", nodes, weight,
        Text(
          "the \(within.english) has \(count.english) to share out, and a grid at least \(low)",
          zh: "\(within.chinese)为 \(count.chinese)，少于网格下限 \(text(least).chinese)"))
    }
    return reason(
      "no-fitting-number", nodes, weight,
      Text(
        "\(count.english) cannot be shared out into grids of \(low) to \(high), whatever their number",
        zh: "\(count.chinese)无论分成多少个网格，都无法使每个网格在 \(low) 至 \(high) 之间"))
  }

  private var within: Text {
    targets.measure == .households ? Text("community", zh: "社区可划分的住户") : Text("area", zh: "区域可划分的面积")
  }

  /// Ground that no way leads to from the rest: how many live there, and where it could be joined.
  private func island(_ nodes: [Int], _ weight: Double, _ least: Double, _ most: Double) -> PartitionReason {
    let (count, low, high) = (text(weight), plain(least), plain(most))
    let join = nearestJoin(nodes)
    let many = weight < least
    return reason(
      many ? "island" : "island-no-fitting-number", nodes, weight,
      many
        ? Text(
          "the ground \(direction(nodes).english) is cut off and has \(count.english), the least is \(low); \(join.english)",
          zh: "\(direction(nodes).chinese)的地块与其余部分隔开，有 \(count.chinese)，少于下限 \(low)；\(join.chinese)")
        : Text(
          "the ground \(direction(nodes).english) is cut off, and its \(count.english) cannot be shared out into grids of \(low) to \(high); \(join.english)",
          zh: "\(direction(nodes).chinese)的地块与其余部分隔开，其 \(count.chinese)无法分成 \(low) 至 \(high) 的网格；\(join.chinese)"))
  }

  private func outside(
    _ nodes: [Int], _ weight: Double, _ least: Double, _ most: Double, _ isProved: Bool
  ) -> PartitionReason {
    let (count, low, high) = (text(weight), plain(least), plain(most))
    return reason(
      isProved ? "blocks-forbid" : "none-found", nodes, weight,
      isProved
        ? Text(
          "a grid here has \(count.english) instead of \(low) to \(high): the sizes of the blocks and how they meet allow no better",
          zh: "此处网格有 \(count.chinese)，不在 \(low) 至 \(high) 之间：街块大小与相邻关系不允许更好的划分")
        : Text(
          "a grid here has \(count.english) instead of \(low) to \(high); the search found nothing better",
          zh: "此处网格有 \(count.chinese)，不在 \(low) 至 \(high) 之间；搜索未找到更好的划分"))
  }

  /// More grids than the sequence has numbers left for: nothing can be drawn there.
  static func numbersUsedUp(community: String, place: Point, wanted: Int, left: Int) -> PartitionReason {
    PartitionReason(
      code: "numbers-used-up", community: community,
      message: Text(
        "\(Text.counted(wanted, "new number is", "new numbers are")) wanted here and \(left) are left, as none is used again: what was here stays as it is; ask for fewer, larger ones",
        zh: "此处需要 \(wanted) 个新号码，仅余 \(left) 个，号码不得重复使用：保持原状，请减少数量、加大目标"),
      place: place, amount: Double(wanted))
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
        "the nearest join is the bridge at \(Self.text(told(bridge))), \(metres) away",
        zh: "最近的连接处是 \(Self.text(told(bridge))) 的桥，距离 \(metres)")
    }
    let barred = map.borders.filter { own.contains($0.a) != own.contains($0.b) && $0.openMetres == 0 }
    if let longest = barred.max(by: { $0.metres < $1.metres }) {
      let metres = Quantity.metres(longest.metres)
      return Text(
        "it could be joined across the barrier at \(Self.text(told(longest.place))), where it runs along the rest for \(metres)",
        zh: "可在 \(Self.text(told(longest.place))) 处跨越阻隔连接，该处与其余部分相邻 \(metres)")
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
      "nothing of the community borders on it; the nearest block is \(metres) away, at \(Self.text(told(nearest)))",
      zh: "社区其余部分与其不相邻；最近的街块在 \(Self.text(told(nearest)))，距离 \(metres)")
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
    return blocks.max { $0.amount(targets.measure) < $1.amount(targets.measure) }?.place ?? ground.region.box.center
  }

  private func text(_ amount: Double) -> Text { targets.measure.text(amount) }

  private func plain(_ amount: Double) -> String { targets.measure.plain(amount) }

  static func text(_ place: Point) -> String { "\(Quantity.fixed(place.x, 6)), \(Quantity.fixed(place.y, 6))" }
}
