import CityStore
import CivilTime
import Diagnostics
import SpatialDatabase
import SpatialFormats
import SpatialPrimitives

/// Writes the footprints of one model, and the outlines of its storeys, as the layers `footprints` and `storeys` of a
/// GeoPackage, in the system of the database.
struct FootprintWriting {
  let export: ModelExport

  private static let fields = [
    FieldDescription(name: "id", type: .text), FieldDescription(name: "class", type: .text),
    FieldDescription(name: "cim_level", type: .integer), FieldDescription(name: "name", type: .text),
    FieldDescription(name: "parent", type: .text), FieldDescription(name: "storey", type: .text),
    FieldDescription(name: "life_stage", type: .text), FieldDescription(name: "valid_from", type: .text),
    FieldDescription(name: "valid_to", type: .text), FieldDescription(name: "min_height", type: .real),
    FieldDescription(name: "max_height", type: .real), FieldDescription(name: "attributes", type: .json),
  ]

  /// - Returns: how many outlines were written.
  /// - Throws: `no-place` (data) where nobody knows where the model is.
  func write() throws(Fault) -> Int {
    guard export.model.crs != nil else {
      throw Fault(
        .data, code: "no-place",
        Text(
          "nobody knows where model \(export.model.name) is: it has no footprints",
          zh: "模型 \(export.model.name) 位置未知，没有占地范围"),
        hint: Text("import it with --crs", zh: "请用 --crs 重新导入"))
    }
    let file = try GeoPackageFile(export.request.path, force: export.request.force)
    func layer(_ name: String) throws(Fault) -> any FeatureSink {
      try file.add(
        OutputLayer(
          name: name, geometryKind: "MultiPolygon", fields: FootprintWriting.fields,
          crs: export.city.coordinateSystem.outputCRS))
    }
    let (footprints, storeys) = (try layer("footprints"), try layer("storeys"))
    let offset = export.city.settings.utcOffset
    var count = 0
    try export.city.connection.forEachRow(
      """
      SELECT own.footprint, own.id, own.type, own.cim_level, own.name, above.id, own.storey, own.life_stage,
        own.valid_from, own.valid_to, own.min_z, own.max_z, own.attributes
      FROM city_objects AS own LEFT JOIN city_objects AS above ON above.serial = own.parent
      WHERE own.model_id = ? AND own.footprint IS NOT NULL ORDER BY own.serial
      """, [.integer(export.model.id)]
    ) { row throws(Fault) in
      func text(_ column: Int) -> Value { row.text(column).map(Value.text) ?? .null }
      func time(_ column: Int) -> Value {
        row.integer(column).map { .text(Instant(milliseconds: $0).iso8601(offset: offset)) } ?? .null
      }
      let values: [Value] = [
        text(1), text(2), row.integer(3).map(Value.integer) ?? .null, text(4), text(5), text(6), text(7),
        time(8), time(9), row.real(10).map(Value.real) ?? .null, row.real(11).map(Value.real) ?? .null, text(12),
      ]
      let sink = row.text(2) == "BuildingStorey" ? storeys : footprints
      try sink.write(.multiPolygon(try row.multiPolygon(0)), values)
      count += 1
      if count.isMultiple(of: 256) { export.progress(count) }
    }
    try file.finish()
    return count
  }
}
