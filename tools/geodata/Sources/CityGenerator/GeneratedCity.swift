/// One area of the generated city.
public struct GeneratedArea: Sendable {
  public var code: String
  public var name: String
  public var parent: String?
  /// Households, or nil where none are counted (unit grids).
  public var households: Int?
}

/// All areas of one level, in the order of their codes.
public struct GeneratedLevel: Sendable {
  public var level: String
  public var areas: [GeneratedArea]
  /// Per block of the lattice, the area that covers it, or -1.
  var areaOfBlock: [Int32]
  /// The hand that traced its lines, where they are not the streets themselves.
  var hand: UInt64?
}

/// A city drawn from a plan: every level is the exact union of the one below, since all are unions of blocks.
public struct GeneratedCity: Sendable {
  public let plan: CityPlan
  /// From the city down to the grid, then the unit grids of one community where the plan asks for them.
  public private(set) var levels: [GeneratedLevel]
  let mesh: StreetMesh
  let names: PlaceNames

  public init(_ plan: CityPlan) {
    self.plan = plan
    let mesh = StreetMesh(plan)
    self.mesh = mesh
    var random = RandomSource(seed: plan.seed, purpose: 4)
    let division = Division(mesh, plan, &random)
    var registry = AreaRegistry(names: PlaceNames(seed: plan.seed), random: random)
    registry.register(division)
    names = registry.names

    levels = []
    var blockMember = division.parents[5]
    for level in stride(from: 4, through: 0, by: -1) {
      levels.insert(
        GeneratedLevel(sorted: registry.areas[level], named: AreaRegistry.levels[level], blockMember, mesh), at: 0)
      if level > 0 { blockMember = blockMember.map { division.parents[level][Int($0)] } }
    }
    if plan.hasUnits { levels.append(units(of: middleCommunity(division))) }
  }

  /// The community nearest to the middle of the city.
  private func middleCommunity(_ division: Division) -> Int32 {
    let middle = division.places[0][0]
    let block = mesh.blocks.indices.min { a, b in
      division.places[5][a].squaredDistance(to: middle) < division.places[5][b].squaredDistance(to: middle)
    }
    return levels[3].areaOfBlock[mesh.blocks[block!]]
  }

  /// The unit grids (about 10,000 m² each) of one community: its blocks, numbered through the community.
  private func units(of community: Int32) -> GeneratedLevel {
    let blocks = mesh.blocks.filter { levels[3].areaOfBlock[$0] == community }
    let parent = levels[3].areas[Int(community)]
    var level = GeneratedLevel(level: "unit", areas: [], areaOfBlock: mesh.covered.map { _ in -1 })
    for (number, index) in Numbering.order(blocks.map { mesh.place(in: $0, 0.5, 0.5) }).enumerated() {
      let grid = levels[4].areas[Int(levels[4].areaOfBlock[blocks[index]])]
      level.areas.append(
        GeneratedArea(
          code: Numbering.grid(parent.code, number + 1), name: "\(parent.name)\(number + 1)号单元网格",
          parent: grid.code, households: nil))
      level.areaOfBlock[blocks[index]] = Int32(number)
    }
    return level
  }
}

extension GeneratedLevel {
  /// The areas put in the order of their codes, and the blocks told.
  fileprivate init(sorted areas: [GeneratedArea], named level: String, _ blockMember: [Int32], _ mesh: StreetMesh) {
    let order = areas.indices.sorted { areas[$0].code < areas[$1].code }
    var rank = [Int32](repeating: 0, count: areas.count)
    for (position, index) in order.enumerated() { rank[index] = Int32(position) }
    var areaOfBlock = [Int32](repeating: -1, count: mesh.covered.count)
    for (block, member) in zip(mesh.blocks, blockMember) { areaOfBlock[block] = rank[Int(member)] }
    self.init(level: level, areas: order.map { areas[$0] }, areaOfBlock: areaOfBlock)
  }
}
