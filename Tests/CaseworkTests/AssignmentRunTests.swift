import AreaIndex
import Casework
import CityStore
import CivilTime
import Diagnostics
import Foundation
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct AssignmentRunTests {
  let fixture: AssignmentFixture
  init() throws { fixture = try AssignmentFixture() }

  @Test func keepsRowsAndAddsAreasLevelByLevel() throws {
    let outcome = try fixture.run("id,lon,lat,note\na,113.05,23.05,\"x, \"\"y\"\"\"\nb,113.2,23.2,\nc,114,24,z\n")
    #expect(
      outcome.lines == [
        "id,lon,lat,note,district_code,district_name,grid_code,grid_name,match",
        "a,113.05,23.05,\"x, \"\"y\"\"\",D,\"区,一\",G1,格G1,inside",
        "b,113.2,23.2,,D,\"区,一\",G4,格G4,inside",
        "c,114,24,z,,,,,outside",
      ])
    #expect(outcome.rejects.isEmpty)
    #expect(outcome.summary.rejectsPath == nil)
    #expect((outcome.summary.rows, outcome.summary.assigned, outcome.summary.outside) == (3, 2, 1))
  }

  /// A place on a border belongs to the smallest code, and says so; outer borders too.
  @Test func aPlaceOnABorderBelongsToTheSmallestCode() throws {
    let outcome = try fixture.run("lon,lat\n113.125,23.125\n113.125,23.2\n113.0,23.2\n113.125,23.0\n") {
      $0.columns = .none
      $0.hasNames = false
    }
    #expect(
      outcome.lines == [
        "district_code,grid_code,match", "D,G1,boundary", "D,G3,boundary", "D,G3,boundary", "D,G1,boundary",
      ])
    #expect(outcome.summary.boundary == 4)
    #expect(outcome.summary.assigned == 4)
  }

  /// Few events verify what they need of the index file; where that is damaged, the run begins again with a new one.
  @Test func fewEventsAreRightWhateverIsDamaged() throws {
    let events = "lon,lat\n113.05,23.05\n113.125,23.125\n113.2,23.2\n"
    let lines = try fixture.run(events).lines
    let file = URL(fileURLWithPath: fixture.scratch.file("city.db.index/1.areas"))
    let whole = try Data(contentsOf: file)
    var mended = 0
    for place in stride(from: 8, to: whole.count, by: whole.count / 61) {
      var damaged = whole
      damaged[place] ^= 16
      try damaged.write(to: file)
      let outcome = try fixture.run(events)
      #expect(outcome.lines == lines, "byte \(place)")
      guard outcome.notices.contains("index-built") else { continue }
      mended += 1
      #expect(try Data(contentsOf: file) == whole, "byte \(place)")
    }
    #expect(mended > 0)
  }

  @Test func choosesColumnsLevelsAndPrefix() throws {
    let events = "id,lon,lat,match\n1,113.05,23.05,old\n"
    let clash = try #require(throws: Fault.self) { try fixture.run(events) }
    #expect(clash.code == "column-clash")
    #expect(clash.kind == .data)
    let kept = try fixture.run(events) {
      $0.columns = .some(["match", "id"])
      $0.prefix = "og_"
      $0.levels = [.grid]
    }
    #expect(kept.lines == ["match,id,og_grid_code,og_grid_name,og_match", "old,1,G1,格G1,inside"])
    let left = try fixture.run(events) { $0.columns = .some(["id"]) }
    #expect(left.lines[1] == "1,D,\"区,一\",G1,格G1,inside")
    let missing = try #require(throws: Fault.self) { try fixture.run(events) { $0.columns = .some(["no"]) } }
    #expect(missing.code == "missing-column")
    #expect(missing.hint?.english.contains("id, lon, lat, match") == true)
    let level = try #require(throws: Fault.self) { try fixture.run(events) { $0.levels = [.unit] } }
    #expect(level.code == "missing-level")
    #expect(level.kind == .usage)
    #expect(level.hint?.english.contains("district, grid") == true)
  }

  /// `match` speaks for the lowest level asked; levels that are not asked are settled all the same.
  @Test func matchSpeaksForTheLowestLevelAsked() throws {
    let outcome = try fixture.run("lon,lat\n113.125,23.05\n") {
      $0.levels = [.district]
      $0.columns = .none
    }
    #expect(outcome.lines[1] == "D,\"区,一\",inside")
  }

  // MARK: rejects

  static let rejected: [(row: String, reason: RejectReason)] = [
    ("1,,23", .empty), ("2,113, ", .empty), ("3,east,23", .notANumber), ("4,113.1.2,23", .notANumber),
    ("5,NaN,23", .notFinite), ("6,113,-inf", .notFinite), ("7,1e999,23", .notFinite), ("8,999,23", .outOfRange),
    ("9,113,95", .outOfRange), ("10,23.05,113.05", .swapped), ("11,0,0", .zeroZero), ("12,0.0,-0", .zeroZero),
    ("13,113", .wrongColumnCount), ("14,113,23,extra", .wrongColumnCount), ("15,12625000,2640000", .outOfRange),
  ]

  @Test func rejectsWhatIsNoPlaceWithLineAndReason() throws {
    let good = "0,113.05,23.05"
    let events = (["id,lon,lat", good] + Self.rejected.map(\.row) + [good]).joined(separator: "\n")
    let outcome = try fixture.run(events)
    #expect(outcome.lines.count == 3)
    #expect(outcome.rejects[0] == "line,reason,id,lon,lat")
    for (position, (row, reason)) in Self.rejected.enumerated() {
      #expect(outcome.rejects[position + 1] == "\(position + 3),\(reason.rawValue),\(row)")
    }
    #expect(outcome.summary.rejected == Self.rejected.count)
    #expect(outcome.summary.rows == Self.rejected.count + 2)
    #expect(outcome.summary.rejectsPath == fixture.scratch.file("rejects.csv"))
  }

  /// Columns in each other's place lie far off in another continent, where both numbers may be lawful.
  @Test func seesSwappedColumnsThatAreInRange() throws {
    let city = try AssignmentFixture()
    try AssignmentFixture.write(
      [NewArea(code: "NY", name: "New York", geometry: AssignmentFixture.square(-74.3, 40.4, 0.6))], at: .grid,
      in: city.city)
    try AssignmentFixture.write([], at: .district, in: city.city)
    _ = try city.city.activate(city.city.openDraft(of: Edition.unifiedScheme))
    let outcome = try city.run("lon,lat\n-74,40.7\n40.7,-74\n2.35,48.85\n")
    #expect(outcome.lines.count == 3)
    #expect(outcome.rejects == ["line,reason,lon,lat", "3,lon-lat-swapped,40.7,-74"])
  }

  @Test func countsPhysicalLines() throws {
    let outcome = try fixture.run("id,lon,lat\n\"a\nb\",x,23\n\n\"c\r\nd\",113,\ne,113.1,23.1\nf,?,?")
    #expect(outcome.rejects.filter { $0.hasPrefix("2,") || $0.hasPrefix("5,") || $0.hasPrefix("8,") }.count == 3)
    #expect(outcome.summary.rows == 4)
  }

  @Test func readsUnusualNumbers() throws {
    let outcome = try fixture.run("lon,lat\n\"113.05\", 23.05\n１１３．０５,２３．０５\n+113.05,2305e-2\n") { $0.columns = .none }
    #expect(
      outcome.lines.dropFirst() == ["D,\"区,一\",G1,格G1,inside"][...] + Array(repeating: outcome.lines[1], count: 2))
  }

  @Test func aBrokenCharacterRejectsItsRowAlone() throws {
    var bytes = Array("place,lon,lat\n".utf8)
    for _ in 0..<300 { bytes += Array("中山二路,113.05,23.05\n".utf8) }
    bytes += [0xE4, 0xB8] + Array(",113.05,23.05\n".utf8) + Array("北京路,113.2,23.05\n".utf8)
    let outcome = try fixture.run(bytes)
    #expect(outcome.summary.rows == 302)
    #expect(outcome.summary.reasons == [.brokenText: 1])
    #expect(outcome.rejects[1].hasPrefix("302,broken-text,"))
    #expect(outcome.lines.last == "北京路,113.2,23.05,D,\"区,一\",G2,格G2,inside")
  }

  // MARK: the same bytes however it is run

  @Test func theSameBytesWithAnyNumberOfThreadsAndThroughAPipe() throws {
    var random = SeededGenerator(seed: 11)
    var events = "id,lon,lat,note\n"
    for row in 0..<12_000 {
      let note = row % 17 == 0 ? "\"quoted, \n\(row)\"" : "plain \(row)"
      let lon = row % 101 == 0 ? "?" : "\(Double.random(in: 112.9...113.3, using: &random))"
      events += "\(row),\(lon),\(Double.random(in: 22.9...23.3, using: &random)),\(note)\n"
    }
    let one = try fixture.run(events)
    #expect(one.summary.rows == 12_000)
    for threads in [2, 8] {
      let many = try fixture.run(events) { $0.threads = threads }
      #expect(many.lines == one.lines, "\(threads) threads")
      #expect(many.rejects == one.rejects)
      #expect(many.summary.reasons == one.summary.reasons)
    }
    let pipe = fixture.scratch.file("pipe.csv")
    #expect(mkfifo(pipe, 0o600) == 0)
    let source = fixture.scratch.file("events.csv")
    Thread.detachNewThread {
      guard let bytes = FileManager.default.contents(atPath: source) else { return }
      try? FileHandle(forWritingTo: URL(fileURLWithPath: pipe)).write(contentsOf: bytes)
    }
    let piped = try fixture.run("", name: "unused.csv") {
      $0.events = pipe
      $0.threads = 2
    }
    #expect(piped.lines == one.lines)
    #expect(piped.rejects == one.rejects)
  }

  /// Noise loses no record: what comes in goes out or is rejected.
  @Test func rowsInAreRowsOutAndRowsRejected() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<60 {
      let letters: [Character] = Array("113.0523,,,\n\n\"x ")
      var text = "lon,lat\n" + String((0..<200).map { _ in letters.randomElement(using: &random)! })
      if !text.filter({ $0 == "\"" }).count.isMultiple(of: 2) { text += "\"" }
      guard let outcome = try? fixture.run(text) else { continue }  // an unclosed quote is one fault
      let summary = outcome.summary
      #expect(summary.rows == summary.assigned + summary.outside + summary.rejected, "seed \(random.seed)")
      #expect(summary.reasons.values.reduce(0, +) == summary.rejected)
    }
  }

  // MARK: against an oracle

  /// Each event of the sample lies in the grid that exact brute force finds, and in no other.
  @Test func agreesWithBruteForce() throws {
    let cases = try CaseFixture(cases: 0)
    let events = try String(contentsOfFile: SharedData.geodata("events.csv"), encoding: .utf8)
      .split(separator: "\n").prefix(1500).joined(separator: "\n")
    let scratch = cases.scratch
    try events.write(toFile: scratch.file("e.csv"), atomically: true, encoding: .utf8)
    var run = AssignmentRun(events: scratch.file("e.csv"))
    run.output = scratch.file("out.csv")
    run.columns = .some(["经度", "纬度"])
    run.hasNames = false
    run.levels = [.grid]
    let summary = try run.run(in: cases.city)
    #expect(summary.assigned > 1000)
    var grids: [(code: String, shape: MultiPolygon, box: Box)] = []
    let edition = try cases.city.edition(EditionSelector())
    try cases.city.forEachArea(in: edition, level: .grid) { area throws(Fault) in
      grids.append((area.code, area.geometry, area.geometry.box))
    }
    for line in try String(contentsOfFile: scratch.file("out.csv"), encoding: .utf8).split(separator: "\n").dropFirst()
    {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let point = Point(try #require(Double(fields[0])), try #require(Double(fields[1])))
      let holding = grids.filter { $0.box.contains(point) && $0.shape.location(of: point) != .outside }.map(\.code)
      #expect(holding.isEmpty ? fields[2] == "" && fields[3] == "outside" : holding.contains(fields[2]), "\(line)")
      if holding.count == 1 { #expect(fields[2] == holding[0]) }
    }
  }

  // MARK: options

  @Test func snapsToTheNearestAreaInTrueMetres() throws {
    // 0.0005° of longitude at 23.05° north is 51.3 m.
    let outcome = try fixture.run("lon,lat\n112.9995,23.05\n112.99,23.05\n113.05,23.05\n") {
      $0.columns = .none
      $0.hasNames = false
      $0.snap = 60
    }
    #expect(outcome.lines[0] == "district_code,grid_code,match,snap_m")
    #expect(outcome.lines[1].hasPrefix("D,G1,snapped,51.2") || outcome.lines[1].hasPrefix("D,G1,snapped,51.3"))
    #expect(outcome.lines[2...] == [",,outside,", "D,G1,inside,"])
    #expect(outcome.summary.snapped == 1)
    #expect(outcome.summary.assigned == 2)
  }

  @Test func marksDoubtfulEventsWithTheOtherArea() throws {
    let outcome = try fixture.run("lon,lat\n113.1249,23.05\n113.0001,23.05\n113.05,23.05\n113.125,23.05\n") {
      $0.columns = .none
      $0.hasNames = false
      $0.levels = [.grid]
      $0.doubtful = 20
    }
    #expect(outcome.lines[0] == "grid_code,match,border_m,runner_up")
    #expect(outcome.lines[1].hasPrefix("G1,inside,10.2") && outcome.lines[1].hasSuffix(",G2"))
    #expect(outcome.lines[2].hasPrefix("G1,inside,10.2") && outcome.lines[2].hasSuffix(","))
    #expect(outcome.lines[3] == "G1,inside,,")
    #expect(outcome.lines[4] == "G1,boundary,0.000,G2")
  }

  @Test func explains() throws {
    let outcome = try fixture.run("lon,lat\n113.125,23.05\n113.05,23.05\n") {
      $0.columns = .none
      $0.hasNames = false
      $0.explains = true
    }
    #expect(outcome.lines[0] == "district_code,grid_code,match,border_m,runner_up,snap_m,edition,explanation")
    #expect(outcome.lines[1].contains("G1 (boundary), G2 (boundary)"))
    #expect(outcome.lines[1].contains(",G2,,1,"))
  }

  @Test func eachEventByItsOwnTime() throws {
    // From 2026 on the grids bear other codes.
    try AssignmentFixture.write(AssignmentFixture.grids(["N1", "N2", "N3", "N4"]), at: .grid, in: fixture.city)
    let start = try #require(Instant.parse("2026-01-01", assuming: .china))
    _ = try fixture.city.activate(fixture.city.openDraft(of: Edition.unifiedScheme), validFrom: start)
    let events = "time,lon,lat\n2025/12/31 23:59,113.05,23.05\n2026-01-01,113.05,23.05\nsoon,113.05,23.05\n"
    let outcome = try fixture.run(events) {
      $0.asOfField = "time"
      $0.hasNames = false
      $0.columns = .none
    }
    #expect(outcome.lines == ["district_code,grid_code,match,edition", "D,G1,inside,1", "D,N1,inside,2"])
    #expect(outcome.rejects == ["line,reason,time,lon,lat", "4,bad-time,soon,113.05,23.05"])
    let before = try fixture.run(events) {
      $0.editions.asOf = Instant.parse("2025-06-01", assuming: .china)
      $0.hasNames = false
      $0.columns = .none
    }
    #expect(before.lines[1...] == ["D,G1,inside,1", "D,G1,inside,1", "D,G1,inside,1"])
  }

  // MARK: forms

  @Test func geoJSONInGivesGeoJSONOut() throws {
    let features = [
      #"{"type":"Feature","properties":{"id":"a","n":1,"ok":true},"geometry":{"type":"Point","coordinates":[113.05,23.05]}}"#,
      #"{"type":"Feature","properties":{"id":"","n":2.5,"ok":null},"geometry":{"type":"Point","coordinates":[113.2,23.05]}}"#,
      #"{"type":"Feature","properties":{"id":"c"},"geometry":null}"#,
      #"{"type":"Feature","properties":{"id":"d"},"geometry":{"type":"LineString","coordinates":[[113,23],[113.1,23]]}}"#,
    ]
    let text = #"{"type":"FeatureCollection","features":[\#(features.joined(separator: ","))]}"#
    let outcome = try fixture.run(text, name: "e.geojson", output: "out.geojson")
    let data = try Data(contentsOf: URL(fileURLWithPath: fixture.scratch.file("out.geojson")))
    let collection = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let found = try #require(collection["features"] as? [[String: Any]])
    let properties = try found.map { try #require($0["properties"] as? [String: Any]) }
    #expect(properties.count == 2)
    #expect(properties[0]["grid_code"] as? String == "G1")
    #expect(properties[0]["n"] as? Double == 1)
    #expect(properties[0]["ok"] as? Bool == true)
    #expect(properties[1]["id"] as? String == "")
    #expect(properties[1]["grid_name"] as? String == "格G2")
    #expect(properties[1]["ok"] is NSNull)
    #expect((found[0]["geometry"] as? [String: Any])?["coordinates"] as? [Double] == [113.05, 23.05])
    #expect(outcome.rejects.count == 3)
    #expect(outcome.rejects[1].hasPrefix("3,empty,"))
    #expect(outcome.rejects[2].hasPrefix("4,not-a-point,"))

    let lines = try fixture.run(text, name: "e.geojson", output: "out.geojsonl") { $0.rejects = nil }
    #expect(lines.lines.count == 2)
    let csv = try fixture.run(text, name: "e.geojson", output: "out.csv")
    #expect(csv.lines[0] == "id,n,ok,district_code,district_name,grid_code,grid_name,match")
    #expect(csv.lines[1] == "a,1,true,D,\"区,一\",G1,格G1,inside")
  }

  @Test func csvInGivesGeoJSONWithTextValues() throws {
    _ = try fixture.run("code,lon,lat\n007,113.05,23.05\n", output: "out.geojson")
    let data = try Data(contentsOf: URL(fileURLWithPath: fixture.scratch.file("out.geojson")))
    let collection = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let feature = try #require((collection["features"] as? [[String: Any]])?.first)
    #expect((feature["properties"] as? [String: Any])?["code"] as? String == "007")
    _ = try fixture.run("lon,lat\n,\n", output: "none.geojson")
    let none = try Data(contentsOf: URL(fileURLWithPath: fixture.scratch.file("none.geojson")))
    #expect((try JSONSerialization.jsonObject(with: none) as? [String: Any])?["features"] as? [String] == [])
  }

  @Test(arguments: [("gcj02", 113.0553, 23.0472), ("EPSG:4479", 0, 0)])
  func anotherReferenceSystemIsNotTakenForTheCitys(crs: String, lon: Double, lat: Double) throws {
    guard crs == "gcj02" else {
      let fault = try #require(throws: Fault.self) { try fixture.run("lon,lat\n1,2\n") { $0.crs = crs } }
      #expect(fault.kind == .data)
      return
    }
    // 113.1252, 23.05 on a Chinese map is some 500 m farther west on the ground: another grid.
    let plain = try fixture.run("lon,lat\n113.1265,23.05\n") { $0.columns = .none }
    let shifted = try fixture.run("lon,lat\n113.1265,23.05\n") {
      $0.columns = .none
      $0.crs = crs
    }
    #expect(plain.lines[1].contains("G2"))
    #expect(shifted.lines[1].contains("G1"))
  }

  @Test func saysWhatIsOddAboutTheWhole() throws {
    #expect(try fixture.run("x,y\n12625000,2640000\n12625001,2640001\n").notices.contains("coordinates-out-of-range"))
    #expect(try fixture.run("lon,lat\n1,50\n").notices.contains("nothing-assigned"))
    #expect(try fixture.run("lon,lat\n113.05,23.05\n").notices == ["coordinates-guessed"])
  }

  @Test func nothingIsWrittenAfterAFault() throws {
    let path = fixture.scratch.file("out.csv")
    _ = try #require(throws: Fault.self) { try fixture.run("lon,lat\n113.05,23.05\n\"113") }
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(!FileManager.default.fileExists(atPath: fixture.scratch.file("rejects.csv")))
    try "mine".write(toFile: path, atomically: true, encoding: .utf8)
    let fault = try #require(throws: Fault.self) { try fixture.run("lon,lat\n113.05,23.05\n") { $0.force = false } }
    #expect(fault.code == "output-exists")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }
}
