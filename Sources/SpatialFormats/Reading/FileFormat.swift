import Diagnostics
import SystemFiles

/// The formats that files are told apart by.
enum FileFormat: String {
  case shapefile = "Shapefile"
  case geoPackage = "GeoPackage"
  case spatiaLite = "SpatiaLite"
  case geoJSON = "GeoJSON"
  case csv = "CSV"
  /// Whatever else `ogr2ogr` reads.
  case other = "GDAL"

  /// Tells by the first bytes, then by the name. A SQLite file is called a GeoPackage here; its reader looks closer.
  ///
  /// - Throws: `missing-file`, `is-directory` (66), `empty-file` (65).
  init(of path: String) throws(Fault) {
    let tail = FileFacts.fileExtension(of: path)
    if FileFacts.kind(of: path) == .directory {
      guard tail == "gdb" else { throw FileFormat.directory(path) }
      self = .other
      return
    }
    if ["dbf", "shx", "prj", "cpg"].contains(tail), ShapefileParts(path).shp != nil {
      self = .shapefile
      return
    }
    let file = try MappedFile(path: path)
    guard file.count > 0 else { throw FileBytes.empty(path) }
    self = unsafe FileFormat.recognised(UnsafeRawBufferPointer(rebasing: file.bytes.prefix(4096)), tail: tail)
  }

  private static func recognised(_ head: UnsafeRawBufferPointer, tail: String) -> FileFormat {
    if unsafe head.starts(with: [0, 0, 0x27, 0x0A]) { return .shapefile }
    if unsafe head.starts(with: "SQLite format 3".utf8) { return .geoPackage }
    if tail == "shp" { return .shapefile }
    let mark = unsafe TextEncoding.byteOrderMark(head)?.length ?? 0
    let first = unsafe head.dropFirst(mark).first { $0 > 0x20 }
    if first == UInt8(ascii: "{") { return .geoJSON }
    if ["csv", "tsv", "txt"].contains(tail) { return .csv }
    if ["geojson", "json", "geojsonl", "geojsons", "geojsonseq", "ndjson"].contains(tail) { return .geoJSON }
    if tail == "gpkg" { return .geoPackage }
    return .other
  }

  private static func directory(_ path: String) -> Fault {
    var fault = SystemFault.reading(path, 21)  // EISDIR
    if let names = try? FileFacts.entries(of: path) {
      let readable = names.filter {
        ["shp", "gpkg", "geojson", "json", "csv", "kml", "tab"].contains(FileFacts.fileExtension(of: $0))
      }
      if !readable.isEmpty {
        let list = readable.prefix(8).joined(separator: ", ")
        fault.hint = Text("name a file in it: \(list)", zh: "请指定其中的一个文件：\(list)")
      }
    }
    return fault
  }
}
