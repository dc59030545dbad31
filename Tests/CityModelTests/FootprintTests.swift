import CityModel
import CityStore
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import SystemFiles
import TestSupport
import Testing

/// What objects cover of the ground, in the database's system, which is EPSG:4547 here: the metres of the models.
@Suite struct FootprintTests {
  /// The area and the number of parts of a footprint; `nil` where there is none.
  private func footprint(_ id: String, _ folder: ModelFolder) throws -> [Double]? {
    let connection = try Connection.open(folder.database, mode: .readOnly, spatial: false)
    return try connection.firstRow("SELECT footprint FROM city_objects WHERE id = ?", [.text(id)]) {
      row throws(Fault) in
      row.isNull(0) ? nil : try row.multiPolygon(0)
    }?.map { [$0.polygons.reduce(0) { $0 + $1.planarArea }, Double($0.polygons.count)] }
  }

  private func folder(_ objects: [String]) throws -> ModelFolder {
    let folder = try ModelFolder()
    var settings = DatabaseSettings()
    settings.crs = "EPSG:4547"
    let text = SampleModels.whole(objects.joined(separator: ","), head: SampleModels.metadata)
    var request = ModelImportRequest(file: try folder.file("a.city.json", text))
    request.threads = 2
    _ = try CityDatabase.importModel(request, at: folder.database, creating: settings)
    return folder
  }

  private func surfaces(_ boundaries: String, _ more: String = "", kind: String = "MultiSurface") -> String {
    "\"geometry\":[{\"type\":\"\(kind)\",\"lod\":\"2\",\"boundaries\":\(boundaries)\(more)}]"
  }

  @Test func undersidesOfASolid() throws {
    #expect(try footprint("cube", folder([SampleModels.cube()])) == [100, 1])
  }

  /// The roof reaches as far as the cube, the ground only as far as its half.
  @Test func groundSurfacesComeFirst() throws {
    let meanings =
      #","semantics":{"surfaces":[{"type":"GroundSurface"},{"type":"RoofSurface"}],"values":[0,1]}"#
    let half = try folder([
      "\"hut\":{\"type\":\"Building\",\(surfaces("[[[0,2,1]],[[4,5,6,7]]]", meanings))}",
      "\"all\":{\"type\":\"Building\",\(surfaces("[[[0,2,1]],[[4,5,6,7]]]"))}",
    ])
    #expect(try footprint("hut", half) == [50, 1])
    #expect(try footprint("all", half) == [100, 1])
  }

  @Test func wholesCoverWhatTheirPartsDo() throws {
    let folder = try folder([
      #""house":{"type":"Building","children":["f1"]}"#,
      #""f1":{"type":"BuildingStorey","parents":["house"],"children":["a","b"]}"#,
      "\"a\":{\"type\":\"BuildingRoom\",\"parents\":[\"f1\"],\(surfaces("[[[0,2,1]]]"))}",
      "\"b\":{\"type\":\"BuildingRoom\",\"parents\":[\"f1\"],\(surfaces("[[[0,3,2]]]"))}",
      #""pole":{"type":"CityFurniture","geometry":[{"type":"MultiPoint","lod":"0","boundaries":[1]}]}"#,
    ])
    #expect(try footprint("f1", folder) == [100, 1])
    #expect(try footprint("house", folder) == [100, 1])
    #expect(try footprint("a", folder) == [50, 1])
    #expect(try footprint("pole", folder) == nil)
  }
}
