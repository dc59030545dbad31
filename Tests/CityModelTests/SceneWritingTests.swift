import CityModel
import CityStore
import Diagnostics
import JSONWriting
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

/// Files for viewers, read again as their formats say: every triangle, where it is, and of which object.
@Suite struct SceneWritingTests {
  /// The cube with its door, a room with a hole in its floor, a line, and something without a shape.
  private static let objects = [
    SampleModels.cube(extra: ",\"children\":[\"f1\"]"),
    #""f1":{"type":"BuildingStorey","parents":["cube"],"attributes":{"name":"一层"},"children":["room"]}"#,
    #"""
    "room":{"type":"BuildingRoom","parents":["f1"],"geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[4,5,6]]]},\#
    {"type":"MultiSurface","lod":"3","boundaries":[[[0,1,2,3],[8,9,10,11]]],\#
    "semantics":{"surfaces":[{"type":"FloorSurface"}],"values":[0]}}]}
    """#,
    #""pipe":{"type":"OtherConstruction","geometry":[{"type":"MultiLineString","lod":"1","boundaries":[[0,4,6]]}]}"#,
  ]

  private func folder() throws -> ModelFolder {
    let folder = try ModelFolder()
    let text = SampleModels.whole(Self.objects.joined(separator: ","), head: SampleModels.metadata)
      .replacingOnce("[0,20,20]]", with: "[0,20,20],[5,5,0],[5,15,0],[15,15,0],[15,5,0]]")
    try folder.importModel(try folder.file("a.city.json", text))
    return folder
  }

  private func export(_ folder: ModelFolder, _ name: String) throws -> ModelExportReport {
    try folder.city().exportModel(ModelExportRequest(path: folder.folder.path + "/" + name))
  }

  @Test func oneFileHoldsEveryObjectThatCanBeSeen() throws {
    let folder = try folder()
    let report = try export(folder, "a.glb")
    #expect(report.objects == 3 && report.format == "glTF")
    let scene = try SceneFile(folder.folder.path + "/a.glb")
    #expect(scene.ids == ["cube", "pipe", "room"])
    // 600 m² of the cube, and a floor of 100 m² with a hole of 25 m².
    #expect(abs(scene.area(of: "cube") - 600) < 1e-4)
    #expect(abs(scene.area(of: "room") - 75) < 1e-4)
    #expect(scene.materials == ["Building", "FloorSurface", "GroundSurface", "OtherConstruction", "RoofSurface"])
    let origin = try #require(scene.document["scenes"]?.elements.first?["extras"]?["origin"]?.elements.map(\.value))
    let box = scene.box(of: "cube")
    // East, up, south.
    #expect(abs(origin[0] + box.minX - 400_000) < 1e-3 && abs(origin[0] + box.maxX - 400_010) < 1e-3)
    #expect(abs(origin[2] + box.minY - 5) < 1e-3 && abs(origin[2] + box.maxY - 15) < 1e-3)
    #expect(abs(origin[1] - box.maxZ - 2_500_000) < 1e-3 && abs(origin[1] - box.minZ - 2_500_010) < 1e-3)
    #expect(scene.property("class", of: "room") == "BuildingRoom")
    #expect(scene.property("storey", of: "room") == "f1")
    #expect(scene.property("attributes", of: "cube")?.contains("9007199254740993") == true)
  }

  /// The same bytes in base 64.
  @Test func aTextHoldsTheSame() throws {
    let folder = try folder()
    _ = try export(folder, "a.glb")
    _ = try export(folder, "a.gltf")
    let (binary, text) = (
      try SceneFile(folder.folder.path + "/a.glb"), try SceneFile(folder.folder.path + "/a.gltf")
    )
    #expect(binary.buffer == text.buffer && !text.buffer.isEmpty)
  }

  @Test func trianglesLookOutward() throws {
    let folder = try folder()
    _ = try export(folder, "a.glb")
    let scene = try SceneFile(folder.folder.path + "/a.glb")
    let box = scene.box(of: "cube")
    let middle = box.center
    for triangle in scene.triangles where triangle.id == "cube" {
      let normal = triangle.normal
      let from = Point3(
        triangle.corners[0].x - middle.x, triangle.corners[0].y - middle.y, triangle.corners[0].z - middle.z)
      #expect(from.x * normal.x + from.y * normal.y + from.z * normal.z > 0)
    }
  }

  @Test func tilesStandWhereTheModelIs() throws {
    let folder = try folder()
    let report = try export(folder, "tiles/tileset.json")
    #expect(report.objects == 3 && report.format == "3D Tiles")
    let base = folder.folder.path + "/tiles"
    let set = try JSONValue.of(String(decoding: try FileFacts.contents(of: base + "/tileset.json"), as: UTF8.self))
    #expect(set["asset"]?["version"] == .string("1.1"))
    let root = try #require(set["root"])
    let matrix = try #require(root["transform"]?.elements.map(\.value))
    #expect(matrix.count == 16)
    let volume = try #require(root["boundingVolume"]?["box"]?.elements.map(\.value))
    let scene = try SceneFile(base + "/" + (try #require(root["content"]?["uri"]?.plain)))
    #expect(scene.ids == ["cube", "pipe", "room"])
    for triangle in scene.triangles {
      for corner in triangle.corners {
        // A viewer turns y up into z up first.
        let place = Point3(corner.x, -corner.z, corner.y)
        #expect(abs(place.x - volume[0]) <= volume[3] + 1e-3 && abs(place.y - volume[1]) <= volume[7] + 1e-3)
        #expect(abs(place.z - volume[2]) <= volume[11] + 1e-3)
      }
    }
    // The middle of the cube's ground: 400,005 m east is 99,995 m west of 114° E, at the foot of height 5.
    let low = (0..<3).map { matrix[12 + $0] }
    let distance = low.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(distance > 6_370_000 && distance < 6_380_000)
    #expect(throws: Fault.self) { try export(folder, "tiles/tileset.json") }
  }

  @Test func aModelWithoutAPlaceHasNoTiles() throws {
    let folder = try ModelFolder()
    try folder.importModel(try folder.file("a.city.json", SampleModels.whole(SampleModels.cube())))
    #expect(try export(folder, "a.glb").objects == 1)
    for name in ["tiles/tileset.json", "a.gpkg"] {
      do {
        _ = try export(folder, name)
        Issue.record("\(name) was written")
      } catch {
        #expect((error as? Fault)?.code == "no-place")
      }
    }
  }
}
