import CityModel
import CityStore
import Diagnostics
import Foundation
import JSONWriting
import SpatialFormats
import SpatialPrimitives
import TestSupport
import Testing

@Suite(.enabled(if: IFCSample.isReadable)) struct IFCImportTests {
  /// Classes that are no city objects.
  private static let leftOut: Set<String> = ["IfcOpeningElement", "IfcVirtualElement", "IfcAnnotation", "IfcGrid"]

  private static func attribute(_ key: String, _ stored: StoredCityObject) -> String? {
    guard let attributes = stored.object.attributes,
      case .string(let text)? = (try? JSONValue.of(attributes))?[key]
    else { return nil }
    return text
  }

  private static func objects(_ folder: ModelFolder) throws -> [StoredCityObject] {
    try folder.city().cityObjects(matching: CityObjectFilter(), limit: 100_000).objects
  }

  /// As many of each class as IfcOpenShell counts, each where it says, to the millimetre; the pavilion, and real models.
  @Test(arguments: [IFCSample.pavilion] + IFCSample.shared.filter { $0.contains("Simple") })
  func countsAndBoxesAreThoseOfTheLibrary(_ path: String) throws {
    try Self.compare(path)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil), arguments: IFCSample.shared)
  func andOfLargerModels(_ path: String) throws {
    try Self.compare(path)
  }

  private static func compare(_ path: String) throws {
    let folder = try ModelFolder()
    let report = try IFCSample.importModel(path, into: folder)
    let oracle = try IFCSample.oracle(path)
    #expect(report.model.rejected == 0 && report.model.crs == "EPSG:4547" && report.model.format == "IFC")
    let objects = try Self.objects(folder)
    var counts: [String: Int] = [:]
    for stored in objects { counts[Self.attribute("ifc_class", stored) ?? "", default: 0] += 1 }
    #expect(counts == oracle.counts.filter { !Self.leftOut.contains($0.key) })
    var compared = 0
    for stored in objects {
      guard let expected = oracle.boxes[stored.object.id] else {
        #expect(stored.object.geometries.isEmpty, "\(stored.object.id)")
        continue
      }
      compared += 1
      #expect(stored.box.difference(from: expected) < 0.001, "\(stored.object.id) \(stored.box) \(expected)")
    }
    #expect(compared == oracle.boxes.count && compared > 1)
  }

  /// A point inside each thing of the pavilion finds it, with its storey and its rooms.
  @Test func oneDoor() throws {
    let folder = try ModelFolder()
    _ = try IFCSample.importModel(IFCSample.pavilion, into: folder, height: 0, rotation: 0)
    let objects = try Self.objects(folder)
    let named = { (name: String) throws in
      try #require(objects.first { $0.object.name == name }, "\(name)")
    }
    let finder = try CityObjectFinder(folder.city(), crs: "EPSG:4547")
    // The name of the thing, a place in it, and what else holds that place.
    let cases: [(String, Point3, Set<String>)] = [
      ("Front door", Point3(1.5, 0.1, 1), ["Pavilion", "Ground floor", "101"]),
      // Between the leaf and the face of the wall.
      ("Front door", Point3(1.5, 0.19, 1), ["Pavilion", "Ground floor", "101"]),
      ("Office door", Point3(6.02, 2.4, 1), ["Pavilion", "Ground floor", "101", "102"]),
      ("Office window", Point3(9.9, 2.5, 1.5), ["Pavilion", "Ground floor", "102"]),
      ("Desk", Point3(7.5, 1.5, 0.72), ["Pavilion", "Ground floor", "102"]),
      ("Drain pipe", Point3(4, 1, -0.61), ["Pavilion", "Basement", "001"]),
      ("Sump pump", Point3(8.7, 4.7, -2.8), ["Pavilion", "Basement", "001"]),
      ("Roof", Point3(5, 3, 3), ["Pavilion", "Ground floor"]),
      ("Floor", Point3(5, 3, -0.1), ["Pavilion", "Ground floor"]),
      ("Partition", Point3(6, 5, 1), ["Pavilion", "Ground floor"]),
      ("102", Point3(8, 4, 1), ["Pavilion", "Ground floor"]),
    ]
    for (name, place, around) in cases {
      let answer = try finder.at(Point(400_000 + place.x, 2_500_000 + place.y), height: place.z)
      let names = Set(answer.containing.compactMap(\.stored.object.name))
      #expect(names == around.union([name]), "\(name) at \(place)")
      let found = try #require(answer.containing.first { $0.stored.object.name == name })
      #expect(
        try found.stored.object.storey == named(around.contains("Basement") ? "Basement" : "Ground floor").object.id)
    }
    // Where the door was cut out of the wall there is no wall, and between the legs of the desk no desk.
    for (name, place) in [("South wall", Point3(1.5, 0.1, 1)), ("Desk", Point3(7.8, 1.4, 0.3))] {
      let answer = try finder.at(Point(400_000 + place.x, 2_500_000 + place.y), height: place.z)
      #expect(!answer.containing.contains { $0.stored.object.name == name })
    }
  }

  @Test func attributesSayWhatTheFileSays() throws {
    let folder = try ModelFolder()
    _ = try IFCSample.importModel(IFCSample.pavilion, into: folder)
    let objects = try Self.objects(folder)
    let door = try #require(objects.first { $0.object.name == "Front door" })
    #expect(door.object.type == "BuildingConstructiveElement" && door.object.cimLevel == 6)
    #expect(door.object.lifeStage == .inUse)
    for (key, value) in [
      ("ifc_class", "IfcDoor"), ("tag", "D-01"), ("Pset_DoorCommon.FireRating", "EI30"), ("material", "Oak"),
      ("classification.GB/T 51269", "30-11.10.10"), ("rooms_from", "boundary"),
    ] { #expect(Self.attribute(key, door) == value, "\(key)") }
    let pipe = try #require(objects.first { $0.object.name == "Drain pipe" })
    #expect(pipe.object.type == "BuildingInstallation" && Self.attribute("systems", pipe) == "Drainage")
    let basement = try #require(objects.first { $0.object.name == "Basement" })
    let heights = try #require(basement.object.attributes)
    #expect(heights.contains("\"elevation\":-3.0,\"floor_height\":7.0"))
    let office = try #require(objects.first { $0.object.name == "102" })
    #expect(office.object.type == "BuildingRoom" && Self.attribute("long_name", office) == "Office")
    #expect(try folder.city().cityObject(id: office.object.id).object.geometries.map(\.kind) == [.solid])
  }

  /// What is written is a CityJSON that reads as the same objects.
  @Test func whatCameInGoesOutAndComesInAgain() throws {
    let folder = try ModelFolder()
    _ = try IFCSample.importModel(IFCSample.pavilion, into: folder)
    let first = try Self.objects(folder)
    let text = try folder.exported("model", "out.city.json")
    let again = try ModelFolder()
    try again.importModel(try again.file("model.city.json", text), name: "model")
    let second = try Self.objects(again)
    #expect(first.map(\.object) == second.map(\.object) && first.map(\.box) == second.map(\.box))
  }

  @Test func theSameFileGivesTheSameText() throws {
    let texts = try (0..<2).map { _ in
      let folder = try ModelFolder()
      _ = try IFCSample.importModel(IFCSample.pavilion, into: folder)
      return try folder.exported("model", "out.city.json")
    }
    #expect(texts[0] == texts[1])
  }
}
