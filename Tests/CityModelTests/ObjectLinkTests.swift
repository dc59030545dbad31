import AreaIndex
import CityModel
import CityStore
import CivilTime
import Diagnostics
import JSONWriting
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

/// What city objects are linked to: components, sensors, areas.
struct ObjectLinkTests {
  private static func tower() throws -> ModelFolder {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    return folder
  }

  @discardableResult
  private static func take(
    _ name: String, _ text: String, into folder: ModelFolder,
    _ body: (CityDatabase, LinkImportRequest) throws(Fault) -> LinkImportReport
  ) throws -> LinkImportReport {
    var request = LinkImportRequest(file: try folder.file(name, text))
    request.force = true
    let city = try CityDatabase.open(at: folder.database, for: .writing)
    return try city.transaction { () throws(Fault) in try body(city, request) }
  }

  private static func link(_ text: String, into folder: ModelFolder) throws -> LinkImportReport {
    try take("links.csv", text, into: folder) { city, request throws(Fault) in try city.linkComponents(request) }
  }

  private static func read(_ text: String, into folder: ModelFolder) throws -> LinkImportReport {
    try take("readings.csv", text, into: folder) { city, request throws(Fault) in try city.importReadings(request) }
  }

  private static func ids(_ text: String, in folder: ModelFolder) throws -> [String] {
    let filter = CityObjectFilter(condition: try ObjectCondition(text, assuming: .china))
    return try folder.city().cityObjects(matching: filter, limit: 99).objects.map(\.object.id)
  }

  @Test func componentsByLinkAndByAttribute() throws {
    let folder = try Self.tower()
    let report = try Self.link(
      """
      component_code,object_id,note
      4410020102000021,pipe-1,
      44100204001000001,tree-1,"a, b"
      123,tree-2,short
      9910020102000021,tree-2,no such province
      4410020102000022,nothing,
      4410020102000023,,
      """, into: folder)
    #expect(report.rows == 6 && report.stored == 2 && report.rejected == 4 && report.older == 0)
    let rejects = String(decoding: try FileFacts.contents(of: try #require(report.rejectsPath)), as: UTF8.self)
    #expect(
      rejects == """
        line,reason,component_code,object_id,note
        4,bad-component-code,123,tree-2,short
        5,bad-component-code,9910020102000021,tree-2,no such province
        6,unknown-object,4410020102000022,nothing,
        7,missing-object,4410020102000023,,

        """)
    let city = try folder.city()
    #expect(try city.links(of: city.cityObject(id: "pipe-1")).components == ["4410020102000021"])
    #expect(try city.links(of: city.cityObject(id: "pump-B101")).components == ["4410020101000017"])
    #expect(try Self.ids("component = '44100204001000001'", in: folder) == ["tree-1"])
    #expect(
      try Self.ids("component LIKE '44100201%' AND NOT component IS NULL", in: folder) == [
        "pump-B101", "pipe-1", "cover-1",
      ])
    // A component is one object; linked anew, it is the other.
    _ = try Self.link("GLBJBSM,object\n4410020102000021,tree-3\n", into: folder)
    #expect(try Self.ids("component = '4410020102000021'", in: folder) == ["tree-3"])
    // Links outlive the model being imported anew.
    try folder.importModel(SharedData.geodata("tower.city.json"))
    #expect(try Self.ids("component = '4410020102000021'", in: folder) == ["tree-3"])
  }

  @Test func anIdInTwoModels() throws {
    let folder = try Self.tower()
    try folder.importModel(SharedData.geodata("tower.city.json"), name: "twin")
    let code = "4410020102000021"
    let ambiguous = try Self.link("component_code,object_id\n\(code),pipe-1\n", into: folder)
    #expect(ambiguous.rejected == 1)
    let one = try Self.link("component_code,object_id,model\n\(code),pipe-1,twin\n", into: folder)
    #expect(one.stored == 1)
    #expect(try Self.ids("component = '\(code)' AND model = 'twin'", in: folder) == ["pipe-1"])
    #expect(try Self.ids("component = '\(code)' AND model = 'tower'", in: folder) == [])
  }

