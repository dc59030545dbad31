import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import SystemFiles

/// A file whose format is known, and what is kept open for it.
final class OpenedFile {
  private(set) var format: FileFormat
  private let path: String
  private let encoding: TextEncoding?
  private var conversion: GDALConversion?
  private var database: (connection: Connection, layers: [DatabaseLayer])?
  /// A text's one layer, found on the way to its name.
  private var single: (any FeatureSource)?

  init(
    _ path: String, encoding: TextEncoding?, threads: Int = 1, notice: @escaping (Notice) -> Void
  ) throws(Fault) {
    self.path = path
    self.encoding = encoding
    format = try FileFormat(of: path)
    switch format {
    case .shapefile: single = try ShapefileSource(path, encoding: encoding, notice: notice)
    case .csv: single = try CSVSource(path, encoding: encoding, notice: notice)
    case .geoPackage, .spatiaLite:
      let connection = try Connection.open(path, mode: .readOnly, spatial: false)
      let found = try DatabaseLayer.layers(of: connection)
      format = found.format
      database = (connection, found.layers)
    case .geoJSON:
      do throws(Fault) {
        single = try GeoJSONSource(path, encoding: encoding, threads: threads, notice: notice)
      } catch {
        // TopoJSON, EsriJSON and others are JSON too.
        guard error.code == "not-geojson", ChildProcess.find("ogr2ogr") != nil else { throw error }
        format = .other
        try convert(notice)
      }
    case .other: try convert(notice)
    }
  }

  private func convert(_ notice: @escaping (Notice) -> Void) throws(Fault) {
    let made = try GDALConversion(path, encoding: encoding, notice: notice)
    conversion = made
    database = (made.database, try DatabaseLayer.layers(of: made.database).layers)
  }

  func layerNames() throws(Fault) -> [String] {
    if let single { return [single.layer.name] }
    return database?.layers.map(\.table) ?? []
  }

  func source(
    layer: String, where condition: String?, notice: @escaping (Notice) -> Void
  ) throws(Fault) -> any FeatureSource {
    if let single {
      guard let condition else { return single }
      return FilteredSource(single, filter: try RowFilter(condition, fields: single.layer.fields, file: path))
    }
    guard let database, let described = database.layers.first(where: { $0.table == layer }) else {
      throw Fault(
        .usage, code: "unknown-layer", Text("“\(path)” has no layer “\(layer)”", zh: "“\(path)”中没有图层“\(layer)”"),
        at: Place(path))
    }
    let source = try DatabaseSource(
      described, in: database.connection, where: condition, path: path, keeping: conversion)
    return FileFacts.fileExtension(of: path) == "dxf" ? DrawingSource(source, path: path, notice: notice) : source
  }
}
