import AreaIndex
import Diagnostics
import Foundation
import Projections
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityStore

/// Boundaries as their owners publish them.
@Suite struct RealBoundaryTests {
  private let fixture: ImportFixture

  init() throws { fixture = try ImportFixture() }

  @Test func theSampleCityByEveryRoad() throws {
    for level in Level.allCases { try fixture.load([SharedData.geodata("\(level).geojson")], level) }
    // What the files say, against what code and place say without them.
    let bare = try ImportFixture()
    for level in Level.allCases.reversed() {
      let report = try bare.load([SharedData.geodata("\(level).geojson")], level) { $0.fields.parent = "name" }
      #expect(report.rejected == 0 && report.repairs.isEmpty)
    }
    for level in Level.allCases.dropFirst() {
      let stated = try fixture.parents(level)
      #expect(!stated.values.contains("none"))
      #expect(try bare.parents(level) == stated, "\(level)")
    }
    let shapefile = try ImportFixture()
    let report = try shapefile.load([SharedData.geodata("grid_gbk.shp")], .grid)
    #expect(report.rows == 240)
    #expect(try shapefile.areas(.grid).map(\.name) == fixture.areas(.grid).map(\.name))
    #expect(try shapefile.areas(.grid).map(\.geometry.box) == fixture.areas(.grid).map(\.geometry.box))
  }

