import CityModel
import CityStore
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import Testing

/// A GeoPackage of outlines, read with SQLite alone.
@Suite struct FootprintWritingTests {
  @Test func storeysAreALayerOfTheirOwn() throws {
    let folder = try ModelFolder()
    let objects = [
      SampleModels.cube(extra: ",\"children\":[\"f1\"]"),
      SampleModels.cube(id: "f1", extra: ",\"parents\":[\"cube\"]")
        .replacingOnce("\"Building\"", with: "\"BuildingStorey\"").replacingOnce("方楼", with: "一层"),
      #""pole":{"type":"CityFurniture","geometry":[{"type":"MultiPoint","lod":"0","boundaries":[1]}]}"#,
    ].joined(separator: ",")
    try folder.importModel(try folder.file("a.city.json", SampleModels.whole(objects, head: SampleModels.metadata)))
    let path = folder.folder.path + "/out.gpkg"
    let report = try folder.city().exportModel(ModelExportRequest(path: path))
    #expect(report.objects == 2 && report.format == "GeoPackage")
    let file = try Connection.open(path, mode: .readOnly, spatial: false)
    let layers = try file.rows(
      "SELECT table_name || ' ' || srs_id FROM gpkg_contents WHERE data_type = 'features' ORDER BY 1"
    ) { $0.text(0) }
    #expect(layers == ["footprints 4490", "storeys 4490"])
    for (layer, id, type, name) in [
      ("footprints", "cube", "Building", "方楼"), ("storeys", "f1", "BuildingStorey", "一层"),
    ] {
      let row = try file.rows(
        "SELECT id, class, name, parent, storey, life_stage, min_height, max_height, attributes, geom FROM \(layer)"
      ) { row throws(Fault) in
        let texts = (0..<6).map { row.text($0) }
        let shape = try unsafe row.withBytes(9) { bytes throws(Fault) in try unsafe GeoPackageBlob.decode(bytes) }
        return (texts, [row.real(6), row.real(7)], row.text(8), shape)
      }
      #expect(row.count == 1)
      let isStorey = layer == "storeys"
      #expect(row[0].0 == [id, type, name, isStorey ? "cube" : nil, isStorey ? "f1" : nil, "in-use"])
      #expect(row[0].1 == [5, 15])
      #expect(row[0].2?.contains("9007199254740993") == true)
      let box = try #require(row[0].3?.box)
      let stored = try #require(try folder.city().cityObject(id: id).place)
      #expect(box.contains(stored) && box.width < 2e-4 && box.height < 2e-4)
      let kept = try file.firstRow(
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = '\(layer)'"
      ) { row in (0..<4).map { row.real($0) } }
      #expect(kept == [box.minX, box.minY, box.maxX, box.maxY])
    }
    #expect(throws: Fault.self) { try folder.city().exportModel(ModelExportRequest(path: path)) }
  }
}
