import AreaIndex
import Diagnostics
import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityStore

@Suite struct AreaExportTests {
  private let fixture: ImportFixture

  init() throws {
    fixture = try ImportFixture()
    for level in [Level.street, .community] {
      try fixture.load([SharedData.geodata("\(level).geojson")], level) { $0.activate = level == .community }
    }
  }

  private func export(_ name: String, _ level: Level = .community, crs: String? = nil) throws -> ExportReport {
    let city = try CityDatabase.open(at: fixture.database, for: .reading)
    var request = ExportRequest(level: level, path: fixture.scratch.file(name))
    request.crs = crs
    return try city.exportAreas(request)
  }

  /// What makes an area, its ids aside.
  private struct Face: Equatable {
    var code: String
    var name: String
    var parent: String?
    var households: Double?
    var attributes: String
    var geometry: MultiPolygon

    init(_ area: AreaRecord) {
      (code, name, parent) = (area.code, area.name, area.parentCode)
      (households, attributes, geometry) = (area.households, area.attributes, area.geometry)
    }
  }

  @Test(arguments: ["out.gpkg", "out.geojson", "out.csv", "out.shp"])
  func importedAgainItGivesTheSameAreas(name: String) throws {
    let report = try export(name)
    #expect(report.areas == 36 && report.crs == "EPSG:4490" && report.pointsAdded == 0)
    let again = try ImportFixture()
    try again.load([SharedData.geodata("street.geojson")], .street)
    let back = try again.load([fixture.scratch.file(name)], .community) { request in
      if name.hasSuffix("csv") { request.crs = "EPSG:4490" }
    }
    #expect(back.rows == 36 && back.areas == 36 && back.repairs.isEmpty)
    let before = try fixture.areas(.community).map(Face.init)
    let after = try again.areas(.community).map(Face.init)
    for (a, b) in zip(before, after) {
      var b = b
      // A shapefile's rings run clockwise by its own rule; the coordinates are the same.
      if name.hasSuffix("shp") {
        #expect(Self.vertices(a.geometry) == Self.vertices(b.geometry), "\(a.code)")
        b.geometry = a.geometry
      }
      #expect(a == b)
    }
  }

  /// Every ring's vertices, without regard to where it begins and which way it runs.
  private static func vertices(_ geometry: MultiPolygon) -> [Set<Point>] {
    geometry.polygons.flatMap(\.rings).map { Set($0.points) }
  }

  @Test func attributesComeBackUnderTheirNames() throws {
    let square = ImportFixture.square(113, 23, 0.01)
    let file = try fixture.geoJSON(
      "odd.geojson",
      [
        (#"{"code":"1","name":"a","Level":3,"note":null,"ratio":1.5,"big":true,"list":[1,2]}"#, square),
        (
          #"{"code":"2","name":"b","Level":4,"note":"x,\"y\"","ratio":2,"big":false,"list":null}"#,
          ImportFixture.square(113.1, 23, 0.01)
        ),
      ])
    try fixture.load([file], .grid) { $0.activate = true }
    let report = try export("odd.gpkg", .grid)
    #expect(report.areas == 2)
    let again = try ImportFixture()
    try again.load([fixture.scratch.file("odd.gpkg")], .grid)
    #expect(
      try again.areas(.grid).map(\.attributes) == [
        #"{"Level_2":3,"note":null,"ratio":1.5,"big":true,"list":"[1,2]"}"#,
        #"{"Level_2":4,"note":"x,\"y\"","ratio":2,"big":false,"list":null}"#,
      ])
  }

  @Test func inAnotherReferenceSystem() throws {
    let report = try export("metres.gpkg", crs: "EPSG:4547")
    #expect(report.crs == "EPSG:4547")
    let again = try ImportFixture()
    let back = try again.load([fixture.scratch.file("metres.gpkg")], .community)
    #expect(back.files[0].crs == "EPSG:4547")
    for (a, b) in zip(try fixture.areas(.community), try again.areas(.community)) {
      #expect(
        abs(a.geometry.box.minX - b.geometry.box.minX) < 1e-9 && abs(a.geometry.box.maxY - b.geometry.box.maxY) < 1e-9)
    }
  }

  @Test func whatCannotBeExported() throws {
    #expect(#expect(throws: Fault.self) { try export("x.gpkg", .unit) }?.code == "missing-level")
    #expect(#expect(throws: Fault.self) { try export("x.xyz") }?.kind == .usage)
    _ = try export("x.csv")
    #expect(#expect(throws: Fault.self) { try export("x.csv") }?.code == "output-exists")
    #expect(#expect(throws: Fault.self) { try export("y.csv", crs: "nonsense") }?.code == "unknown-crs")
    #expect(!FileManager.default.fileExists(atPath: fixture.scratch.file("y.csv")))
  }
}
