import AreaIndex
import Diagnostics
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

@Suite struct CommunityDrawingTests {
  private func task(_ ground: BlockGround) -> CommunityTask {
    CommunityTask(code: "441002001001", name: "凤洲社区", ground: ground)
  }

  private func numbered(
    _ drawn: DrawnCommunity..., used: [String] = [], level: Level = .grid
  ) throws -> [DrawnCommunity] {
    var (drawn, numbering) = (drawn, GridNumbering(used: used))
    let unnumbered = try numbering.number(
      &drawn, homes: drawn.map { _ in NumberingHome(code: "441002001001", name: "凤洲社区") }, level: level)
    #expect(unnumbered.isEmpty)
    return drawn
  }

  private func town(_ seed: UInt64, blocks: Int = 5, houses: Int = 8) -> BlockGround {
    var ground = SeededTown(blocks: blocks, houses: houses, seed: seed).ground
    for building in ground.buildings.indices
    where ground.region.location(of: ground.buildings[building].place) != .inside {
      ground.buildings[building].households = 0
    }
    return ground
  }

  @Test(arguments: 1...4) func gridsAreBalancedWholeAndOfOnePiece(_ seed: UInt64) throws {
    let ground = town(seed)
    let targets = GridTargets(households: 300, tolerance: 0.1, seed: seed, steps: 300_000)
    let drawn = try task(ground).drawn(targets)
    let total = ground.buildings.reduce(0) { $0 + $1.households }
    #expect(drawn.grids.reduce(0) { $0 + $1.households } == total, "seed \(seed)")
    let outside = drawn.grids.filter { !targets.isMet(by: $0.households) }
    #expect(outside.isEmpty || !drawn.reasons.isEmpty, "seed \(seed): \(outside.map(\.households)) of \(total)")
    try requireSound(drawn, ground, "seed \(seed)")
    #expect(drawn.streetMetres > 0.4 * drawn.borderMetres, "seed \(seed)")
    // Codes are the community's and a sequence without a gap.
    let codes = try numbered(drawn)[0].grids.map(\.code)
    #expect(codes.first == "441002001001001" && Set(codes).count == codes.count)
    #expect(codes.allSatisfy { $0.hasPrefix("441002001001") && $0.utf8.count == 15 })
    // The same seed, the same grids.
    #expect(try task(ground).drawn(targets).grids == drawn.grids, "seed \(seed)")
  }

