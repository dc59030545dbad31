import CityModel
import CityStore
import Diagnostics
import SpatialPrimitives
import Testing

@Suite struct ModelImportTests {
  @Test func aSolidIsStoredExactly() throws {
    let folder = try ModelFolder()
    let path = try folder.file("cube.city.json", SampleModels.whole(SampleModels.cube(), head: SampleModels.metadata))
    let report = try folder.importModel(path)
    #expect(report.model.name == "cube")
    #expect(report.model.objects == 1)
    #expect(report.model.rejected == 0)
    #expect(report.model.crs == "EPSG:4547")
    let stored = try folder.city().cityObject(id: "cube")
    #expect(stored.object.name == "方楼")
    #expect(stored.object.cimLevel == 3)
    #expect(stored.object.attributes == #"{"name":"方楼","storeys":3,"big":9007199254740993,"ratio":0.10}"#)
    #expect(
      stored.box == Box3(minX: 400_000, minY: 2_500_000, minZ: 5, maxX: 400_010, maxY: 2_500_010, maxZ: 15))
    let solid = try #require(stored.object.geometries.first)
    #expect(solid.kind == .solid)
    #expect(solid.surfaces.count == 6 && solid.shells == [6] && solid.solids == [1])
    #expect(solid.meanings.map(\.type) == ["GroundSurface", "RoofSurface"])
    #expect(solid.meaningOf == [0, 1, -1, -1, -1, -1])
  }

  @Test func aFootprintIsOnTheMap() throws {
    let folder = try ModelFolder()
    let path = try folder.file("cube.city.json", SampleModels.whole(SampleModels.cube(), head: SampleModels.metadata))
    try folder.importModel(path)
    let stored = try folder.city().cityObject(id: "cube")
    let place = try #require(stored.place)
    // 400,005 m is 99,995 m west of 114° E.
    #expect(abs(place.x - 113.03) < 0.05 && abs(place.y - 22.6) < 0.1)
  }

  @Test func aModelOfTheSameNameIsReplaced() throws {
    let folder = try ModelFolder()
    let first = try folder.file("a.city.json", SampleModels.whole(SampleModels.cube(id: "one")))
    let second = try folder.file("b.city.json", SampleModels.whole(SampleModels.cube(id: "two")))
    try folder.importModel(first, name: "city")
    try folder.importModel(first, name: "other")
    #expect(try folder.importModel(second, name: "city").isReplacement)
    #expect(try folder.city().cityModels().map(\.name) == ["other", "city"])
    let page = try folder.city().cityObjects(matching: CityObjectFilter(model: "city"), limit: 10)
    #expect(page.objects.map(\.object.id) == ["two"])
  }

  /// Circles go, what hangs below them stays, and each object is passed once: a circle as long as a city is no end of work.
  @Test func objectsInACircleAreRejected() throws {
    func part(_ id: String, in whole: String, _ type: String = "BuildingPart") -> String {
      #""\#(id)":{"type":"\#(type)","parents":["\#(whole)"]}"#
    }
    var objects = (0..<3000).map { part("ring\($0)", in: "ring\(($0 + 1) % 3000)") }
    objects += [part("self", in: "self"), part("below", in: "ring7"), part("under", in: "below"), part("a", in: "b")]
    objects += [part("b", in: "a", "BuildingStorey"), part("lost", in: "nobody")]
    // A long way up to a storey.
    objects += [#""s":{"type":"BuildingStorey"}"#, part("way0", in: "s")]
    objects += (1..<3000).map { part("way\($0)", in: "way\($0 - 1)") }
    let folder = try ModelFolder()
    let report = try folder.importModel(
      try folder.file("a.city.json", SampleModels.whole(objects.joined(separator: ","))))
    #expect(report.model.rejected == 3003)
    let city = try folder.city()
    for id in ["below", "under", "lost"] { #expect(try city.cityObject(id: id).object.storey == nil) }
    #expect(try city.cityObject(id: "way2999").object.storey == "s")
    #expect(report.model.objects == 3 + 3001)
  }

  @Test func storeysAreFoundUpwards() throws {
    let folder = try ModelFolder()
    let objects = [
      SampleModels.cube(id: "house", extra: ",\"children\":[\"f1\",\"room\"]"),
      #""f1":{"type":"BuildingStorey","parents":["house"],"children":["room"]}"#,
      #""room":{"type":"BuildingRoom","parents":["group","house","f1"],"children":["door"]}"#,
      SampleModels.cube(id: "door", extra: ",\"parents\":[\"room\"]")
        .replacingOnce("\"Building\"", with: "\"BuildingConstructiveElement\""),
      #""group":{"type":"CityObjectGroup","children":["room"]}"#,
    ].joined(separator: ",")
    try folder.importModel(try folder.file("house.city.json", SampleModels.whole(objects)))
    let city = try folder.city()
    let door = try city.cityObject(id: "door")
    let room = try city.cityObject(id: "room")
    #expect(door.object.storey == "f1" && room.object.storey == "f1")
    #expect(door.parent == room.serial)
    #expect(room.object.cimLevel == 5 && door.object.cimLevel == 6)
    // What has no shape is where its parts are.
    #expect(room.box == door.box && !room.box.isEmpty)
    #expect(try city.cityObject(id: "house").object.storey == nil)
  }

  @Test func pagingNeitherRepeatsNorSkips() throws {
    let folder = try ModelFolder()
    let objects = (0..<25).map { SampleModels.cube(id: "b\($0)") }.joined(separator: ",")
    try folder.importModel(try folder.file("many.city.json", SampleModels.whole(objects)))
    let city = try folder.city()
    var seen: [String] = []
    var cursor: String?
    repeat {
      let page = try city.cityObjects(matching: CityObjectFilter(), limit: 7, after: cursor)
      #expect(page.total == 25)
      seen += page.objects.map(\.object.id)
      cursor = page.next
    } while cursor != nil
    #expect(seen == (0..<25).map { "b\($0)" })
  }
}

extension Box {
  var corners: [Point] {
    [Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY), Point(minX, minY)]
  }
}

extension String {
  func replacingOnce(_ part: String, with other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return replacingSubrange(range, with: other)
  }

  private func replacingSubrange(_ range: Range<String.Index>, with other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
