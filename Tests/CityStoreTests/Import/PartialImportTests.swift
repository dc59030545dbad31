import AreaIndex
import Diagnostics
import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityStore

/// One street changes, and the rest carries on.
@Suite struct PartialImportTests {
  private let fixture: ImportFixture

  /// Two streets of two grids each, and units in the grids.
  init() throws {
    fixture = try ImportFixture()
    func cell(_ code: String, _ x: Double, _ side: Double, _ y: Double = 23) -> (properties: String, geometry: String) {
      (#"{"code":"\#(code)","name":"N\#(code)"}"#, ImportFixture.square(113 + x, y, side))
    }
    try fixture.load([fixture.geoJSON("s.geojson", [cell("S1", 0, 0.02), cell("S2", 0.02, 0.02)])], .street)
    let grids = (0..<4).map { cell("G\($0)", Double($0) * 0.01, 0.01) }
    try fixture.load([fixture.geoJSON("g.geojson", grids)], .grid)
    let units = (0..<8).map { cell("U\($0)", Double($0) * 0.005, 0.005) }
    try fixture.load([fixture.geoJSON("u.geojson", units)], .unit) { $0.activate = true }
  }

  /// The first street's grids anew, with one that lies in the other street.
  private func renewed() throws -> String {
    try fixture.geoJSON(
      "new.geojson",
      [
        (#"{"code":"N1","name":"left"}"#, ImportFixture.square(113, 23, 0.005)),
        (#"{"code":"N2","name":"right"}"#, ImportFixture.square(113.005, 23, 0.015)),
        (#"{"code":"G3","name":"elsewhere"}"#, ImportFixture.square(113.031, 23, 0.008)),
      ])
  }

  @Test func onlyThePartIsReplaced() throws {
    let before = try fixture.areas(.grid)
    let report = try fixture.load([renewed()], .grid) { $0.within = "S1" }
    #expect(report.rows == 3 && report.areas == 2 && report.rejected == 1 && report.areasInLevel == 4)
    #expect(fixture.rejects.contains("not-within: S2,G3,elsewhere"))
    #expect(try fixture.parents(.grid) == ["N1": "S1", "N2": "S1", "G2": "S2", "G3": "S2"])
    let kept = try fixture.areas(.grid).filter { $0.parentCode == "S2" }
    #expect(kept.map(\.geometry) == before.filter { $0.parentCode == "S2" }.map(\.geometry))
    // What lies below finds its new areas above.
    #expect(try fixture.parents(.unit)["U0"] == "N1" && fixture.parents(.unit)["U7"] == "G3")
    let city = try CityDatabase.open(at: fixture.database, for: .reading)
    let files = try city.sources(of: #require(try city.draft(of: "unified"))).map {
      ($0.file as NSString).lastPathComponent
    }
    #expect(files == ["s.geojson", "g.geojson", "u.geojson", "new.geojson"])
  }

  @Test func whatIsNoPartIsRefused() throws {
    func refusal(_ code: String, _ mode: ImportRequest.Mode = .replace) -> Fault? {
      fault {
        try fixture.load([renewed()], .grid) {
          $0.within = code
          $0.mode = mode
        }
      }
    }
    #expect(refusal("S9")?.code == "unknown-area")
    #expect(refusal("unit/U0")?.code == "not-above")
    #expect(refusal("G1")?.code == "not-above")
    #expect(refusal("S1", .update)?.code == "conflicting-options")
    let city = try CityDatabase.open(at: fixture.database, for: .reading)
    #expect(try city.draft(of: "unified") == nil)
  }

  @Test func anUpdateKeepsTheRest() throws {
    let report = try fixture.load([renewed()], .grid) { $0.mode = .update }
    #expect(report.updated == 1 && report.areas == 3 && report.areasInLevel == 6)
  }
}
