import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import SystemFiles

/// Any other format, turned by an `ogr2ogr` process into a temporary GeoPackage. A driver that crashes takes nothing
/// of ours with it.
final class GDALConversion {
  private let folder: TemporaryDirectory
  let database: Connection

  /// The temporary file's own columns, named so that no file's columns clash with them.
  static let rowColumn = "onegrid_row"
  private static let geometryColumn = "onegrid_shape"

  private static let settings = [
    "OGR_SQLITE_SYNCHRONOUS": "OFF", "LC_ALL": "C.UTF-8",
    // A sheet of nothing but text has a header all the same.
    "OGR_XLSX_HEADERS": "FORCE", "OGR_ODS_HEADERS": "FORCE",
  ]

  /// - Throws: `needs-gdal` (66) where `ogr2ogr` is not installed, `unknown-format` (65) where it cannot read the file.
  init(_ path: String, encoding: TextEncoding?, notice: (Notice) -> Void) throws(Fault) {
    guard let program = ChildProcess.find("ogr2ogr") else {
      throw Fault(
        .input, code: "needs-gdal",
        Text("“\(path)” can only be read with GDAL, which is not installed", zh: "读取“\(path)”需要 GDAL，但未安装"),
        at: Place(path),
        hint: Text("apt-get install gdal-bin", zh: "请运行 apt-get install gdal-bin"))
    }
    folder = try TemporaryDirectory()
    let source =
      try MapInfoCharset.marked(path, encoding: encoding, in: folder.path, notice: notice)
      ?? GDALConversion.openable(path)
    let target = folder.path + "/converted.gpkg"
    let arguments = [
      program, "-f", "GPKG", target, source, "-nlt", "CONVERT_TO_LINEAR", "-lco", "SPATIAL_INDEX=NO", "-lco",
      "FID=\(GDALConversion.rowColumn)", "-lco", "GEOMETRY_NAME=\(GDALConversion.geometryColumn)",
    ]
    let run = try ChildProcess.run(arguments, environment: GDALConversion.settings)
    guard run.status == 0, FileFacts.size(of: target) != nil else {
      throw GDALConversion.refused(path, run.errors)
    }
    database = try Connection.open(target, mode: .readOnly, spatial: false)
    for line in run.errors.split(separator: "\n").prefix(5) where line.hasPrefix("Warning") {
      let words = String(line)
      notice(Notice(.warning, code: "gdal-warning", Text(verbatim: words), at: Place(path)))
    }
    notice(Notice(.note, code: "read-by-gdal", Text("read through ogr2ogr", zh: "通过 ogr2ogr 读取"), at: Place(path)))
  }

  /// An archive is opened by its contents.
  private static func openable(_ path: String) -> String {
    FileFacts.fileExtension(of: path) == "zip" ? "/vsizip/\(path)" : path
  }

  private static func refused(_ path: String, _ errors: String) -> Fault {
    let lines = errors.split(separator: "\n")
    let first = lines.first { $0.contains("ERROR") } ?? lines.first { $0 != "FAILURE:" }
    let reason = first.map { ": \($0)" } ?? ""
    return Fault(
      .data, code: "unknown-format",
      Text("“\(path)” is of no readable format\(reason)", zh: "“\(path)”的格式无法读取\(reason)"), at: Place(path))
  }
}

/// The features of a drawing: closed lines are the areas that were meant.
final class DrawingSource: FeatureSource {
  private let source: any FeatureSource
  let layer: LayerDescription
  private let path: String
  private let notice: (Notice) -> Void
  private var made = 0

  init(_ source: any FeatureSource, path: String, notice: @escaping (Notice) -> Void) {
    self.source = source
    layer = source.layer
    self.path = path
    self.notice = notice
  }

  func next() throws(Fault) -> Feature? {
    guard var feature = try source.next() else {
      if made > 0 {
        notice(
          Notice(
            .note, code: "closed-lines",
            Text(
              "\(Text.counted(made, "closed line")) of the drawing taken as \(made == 1 ? "a polygon" : "polygons")",
              zh: "图中 \(made) 条闭合线已作为多边形"),
            at: Place(path)))
        made = 0
      }
      return nil
    }
    if case .lineString(let points) = feature.geometry, Ring(points).isClosed {
      feature.geometry = .polygon(Polygon(Ring(points)))
      made += 1
    }
    return feature
  }
}