  @Test(.enabled(if: SharedData.isPresent("nyc")))
  func newYorkInThreeLevelsWithParentsByPlace() throws {
    let boroughs = try fixture.load([SharedData.path("nyc/borough-boundaries.geojson")], .district) {
      $0.fields.code = "borough"
    }
    #expect(boroughs.rows == 5 && boroughs.areas == 5)
    #expect(boroughs.files[0].crs == "EPSG:2263")
    #expect(boroughs.notices.contains { $0.code == "edges-densified" })
    let districts = try fixture.load([SharedData.path("nyc/communitydist-boundaries.geojson")], .community) {
      $0.fields.code = "communitydist"
    }
    #expect(districts.areas == 71)
    let nta = try fixture.load([SharedData.path("nyc/nta-boundaries.geojson")], .grid) { $0.fields.code = "nta" }
    #expect(nta.areas == 262)
    #expect(nta.files[0].fields.name == "ntaname")
    // The first digit of a community district, and the first two letters of a neighbourhood, are its borough.
    let digits: [Character: String] = [
      "1": "Manhattan", "2": "The Bronx", "3": "Brooklyn", "4": "Queens", "5": "Staten Island",
    ]
    for (code, parent) in try fixture.parents(.community) { #expect(digits[code.first ?? "0"] == parent, "\(code)") }
    let letters: [String: Character] = ["MN": "1", "BX": "2", "BK": "3", "QN": "4", "SI": "5"]
    for (code, parent) in try fixture.parents(.grid) {
      #expect(letters[String(code.prefix(2))] == parent.first, "\(code) in \(parent)")
    }
  }

  @Test(.enabled(if: SharedData.isPresent("kr_admin")))
  func seoulAndJejuInFourLevelsByCode() throws {
    let files = ["seoul", "jeju"].map { SharedData.path("kr_admin/\($0).gpkg") }
    let layers: [(Level, String, [String], Int)] = [
      (.city, "sido", files, 2), (.district, "sigungu", files, 27), (.street, "emd", files, 541),
      (.community, "ri", [files[1]], 122),
    ]
    for (level, layer, files, count) in layers {
      let report = try fixture.load(files, level) { request in
        request.layer = layer
        request.fields.name = layer
      }
      #expect(report.rows == count && report.areas + report.rejected == count, "\(layer)")
    }
    for level in [Level.district, .street, .community] {
      for (code, parent) in try fixture.parents(level) {
        #expect(code.hasPrefix(parent), "\(code) in \(parent)")
      }
    }
  }

  @Test(.enabled(if: SharedData.isPresent("cn_encoding_matrix")))
  func everyVariantOfZhengzhouSaysTheSame() throws {
    let folder = SharedData.path("cn_encoding_matrix")
    let stems =
      [
        "gbk_cpg936", "gbk_cpgGBK", "gbk_ldid4D_nocpg", "gbk_nocpg_noldid", "gbk_wrongcpg_utf8", "utf8_cpg",
        "utf8_cpg_bom_lower", "utf8_nocpg", "utf8_wrongldid4D_nocpg", "gb18030_cpg_rare", "utf8_cpg_rare",
        "utf8_cpg_noprj",
      ].map { "\($0).shp" } + ["zz.geojson", "zz.gpkg", "zz_epsg4547.gpkg", "zz_epsg3857.geojson"]
    let truth = try ImportFixture()
    try truth.load(["\(folder)/zz.geojson"], .district)
    let expected = try truth.areas(.district)
    #expect(expected.count == 12)
    for stem in stems {
      let fixture = try ImportFixture()
      let report = try fixture.load(["\(folder)/\(stem)"], .district) { request in
        if stem.contains("noprj") { request.crs = "EPSG:4490" }
      }
      #expect(report.rows == 12 && report.areas == 12, "\(stem)")
      let areas = try fixture.areas(.district)
      for (area, truth) in zip(areas, expected) {
        let rare = stem.contains("rare") && truth.name == "登封市" ? "㙍𠮷镕" : ""
        #expect(area.name == truth.name + rare, "\(stem)")
        #expect(area.code == truth.code, "\(stem)")
        // A centimetre is 1e-7 degrees.
        let (a, b) = (area.geometry.box, truth.geometry.box)
        for (x, y) in [(a.minX, b.minX), (a.minY, b.minY), (a.maxX, b.maxX), (a.maxY, b.maxY)] {
          #expect(abs(x - y) < 1e-7, "\(stem) \(area.name)")
        }
      }
    }
  }

  @Test(.enabled(if: SharedData.isPresent("cn_encoding_matrix")))
  func withoutAReferenceSystemNothingIsGuessed() throws {
    let fault = #expect(throws: Fault.self) {
      try fixture.load([SharedData.path("cn_encoding_matrix/utf8_cpg_noprj.shp")], .district)
    }
    #expect(fault?.code == "missing-crs")
    #expect(fault?.hint?.english.contains("--crs EPSG:4490") == true)
    // Degrees are no metres.
    let impossible = #expect(throws: Fault.self) {
      try fixture.load([SharedData.path("cn_encoding_matrix/utf8_cpg.shp")], .district) { $0.crs = "EPSG:4547" }
    }
    #expect(impossible?.kind == .data && impossible?.place != nil)
  }

  @Test(.enabled(if: SharedData.isPresent("nyc_taxi_zones")))
  func taxiZonesWithDoubledCodes() throws {
    let report = try fixture.load([SharedData.path("nyc_taxi_zones/taxi_zones.shp")], .grid)
    #expect(report.rows == 263 && report.areas == 263)
    #expect(report.files[0].fields == FieldMapping(code: "LocationID", name: "zone", parent: "borough"))
    #expect(report.codeFindings.map(\.code) == ["103", "56"])
    let tracts = try ImportFixture()
    try tracts.load([SharedData.path("chicago/community_areas.shp")], .community) { request in
      request.fields.code = "area_numbe"
      request.fields.name = "community"
    }
    let report2 = try tracts.load([SharedData.path("chicago/census_tracts.shp")], .grid)
    #expect(report2.areas == 801)
    // The tracts' own field names their community area, which was not told.
    var agreeing = 0
    for tract in try tracts.areas(.grid)
    where tract.attributes.contains(#""commarea":"\#(tract.parentCode ?? "none")""#) {
      agreeing += 1
    }
    #expect(agreeing >= 795, "\(agreeing)")
  }
}
