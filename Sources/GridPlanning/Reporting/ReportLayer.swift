import CityStore
import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives

/// What a report tells of the ground as a layer in longitude and latitude: a feature for each of its rows, with the row's
/// shape, or its place where it has none.
struct ReportLayer<Row> {
  var name: String
  /// What the format is told: of one kind, or any.
  var geometryKind = "Geometry"
  var columns: [ReportColumn<Row>]

  /// - Parameters:
  ///   - shape: in longitude and latitude.
  ///   - system: its longitudes and latitudes are declared.
  ///   - path: its name says the format; `-` is standard output, in the form that `form` says.
  func write(
    _ rows: [Row], shape: (Row) -> (MultiPolygon, place: Point?), in system: CoordinateSystem, to path: String,
    form: String?, force: Bool
  ) throws(Fault) {
    let layer = OutputLayer(
      name: name, geometryKind: geometryKind, fields: columns.map(\.field), crs: try system.geographicBase.outputCRS)
    let sink = try FeatureFile.create(path, form: form, layer: layer, force: force)
    for row in rows {
      let (ground, place) = shape(row)
      try sink.write(
        ground.isEmpty ? place.map(Geometry.point) : .multiPolygon(ground), columns.map { $0.value(row) })
    }
    try sink.finish()
  }
}

/// A column of a report's layer: the field, and what stands in it of each row; nothing is null.
struct ReportColumn<Row> {
  let field: FieldDescription
  let value: (Row) -> Value

  private init(_ name: String, _ type: FieldDescription.FieldType, _ value: @escaping (Row) -> Value?) {
    field = FieldDescription(name: name, type: type)
    self.value = { value($0) ?? .null }
  }

  static func text(_ name: String, _ value: @escaping (Row) -> String?) -> Self {
    Self(name, .text) { value($0).map(Value.text) }
  }

  static func count(_ name: String, _ value: @escaping (Row) -> Int?) -> Self {
    Self(name, .integer) { row in value(row).map { .integer(Int64($0)) } }
  }

  /// Metres, square metres or households, without the digits that say nothing.
  static func measure(_ name: String, _ value: @escaping (Row) -> Double?) -> Self {
    Self(name, .real) { row in value(row).map { .real(Rounding.measure($0)) } }
  }

  /// With all digits, so that sums can be checked.
  static func exact(_ name: String, _ value: @escaping (Row) -> Double?) -> Self {
    Self(name, .real) { value($0).map(Value.real) }
  }

  static func longitude(_ place: @escaping (Row) -> Point?) -> Self {
    Self("lon", .real) { row in place(row).map { .real(Rounding.degrees($0.x)) } }
  }

  static func latitude(_ place: @escaping (Row) -> Point?) -> Self {
    Self("lat", .real) { row in place(row).map { .real(Rounding.degrees($0.y)) } }
  }
}
