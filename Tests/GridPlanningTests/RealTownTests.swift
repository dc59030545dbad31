import Diagnostics
import GEOSOperations
import SpatialFormats
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

@testable import GridPlanning

/// Streets and buildings as they are: what is generated is never as odd.
@Suite struct RealTownTests {
  /// Bubeneč in Prague: 144 buildings in rows that share walls, 35 streets.
  @Test(.enabled(if: SharedData.isPresent("morphology_bubenec"))) func rowsOfHousesInPrague() throws {
    let file = SharedData.path("morphology_bubenec/bubenec.gpkg")
    let outlines = try polygons(file, "buildings")
    let streets = try lines(file, "streets")
    try requireGrids(outlines, streets, households: { max(1, ($0 * 5 / 80).rounded()) }, target: 600, "Bubeneč")
  }

  /// The centre of Helsinki: closed blocks, courtyards, streets and paths of every kind.
  @Test(.enabled(if: SharedData.isPresent("osm_pbf") && GDALHere.isPresent)) func theCentreOfHelsinki() throws {
    let file = SharedData.path("osm_pbf/Helsinki.osm.pbf")
    let area = Box(minX: 24.938, minY: 60.165, maxX: 24.945, maxY: 60.169)
    let outlines = try polygons(file, "multipolygons", where: "building IS NOT NULL").filter {
      area.contains($0.box.center)
    }
    let streets = try lines(file, "lines", where: "highway IS NOT NULL")
    #expect(outlines.count > 50)
    try requireGrids(
      outlines, streets, metric: .geographic(latitude: area.center.y), households: { max(1, ($0 * 5 / 80).rounded()) },
      target: 900, "Helsinki")
  }

  /// - Parameter households: from a building's ground in square metres.
  private func requireGrids(
    _ outlines: [MultiPolygon], _ streets: [[Point]], metric: LocalMetric? = nil, households: (Double) -> Double,
    target: Double, _ label: String
  ) throws {
    var box = Box.empty
    for outline in outlines { box.formUnion(outline.box) }
    let metric = metric ?? .planar(metresPerUnit: 1)
    box = Box(
      minX: box.minX - 10 / metric.metresPerX, minY: box.minY - 10 / metric.metresPerY,
      maxX: box.maxX + 10 / metric.metresPerX, maxY: box.maxY + 10 / metric.metresPerY)
    let border = [
      Point(box.minX, box.minY), Point(box.maxX, box.minY), Point(box.maxX, box.maxY), Point(box.minX, box.maxY),
    ]
    var ground = BlockGround(region: MultiPolygon([Polygon(Ring(border + [border[0]]))]), metric: metric)
    ground.streets = streets.map { BlockGround.Street($0) }
    let scale = metric.metresPerX * metric.metresPerY
    ground.buildings = outlines.map {
      BlockGround.Building(outline: $0, households: households($0.planarArea * scale))
    }
    let targets = GridTargets(households: target, tolerance: 0.1, steps: 300_000)
    let drawn = try CommunityTask(code: "000000000001", name: label, ground: ground).drawn(targets)
    let total = ground.buildings.reduce(0) { $0 + $1.households }
    #expect(drawn.grids.reduce(0) { $0 + $1.households } == total, "\(label)")
    #expect(drawn.grids.count == Int((total / target).rounded()) || !drawn.reasons.isEmpty, "\(label)")
    for grid in drawn.grids {
      #expect(targets.isMet(by: grid.households) || !drawn.reasons.isEmpty, "\(label): \(grid.households)")
    }
    try requireSound(drawn, ground, label)
  }

  private func polygons(_ file: String, _ layer: String, where condition: String? = nil) throws -> [MultiPolygon] {
    let geos = try GEOSContext()
    return try features(file, layer, condition).compactMap(\.asMultiPolygon).map { try geos.makeValid($0).geometry }
      .filter { !$0.isEmpty }
  }

  private func lines(_ file: String, _ layer: String, where condition: String? = nil) throws -> [[Point]] {
    try features(file, layer, condition).flatMap(\.paths)
  }

  private func features(_ file: String, _ layer: String, _ condition: String?) throws -> [Geometry] {
    let source = try FeatureFile.open(file, layer: layer, where: condition)
    var geometries: [Geometry] = []
    while let feature = try source.next() {
      if let geometry = feature.geometry { geometries.append(geometry) }
    }
    return geometries
  }
}

private enum GDALHere {
  static let isPresent = ChildProcess.find("ogr2ogr") != nil
}
