import CityStore
import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityModel

struct ObjectKindTests {
  private static func object(_ type: String, _ attributes: String) -> CityObject {
    CityObject(id: "x", type: type, attributes: attributes)
  }

  @Test(arguments: [
    ("BuildingConstructiveElement", "{\"ifc_class\":\"IfcDoor\"}", "Door"),
    ("BuildingConstructiveElement", "{\"ifc_class\":\"IfcWallStandardCase\"}", "Wall"),
    ("BuildingInstallation", "{\"ifc_class\":\"IfcFlowSegment\",\"ifc_type\":\"IfcPipeSegmentType\"}", "PipeSegment"),
    ("BuildingConstructiveElement", "{\"function\":\"door\"}", "Door"),
    ("BuildingInstallation", "{\"class\":\"Window\"}", "Window"),
    ("BuildingRoom", "{\"ifc_class\":\"IfcSpace\"}", "BuildingRoom"),
    ("BuildingInstallation", "{\"function\":7}", "BuildingInstallation"),
    ("BuildingConstructiveElement", "[", "BuildingConstructiveElement"),
    ("Building", "{\"class\":\"door\"}", "Building"),
  ])
  func kinds(type: String, attributes: String, kind: String) {
    #expect(Self.object(type, attributes).kind == kind)
  }

  @Test(arguments: [
    ("Door", true), ("door", true), ("IfcDoor", true), ("ifcdoorstandardcase", true), ("门", true),
    ("BuildingConstructiveElement", true), ("buildingconstructiveelement", true), ("Window", false), ("room", false),
    ("", false), ("IfcDo", false), ("+Door", false),
  ])
  func aDoor(word: String, isMeant: Bool) {
    let door = Self.object("BuildingConstructiveElement", "{\"ifc_class\":\"IfcDoorStandardCase\"}")
    #expect(ObjectClass(word).holds(door) == isMeant)
  }

  @Test func classesOfSystemsAndTypes() {
    let pipe = Self.object(
      "BuildingInstallation", "{\"ifc_class\":\"IfcFlowSegment\",\"ifc_type\":\"IfcPipeSegmentType\"}")
    for word in ["pipe", "PipeSegment", "IfcPipeSegment", "IfcFlowSegment", "管道", "BuildingInstallation"] {
      #expect(ObjectClass(word).holds(pipe), "\(word)")
    }
    #expect(!ObjectClass("DuctSegment").holds(pipe))
    for word in ["room", "Space", "IfcSpace", "房间", "BuildingRoom"] {
      #expect(ObjectClass(word).holds(Self.object("BuildingRoom", "{}")), "\(word)")
    }
    #expect(ObjectClass("room").holds(Self.object("TunnelHollowSpace", "{}")))
  }

  /// Lists, boxes and conditions mean the same doors; a real building has as many as its file.
  @Test(.enabled(if: IFCSample.isReadable)) func allWaysToTheDoors() throws {
    let folder = try ModelFolder()
    _ = try IFCSample.importModel(IFCSample.pavilion, into: folder)
    let city = try folder.city()
    func listed(_ filter: CityObjectFilter) throws -> [String] {
      try city.cityObjects(matching: filter, limit: 100).objects.compactMap(\.object.name).sorted()
    }
    let doors = ["Front door", "Office door"]
    for word in ["Door", "IfcDoor", "门"] { #expect(try listed(CityObjectFilter(type: word)) == doors) }
    let condition = try ObjectCondition("kind = 'Door'", assuming: .utc)
    #expect(try listed(CityObjectFilter(condition: condition)) == doors)
    let finder = try CityObjectFinder(city, crs: "EPSG:4547", matching: CityObjectFilter(type: "door"))
    let all = Box3(minX: 399_000, minY: 2_499_000, minZ: -100, maxX: 401_000, maxY: 2_501_000, maxZ: 100)
    #expect(try finder.objects(in: all).compactMap(\.stored.object.name).sorted() == doors)
    #expect(try listed(CityObjectFilter(type: "unicorn")).isEmpty)
  }

  /// A pipe holds its bore; a table does not hold what is under it.
  @Test func hollows() throws {
    func shape(_ boxes: [Box3]) -> CityObjectShape {
      var object = Self.object("BuildingInstallation", "{}")
      var geometry = CityGeometry(.multiSurface)
      for box in boxes {
        let first = Int32(geometry.points.count)
        for z in [box.minZ, box.maxZ] {
          geometry.points += [
            Point3(box.minX, box.minY, z), Point3(box.maxX, box.minY, z), Point3(box.maxX, box.maxY, z),
            Point3(box.minX, box.maxY, z),
          ]
        }
        for face in [[3, 2, 1, 0], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]] {
          geometry.indices += face.map { first + Int32($0) }
          geometry.rings.append(Int32(geometry.indices.count))
          geometry.surfaces.append(Int32(geometry.rings.count))
        }
      }
      object.geometries = [geometry]
      return CityObjectShape(object.geometries[0])
    }
    // Four walls of a duct along x, and its bore.
    let duct = shape([
      Box3(minX: 0, minY: 0, minZ: 0, maxX: 9, maxY: 3, maxZ: 1),
      Box3(minX: 0, minY: 0, minZ: 2, maxX: 9, maxY: 3, maxZ: 3),
      Box3(minX: 0, minY: 0, minZ: 1, maxX: 9, maxY: 1, maxZ: 2),
      Box3(minX: 0, minY: 2, minZ: 1, maxX: 9, maxY: 3, maxZ: 2),
    ])
    #expect(
      duct.surrounds(Point3(4.1, 1.4, 1.6)) && !duct.surrounds(Point3(4.1, 1.4, 3.1))
        && !duct.surrounds(Point3(9.1, 1.4, 1.6)))
    // A top on two sides.
    let table = shape([
      Box3(minX: 0, minY: 0, minZ: 2, maxX: 9, maxY: 3, maxZ: 3),
      Box3(minX: 0, minY: 0, minZ: 0, maxX: 1, maxY: 3, maxZ: 2),
      Box3(minX: 8, minY: 0, minZ: 0, maxX: 9, maxY: 3, maxZ: 2),
    ])
    #expect(!table.surrounds(Point3(4.1, 1.4, 1.1)))
  }
}
