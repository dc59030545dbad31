import AreaIndex
import Diagnostics
import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityStore

@Suite struct AreaImportTests {
  private let fixture: ImportFixture

  init() throws { fixture = try ImportFixture() }

  private static func cell(_ code: String, _ x: Double, _ y: Double, _ side: Double = 0.01, extra: String = "")
    -> (properties: String, geometry: String)
  {
    (#"{"code":"\#(code)","name":"N\#(code)"\#(extra)}"#, ImportFixture.square(113 + x, 23 + y, side))
  }

  @Test func rowsBecomeAreasOrRejectsAndNothingIsLost() throws {
    let line = #"{"type":"LineString","coordinates":[[113,23],[113.1,23.1]]}"#
    let file = try fixture.geoJSON(
      "grids.geojson",
      [
        Self.cell("440105001001001", 0, 0), Self.cell("440105001001001", 0.01, 0),  // one code twice
        Self.cell(" ", 0.02, 0), (#"{"code":null,"name":"blank"}"#, ImportFixture.square(113.03, 23, 0.01)),
        (#"{"code":"440105001001004","name":"nowhere"}"#, "null"), (#"{"code":"5","name":"a line"}"#, line),
        (#"{"code":"４４０１０５００１００１００６","name":"full width"}"#, ImportFixture.square(113.04, 23, 0.01)),
        (
          #"{"code":"7","name":"bow tie"}"#,
          #"{"type":"Polygon","coordinates":[[[113.1,23],[113.11,23.01],[113.11,23],[113.1,23.01],[113.1,23]]]}"#
        ),
        (#"{"code":"4.4E+14","name":"rounded"}"#, ImportFixture.square(113.05, 23, 0.01)),
        (#"{"code":"9","name":"households","households":"many"}"#, ImportFixture.square(113.06, 23, 0.01)),
      ])
    let report = try fixture.load([file], .grid)
    #expect(report.rows == 10 && report.areas == 7 && report.rejected == 3)
    #expect(report.files[0].repaired == 1 && report.areasInLevel == 7)
    #expect(report.codeFindings.map(\.code) == ["", "440105001001001"])
    #expect(report.codeFindings.map(\.areas) == [2, 2])
    let repair = try #require(report.repairs.first)
    #expect(repair.code == "7" && repair.reason == "Self-intersection" && repair.squareMetresAfter > 500_000)
    #expect(repair.place.row != nil)
    let codes = report.notices.map(\.code)
    for expected in [
      "codes-tidied", "geometry-repaired", "rows-rejected", "duplicate-codes", "blank-codes",
      "households-not-numbers", "fields-guessed", "crs-read",
    ] { #expect(codes.contains(expected), "\(expected)") }
    let rejects = fixture.rejects.split(separator: "\n")
    #expect(rejects.count == 4)
    #expect(rejects[0] == "line,reason,code,name,households,wkt")
    #expect(rejects[1].contains("null-geometry,440105001001004,nowhere"))
    #expect(rejects[2].contains("wrong-geometry-type: LineString,5,a line,,\"LINESTRING"))
    #expect(rejects[3].contains("code-lost-digits: 4.4E+14"))
    let areas = try fixture.areas(.grid)
    #expect(areas.contains { $0.code == "440105001001006" && $0.name == "full width" })
    #expect(areas.first { $0.code == "9" }?.attributes == #"{"households":"many"}"#)
    // Activation is refused, in the same words as later.
    let fault = #expect(throws: Fault.self) { try fixture.load([file], .grid) { $0.activate = true } }
    #expect(fault?.kind == .data)
    #expect(try fixture.areas(.grid).count == 7, "the draft is as it was")
  }

  @Test func strictRejectsInsteadOfRepairing() throws {
    let bowTie = #"{"type":"Polygon","coordinates":[[[113.1,23],[113.11,23.01],[113.11,23],[113.1,23.01],[113.1,23]]]}"#
    let file = try fixture.geoJSON("g.geojson", [Self.cell("1", 0, 0), (#"{"code":"2","name":"x"}"#, bowTie)])
    let report = try fixture.load([file], .grid) { $0.strict = true }
    #expect(report.areas == 1 && report.rejected == 1 && report.repairs.isEmpty)
    #expect(fixture.rejects.contains("invalid-geometry: Self-intersection"))
  }

  @Test(arguments: [
    ("wrong-geometry-type", #"{"type":"Point","coordinates":[113,23]}"#, nil as String?),
    ("no-geometry", "null", nil),
    ("unknown-crs", ImportFixture.square(113, 23, 0.1), "EPSG:999999"),
  ])
  func aFileOfNoUseIsOneClearErrorAndLeavesNothing(code: String, geometry: String, crs: String?) throws {
    let file = try fixture.geoJSON("bad.geojson", [(#"{"code":"1","name":"a"}"#, geometry)])
    let fault = #expect(throws: Fault.self) { try fixture.load([file], .grid) { $0.crs = crs } }
    #expect(fault?.code == code)
    #expect(fault?.kind == .data)
    #expect(fault?.place?.file == file)
    #expect(!FileManager.default.fileExists(atPath: fixture.database))
    #expect(!FileManager.default.fileExists(atPath: fixture.scratch.file("rejects.csv")))
  }

  @Test func levelsInAnyOrderFindTheirParents() throws {
    let district = try fixture.geoJSON("d.geojson", [Self.cell("440105", 0, 0, 0.4), Self.cell("440106", 0.4, 0, 0.4)])
    let street = try fixture.geoJSON(
      "s.geojson",
      [Self.cell("440105001", 0, 0, 0.2), Self.cell("440105002", 0.2, 0, 0.2), Self.cell("440106001", 0.4, 0, 0.2)])
    let grid = try fixture.geoJSON(
      "g.geojson",
      [
        Self.cell("440105001001001", 0.01, 0.01), Self.cell("440105002001001", 0.25, 0.01), Self.cell("K7", 0.45, 0.01),
        Self.cell("440105001001009", 0.21, 0.05),  // lies in the other street
      ])
    let expected = [
      "440105001001001": "440105001", "440105002001001": "440105002", "K7": "440106001",
      "440105001001009": "440105001",
    ]
    let files: [Level: String] = [.district: district, .street: street, .grid: grid]
    for order in [[Level.district, .street, .grid], [.grid, .street, .district], [.street, .grid, .district]] {
      let fixture = try ImportFixture()
      var last: ImportReport?
      for level in order { last = try fixture.load([files[level] ?? ""], level) }
      #expect(try fixture.parents(.grid) == expected, "\(order)")
      #expect(try fixture.parents(.street)["440106001"] == "440106", "\(order)")
      if order.last == .grid {
        #expect(last?.parents.first?.disagreements.map(\.code) == ["440105001001009"])
        #expect(last?.notices.contains { $0.code == "parents-disagree" } == true)
      }
    }
  }

  @Test func modes() throws {
    let first = try fixture.geoJSON(
      "1.geojson", [Self.cell("1", 0, 0), Self.cell("2", 0.01, 0), Self.cell("2", 0.02, 0)])
    let second = try fixture.geoJSON(
      "2.geojson",
      [
        Self.cell("1", 0.1, 0), Self.cell("2", 0.2, 0), Self.cell("3", 0.3, 0), Self.cell("3", 0.4, 0),
        Self.cell("", 0.5, 0),
      ])
    try fixture.load([first], .grid)
    let update = try fixture.load([second], .grid) { $0.mode = .update }
    #expect(update.rows == 5 && update.areas == 2 && update.updated == 1 && update.rejected == 3)
    #expect(update.files[0].areas + update.files[0].rejected == update.files[0].rows)
    #expect(fixture.rejects.contains("ambiguous-code: 2") && fixture.rejects.contains("duplicate-code: 3"))
    #expect(fixture.rejects.contains("blank-code"))
    #expect(try fixture.areas(.grid).map(\.code).sorted() == ["1", "2", "2", "3"])
    #expect(try fixture.areas(.grid).first { $0.code == "1" }?.geometry.box.minX == 113.1)
    let add = try fixture.load([first], .grid) { $0.mode = .add }
    #expect(add.areas == 3 && add.areasInLevel == 7)
    let replace = try fixture.load([first, second], .grid)
    #expect(replace.files.map(\.areas) == [3, 5] && replace.areasInLevel == 8)
  }

  @Test func anUpdateKeepsWhatItDoesNotSay() throws {
    let whole = try fixture.geoJSON("w.geojson", [Self.cell("1", 0, 0, extra: #","households":12"#)])
    try fixture.load([whole], .grid)
    let bare = try fixture.geoJSON("b.geojson", [(#"{"code":"1"}"#, ImportFixture.square(114, 23, 0.01))])
    try fixture.load([bare], .grid) { $0.mode = .update }
    let area = try #require(try fixture.areas(.grid).first)
    #expect(area.name == "N1" && area.households == 12 && area.geometry.box.minX == 114)
  }

  @Test func areasRightUnderAReplacedLevelStayLinked() throws {
    let street = try fixture.geoJSON("s.geojson", [Self.cell("S1", 0, 0, 0.2), Self.cell("S2", 0.2, 0, 0.2)])
    let community = try fixture.geoJSON("c.geojson", [Self.cell("C1", 0, 0, 0.2)])
    let grid = try fixture.geoJSON("g.geojson", [Self.cell("g1", 0.01, 0.01), Self.cell("g2", 0.25, 0.01)])
    try fixture.load([street], .street)
    try fixture.load([community], .community)
    try fixture.load([grid], .grid)
    #expect(try fixture.parents(.grid) == ["g1": "C1", "g2": "S2"])
    try fixture.load([street], .street)
    #expect(try fixture.parents(.grid) == ["g1": "C1", "g2": "S2"])
    #expect(try fixture.parents(.community) == ["C1": "S1"])
  }

  @Test func rejectsLieBesideTheDatabaseUnlessTold() throws {
    let file = try fixture.geoJSON("g.geojson", [Self.cell("1", 0, 0), (#"{"code":"2","name":"x"}"#, "null")])
    let report = try fixture.load([file], .grid) { $0.rejectsPath = nil }
    #expect(report.rejectsPath == fixture.scratch.file("g.geojson.rejects.csv"))
    #expect(FileManager.default.fileExists(atPath: fixture.scratch.file("g.geojson.rejects.csv")))
  }

  @Test func provenanceAndActivation() throws {
    let file = try fixture.geoJSON("g.geojson", [Self.cell("1", 0, 0)])
    let report = try fixture.load([file], .grid) { request in
      request.activate = true
      request.program = "onegrid 0.1.0"
    }
    #expect(report.isActive)
    let city = try CityDatabase.open(at: fixture.database, for: .reading)
    let edition = try #require(try city.activeEdition(of: "unified"))
    let source = try #require(try city.sources(of: edition).first)
    #expect(source.file == file && source.rows == 1 && source.program == "onegrid 0.1.0" && source.sha256.count == 64)
  }

  @Test func aProfileIsSavedAndUsed() throws {
    let file = try fixture.geoJSON(
      "g.geojson", [(#"{"WGBM":"1","WGDM":"2","MC":"a"}"#, ImportFixture.square(113, 23, 0.01))])
    let fault = #expect(throws: Fault.self) { try fixture.load([file], .grid) }
    #expect(fault?.code == "ambiguous-field")
    let profile = fixture.scratch.file("profile.json")
    try fixture.load([file], .grid) { request in
      request.fields.code = "WGDM"
      request.profilePath = profile
    }
    try fixture.load([file], .grid) { $0.profilePath = profile }
    #expect(try fixture.areas(.grid).map(\.code) == ["2"])
    #expect(try fixture.areas(.grid).map(\.attributes) == [#"{"WGBM":"1"}"#])
    try #"{"colour":"red"}"#.write(toFile: profile, atomically: true, encoding: .utf8)
    let bad = #expect(throws: Fault.self) { try fixture.load([file], .grid) { $0.profilePath = profile } }
    #expect(bad?.code == "bad-profile")
  }

  @Test func aSchemeLeansOnTheUnifiedLevels() throws {
    let street = try fixture.geoJSON("s.geojson", [Self.cell("A", 0, 0, 0.2), Self.cell("B", 0.2, 0, 0.2)])
    try fixture.load([street], .street) { $0.activate = true }
    let grid = try fixture.geoJSON("g.geojson", [Self.cell("p1", 0.01, 0.01), Self.cell("p2", 0.25, 0.01)])
    try fixture.load([grid], .grid) { $0.scheme = "police" }
    let areas = try fixture.areas(.grid, scheme: "police")
    #expect(areas.map(\.parentCode) == ["A", "B"])
    #expect(areas.allSatisfy { $0.parentID == nil }, "editions do not hold on to each other")
  }

  @Test func wrongRequests() throws {
    let file = try fixture.geoJSON("g.geojson", [Self.cell("1", 0, 0)])
    #expect(#expect(throws: Fault.self) { try fixture.load([], .grid) }?.kind == .usage)
    #expect(#expect(throws: Fault.self) { try fixture.load([file, file], .grid) }?.code == "file-twice")
    #expect(
      #expect(throws: Fault.self) { try fixture.load([file], .grid) { $0.scheme = "a:b" } }?.code == "bad-scheme-name")
    #expect(#expect(throws: Fault.self) { try fixture.load(["/nowhere.shp"], .grid) }?.kind == .input)
  }
}
