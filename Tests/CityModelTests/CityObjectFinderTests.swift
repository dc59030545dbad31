import CityModel
import CityStore
import Diagnostics
import Foundation
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

/// Every solid of the sample building is an upright box, so that the boxes in the database say what the answers should be.
struct CityObjectFinderTests {
  private static func tower() throws -> (folder: ModelFolder, objects: [StoredCityObject]) {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    let objects = try folder.city().cityObjects(matching: CityObjectFilter(), limit: 1000).objects
    return (folder, objects)
  }

  /// Not of boxes alone: a drain that is a line, and trees that are pyramids.
  private static func isBox(_ stored: StoredCityObject) -> Bool {
    stored.object.type != "OtherConstruction" && stored.object.type != "SolitaryVegetationObject"
  }

  @Test func everyObjectIsFoundByAPointInsideIt() throws {
    let (folder, objects) = try Self.tower()
    let finder = try CityObjectFinder(folder.city(), crs: "EPSG:4547")
    var storeys = 0
    for stored in objects where Self.isBox(stored) {
      let center = stored.box.center
      let place = try finder.at(center.inPlane, height: center.z)
      let found = try #require(
        place.containing.first { $0.stored.object.id == stored.object.id }, "\(stored.object.id)")
      #expect(found.method == .solid && found.box == stored.box)
      if let storey = stored.object.storey {
        storeys += 1
        #expect(place.containing.contains { $0.stored.object.id == storey })
        #expect(place.containing.first?.stored.object.id == "tower")
      }
    }
    #expect(storeys > 20)
  }

  @Test func randomPlacesAsTheBoxesSay() throws {
    let (folder, objects) = try Self.tower()
    let finder = try CityObjectFinder(folder.city(), crs: "EPSG:4547")
    let boxes = objects.filter(Self.isBox)
    let whole = boxes.reduce(into: Box3.empty) { $0.formUnion($1.box) }
    var random = SeededGenerator(seed: 31)
    for round in 0..<150 {
      var point = Point3(
        .random(in: whole.minX - 2...whole.maxX + 2, using: &random),
        .random(in: whole.minY - 2...whole.maxY + 2, using: &random),
        .random(in: whole.minZ - 2...whole.maxZ + 2, using: &random))
      let some = boxes[round % boxes.count].box
      // On a wall, an edge, a corner.
      if round % 3 == 0 { point.x = some.minX }
      if round % 6 == 0 { point = Point3(some.minX, some.maxY, point.z) }
      if round % 12 == 0 { point.z = some.maxZ }
      let place = try finder.at(point.inPlane, height: point.z, most: 1000)
      let solid = place.containing.filter { $0.method == .solid }.map(\.stored.object.id)
      let expected = boxes.filter { $0.box.contains(point) }.map(\.object.id)
      #expect(Set(solid) == Set(expected), "seed 31: \(point)")
      for found in place.below where Self.isBox(found.stored) {
        #expect(abs((found.distance ?? -1) - (point.z - found.stored.box.maxZ)) < 1e-6)
      }
      for found in place.above where Self.isBox(found.stored) {
        #expect(abs((found.distance ?? -1) - (found.stored.box.minZ - point.z)) < 1e-6)
      }
    }
  }

  @Test func nearestAndBoxesAsByBruteForce() throws {
    let (folder, objects) = try Self.tower()
    let filter = CityObjectFilter(type: "BuildingRoom")
    let finder = try CityObjectFinder(folder.city(), crs: "EPSG:4547", matching: filter)
    let rooms = objects.filter { $0.object.type == "BuildingRoom" }
    var random = SeededGenerator(seed: 37)
    for _ in 0..<20 {
      let around = rooms[Int.random(in: 0..<rooms.count, using: &random)].box
      func off() -> Double { .random(in: -9...9, using: &random) }
      let point = Point3(around.minX + off(), around.minY + off(), around.minZ + off())
      let distances = rooms.map { $0.box.squaredDistance(to: point).squareRoot() }.sorted()
      let found = try finder.near(point.inPlane, height: point.z, most: 5)
      #expect(found.count == 5)
      for (found, distance) in zip(found, distances) { #expect(abs((found.distance ?? -1) - distance) < 1e-9) }
      let query = Box3(point).expanded(by: 3)
      let ids = try finder.objects(in: query).map(\.stored.object.id)
      #expect(Set(ids) == Set(rooms.filter { $0.box.intersects(query) }.map(\.object.id)))
    }
    #expect(try finder.near(Point(385_000, 2_503_000), height: 0, most: 5, within: 10).isEmpty)
  }

  @Test func withoutAHeightTheColumnAnswers() throws {
    let (folder, _) = try Self.tower()
    let finder = try CityObjectFinder(folder.city(), crs: "EPSG:4547")
    let place = try finder.at(Point(385_884, 2_503_986), height: nil)
    #expect(place.containing.map(\.stored.object.id).contains("room-201") && place.above.isEmpty)
    #expect(place.containing.allSatisfy { $0.method == .column })
    // Longitude and latitude are the default, and boxes come back in them.
    let degrees = try CityObjectFinder(folder.city()).at(Point(112.88996980382787, 22.629976275439347), height: 5)
    #expect(degrees.containing.map(\.stored.object.id) == ["tower", "storey-F1", "room-101"])
    #expect(degrees.containing.allSatisfy { $0.box.contains(Point3(112.88996980382787, 22.629976275439347, 5)) })
  }

  /// A trench beside the building, over the drain.
  @Test func corridors() throws {
    let (folder, objects) = try Self.tower()
    let finder = try CityObjectFinder(folder.city(), crs: "EPSG:4547")
    func line(_ places: [(Double, Double)], top: Double) -> [Point3] {
      places.map { Point3(385_880 + $0.0, 2_503_980 + $0.1, 3.2 + top) }
    }
    let trench = Corridor(line: line([(-6, -2), (10, -2), (30, -2)], top: 0), width: 1, depth: 1)
    let clashes = try finder.clashes(along: trench, clearance: 1.6)
    let clearance = Dictionary(
      uniqueKeysWithValues: clashes.map { ($0.found.stored.object.id, $0.found.distance ?? -1) })
    // The walls are 1.5 m from the trench's side; the drain lies 1.5 m beside it and 0.2 m to 0.4 m below its floor.
    #expect(abs((clearance["tower"] ?? 0) - 1.5) < 1e-9 && abs((clearance["storey-F1"] ?? 0) - 1.5) < 1e-9)
    #expect(clearance["storey-F2"] == nil)
    let drain = try #require(clearance["pipe-1"])
    #expect(drain > 1.51 && drain < 1.56)
    // Through the building: everything on its way is met.
    let through = Corridor(line: line([(-1, 6), (25, 6)], top: 2), width: 0.5, depth: 1)
    let met = try finder.clashes(along: through, clearance: 0).map(\.found.stored.object.id)
    let body = Box3(
      minX: 385_879, minY: 2_503_985.75, minZ: 4.2, maxX: 385_905, maxY: 2_503_986.25, maxZ: 5.2)
    let expected = objects.filter { Self.isBox($0) && $0.box.intersects(body) }.map(\.object.id)
    #expect(Set(met) == Set(expected) && met.contains("room-102"))
    #expect(throws: Fault.self) {
      try finder.clashes(along: Corridor(line: [], width: 1, depth: 1), clearance: 0)
    }
  }

  /// The index is kept, used, made anew after an import, and never trusted when damaged.
  @Test func theIndexFollowsTheModels() throws {
    let folder = try ModelFolder()
    let first = try folder.file(
      "a.city.json", SampleModels.whole(SampleModels.cube(id: "one"), head: SampleModels.metadata))
    try folder.importModel(first, name: "m")
    func found() throws -> [String] {
      try CityObjectFinder(folder.city(), crs: "EPSG:4547").at(Point(400_005, 2_500_005), height: 6).containing
        .map(\.stored.object.id)
    }
    #expect(try found() == ["one"])
    let file = folder.database + ".index/objects.boxes"
    let bytes = try FileFacts.contents(of: file)
    #expect(try found() == ["one"])
    #expect(try FileFacts.contents(of: file) == bytes)
    let second = try folder.file(
      "b.city.json", SampleModels.whole(SampleModels.cube(id: "two"), head: SampleModels.metadata))
    try folder.importModel(second, name: "m")
    #expect(try found() == ["two"])
    var output = try OutputFile(path: file, force: true)
    try output.write("not an index")
    try output.commit()
    #expect(try found() == ["two"])
  }

  /// What a question needs of the index is verified, and refused where it is damaged; `cim check` looks at every byte, and
  /// what it removes is made again.
  @Test func aDamagedIndexIsFoundOut() throws {
    let (folder, _) = try Self.tower()
    func near() throws -> Int {
      try CityObjectFinder(folder.city()).near(Point(112.89, 22.63), height: 5, most: 50).count
    }
    #expect(try near() == 33)
    let file = folder.database + ".index/objects.boxes"
    let whole = try FileFacts.contents(of: file)
    _ = try folder.city().checkModels()
    #expect(FileFacts.kind(of: file) == .file)
    // The first byte of the rows, and one of a node.
    for place in [4096, whole.count / 2] {
      var bytes = whole
      bytes[place] ^= 0x40
      try Data(bytes).write(to: URL(fileURLWithPath: file))
      let city = try folder.city()
      do throws(Fault) {
        _ = try CityObjectFinder(city).near(Point(112.89, 22.63), height: 5, most: 50)
        Issue.record("byte \(place) was believed")
      } catch {
        #expect(error.code == "index-damaged")
      }
      _ = try folder.city().checkModels()
      #expect(FileFacts.kind(of: file) == .missing)
      #expect(try near() == 33)
    }
  }

  @Test func nothingToAsk() throws {
    let folder = try ModelFolder()
    try folder.importModel(try folder.file("a.city.json", SampleModels.whole(SampleModels.cube())))
    let city = try folder.city()
    do throws(Fault) {
      _ = try CityObjectFinder(city)
      Issue.record("a model without a place was placed")
    } catch {
      #expect(error.code == "unplaced-models")
    }
  }
}
