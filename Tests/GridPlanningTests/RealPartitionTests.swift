import AreaIndex
import CityStore
import Diagnostics
import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

/// Whole runs over real cities, through a database: every grid of one piece, inside its community, the communities full.
@Suite struct RealPartitionTests {
  static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil

  /// New York: neighbourhoods as communities, lots with their dwelling units as buildings, in the city's own feet.
  @Test(.enabled(if: SharedData.isPresent("nyc"))) func newYorksNeighbourhoods() throws {
    let scratch = try Scratch()
    var request = ImportRequest(files: [SharedData.path("nyc/nta-boundaries.geojson")], level: .community)
    request.fields = FieldMapping(code: "nta")
    // Two quarters of towers; with ONEGRID_SOAK the borough that has them.
    request.condition = Self.isSoak ? "nta LIKE 'MN%'" : "nta IN ('BX1004', 'MN0902')"
    request.activate = true
    _ = try CityDatabase.importAreas(
      request, at: scratch.file("city.db"), creating: DatabaseSettings(crs: "EPSG:2263"))
    try writeLots(to: scratch.file("lots.geojson")) {
      Self.isSoak ? $0.hasPrefix("MN") : ["BX1004", "MN0902"].contains($0)
    }
    let city = try CityDatabase.open(at: scratch.file("city.db"), for: .writing)
    var targets = GridTargets(households: 600)
    targets.steps = Self.isSoak ? targets.steps : 100_000
    var job = PartitionJob(buildings: scratch.file("lots.geojson"), targets: targets)
    job.householdsField = "units"
    job.threads = 2
    try requireSound(job, in: city, "New York")
  }

  /// Wuhan's streets, 92,667 of them as they are: those of two square kilometres, houses between them made up.
  @Test(.enabled(if: SharedData.isPresent("streets_wuhan"))) func wuhansStreets() throws {
    let scratch = try Scratch()
    let (west, south, side) = (239_300.0, 3_385_200.0, Self.isSoak ? 3_000.0 : 700.0)
    func square(_ column: Int) -> String {
      let (left, right) = (west + Double(column) * side, west + Double(column + 1) * side)
      let corners = [(left, south), (right, south), (right, south + side), (left, south + side), (left, south)]
      return "[[" + corners.map { "[\($0.0),\($0.1)]" }.joined(separator: ",") + "]]"
    }
    let crs = "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::32650\"}}"
    let areas = (0..<2).map {
      "{\"type\":\"Feature\",\"properties\":{\"code\":\"42010200100\($0 + 1)\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":\(square($0))}}"
    }
    try "{\"type\":\"FeatureCollection\",\(crs),\"features\":[\(areas.joined(separator: ","))]}".write(
      toFile: scratch.file("community.geojson"), atomically: true, encoding: .utf8)
    var random = SeededGenerator(seed: 7)
    let houses = (0..<(Self.isSoak ? 6_000 : 240)).map { _ in
      let place = (
        Double.random(in: west...west + 2 * side, using: &random),
        Double.random(in: south...south + side, using: &random)
      )
      return
        "{\"type\":\"Feature\",\"properties\":{\"hs\":\(Int.random(in: 2...60, using: &random))},\"geometry\":{\"type\":\"Point\",\"coordinates\":[\(place.0),\(place.1)]}}"
    }
    try "{\"type\":\"FeatureCollection\",\(crs),\"features\":[\(houses.joined(separator: ","))]}".write(
      toFile: scratch.file("houses.geojson"), atomically: true, encoding: .utf8)
    var request = ImportRequest(files: [scratch.file("community.geojson")], level: .community)
    request.activate = true
    _ = try CityDatabase.importAreas(
      request, at: scratch.file("city.db"), creating: DatabaseSettings(crs: "EPSG:32650"))
    let city = try CityDatabase.open(at: scratch.file("city.db"), for: .writing)
    var targets = GridTargets(households: 300)
    targets.steps = Self.isSoak ? targets.steps : 100_000
    var job = PartitionJob(buildings: scratch.file("houses.geojson"), targets: targets)
    job.householdsField = "hs"
    job.roads = SharedData.path("streets_wuhan/wuhan_8989_original.gpkg")
    job.threads = 2
    let drawing = try requireSound(job, in: city, "Wuhan")
    #expect(drawing.streetShare > 0.4)
  }

  @discardableResult
  private func requireSound(_ job: PartitionJob, in city: CityDatabase, _ label: String) throws -> CityDrawing {
    var regions: [String: MultiPolygon] = [:]
    let edition = try city.edition(EditionSelector(scheme: "unified"))
    try city.forEachArea(in: edition, level: .community) { regions[$0.code] = $0.geometry }
    let drawing = try CityDrawing(job, in: city)
    #expect(drawing.communities.count == regions.count && drawing.isContiguous, "\(label)")
    let missed = drawing.gridCount - drawing.withinTolerance
    #expect(missed <= drawing.reasons.count, "\(label): \(missed) of \(drawing.gridCount)")
    for community in drawing.communities {
      let region = try #require(regions[community.code])
      let total = region.planarArea
      let sum = community.grids.reduce(0) { $0 + $1.geometry.planarArea }
      #expect((sum - total).magnitude <= 1e-9 * total, "\(label): \(community.code)")
      #expect(community.grids.allSatisfy { $0.code.hasPrefix(community.code) }, "\(label)")
    }
    let draft = try drawing.writeDraft(in: city)
    var ids: [String] = []
    try city.forEachArea(in: draft, level: .grid) { ids.append($0.code) }
    #expect(ids.count == drawing.gridCount && Set(ids).count == ids.count, "\(label)")
    return drawing
  }

  /// Lots of chosen neighbourhoods as points in longitude and latitude.
  private func writeLots(to path: String, where isWanted: (String) -> Bool) throws {
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = ["-dc", SharedData.path("nyc/nyc_bbl_2023_dev.csv.gz")]
    let pipe = Pipe()
    gzip.standardOutput = pipe
    try gzip.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    gzip.waitUntilExit()
    var features: [String] = []
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard isWanted(String(fields[6])) else { continue }
      features.append(
        "{\"type\":\"Feature\",\"properties\":{\"units\":\(fields[3])},\"geometry\":{\"type\":\"Point\",\"coordinates\":[\(fields[4]),\(fields[5])]}}"
      )
    }
    try "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}".write(
      toFile: path, atomically: true, encoding: .utf8)
  }
}
