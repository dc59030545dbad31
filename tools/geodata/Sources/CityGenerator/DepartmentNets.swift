/// The nets that six departments drew over the same city, each for its own purpose and none with regard to the others.
public enum Department: String, CaseIterable, Sendable {
  /// Beats along streets, without regard to communities.
  case police
  /// The communities once more, traced by hand.
  case sanitation
  /// The grids once more, traced by another hand.
  case market
  /// A few large areas along streets.
  case safety
  /// Unions of grids, without regard to communities.
  case service
  /// As many areas as there are grids, along other streets.
  case health

  fileprivate var letter: String { rawValue.prefix(2).uppercased() }

  fileprivate var names: String {
    switch self {
    case .police: "警务区"
    case .sanitation: "环卫片区"
    case .market: "市场监管网格"
    case .safety: "安全生产片区"
    case .service: "为民服务片区"
    case .health: "卫生健康网格"
    }
  }
}

extension GeneratedCity {
  /// The net of a department; its areas have codes of their own form and no parent.
  public func net(of department: Department) -> GeneratedLevel {
    let number = UInt64(Department.allCases.firstIndex(of: department)!)
    var random = RandomSource(seed: plan.seed, purpose: 20 + number)
    let regions: [Int32]
    switch department {
    case .police: regions = streetRegions(max(2, plan.counts.grids / 4), &random)
    case .safety: regions = streetRegions(max(2, plan.counts.communities / 2), &random)
    case .health: regions = streetRegions(plan.counts.grids, &random)
    case .sanitation: regions = mesh.blocks.map { levels[3].areaOfBlock[$0] }
    case .market: regions = mesh.blocks.map { levels[4].areaOfBlock[$0] }
    case .service:
      let grids = mesh.blocks.map { levels[4].areaOfBlock[$0] }
      let joined = blockGraph.merged(grids, plan.counts.grids).divide(into: max(2, plan.counts.grids / 3), &random)
      regions = grids.map { joined[Int($0)] }
    }
    let count = Int(regions.max() ?? -1) + 1
    let digits = String(count).utf8.count
    var net = GeneratedLevel(level: department.rawValue, areas: [], areaOfBlock: mesh.covered.map { _ in -1 })
    net.areas = (0..<count).map { area in
      GeneratedArea(
        code: department.letter + Numbering.padded(area + 1, digits), name: "\(department.names)\(area + 1)",
        parent: nil,
        households: nil)
    }
    for (block, region) in zip(mesh.blocks, regions) { net.areaOfBlock[block] = region }
    if department == .sanitation || department == .market { net.hand = number }
    return net
  }

  private var blockGraph: RegionGrowing {
    var number = [Int32](repeating: -1, count: mesh.covered.count)
    for (index, block) in mesh.blocks.enumerated() { number[block] = Int32(index) }
    return RegionGrowing(
      neighbours: mesh.blocks.map { mesh.neighbours(of: $0).map { number[$0] } },
      places: mesh.blocks.map { (Double($0 % mesh.size), Double($0 / mesh.size)) },
      weights: mesh.blocks.map { _ in 1 })
  }

  private func streetRegions(_ count: Int, _ random: inout RandomSource) -> [Int32] {
    blockGraph.divide(into: count, &random)
  }
}

extension Vertex {
  /// Where a hand that traces it sets it down: up to 1.3 m off, the same vertex always alike.
  func traced(by hand: UInt64) -> Vertex {
    var random = RandomSource(
      seed: UInt64(bitPattern: x) &* 0x9FB2_1C65_1E98_DF25 ^ UInt64(bitPattern: y), purpose: 40 + hand)
    return Vertex(x: x + Int64(random.index(401)) - 200, y: y + Int64(random.index(401)) - 200)
  }
}
