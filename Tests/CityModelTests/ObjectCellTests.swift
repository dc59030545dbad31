import CityModel
import CityStore
import Diagnostics
import GEOSOperations
import GridCodes
import Projections
import SpatialPrimitives
import TestSupport
import Testing

/// Cells of grid codes over the sample building, whose solids are upright boxes.
struct ObjectCellTests {
  private static func tower() throws -> (folder: ModelFolder, city: CityDatabase, finder: CityObjectFinder) {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    let city = try folder.city()
    return (folder, city, try CityObjectFinder(city))
  }

  private static func cell(_ code: String) throws -> GridCell {
    guard case .cell(_, let cell)? = try CodeReading.all(of: code).first else { throw Unreadable() }
    return cell
  }
  private struct Unreadable: Error {}

  /// Every cell that shares ground with the box is there, and no other than such as touch it: by GEOS, in the metres of the
  /// model; in height by the layers themselves.
  @Test(arguments: [(GridSystem.beidou, 7), (.geosot, 22), (.beidou, 8)])
  func asGEOSHasIt(system: GridSystem, level: Int) throws {
    let (folder, city, finder) = try Self.tower()
    let inward = try Transformation(from: CoordinateSystem.cgcs2000(), to: CoordinateSystem("EPSG:4547"))
    let outward = try Transformation(from: CoordinateSystem("EPSG:4547"), to: CoordinateSystem.cgcs2000())
    let geos = try GEOSContext()
    for id in level == 8 ? ["door-201"] : ["tower", "storey-B1", "room-201", "door-101"] {
      let stored = try city.cityObject(id: id)
      let box = stored.box
      var request = CellCoverRequest(system, level: level)
      let plane = try finder.cells(covering: stored, request)
      request.inSpace = true
      let space = try finder.cells(covering: stored, request)
      #expect(Set(plane).count == plane.count && Set(space).count == space.count)
      let ground = Polygon(
        Ring([
          Point(box.minX, box.minY), Point(box.maxX, box.minY), Point(box.maxX, box.maxY), Point(box.minX, box.maxY),
          Point(box.minX, box.minY),
        ]))
      func shared(_ cell: GridCell, grown: Double) throws -> Double {
        let corners = [
          (cell.west, cell.south), (cell.east, cell.south), (cell.east, cell.north), (cell.west, cell.north),
        ]
        .compactMap { inward.transform(Point($0.0, $0.1)) }
        let around = Box(around: ground.rings[0].points).expanded(by: grown)
        let wider = Polygon(
          Ring([
            Point(around.minX, around.minY), Point(around.maxX, around.minY), Point(around.maxX, around.maxY),
            Point(around.minX, around.maxY), Point(around.minX, around.minY),
          ]))
        return try geos.intersectionArea(
          MultiPolygon([Polygon(Ring(corners + [corners[0]]))]), MultiPolygon([grown > 0 ? wider : ground]))
      }
      for code in plane { #expect(try shared(Self.cell(code), grown: 1e-6) > 0, "\(id) \(code)") }
      for code in space {
        let cell = try Self.cell(code)
        let layer = try #require(cell.layer)
        #expect(try shared(cell, grown: 1e-6) > 0, "\(id) \(code)")
        #expect(layer.top >= box.minZ - 1e-6 && layer.bottom <= box.maxZ + 1e-6, "\(id) \(code)")
      }
      // Whatever place of the box is asked, its cell is one of them.
      var random = SeededGenerator(seed: 71)
      for _ in 0..<300 {
        let place = Point3(
          .random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random),
          .random(in: box.minZ...box.maxZ, using: &random))
        let degrees = try #require(outward.transform(place.inPlane))
        let lon = try #require(GridAngle(degrees: degrees.x))
        let lat = try #require(GridAngle(degrees: degrees.y))
        #expect(try plane.contains(system.code(lon: lon, lat: lat, level: level)), "seed 71: \(id) \(place)")
        #expect(
          try space.contains(system.code(lon: lon, lat: lat, height: place.z, level: level)), "seed 71: \(id) \(place)")
      }
      // And each of them finds the object.
      for code in [plane[0], plane[plane.count / 2], space[0], space[space.count - 1]] {
        let found = try finder.objects(in: Self.cell(code)).map(\.stored.object.id)
        #expect(found.contains(id), "\(id) \(code)")
      }
    }
    _ = folder
  }

  @Test func heightsAboveTheEllipsoid() throws {
    let (folder, city, finder) = try Self.tower()
    let room = try city.cityObject(id: "room-201")
    var request = CellCoverRequest(.beidou, level: 7)
    request.inSpace = true
    let plain = try finder.cells(covering: room, request).map(Self.cell)
    request.heightOffset = -20
    let lowered = try finder.cells(covering: room, request)
    for code in lowered {
      let layer = try #require(try Self.cell(code).layer)
      #expect(layer.top >= room.box.minZ - 20 - 1e-6 && layer.bottom <= room.box.maxZ - 20 + 1e-6)
      #expect(try finder.objects(in: Self.cell(code), heightOffset: -20).contains { $0.stored.object.id == "room-201" })
    }
    #expect(!lowered.isEmpty && plain.allSatisfy { ($0.layer?.top ?? 0) > 0 })
    _ = folder
  }

  @Test func tooManyAndNone() throws {
    let (folder, city, finder) = try Self.tower()
    var request = CellCoverRequest(.beidou, level: 8)
    request.most = 10
    #expect(throws: Fault.self) { try finder.cells(covering: city.cityObject(id: "tower"), request) }
    request.inSpace = true
    #expect(throws: Fault.self) { try finder.cells(covering: city.cityObject(id: "door-201"), request) }
    _ = folder
  }
}
