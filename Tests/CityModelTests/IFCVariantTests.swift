import CityModel
import CityStore
import Diagnostics
import Foundation
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

/// The pavilion as other programs would have written it, and real models, found by place.
@Suite(.enabled(if: IFCSample.isReadable)) struct IFCVariantTests {
  /// The pavilion with some of its text replaced, imported as its file says.
  private static func variant(
    _ folder: ModelFolder, _ changes: [(String, String)]
  ) throws -> (report: ModelImportReport, notices: [String]) {
    var text = String(decoding: try FileFacts.contents(of: IFCSample.pavilion), as: UTF8.self)
    for (part, other) in changes {
      #expect(text.contains(part))
      text = text.replacingOccurrences(of: part, with: other)
    }
    let notices = NoticeCodes()
    let report = try IFCSample.importModel(
      try folder.file("variant.ifc", text), into: folder, at: nil, height: nil, rotation: nil, crs: nil,
      listener: Listener(notice: { notices.add($0) }))
    return (report, notices.list)
  }

  private static func box(of name: String, _ folder: ModelFolder) throws -> Box3 {
    let objects = try folder.city().cityObjects(matching: CityObjectFilter(), limit: 1000).objects
    return try #require(objects.first { $0.object.name == name }).box
  }

  /// Eastings in metres, the file in millimetres, the x axis to the north; the scale given, and left out as some programs do.
  @Test(arguments: ["0.001", "1.", "$"]) func aMapConversion(_ scale: String) throws {
    let folder = try ModelFolder()
    let conversion = """
      #9001=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
      #9002=IFCPROJECTEDCRS('EPSG:25832',$,$,$,$,$,#9001);
      #9003=IFCMAPCONVERSION(#4,#9002,458870.,5438232.,113.,0.,1.,\(scale));
      ENDSEC;
      END-ISO
      """
    let (report, notices) = try Self.variant(folder, [("ENDSEC;\nEND-ISO", conversion)])
    #expect(report.model.crs == "EPSG:25832" && notices.contains("placed-by-map-conversion"))
    let expected = Box3(
      minX: 458_864, minY: 5_438_232, minZ: 112.7, maxX: 458_870, maxY: 5_438_242, maxZ: 113)
    #expect(try Self.box(of: "Floor", folder).difference(from: expected) < 1e-4)
  }

  @Test func aSiteByLongitudeAndLatitude() throws {
    let folder = try ModelFolder()
    let place = ",$,.ELEMENT.,(22,37,48,360000),(112,53,28,320000),3200.,$,$)"
    let (report, notices) = try Self.variant(folder, [(",$,.ELEMENT.,$,$,$,$,$)", place)])
    #expect(report.model.crs == "EPSG:4547" && notices.contains("placed-by-site"))
    let finder = try CityObjectFinder(folder.city())
    // The front door is a metre and a half east of the origin, and at it.
    let step = 1.5 / 111_320 / cos(22.63 * Double.pi / 180)
    let found = try finder.at(
      Point(112 + 53 / 60.0 + 28.32 / 3600 + step, 22 + 37 / 60.0 + 48.36 / 3600 + 1e-6), height: 4.2)
    #expect(found.containing.contains { $0.stored.object.name == "Front door" })
  }

  /// Zeros are what programs write that know no place.
  @Test func zeroDegreesAreNoPlace() throws {
    let folder = try ModelFolder()
    let site = ",$,.ELEMENT.,(0,0,0),(0,0,0),0.,$,$)"
    let (report, notices) = try Self.variant(folder, [(",$,.ELEMENT.,$,$,$,$,$)", site)])
    #expect(report.model.crs == nil && notices.contains("missing-crs"))
  }

  @Test func theNextSchema() throws {
    let folder = try ModelFolder()
    let text = String(decoding: try FileFacts.contents(of: IFCSample.pavilion), as: UTF8.self)
      .replacingOccurrences(of: "('IFC4')", with: "('IFC4X3_ADD2')")
    let report = try IFCSample.importModel(try folder.file("next.ifc", text), into: folder)
    #expect(report.model.objects == 21 && report.model.rejected == 0 && report.model.version.hasPrefix("4X3"))
  }

  // MARK: Found by place

  /// Random places are in those rooms, doors and other solids that the winding number says.
  @Test func randomPlacesAsWindingNumbersSay() throws { try Self.compareRandomPlaces(IFCSample.pavilion, 150) }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil), arguments: IFCSample.shared)
  func andInRealModels(_ path: String) throws { try Self.compareRandomPlaces(path, 1000) }

  private static func compareRandomPlaces(_ path: String, _ count: Int) throws {
    let folder = try ModelFolder()
    _ = try IFCSample.importModel(path, into: folder)
    let city = try folder.city()
    let stored = try city.cityObjects(matching: CityObjectFilter(), limit: 100_000).objects
    let solids = try stored.map { try city.cityObject(id: $0.object.id) }
      .filter { $0.object.geometries.contains { $0.kind.hasSolids } }
    let ids = Set(solids.map(\.object.id))
    let whole = solids.reduce(into: Box3.empty) { $0.formUnion($1.box) }
    let finder = try CityObjectFinder(city, crs: "EPSG:4547")
    var random = SeededGenerator(seed: 47)
    var held = 0
    for round in 0..<count {
      // As often in the box of one thing as anywhere.
      let box = round.isMultiple(of: 2) ? whole : solids[Int.random(in: 0..<solids.count, using: &random)].box
      let point = Point3(
        .random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random),
        .random(in: box.minZ...box.maxZ, using: &random))
      let expected = Set(
        solids.filter { thing in
          thing.box.contains(point)
            && thing.object.geometries.contains { windings($0, point).contains { abs($0) > 0.5 } }
        }.map(\.object.id))
      let answer = try finder.at(point.inPlane, height: point.z)
      // Ground is surfaces in CityJSON, though they may close.
      let found = Set(answer.containing.filter { $0.method == .solid }.map(\.stored.object.id)).intersection(ids)
      #expect(found == expected, "\(point)")
      held += expected.count
    }
    #expect(held > count / 20)
    // Each door and window by the middle of its box, with its storey, and with a room where there are rooms.
    let rooms = Set(stored.filter { $0.object.type == "BuildingRoom" }.map(\.object.id))
    var doors = 0
    for door in stored where door.object.attributes?.contains("\"ifc_class\":\"IfcDoor\"") == true {
      let answer = try finder.at(door.box.center.inPlane, height: door.box.center.z)
      let ids = Set(answer.containing.map(\.stored.object.id))
      doors += 1
      #expect(ids.contains(door.object.id))
      #expect(try ids.contains(#require(door.object.storey)))
      #expect(rooms.isEmpty || !ids.isDisjoint(with: rooms), "\(door.object.id)")
    }
    #expect(doors > 0)
    // Each room by a place in it, which its first corner shows the way to.
    for room in solids where rooms.contains(room.object.id) {
      let geometry = room.object.geometries[0]
      let corner = geometry.points[Int(geometry.indices[0])]
      let inside = (1...200).lazy.map { step -> Point3 in
        var generator = SeededGenerator(seed: UInt64(step))
        return Point3(
          .random(in: room.box.minX...room.box.maxX, using: &generator),
          .random(in: room.box.minY...room.box.maxY, using: &generator), (corner.z + room.box.center.z) / 2)
      }.first { abs(windings(geometry, $0).first ?? 0) > 0.5 }
      let place = try #require(inside)
      let answer = try finder.at(place.inPlane, height: place.z)
      #expect(answer.containing.contains { $0.stored.object.id == room.object.id && $0.method == .solid })
    }
  }

  /// How often the shells of each solid go round a place: the sum of the solid angles of its triangles (Van Oosterom &
  /// Strackee 1983).
  private static func windings(_ geometry: CityGeometry, _ place: Point3) -> [Double] {
    geometry.solids.indices.map { solid in
      var sum = 0.0
      for surface in geometry.surfaces(ofSolid: solid) {
        let corners = geometry.points(ofRing: geometry.rings(ofSurface: surface).lowerBound)
          .map { Point3($0.x - place.x, $0.y - place.y, $0.z - place.z) }
        for last in 2..<corners.count {
          let (a, b, c) = (corners[0], corners[last - 1], corners[last])
          func dot(_ p: Point3, _ q: Point3) -> Double { p.x * q.x + p.y * q.y + p.z * q.z }
          let (la, lb, lc) = (dot(a, a).squareRoot(), dot(b, b).squareRoot(), dot(c, c).squareRoot())
          let volume =
            a.x * (b.y * c.z - b.z * c.y) + a.y * (b.z * c.x - b.x * c.z) + a.z * (b.x * c.y - b.y * c.x)
          sum += 2 * atan2(volume, la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb)
        }
      }
      return sum / (4 * .pi)
    }
  }
}