  @Test func codesThatWereUsedAreNotUsedAgain() throws {
    let again = task(town(9, blocks: 3))
    let drawn = try again.drawn(GridTargets(households: 200, tolerance: 0.3, steps: 100_000))
    let used = ["441002001001007", "441002001002900"]
    let grid = try #require(try numbered(drawn, used: used)[0].grids.first)
    #expect(grid.code == "441002001001008" && grid.name == "凤洲社区第8网格")
    // What was drawn in two grids of a community is numbered in one sequence.
    let units = try numbered(drawn, drawn, level: .unit)
    let codes = units.flatMap { $0.grids.map(\.code) }
    #expect(
      Set(codes).count == 2 * drawn.grids.count && codes.max() == "441002001001" + "\(1000 + codes.count)".suffix(3))
    #expect(units[0].grids.contains { $0.name == "凤洲社区1号单元网格" })
  }

  @Test func whereNumbersDoNotSufficeTheOthersAreNumbered() throws {
    let drawn = try task(town(9, blocks: 3)).drawn(GridTargets(households: 200, tolerance: 0.3, steps: 100_000))
    #expect(drawn.grids.count > 1)
    var (both, numbering) = ([drawn, drawn], GridNumbering(used: ["441002001001998"]))
    let (full, free) = (
      NumberingHome(code: "441002001001", name: "满"), NumberingHome(code: "441002001002", name: "空")
    )
    let unnumbered = try numbering.number(&both, homes: [full, free], level: .grid)
    #expect(unnumbered.map(\.home) == [full] && unnumbered.map(\.positions) == [[0]])
    #expect(unnumbered.map(\.wanted) == [drawn.grids.count] && numbering.numbersLeft(in: full.code) == 1)
    #expect(both[0].grids.allSatisfy { $0.code.isEmpty } && both[1].grids.first?.code == "441002001002001")
  }

  @Test(arguments: 1...3) func noComponentIsCut(_ seed: UInt64) throws {
    var ground = town(seed)
    var random = SeededGenerator(seed: seed)
    let box = ground.region.box.expanded(by: -5)
    // On streets, where lines would run, and anywhere: half a metre to each side, and beds of trees twelve metres long.
    let onStreets = ground.streets.flatMap(\.points).filter(box.contains)
    let anywhere = (0..<60).map { _ in
      Point(.random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random))
    }
    let components = (onStreets + anywhere).enumerated().map { number, place in
      let reach = number.isMultiple(of: 7) ? 6.0 : 0.5
      return rectangle(place.x - reach, place.y - 0.5, place.x + reach, place.y + 0.5)
    }
    ground.buildings += components.map { BlockGround.Building(outline: $0, households: 0, isComponent: true) }
    let drawn = try task(ground).drawn(GridTargets(households: 300, seed: seed, steps: 200_000))
    try requireSound(drawn, ground, "seed \(seed)")
    let units = try task(ground).drawn(GridTargets(.squareMetres, target: 10_000, seed: seed, steps: 100_000))
    let geos = try GEOSContext()
    for (number, component) in components.enumerated() {
      let inside = try geos.intersectionArea(ground.region, component)
      for grids in [drawn.grids, units.grids] {
        let shares = try grids.map { try geos.intersectionArea($0.geometry, component) }
        #expect((shares.max() ?? 0) >= inside - 1e-6, "seed \(seed), component \(number)")
      }
    }
  }

  /// Households that are points, and the outlines that they live in, are the same town as outlines with households.
  @Test(arguments: 1...3) func placesInAnOutlineAreAtHomeThere(_ seed: UInt64) throws {
    let ground = town(seed)
    var apart = ground
    for building in ground.buildings.indices {
      apart.buildings[building].households = 0
      apart.buildings[building].isComponent = true
    }
    for building in ground.buildings {
      for _ in 0..<Int(building.households) {
        apart.buildings.append(BlockGround.Building(place: building.place, households: 1))
      }
    }
    #expect(apart.buildings.count > 2 * ground.buildings.count)
    let targets = GridTargets(households: 300, seed: seed, steps: 200_000)
    #expect(try task(apart).drawn(targets).grids == task(ground).drawn(targets).grids, "seed \(seed)")
  }

  @Test func withoutStreetsTheGapsRemain() throws {
    var ground = town(3, blocks: 3)
    ground.streets = []
    let targets = GridTargets(households: 200, tolerance: 0.2, steps: 300_000)
    let drawn = try task(ground).drawn(targets)
    #expect(drawn.grids.count > 1 && drawn.streetMetres == 0)
    #expect(drawn.grids.allSatisfy { targets.isMet(by: $0.households) } || !drawn.reasons.isEmpty)
    try requireSound(drawn, ground, "")
  }

  @Test func anIslandSaysHowFarItIsFromEnoughAndWhereToJoinIt() throws {
    let ground = twoBanks(40, 300)
    let drawn = try task(ground).drawn(GridTargets(households: 300))
    let reason = try #require(drawn.reasons.first { $0.code == "island" })
    #expect(reason.amount == 40)
    #expect(reason.message.english.contains("40 households, the least is 270"))
    #expect(reason.message.english.contains("barrier") && reason.message.chinese.contains("270"))
    #expect(drawn.grids.count == 2)
    try requireSound(drawn, ground, "an island")
    // A bridge joins it: one grid, and 340 is too many for it by ten.
    var bridged = ground
    bridged.bridges = [rectangle(90, 40, 110, 46)]
    let whole = try task(bridged).drawn(GridTargets(households: 320))
    #expect(whole.grids.map(\.households) == [340] && whole.reasons.isEmpty)
    try requireSound(whole, bridged, "a bridge")
  }

  @Test func aBuildingLargerThanAGridIsNamed() throws {
    var ground = BlockGround(region: rectangle(0, 0, 200, 100), metric: .planar(metresPerUnit: 1))
    ground.streets = [BlockGround.Street([Point(100, 0), Point(100, 100)])]
    ground.buildings = [
      BlockGround.Building(outline: rectangle(20, 20, 60, 60), households: 500),
      BlockGround.Building(outline: rectangle(120, 20, 160, 60), households: 300),
    ]
    let drawn = try task(ground).drawn(GridTargets(households: 300))
    let reason = try #require(drawn.reasons.first { $0.code == "heavy-building" })
    #expect(reason.amount == 500 && reason.message.english.contains("500 households"))
    #expect(Set(drawn.grids.map(\.households)) == [300, 500])
  }

  @Test func aTargetLargerThanTheCommunityIsTold() throws {
    var ground = town(2, blocks: 2)
    let drawn = try task(ground).drawn(GridTargets(households: 100_000))
    #expect(drawn.grids.count == 1 && drawn.reasons.map(\.code) == ["too-few-households"])
    // In two parts: each is told.
    ground.region = MultiPolygon(ground.region.polygons + rectangle(600_000, 0, 600_050, 50).polygons)
    ground.buildings.append(BlockGround.Building(outline: rectangle(600_010, 10, 600_020, 20), households: 5))
    let two = try task(ground).drawn(GridTargets(households: 100_000))
    #expect(two.grids.count == 2 && two.reasons.count == 2 && two.reasons.allSatisfy { $0.code == "island" })
  }

  @Test func specialAndLockedGridsAreLeftOut() throws {
    let ground = town(5)
    let box = ground.region.box
    let corner = rectangle(box.minX + 20, box.minY + 20, box.minX + 150, box.minY + 140)
    let lock = rectangle(box.maxX - 160, box.maxY - 160, box.maxX - 20, box.maxY - 20)
    var drawing = task(ground)
    drawing.specials = [("第一中学", corner)]
    drawing.present = [
      PresentGrid(code: "441002001001003", name: "三", geometry: lock, attributes: "{\"x\":1}", isLocked: true)
    ]
    let drawn = try drawing.drawn(GridTargets(households: 250, tolerance: 0.2, steps: 300_000))
    let special = try #require(drawn.grids.first { $0.kind == .special })
    let locked = try #require(drawn.grids.first { $0.kind == .locked })
    #expect(special.name == "第一中学" && locked.code == "441002001001003" && locked.attributes == "{\"x\":1}")
    #expect((locked.geometry.planarArea - lock.planarArea).magnitude < 1e-6)
    #expect(drawn.grids.filter { $0.kind == .shared }.allSatisfy { $0.code.isEmpty })
    let total = ground.region.planarArea
    #expect((drawn.grids.reduce(0) { $0 + $1.geometry.planarArea } - total).magnitude <= 1e-9 * total)
  }

  @Test func todaysGridsChangeLittle() throws {
    let ground = town(6)
    let targets = GridTargets(households: 300, tolerance: 0.15, steps: 300_000)
    let first = try numbered(task(ground).drawn(targets))[0]
    var again = task(ground)
    again.present = first.grids.map { PresentGrid(code: $0.code, name: $0.name, geometry: $0.geometry) }
    let second = try numbered(again.drawn(targets), used: first.grids.map(\.code))[0]
    #expect(second.grids.map(\.code) == first.grids.map(\.code))
    let succession = try GridSuccession(
      from: again.present, to: second.grids, buildings: ground.buildings, level: .grid)
    #expect(succession.change.households <= 0.02 * succession.households.values.reduce(0, +))
    for code in first.grids.map(\.code) {
      let edges = succession.edges.filter { $0.from == code }
      #expect((edges.reduce(0) { $0 + $1.areaShare } - 1).magnitude < 1e-12)
      #expect((edges.reduce(0) { $0 + ($1.householdShare ?? 0) } - 1).magnitude < 1e-12)
    }
  }

  @Test(arguments: 1...4) func unitGridsShareOutGround(_ seed: UInt64) throws {
    let ground = town(seed, blocks: 3)
    let targets = GridTargets(.squareMetres, target: 6_000, seed: seed, steps: 300_000)
    let drawn = try task(ground).drawn(targets)
    try requireSound(drawn, ground, "seed \(seed)")
    let total = ground.region.planarArea
    #expect((drawn.grids.reduce(0) { $0 + $1.squareMetres } - total).magnitude < 1e-9 * total, "seed \(seed)")
    let missed = drawn.grids.filter { !targets.isMet(by: $0.squareMetres) }
    #expect(
      missed.count <= drawn.reasons.count && missed.count * 10 <= drawn.grids.count, "seed \(seed): \(missed.count)")
    #expect((drawn.grids.count - Int((total / 6_000).rounded())).magnitude <= 2 + drawn.reasons.count)
    #expect(
      drawn.reasons.allSatisfy { !$0.message.english.contains("households") && $0.message.english.contains("m²") })
  }

  @Test func groundThatNothingDividesStaysWholeAndIsTold() throws {
    var ground = BlockGround(region: rectangle(0, 0, 300, 100), metric: .planar(metresPerUnit: 1))
    ground.streets = [BlockGround.Street([Point(200, 0), Point(200, 100)])]
    ground.buildings = [BlockGround.Building(outline: rectangle(220, 20, 260, 60), households: 0)]
    let drawn = try task(ground).drawn(GridTargets(.squareMetres, target: 10_000))
    #expect(Set(drawn.grids.map { $0.squareMetres.rounded() }) == [20_000, 10_000])
    let reason = try #require(drawn.reasons.first)
    #expect(drawn.reasons.count == 1 && reason.code == "heavy-block" && reason.amount.rounded() == 20_000)
  }

  /// Two banks of a canal without a bridge.
  private func twoBanks(_ west: Double, _ east: Double) -> BlockGround {
    var ground = BlockGround(region: rectangle(0, 0, 200, 100), metric: .planar(metresPerUnit: 1))
    ground.barrierLines = [[Point(100, -1), Point(100, 101)]]
    ground.buildings = [
      BlockGround.Building(outline: rectangle(20, 20, 60, 60), households: west),
      BlockGround.Building(outline: rectangle(120, 20, 160, 60), households: east),
    ]
    return ground
  }
}

