package import Diagnostics
package import SpatialPrimitives
import SystemFiles

/// The coordinate reference system that a written file declares.
package struct OutputCRS: Sendable, Hashable {
  package var epsg: Int?
  package var name: String
  /// For a GeoPackage's `gpkg_spatial_ref_sys`.
  package var wkt: String?
  /// For a shapefile's `.prj`.
  package var esriWKT: String?

  package init(epsg: Int?, name: String, wkt: String?, esriWKT: String?) {
    self.epsg = epsg
    self.name = name
    self.wkt = wkt
    self.esriWKT = esriWKT
  }
}

/// A layer to be written.
package struct OutputLayer: Sendable {
  package var name: String
  /// In OGC spelling; single parts are written as multiparts where it begins with `Multi`. Empty for a table, which is
  /// CSV only.
  package var geometryKind: String
  package var fields: [FieldDescription]
  package var crs: OutputCRS

  package init(name: String, geometryKind: String, fields: [FieldDescription], crs: OutputCRS) {
    self.name = name
    self.geometryKind = geometryKind
    self.fields = fields
    self.crs = crs
  }

  var hasGeometry: Bool { !geometryKind.isEmpty }

  /// A geometry in the layer's kind: a part alone becomes a multipart, where the layer has such.
  func fitted(_ geometry: Geometry) -> Geometry {
    switch geometry {
    case .polygon(let polygon) where geometryKind == "MultiPolygon": .multiPolygon(MultiPolygon([polygon]))
    case .lineString(let line) where geometryKind == "MultiLineString": .multiLineString([line])
    case .point(let point) where geometryKind == "MultiPoint": .multiPoint([point])
    default: geometry
    }
  }
}

/// Takes the features of one layer. The file appears when `finish` returns, whole; without it nothing appears.
package protocol FeatureSink: AnyObject {
  /// - Parameter values: in the order of the layer's fields.
  func write(_ geometry: Geometry?, _ values: [Value]) throws(Fault)
  func finish() throws(Fault)
}

extension FeatureFile {
  /// Begins a file in the format that its name ends in: `.gpkg`, `.geojson` or `.json`, `.shp`, `.csv`.
  ///
  /// - Parameters:
  ///   - form: stands in for the ending of a name that has none: `geojson` or `csv` for standard output (`-`).
  ///   - force: replaces an existing file.
  ///   - encoding: of a shapefile's texts, UTF-8 or GBK; the other formats are UTF-8.
  /// - Throws: `output-exists`, `unwritable` … (73), `unknown-output-format` (64).
  package static func create(
    _ path: String, form: String? = nil, layer: OutputLayer, force: Bool = false, encoding: TextEncoding = .utf8,
    listener: Listener = .silent
  ) throws(Fault) -> any FeatureSink {
    let ending = FileFacts.fileExtension(of: path)
    switch ending.isEmpty ? form ?? "" : ending {
    case "gpkg": return try GeoPackageSink(path, layer: layer, force: force)
    case "geojson", "json": return try GeoJSONSink(path, layer: layer, force: force, notice: listener.notice)
    case "shp":
      return try ShapefileSink(path, layer: layer, force: force, encoding: encoding, notice: listener.notice)
    case "csv": return try CSVSink(path, layer: layer, force: force, notice: listener.notice)
    default:
      throw Fault(
        .usage, code: "unknown-output-format",
        Text("the format of “\(path)” is not written", zh: "不支持写出“\(path)”的格式"), at: Place(path),
        hint: Text("end the name in .gpkg, .geojson, .shp or .csv", zh: "文件名请以 .gpkg、.geojson、.shp 或 .csv 结尾"))
    }
  }
}
