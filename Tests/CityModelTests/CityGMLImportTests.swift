import CityModel
import CityStore
import Diagnostics
import JSONWriting
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

@Suite struct CityGMLImportTests {
  private typealias Samples = CityGMLSamples

  @Test func aHouseWithItsSurfacesDoorAndRoom() throws {
    let found = try Samples.imported([Samples.house])
    #expect(Set(found.keys) == ["house", "door", "room"])
    let house = try #require(found["house"])
    #expect(house.object.type == "Building" && house.object.name == "听澜" && house.object.validFrom != nil)
    #expect(Set(house.object.children) == ["door", "room"])
    let attributes =
      #"{"description":"一栋房","name":"听澜","otherNames":["旧名"],"creationDate":"2001-02-03","业主":"甲 & 乙","n":7,"m":1.5,"#
      + #""class":"1000","function":["1","2"],"yearOfConstruction":1985,"measuredHeight":10,"storeysAboveGround":3,"#
      + #""storeyHeightsAboveGround":[3,3.5]}"#
    #expect(house.object.attributes == attributes)
    let address =
      #"{"address":[{"Country":"中国","Locality":"云澜","ThoroughfareNumber":"8","ThoroughfareName":"听澜路","#
      + #""location":{"type":"MultiPoint","lod":"0","boundaries":[12]}}]}"#
    #expect(house.object.members == address)
    #expect(house.box == Box3(minX: 400_000, minY: 2_500_000, minZ: 0, maxX: 400_010, maxY: 2_500_010, maxZ: 10))
    let solid = try #require(house.object.geometries.first { $0.kind == .solid })
    #expect(solid.lod == "3" && solid.surfaces.count == 7 && solid.shells == [7] && solid.rings.count == 8)
    #expect(
      solid.meaningOf.map { solid.meanings[Int($0)].type } == [
        "GroundSurface", "RoofSurface", "WallSurface", "WallSurface", "WallSurface", "WallSurface", "Door",
      ])
    let door = try JSONValue.of(try #require(solid.meanings.last).json)
    #expect(door["id"] == .string("door") && door["name"] == .string("东门") && door["parent"] == .integer(3))
    #expect(try JSONValue.of(solid.meanings[3].json)["children"] == .array([.integer(6)]))
    // Nothing is there twice: every surface is one of the solid's.
    #expect(house.object.geometries.map(\.kind) == [.solid, .multiSurface])
    #expect(
      house.object.geometries.last?.lod == "0" && house.object.geometries.last?.meanings.first?.type == "GroundSurface")
  }

  @Test func aDoorIsAnObjectToo() throws {
    let found = try Samples.imported([Samples.house])
    let door = try #require(found["door"])
    #expect(door.object.type == "BuildingConstructiveElement" && door.object.parents == ["house"])
    #expect(door.object.attributes == #"{"class":"Door","name":"东门"}"# && door.object.cimLevel == 6)
    #expect(door.box == Box3(minX: 400_010, minY: 2_500_004, minZ: 0, maxX: 400_010, maxY: 2_500_006, maxZ: 2))
    #expect(door.object.geometries.map(\.kind) == [.multiSurface])
  }

  @Test func surfacesThatAreTurnedCloseARoom() throws {
    let folder = try ModelFolder()
    try folder.importModel(try folder.file("a.gml", Samples.model([Samples.house])))
    let room = try #require(try Samples.stored(in: folder)["room"])
    #expect(room.object.type == "BuildingRoom" && room.object.cimLevel == 5)
    let solid = try #require(room.object.geometries.first)
    #expect(solid.kind == .solid && solid.lod == "3")
    // As a box that is given directly: the floor is clockwise from above.
    #expect(
      solid.points(ofRing: 0)
        == Samples.faces((400_001, 2_500_001, 1), (400_009, 2_500_009, 9))[0].map {
          Point3($0.x, $0.y, $0.z)
        })
    let finder = try CityObjectFinder(folder.city(), crs: "EPSG:4547")
    let inside = try finder.at(Point(400_005, 2_500_005), height: 5).containing
    #expect(inside.map(\.stored.object.id) == ["house", "room"] && inside.allSatisfy { $0.method == .solid })
    let wall = try finder.at(Point(400_000.5, 2_500_005), height: 5).containing
    #expect(wall.map(\.stored.object.id) == ["house"])
  }

  @Test func storeysUnitsAndRoomsByReference() throws {
    let text = """
      <bldg:Building gml:id="b"><bldg:buildingRoom><bldg:BuildingRoom gml:id="r1"/></bldg:buildingRoom>\
      <bldg:buildingRoom><bldg:BuildingRoom gml:id="r2"/></bldg:buildingRoom>\
      <bldg:buildingSubdivision><bldg:BuildingUnit gml:id="u"><bldg:buildingRoom xlink:href="#r1"/></bldg:BuildingUnit>\
      </bldg:buildingSubdivision><bldg:buildingSubdivision><bldg:Storey gml:id="s"><gml:name>二层</gml:name>\
      <bldg:buildingUnit xlink:href="#u"/><bldg:buildingRoom xlink:href="#r2"/><bldg:buildingRoom xlink:href="#none"/>\
      </bldg:Storey></bldg:buildingSubdivision></bldg:Building>
      """
    let found = try Samples.imported([text], version: "3.0")
    #expect(found["r1"]?.object.parents == ["u", "b"] && found["r1"]?.object.storey == "s")
    #expect(found["r2"]?.object.parents == ["s", "b"] && found["r2"]?.object.storey == "s")
    #expect(found["u"]?.object.parents == ["s", "b"] && found["u"]?.object.children == ["r1"])
    #expect(found["s"]?.object.children == ["u", "r2"] && found["s"]?.object.type == "BuildingStorey")
    #expect(found["b"]?.object.children == ["r1", "r2", "u", "s"])
  }

  /// What version 3.0 has a type for are groups that say so.
  @Test func storeysBeforeVersionThree() throws {
    let building = """
      <bldg:Building gml:id="b"><bldg:interiorRoom><bldg:Room gml:id="r1"><bldg:interiorFurniture>\
      <bldg:BuildingFurniture gml:id="chair"/></bldg:interiorFurniture></bldg:Room></bldg:interiorRoom><bldg:interiorRoom>\
      <bldg:Room gml:id="r2"/></bldg:interiorRoom></bldg:Building>
      """
    func group(_ id: String, _ function: String, _ inside: String) -> String {
      "<grp:CityObjectGroup gml:id=\"\(id)\"><grp:function>\(function)</grp:function>\(inside)</grp:CityObjectGroup>"
    }
    let first = group("f1", "lod4Storey", "<grp:groupMember xlink:href=\"#r1\"/>")
    let second = group(
      "f2", "lod4Storey", "<grp:groupMember role=\"x\" xlink:href=\"#r2\"/><grp:parent xlink:href=\"#b\"/>")
    let other = group("g", "quarter", "<grp:groupMember xlink:href=\"#b\"/>")
    for order in [[building, first, second, other], [other, second, first, building]] {
      let found = try Samples.imported(order)
      #expect(found["f1"]?.object.type == "BuildingStorey" && found["f2"]?.object.type == "BuildingStorey")
      #expect(found["g"]?.object.type == "CityObjectGroup" && found["g"]?.object.storey == nil)
      #expect(found["f1"]?.object.parents == ["b"] && found["f1"]?.object.children == ["r1"])
      #expect(found["r1"]?.object.storey == "f1" && found["chair"]?.object.storey == "f1")
      #expect(found["r2"]?.object.storey == "f2" && found["r2"]?.object.parents == ["f2", "b"])
      #expect(Set(found["b"]?.object.children ?? []) == ["f1", "f2", "r1", "r2"])
    }
  }

  @Test func objectsShareShapesAcrossTheFile() throws {
    let faces = Samples.faces(Samples.low, Samples.high).enumerated().map { Samples.polygon($1, id: "f\($0)") }
    let holder =
      "<bldg:Building gml:id=\"a\"><bldg:lod2Solid>\(Samples.solid(faces, id: "all"))</bldg:lod2Solid></bldg:Building>"
    let user = "<bldg:Building gml:id=\"u\"><bldg:lod2Solid xlink:href=\"#all\"/></bldg:Building>"
    let part = """
      <bldg:Building gml:id="p"><bldg:lod2MultiSurface><gml:MultiSurface><gml:surfaceMember xlink:href="#f1"/>\
      </gml:MultiSurface></bldg:lod2MultiSurface></bldg:Building>
      """
    for order in [[holder, user, part], [user, part, holder]] {
      let found = try Samples.imported(order)
      #expect(found["u"]?.object.geometries.first?.surfaces.count == 6 && found["u"]?.box == found["a"]?.box)
      #expect(found["p"]?.object.geometries.first?.surfaces.count == 1 && found["p"]?.box.minZ == 10)
    }
  }

  @Test func theOtherModules() throws {
    let square = Samples.polygon([
      (400_000, 2_500_000, 1), (400_004, 2_500_000, 1), (400_004, 2_500_004, 1), (400_000, 2_500_004, 1),
    ])
    let surface = Samples.multiSurface([square])
    let triangle =
      square.split(separator: ">").joined(separator: ">").replacingOnce("gml:Polygon", with: "gml:Triangle")
      .replacingOnce("</gml:Polygon", with: "</gml:Triangle") + ">"
    let place = "<gml:Point><gml:pos>400002 2500003 1</gml:pos></gml:Point>"
    let tree = """
      <veg:SolitaryVegetationObject gml:id="tree"><veg:height uom="m">5</veg:height><veg:lod1ImplicitRepresentation>\
      <ImplicitGeometry><transformationMatrix>2 0 0 0  0 2 0 0  0 0 2 0  0 0 0 1</transformationMatrix><referencePoint>\(place)\
      </referencePoint><relativeGMLGeometry>\(Samples.boxSolid((-1, -1, 0), (1, 1, 3)))</relativeGMLGeometry></ImplicitGeometry>\
      </veg:lod1ImplicitRepresentation></veg:SolitaryVegetationObject>
      """
    let library = """
      <frn:CityFurniture gml:id="lamp"><frn:lod2ImplicitRepresentation><ImplicitGeometry><libraryObject>lamp.wrl</libraryObject>\
      <referencePoint>\(place)</referencePoint></ImplicitGeometry></frn:lod2ImplicitRepresentation></frn:CityFurniture>
      """
    let objects = [
      """
      <wtr:WaterBody gml:id="water"><wtr:boundedBy><wtr:WaterSurface><wtr:lod2Surface>\(square)</wtr:lod2Surface>\
      </wtr:WaterSurface></wtr:boundedBy></wtr:WaterBody>
      """,
      """
      <tran:Road gml:id="road"><tran:trafficArea><tran:TrafficArea><tran:function>1</tran:function><tran:lod2MultiSurface>\
      \(surface)</tran:lod2MultiSurface></tran:TrafficArea></tran:trafficArea><tran:lod0Network><gml:LineString>\
      <gml:posList>400000 2500000 1 400004 2500004 1</gml:posList></gml:LineString></tran:lod0Network></tran:Road>
      """,
      """
      <dem:ReliefFeature gml:id="relief"><dem:lod>2</dem:lod><dem:reliefComponent><dem:TINRelief gml:id="tin">\
      <dem:lod>2</dem:lod><dem:tin><gml:TriangulatedSurface><gml:trianglePatches>\(triangle)</gml:trianglePatches>\
      </gml:TriangulatedSurface></dem:tin></dem:TINRelief></dem:reliefComponent></dem:ReliefFeature>
      """,
      tree, library,
      "<luse:LandUse gml:id=\"land\"><luse:lod1MultiSurface>\(surface)</luse:lod1MultiSurface></luse:LandUse>",
      "<gen:GenericCityObject gml:id=\"thing\"><gen:lod1Geometry>\(place)</gen:lod1Geometry></gen:GenericCityObject>",
      """
      <brid:Bridge gml:id="bridge"><brid:outerBridgeConstruction><brid:BridgeConstructionElement gml:id="pier"/>\
      </brid:outerBridgeConstruction></brid:Bridge>
      """,
      """
      <tun:Tunnel gml:id="tunnel"><tun:interiorHollowSpace><tun:HollowSpace gml:id="hollow"/></tun:interiorHollowSpace>\
      </tun:Tunnel>
      """,
      "<grp:CityObjectGroup gml:id=\"group\"><grp:groupMember xlink:href=\"#tree\"/></grp:CityObjectGroup>",
    ]
    let found = try Samples.imported(objects)
    #expect(
      found.mapValues(\.object.type) == [
        "water": "WaterBody", "road": "Road", "tin": "TINRelief", "tree": "SolitaryVegetationObject",
        "lamp": "CityFurniture", "land": "LandUse", "thing": "GenericCityObject", "bridge": "Bridge",
        "pier": "BridgeConstructiveElement", "tunnel": "Tunnel", "hollow": "TunnelHollowSpace",
        "group": "CityObjectGroup",
      ])
    #expect(found["water"]?.object.geometries.first?.meanings.first?.type == "WaterSurface")
    #expect(found["road"]?.object.geometries.map(\.kind) == [.multiSurface, .multiLineString])
    #expect(
      found["tin"]?.object.geometries.first?.kind == .compositeSurface
        && found["tin"]?.object.geometries.first?.lod == "2")
    #expect(
      found["tree"]?.box == Box3(minX: 400_000, minY: 2_500_001, minZ: 1, maxX: 400_004, maxY: 2_500_005, maxZ: 7))
    #expect(found["tree"]?.object.parents == ["group"] && found["group"]?.object.children == ["tree"])
    #expect(found["tree"]?.object.attributes == #"{"height":5}"#)
    #expect(found["lamp"]?.object.geometries.first?.kind == .multiPoint && found["lamp"]?.box.minX == 400_002)
    #expect(found["pier"]?.object.parents == ["bridge"] && found["hollow"]?.object.parents == ["tunnel"])
  }

  @Test func spacesOfARoadAreItsSurfaces() throws {
    let square = Samples.polygon([
      (400_000, 2_500_000, 1), (400_004, 2_500_000, 1), (400_004, 2_500_004, 1), (400_000, 2_500_004, 1),
    ])
    let text = """
      <tran:Road gml:id="road"><tran:section><tran:Section><tran:trafficSpace><tran:TrafficSpace>\
      <boundary><tran:TrafficArea gml:id="lane"><lod2MultiSurface>\(Samples.multiSurface([square]))</lod2MultiSurface>\
      <tran:function>driving</tran:function></tran:TrafficArea></boundary><tran:granularity>lane</tran:granularity>\
      </tran:TrafficSpace></tran:trafficSpace></tran:Section></tran:section></tran:Road>
      """
    let found = try Samples.imported([text], version: "3.0")
    #expect(found.count == 1 && found["road"]?.object.attributes == nil)
    #expect(
      found["road"]?.object.geometries.first?.meanings.map(\.json) == [
        #"{"type":"TrafficArea","id":"lane","granularity":"lane","function":"driving"}"#
      ])
  }

  @Test(arguments: ["1.0", "2.0"]) func olderVersions(version: String) throws {
    #expect(try Samples.imported([Samples.house], version: version).count == 3)
  }

  @Test func whatIsNotKeptIsSaid() throws {
    let folder = try ModelFolder()
    let text = Samples.model([
      Samples.building(
        "a", "<app:appearance><app:Appearance><app:theme>t</app:theme></app:Appearance></app:appearance>")
    ])
    let heard = Heard()
    _ = try CityDatabase.importModel(
      ModelImportRequest(file: try folder.file("a.gml", text)), at: folder.database,
      listener: Listener(notice: { heard.add($0) }))
    #expect(heard.codes == ["height-system", "parts-left-out", "crs-read", "model-crs-chosen"])
  }

  /// The sample building is there in both formats.
  @Test func theTowerIsTheSameInBothFormats() throws {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.gml"))
    let found = try Samples.stored(in: folder)
    let other = try ModelFolder()
    try other.importModel(SharedData.geodata("tower.city.json"))
    let expected = try Samples.stored(in: other)
    #expect(Set(found.keys) == Set(expected.keys).subtracting(["pipe-1"]))
    for (id, stored) in found {
      let twin = try #require(expected[id])
      #expect(stored.object.type == twin.object.type && stored.object.name == twin.object.name, "\(id)")
      #expect(stored.object.storey == twin.object.storey && stored.object.cimLevel == twin.object.cimLevel, "\(id)")
      for side in [\Box3.minX, \.minY, \.minZ, \.maxX, \.maxY, \.maxZ] {
        #expect(abs(stored.box[keyPath: side] - twin.box[keyPath: side]) < 1e-6, "\(id)")
      }
      for (a, b) in zip(stored.object.geometries.sorted { $0.lod ?? "" < $1.lod ?? "" }, twin.object.geometries) {
        #expect(a.kind == b.kind && a.lod == b.lod && a.surfaces == b.surfaces, "\(id)")
        #expect(a.meaningOf.map { a.meanings[Int($0)].type } == b.meaningOf.map { b.meanings[Int($0)].type }, "\(id)")
      }
    }
    let finder = try CityObjectFinder(folder.city(), crs: "EPSG:4547")
    for stored in found.values where stored.object.type != "SolitaryVegetationObject" {
      let center = stored.box.center
      let place = try finder.at(center.inPlane, height: center.z).containing
      let hit = try #require(place.first { $0.stored.object.id == stored.object.id }, "\(stored.object.id)")
      #expect(hit.method == .solid)
      if let storey = stored.object.storey { #expect(place.contains { $0.stored.object.id == storey }) }
    }
  }
}

/// What a listener was told.
private final class Heard: @unchecked Sendable {
  private(set) var codes: [String] = []
  func add(_ notice: Notice) { codes.append(notice.code) }
}