  /// Never an older reading over a newer one, in whatever order they come.
  @Test func theLastReading() throws {
    let folder = try Self.tower()
    let night = """
      sensor,object,kind,value,unit,time
      T-4,cover-1,tilt,14.5,deg,2026-03-01T06:00:00+08:00
      T-4,cover-1,tilt,2.1,deg,2026-03-01 00:00
      W-1,pump-B101,state,on,,2026-03-01T06:02:00Z
      W-1,pump-B101,count,9007199254740993,,2026-03-01T06:02:00Z
      ,cover-1,tilt,1,deg,2026-03-01
      T-5,cover-1,,1,deg,2026-03-01
      T-5,cover-1,tilt,,deg,2026-03-01
      T-5,cover-1,tilt,1,deg,soon
      T-5,nothing,tilt,1,deg,2026-03-01
      """
    let report = try Self.read(night, into: folder)
    #expect(report.rows == 9 && report.stored == 3 && report.older == 1 && report.rejected == 5)
    let city = try folder.city()
    let reading = try #require(try city.links(of: city.cityObject(id: "cover-1")).readings.first)
    #expect(reading.value == .number(14.5) && reading.unit == "deg" && reading.sensor == "T-4")
    #expect(reading.time == Instant.parse("2026-03-01T06:00:00+08:00", assuming: .utc))
    let pump = try city.links(of: city.cityObject(id: "pump-B101")).readings
    #expect(pump.map(\.kind) == ["count", "state"])
    #expect(pump.map(\.value) == [.integer(9_007_199_254_740_993), .string("on")])
    // Again: the same time is no older; then an older file; then a newer one.
    #expect(try Self.read(night, into: folder).stored == 3)
    #expect(try Self.read("sensor,object,kind,value,time\nT-4,cover-1,tilt,1,2025-01-01\n", into: folder).older == 1)
    #expect(try Self.ids("reading.tilt > 10", in: folder) == ["cover-1"])
    #expect(try Self.read("sensor,object,kind,value,time\nT-9,cover-1,tilt,3,2026-03-02\n", into: folder).stored == 1)
    // Of two sensors of a kind, the later reading counts.
    #expect(try Self.ids("reading.tilt > 10", in: folder) == [])
    #expect(try Self.ids("reading.tilt = 3 AND reading.tilt.time >= DATE('2026-03-02')", in: folder) == ["cover-1"])
    #expect(try Self.ids("reading.state = 'on' OR reading.tilt.time < DATE('2026-03-02')", in: folder) == ["pump-B101"])
  }

  @Test func aTableOfAnotherKind() throws {
    let folder = try Self.tower()
    do {
      _ = try Self.read("sensor,object,value\nT,cover-1,1\n", into: folder)
      Issue.record("a table without kinds was taken")
    } catch let fault as Fault {
      #expect(fault.code == "missing-column" && fault.hint?.english.contains("sensor, object, value") == true)
    }
  }

  // MARK: areas

  /// Every object is in one grid, or in none: that to which the middle of it belongs by the one function that decides.
  @Test func objectsOfAnArea() throws {
    let folder = try Self.tower()
    for level in [Level.city, .district, .street, .community, .grid] {
      var request = ImportRequest(files: [SharedData.geodata("district.gpkg")], level: level)
      request.layer = level.name
      request.activate = level == .grid
      _ = try CityDatabase.importAreas(request, at: folder.database)
    }
    let city = try folder.city()
    let all = try city.cityObjects(matching: CityObjectFilter(), limit: 99).objects
    let catalog = try city.catalog(of: city.edition(EditionSelector()), threads: 1)
    var expected: [String: Set<String>] = [:]
    for stored in all {
      let place = try #require(stored.place)
      let chosen = catalog.index.assign(place).area(at: .grid)
      if chosen >= 0 { expected[catalog.areas[Int(chosen)].code, default: []].insert(stored.object.id) }
    }
    #expect(!expected.isEmpty)
    for (code, ids) in expected {
      let area = try city.area("grid/\(code)")
      let page = try city.cityObjects(matching: CityObjectFilter(area: area), limit: 99)
      #expect(Set(page.objects.map(\.object.id)) == ids && page.total == ids.count)
      #expect(page.types.reduce(0) { $0 + $1.count } == ids.count)
    }
  }
}
