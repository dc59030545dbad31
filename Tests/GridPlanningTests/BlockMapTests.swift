import Diagnostics
import GEOSOperations
import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

@Suite struct BlockMapTests {
  private let rules = BlockRules(splitAbove: 40, leastPiece: 15)

  @Test(arguments: 1...6) func noBuildingIsCutAndNothingIsLost(_ seed: UInt64) throws {
    var town = SeededTown(blocks: 4, houses: 8, seed: seed)
    // Those of which most lies beyond the border are another community's.
    for building in town.ground.buildings.indices
    where town.ground.region.location(of: town.ground.buildings[building].place) != .inside {
      town.ground.buildings[building].households = 0
    }
    let map = try BlockMap(town.ground, rules)
    try requireSound(map, town.ground, "seed \(seed)")
    let counted = map.blocks.reduce(0) { $0 + $1.households }
    #expect(counted == town.ground.buildings.reduce(0) { $0 + $1.households }, "seed \(seed)")
    // Split where too many live, as far as buildings allow.
    for block in map.blocks where block.buildings.count > 12 {
      #expect(block.households <= 40, "seed \(seed): \(block.households) in \(block.buildings.count) buildings")
    }
    #expect(map.blocks.count > 16)
  }

  @Test func theBlockLineGoesRoundABuilding() throws {
    var ground = BlockGround(region: rectangle(0, 0, 100, 100), metric: .planar(metresPerUnit: 1))
    ground.streets = [BlockGround.Street([Point(-5, 50), Point(105, 50)])]
    ground.buildings = [BlockGround.Building(outline: rectangle(40, 45, 60, 65), households: 10)]
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.map(\.squareMetres).sorted() == [4900, 5100])
    let upper = try #require(map.blocks.first { $0.squareMetres == 5100 })
    #expect(upper.households == 10 && upper.buildings == [0])
    try requireSound(map, ground, "")
    // The border: the street to the left and to the right, the wall between.
    #expect(map.borders.count == 1)
    #expect(map.borders[0].streetMetres == 80 && map.borders[0].metres == 110)
  }

  @Test func aBlockIsSplitHalfWayBetweenItsBuildings() throws {
    var ground = BlockGround(region: rectangle(0, 0, 100, 50), metric: .planar(metresPerUnit: 1))
    ground.buildings = [rectangle(10, 10, 30, 40), rectangle(70, 10, 90, 40)].map {
      BlockGround.Building(outline: $0, households: 60)
    }
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.count == 2 && map.blocks.map(\.households) == [60, 60])
    #expect(map.blocks.allSatisfy { ($0.squareMetres - 2500).magnitude < 1e-6 })
    #expect(map.borders[0].streetMetres == 0 && (map.borders[0].metres - 50).magnitude < 1e-6)
    try requireSound(map, ground, "")
    // Below the limit it stays whole, and so does it where it is told to.
    #expect(try BlockMap(ground, BlockRules(splitAbove: 120, leastPiece: 15)).blocks.count == 1)
    ground.wholes = [ground.region]
    #expect(try BlockMap(ground, rules).blocks.count == 1)
  }

  @Test func buildingsThatOverlapAreOne() throws {
    var ground = BlockGround(region: rectangle(0, 0, 100, 50), metric: .planar(metresPerUnit: 1))
    ground.buildings = [rectangle(10, 10, 50.01, 40), rectangle(50, 10, 90, 40)].map {
      BlockGround.Building(outline: $0, households: 60)
    }
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.map(\.households) == [120])
    // With a shared wall they are two.
    ground.buildings[0].outline = rectangle(10, 10, 50, 40)
    #expect(try BlockMap(ground, rules).blocks.map(\.households) == [60, 60])
  }

  @Test func householdPointsAreSplitToo() throws {
    var random = SeededGenerator(seed: 7)
    var ground = BlockGround(region: rectangle(0, 0, 200, 200), metric: .planar(metresPerUnit: 1))
    ground.buildings = (0..<60).map { _ in
      BlockGround.Building(
        place: Point(.random(in: 1...199, using: &random), .random(in: 1...199, using: &random)), households: 5)
    }
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.reduce(0) { $0 + $1.households } == 300)
    #expect(map.blocks.count >= 10 && map.blocks.allSatisfy { $0.households >= 15 && $0.households <= 60 })
    try requireSound(map, ground, "seed 7")
  }

  @Test func barriersPartAndBridgesJoin() throws {
    var ground = BlockGround(region: rectangle(0, 0, 100, 100), metric: .planar(metresPerUnit: 1))
    ground.buildings = [rectangle(10, 10, 20, 20), rectangle(80, 80, 90, 90)].map {
      BlockGround.Building(outline: $0, households: 30)
    }
    ground.barrierLines = [[Point(50, -5), Point(50, 105)]]
    var map = try BlockMap(ground, rules)
    #expect(map.blocks.count == 2 && map.borders.count == 1 && map.borders[0].openMetres == 0)
    ground.bridges = [rectangle(45, 30, 55, 36)]
    map = try BlockMap(ground, rules)
    #expect(map.blocks.count == 2 && map.borders[0].openMetres == 6)
    try requireSound(map, ground, "a canal as a line")
    // Water with an extent: it belongs to one bank, and the bridge joins the two.
    ground.barrierLines = []
    ground.barrierAreas = [rectangle(40, -5, 60, 105)]
    ground.bridges = []
    map = try BlockMap(ground, rules)
    #expect(map.blocks.count == 2 && map.borders.allSatisfy { $0.openMetres == 0 })
    ground.bridges = [rectangle(35, 30, 65, 36)]
    map = try BlockMap(ground, rules)
    #expect(map.borders.contains { $0.openMetres > 5 })
    try requireSound(map, ground, "a river")
    #expect(map.blocks.reduce(0) { $0 + $1.households } == 60)
  }

  @Test func cutOutsKeepToTheirOwn() throws {
    var ground = BlockGround(region: rectangle(0, 0, 100, 100), metric: .planar(metresPerUnit: 1))
    ground.cutOuts = [rectangle(0, 0, 40, 40), rectangle(60, 60, 100, 100)]
    ground.fixedCutOuts = 1
    // One house over the line of each.
    ground.buildings = [rectangle(35, 10, 49, 20), rectangle(55, 80, 75, 90)].map {
      BlockGround.Building(outline: $0, households: 20)
    }
    let map = try BlockMap(ground, rules)
    let areas = map.blocks.map { ($0.cutOut ?? -1, $0.squareMetres) }.sorted { $0.0 < $1.0 }
    // The first stays as it is, the second takes in the house of which most is in it.
    #expect(areas.map(\.0) == [-1, 0, 1] && areas.map(\.1) == [6750, 1600, 1650])
  }

  @Test func nothingButABorder() throws {
    let ground = BlockGround(region: rectangle(0, 0, 10, 10), metric: .planar(metresPerUnit: 1))
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.count == 1 && map.borders.isEmpty && map.blocks[0].households == 0)
    var two = ground
    two.region = MultiPolygon(ground.region.polygons + rectangle(50, 0, 60, 10).polygons)
    #expect(try BlockMap(two, rules).blocks.count == 2)
  }

  /// A crossing, as one area or street by street: each block gets its side, and all get across.
  @Test(arguments: [true, false]) func streetsThatAreAreasAreFollowedAlongTheirMiddle(_ isOne: Bool) throws {
    var ground = BlockGround(region: rectangle(0, 0, 200, 200), metric: .planar(metresPerUnit: 1))
    let streets = [rectangle(-5, 90, 205, 110), rectangle(94, -5, 106, 205)]
    let areas = isOne ? [try GEOSContext().union(streets)] : streets
    ground.carriageways = areas.map { BlockGround.Carriageway($0, weight: 2) }
    ground.buildings = [(20, 20), (150, 20), (20, 150), (150, 150)].map { x, y in
      BlockGround.Building(outline: rectangle(x, y, x + 30, y + 30), households: 10)
    }
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.map(\.households) == [10, 10, 10, 10])
    #expect(
      map.blocks.allSatisfy { ($0.squareMetres - 10_000).magnitude < 250 }, "\(map.blocks.map(\.squareMetres))")
    #expect(map.borders.filter { $0.metres > 50 }.count == 4)
    #expect(map.borders.allSatisfy { $0.streetMetres > 0.999 * $0.metres })
    try requireSound(map, ground, "one: \(isOne)")
  }

  /// A strip of trees in the middle of a street is part of it; a row of houses as narrow is a block.
  @Test(arguments: [0.0, 10]) func aStripInTheMiddleOfAStreet(_ households: Double) throws {
    var ground = BlockGround(region: rectangle(0, 0, 200, 200), metric: .planar(metresPerUnit: 1))
    ground.carriageways = [rectangle(-5, 80, 205, 95), rectangle(-5, 105, 205, 120)].map {
      BlockGround.Carriageway($0)
    }
    ground.buildings = [
      BlockGround.Building(outline: rectangle(20, 20, 50, 50), households: 10),
      BlockGround.Building(outline: rectangle(90, 97, 110, 103), households: households),
      BlockGround.Building(outline: rectangle(20, 150, 50, 180), households: 10),
    ]
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.count == (households > 0 ? 3 : 2))
    #expect(map.borders.count == map.blocks.count - 1)
    try requireSound(map, ground, "\(households) households")
  }

  /// Parcels are no streets: what lies between them is not divided, and their outlines are the lines.
  @Test func areasThatCoverTheGroundAreNoStreets() throws {
    var ground = BlockGround(region: rectangle(0, 0, 200, 100), metric: .planar(metresPerUnit: 1))
    ground.carriageways = [rectangle(0, 0, 120, 100), rectangle(120, 0, 200, 100)].map { BlockGround.Carriageway($0) }
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.map(\.squareMetres).sorted() == [8000, 12_000])
    try requireSound(map, ground, "")
  }

  /// A street that only leads into the ground parts nothing: no line at all, and none round about it.
  @Test func aDeadEndIsNoBlock() throws {
    var ground = BlockGround(region: rectangle(0, 0, 200, 200), metric: .planar(metresPerUnit: 1))
    ground.carriageways = [BlockGround.Carriageway(rectangle(90, -5, 102, 120))]
    ground.buildings = [BlockGround.Building(outline: rectangle(20, 20, 50, 50), households: 10)]
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.map(\.households) == [10] && map.borders.isEmpty)
  }

  /// A river across the ground, drawn as an area: among the streets its middle is a line that can be crossed; as a barrier
  /// it parts the ground, and so it does as both.
  @Test(arguments: [(true, false), (false, true), (true, true)])
  func aRiverThatIsAnArea(_ isStreet: Bool, _ isBarrier: Bool) throws {
    let river = rectangle(-5, 80, 205, 110)
    var ground = BlockGround(region: rectangle(0, 0, 200, 200), metric: .planar(metresPerUnit: 1))
    if isStreet { ground.carriageways = [BlockGround.Carriageway(river)] }
    if isBarrier { ground.barrierAreas = [river] }
    ground.buildings = [(20.0, 30.0), (150, 150)].map { x, y in
      BlockGround.Building(outline: rectangle(x, y, x + 30, y + 30), households: 10)
    }
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.map(\.households) == [10, 10], "\(map.blocks.map(\.squareMetres))")
    #expect(map.borders.allSatisfy { ($0.openMetres == 0) == isBarrier })
    try requireSound(map, ground, "street: \(isStreet), barrier: \(isBarrier)")
    ground.bridges = [rectangle(100, 70, 110, 120)]
    let bridged = try BlockMap(ground, rules)
    #expect(bridged.borders.contains { $0.openMetres > 0 })
    try requireSound(bridged, ground, "bridged; street: \(isStreet), barrier: \(isBarrier)")
  }

  /// Today's grids were drawn along the street, and lie a hair beside it: the border is the street's all the same.
  @Test(arguments: [-1e-6, 1e-6, 0.01]) func todaysLinesAlongAStreetAreTheStreet(_ shift: Double) throws {
    var ground = BlockGround(region: rectangle(0, 0, 200, 200), metric: .planar(metresPerUnit: 1))
    ground.streets = [BlockGround.Street([Point(100, -5), Point(100, 205)], weight: 2)]
    ground.present = [rectangle(0, 0, 100 + shift, 200), rectangle(100 + shift, 0, 200, 200)]
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.count == 2 && map.borders.count == 1)
    #expect(map.borders.allSatisfy { $0.streetMetres > 0.999 * $0.metres && $0.cost < 0.11 * $0.metres })
    try requireSound(map, ground, "shift \(shift)")
  }

  @Test func sliversBelongToTheNeighbour() throws {
    var ground = BlockGround(region: rectangle(0, 0, 100, 100), metric: .planar(metresPerUnit: 1))
    ground.streets = [
      BlockGround.Street([Point(50, 0), Point(50, 100)]), BlockGround.Street([Point(50, 0), Point(51.5, 100)]),
    ]
    let map = try BlockMap(ground, rules)
    #expect(map.blocks.count == 2)
    try requireSound(map, ground, "")
  }
}

/// Blocks are connected and valid, fill the region, and hold each building of it whole.
func requireSound(_ map: BlockMap, _ ground: BlockGround, _ label: String) throws {
  let geos = try GEOSContext()
  let shapes = map.geometry()
  for (shape, block) in zip(shapes, map.blocks) {
    #expect(try geos.flaw(in: shape) == nil, "\(label)")
    if block.cutOut == nil { #expect(shape.polygons.count == 1, "\(label)") }
  }
  let total = ground.region.planarArea
  #expect((shapes.reduce(0) { $0 + $1.planarArea } - total).magnitude <= 1e-9 * total, "\(label)")
  #expect(try (geos.union(shapes).planarArea - total).magnitude <= 1e-9 * total, "\(label)")
  for building in ground.buildings where !building.outline.isEmpty {
    // What the community's own border cuts off cannot be reached from the rest.
    let parts = try geos.intersection(building.outline, ground.region)
    guard parts.polygons.count == 1 else { continue }
    let inside = parts.planarArea
    let near = shapes.filter { $0.box.intersects(building.outline.box) }
    let most = try near.map { try geos.intersectionArea($0, building.outline) }.max() ?? 0
    #expect(inside - most <= 1e-6 * max(inside, 1), "\(label): a building is cut")
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
