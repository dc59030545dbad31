import AreaIndex
import CityStore
import CivilTime
import CoverageTopology
import Foundation
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// New York: neighbourhoods as communities, community districts and taxi zones as two departments' nets, drawn by
/// different hands in the city's own feet.
@Suite struct RealUnificationTests {
  static let isSoak = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil
  static let isPresent = SharedData.isPresent("nyc") && SharedData.isPresent("nyc_taxi_zones")

  /// - Parameter isWhole: else Staten Island alone.
  private func city(at path: String, isWhole: Bool, crs: String = "EPSG:2263") throws -> CityDatabase {
    func load(_ file: String, _ level: Level, _ scheme: String, code: String, where condition: String) throws {
      var request = ImportRequest(files: [SharedData.path(file)], level: level)
      request.scheme = scheme
      request.fields = FieldMapping(code: code)
      request.condition = isWhole ? nil : condition
      request.activate = true
      _ = try CityDatabase.importAreas(request, at: path, creating: DatabaseSettings(crs: crs))
    }
    try load(
      "nyc/nta-boundaries.geojson", .community, "unified", code: "nta", where: "nta LIKE 'SI%'")
    try load(
      "nyc/communitydist-boundaries.geojson", .grid, "districts", code: "boro_cd", where: "boro_cd >= 500")
    try load("nyc_taxi_zones/taxi_zones.shp", .grid, "taxi", code: "LocationID", where: "borough = 'Staten Island'")
    return try CityDatabase.open(at: path, for: .writing)
  }

  /// In degrees what was one point in feet is several, a unit in the last place apart.
  @Test(.enabled(if: isPresent)) func inDegreesTheyBecomeOneToo() throws {
    let scratch = try Scratch()
    let city = try city(at: scratch.file("city.db"), isWhole: Self.isSoak, crs: "EPSG:4490")
    let subject = try UnificationSubject(of: ["districts", "taxi"], in: city)
    let result = try Unifier.run(subject, UnificationRequest(), threads: 2)
    try UnifierTests.shares(subject, result, "degrees")
    for (number, community) in subject.communities.enumerated() {
      let whole = community.geometry.planarArea
      let sum = result.grids.reduce(0) { $1.community == number ? $0 + $1.geometry.planarArea : $0 }
      #expect((sum / whole - 1).magnitude <= 1e-9, "\(community.code)")
    }
    #expect(result.slivers.allSatisfy { $0.place != .left } && !result.conflicts.isEmpty)
  }

  @Test(.enabled(if: isPresent)) func newYorksNetsBecomeOne() throws {
    let scratch = try Scratch()
    let city = try city(at: scratch.file("city.db"), isWhole: Self.isSoak)
    let subject = try UnificationSubject(of: ["districts", "taxi"], in: city)
    var request = UnificationRequest()
    request.sliverWidth = 15
    let result = try Unifier.run(subject, request, threads: 2)
    #expect(!result.slivers.isEmpty && !result.conflicts.isEmpty)
    try UnifierTests.check(subject, result, sliverWidth: 15, slack: 1e-7, "New York")
    // Without GEOS: what is cut adds up.
    let areas = subject.communities.map(\.geometry) + subject.schemes.flatMap { $0.grids.flatMap(\.shapes) }
    let overlay = Overlay(areas)
    var sums = [Double](repeating: 0, count: areas.count)
    for face in 0..<overlay.faceCount {
      let area = overlay.polygon(of: face).planarArea
      for holder in overlay.areas(of: face) { sums[Int(holder)] += area }
    }
    for (area, sum) in zip(areas, sums) { #expect((sum / area.planarArea - 1).magnitude <= 1e-9) }
    let draft = try result.writeDraft(of: subject, to: city, command: "unify", program: "test")
    #expect(try city.areaCounts(in: draft).map(\.count) == [subject.communities.count, result.grids.count])
    // Every grid has its community above it, and the draft may come into force as it is.
    try city.forEachArea(in: draft, level: .grid) { area in
      #expect(area.parentID != nil && area.code.hasPrefix(area.parentCode ?? "-"))
    }
    try city.activate(draft)
    guard Self.isSoak else { return }
    // The same nets once more: every grid carries itself on, with its code.
    let again = try Unifier.run(
      subject, request, today: UnificationSubject.today(in: city),
      numbering: GridNumbering(used: city.codesEverUsed(in: "unified", at: .grid)), threads: 2)
    #expect(again.grids.map(\.code) == result.grids.map(\.code))
    let next = try again.writeDraft(of: subject, to: city, command: "unify", program: "test")
    let edges = try city.lineage(of: next)
    #expect(edges.count == result.grids.count && edges.allSatisfy { $0.from == $0.to && $0.areaShare == 1 })
  }
}