/// Grids are valid and of one piece, fill the community, and hold each building of it whole.
func requireSound(_ drawn: DrawnCommunity, _ ground: BlockGround, _ label: String) throws {
  let geos = try GEOSContext()
  let shapes = drawn.grids.map(\.geometry)
  for shape in shapes {
    #expect(try geos.flaw(in: shape) == nil, "\(label)")
    #expect(shape.polygons.count == 1, "\(label)")
  }
  let total = ground.region.planarArea
  #expect((shapes.reduce(0) { $0 + $1.planarArea } - total).magnitude <= 1e-9 * total, "\(label)")
  #expect(try (geos.union(shapes).planarArea - total).magnitude <= 1e-9 * total, "\(label)")
  for building in ground.buildings where !building.outline.isEmpty {
    let parts = try geos.intersection(building.outline, ground.region)
    guard parts.polygons.count == 1 else { continue }
    let near = shapes.filter { $0.box.intersects(building.outline.box) }
    let most = try near.map { try geos.intersectionArea($0, building.outline) }.max() ?? 0
    #expect(parts.planarArea - most <= 1e-6 * max(parts.planarArea, 1), "\(label): a building is cut")
  }
}

private func rectangle(_ left: Double, _ bottom: Double, _ right: Double, _ top: Double) -> MultiPolygon {
  MultiPolygon([
    Polygon(
      Ring([
        Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top), Point(left, bottom),
      ]))
  ])
}
