import CityModel
import CityStore
import Foundation
import FoundationXML
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

/// Real files, held against a count of their elements and boxes around their coordinates that other code makes: Foundation's
/// document tree, and nothing of the reader.
@Suite struct CityGMLDataTests {
  private static let files = SharedData.files(in: "citygml", endings: [".gml"])

  @Test(.enabled(if: !files.isEmpty), arguments: files) func everyFile(path: String) throws {
    // Foundation's tree of the largest takes long without optimisation.
    let isLong = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] != nil
    guard isLong || FileFacts.size(of: path) ?? 0 < 120_000 else { return }
    let expected = try CityGMLOracle(path)
    let folder = try ModelFolder()
    let report = try folder.importModel(path, name: "m")
    #expect(report.model.rejected == 0)
    let stored = try folder.city().cityObjects(matching: CityObjectFilter(), limit: 100_000).objects
    var types: [String: Int] = [:]
    for one in stored where !one.object.type.hasPrefix("+") { types[one.object.type, default: 0] += 1 }
    #expect(types == expected.types, "\(path)")
    var boxes = 0
    for one in stored {
      guard let box = expected.boxes[one.object.id], !box.isEmpty else { continue }
      #expect(one.box == box, "\(path) \(one.object.id)")
      boxes += 1
    }
    #expect(boxes == expected.boxes.values.count { !$0.isEmpty }, "\(path)")
    // What was read can be written and read again, and is the same.
    let text = try folder.exported("m", "out.city.json")
    try folder.importModel(folder.folder.path + "/out.city.json", name: "again")
    #expect(try folder.exported("again", "again.city.json") == text, "\(path)")
  }

  /// A hundred buildings that citygml4j wrote in both formats.
  @Test(.enabled(if: SharedData.isPresent("citygml/citygml4j/lod2_buildings_v3.gml")))
  func theSameInBothFormats() throws {
    let folder = try ModelFolder()
    let report = try folder.importModel(SharedData.path("citygml/citygml4j/lod2_buildings_v3.gml"), name: "gml")
    #expect(report.model.objects == 100 && report.model.rejected == 0)
    let path = SharedData.path("cityjson/citygml4j/lod2_buildings_v2.json")
    let source = try CityModelText(String(decoding: try FileFacts.contents(of: path), as: UTF8.self))
    let back = try CityModelText(try folder.exported("gml", "gml.city.json"))
    #expect(back.objects.count == 100)
    for (id, objects) in back.objects {
      let twin = try #require(source.objects[id]?.first)
      let difference = CityModelText.difference(twin, objects[0], at: id)
      #expect(difference == nil, "\(difference ?? "")")
    }
  }

  /// The same buildings in versions 2.0 and 3.0.
  @Test(
    .enabled(if: SharedData.isPresent("citygml/ogc_citygml3")),
    arguments: [
      "Building_LOD0-EPSG25832", "Building_LOD1-EPSG25832", "Building_LOD2-EPSG25832",
      "Building_and_garage_LOD2-EPSG25832", "Building_LOD1-LocalEngineeringCRS",
    ])
  func theSameInBothVersions(name: String) throws {
    let base = "citygml/ogc_citygml3/Examples-from-CityGML-2.0/building"
    var seen: [[String]] = []
    for version in ["v2", "v3"] {
      let folder = try ModelFolder()
      try folder.importModel(SharedData.path("\(base)/CityGML\(version)/\(name).gml"))
      let stored = try folder.city().cityObjects(matching: CityObjectFilter(), limit: 1000).objects
      seen.append(stored.map { "\($0.object.type) \($0.box)" }.sorted())
    }
    #expect(seen[0] == seen[1] && !seen[0].isEmpty)
  }
}

/// City objects of a file: how many of each type, and the box around all coordinates of each that has an id.
struct CityGMLOracle {
  private(set) var types: [String: Int] = [:]
  private(set) var boxes: [String: Box3] = [:]
  private var ids: [String: XMLElement] = [:]
  private let isNorthFirst: Bool

  private static let sameNames: Set<String> = [
    "Building", "BuildingPart", "BuildingInstallation", "BuildingRoom", "BuildingFurniture", "BuildingUnit", "Bridge",
    "Tunnel", "Road", "TINRelief", "CityFurniture", "OtherConstruction", "LandUse", "WaterBody", "GenericCityObject",
    "SolitaryVegetationObject", "PlantCover", "CityObjectGroup",
  ]
  private static let otherNames = [
    "Room": "BuildingRoom", "Storey": "BuildingStorey", "Door": "BuildingConstructiveElement",
    "Window": "BuildingConstructiveElement", "DoorSurface": "BuildingConstructiveElement",
    "WindowSurface": "BuildingConstructiveElement",
  ]

  init(_ path: String) throws {
    let document = try XMLDocument(contentsOf: URL(fileURLWithPath: path), options: [])
    // EPSG:6697 is the one system in these files whose names put latitude first.
    isNorthFirst = path.contains("_6697_")
    guard let root = document.rootElement() else { return }
    collect(root)
    for child in elements(root) where child.localName == "cityObjectMember" { count(child) }
  }

  private func elements(_ element: XMLElement) -> [XMLElement] {
    (element.children ?? []).compactMap { $0 as? XMLElement }
  }

  private func type(_ element: XMLElement) -> String? {
    guard let name = element.localName, element.uri?.contains("opengis.net/citygml/") == true else { return nil }
    return Self.sameNames.contains(name) ? name : Self.otherNames[name]
  }

  private mutating func collect(_ element: XMLElement) {
    if let id = element.attribute(forName: "gml:id")?.stringValue { ids[id] = element }
    for child in elements(element) { collect(child) }
  }

  private mutating func count(_ element: XMLElement) {
    if let type = type(element) {
      types[type, default: 0] += 1
      if let id = element.attribute(forName: "gml:id")?.stringValue {
        var box = Box3.empty
        for child in elements(element) { extend(&box, child, depth: 0) }
        boxes[id] = box
      }
    }
    for child in elements(element) { count(child) }
  }

  private func extend(_ box: inout Box3, _ element: XMLElement, depth: Int) {
    guard let name = element.localName, depth < 100 else { return }
    // The last is an extension's object that is part of a building.
    if ["Envelope", "address", "appearance", "dynamizer", "relatedTo", "BuildingUnderground"].contains(name) { return }
    let isOpening = element.parent?.localName == "opening" || element.parent?.localName == "fillingSurface"
    if !isOpening, type(element) != nil { return }
    if let target = element.attribute(forName: "xlink:href")?.stringValue, target.hasPrefix("#"),
      let found = ids[String(target.dropFirst())], type(found) == nil, name.contains("urface") || name.hasPrefix("lod")
    {
      extend(&box, found, depth: depth + 1)
    }
    if name == "posList" || name == "pos" {
      let numbers = (element.stringValue ?? "").split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
      for start in stride(from: 0, to: numbers.count, by: 3) {
        let (a, b) = (numbers[start], numbers[start + 1])
        box.extend(to: Point3(isNorthFirst ? b : a, isNorthFirst ? a : b, numbers[start + 2]))
      }
    }
    for child in elements(element) { extend(&box, child, depth: depth + 1) }
  }
}
