import Diagnostics
import SpatialPrimitives

/// Where the geometries of a CSV stand.
enum CSVGeometryColumn {
  /// WKT, EWKT or hexadecimal WKB.
  case text(Int)
  /// Two columns of numbers.
  case coordinates(x: Int, y: Int)

  private static let textNames: Set<String> = [
    "wkt", "_wkt", "geom", "geometry", "the_geom", "wkt_geom", "geom_wkt", "geometry_wkt", "wkb", "wkb_geometry",
    "shape",
    "st_astext", "几何",
  ]
  private static let xNames: Set<String> = [
    "lon", "lng", "long", "longitude", "x", "lon_x", "point_x", "经度", "x坐标", "东经",
  ]
  private static let yNames: Set<String> = ["lat", "latitude", "y", "lat_y", "point_y", "纬度", "y坐标", "北纬"]

  /// By the columns' names, else by the first values that are there.
  init?(names: [String], firstValues: [String]) {
    let folded = names.map { $0.lowercased() }
    let geometric = firstValues.indices.filter { CSVGeometryColumn.isGeometry(firstValues[$0]) }
    if let named = geometric.first(where: { CSVGeometryColumn.textNames.contains(folded[$0]) }) ?? geometric.first {
      self = .text(named)
    } else if let x = folded.firstIndex(where: CSVGeometryColumn.xNames.contains),
      let y = folded.firstIndex(where: CSVGeometryColumn.yNames.contains)
    {
      self = .coordinates(x: x, y: y)
    } else {
      return nil
    }
  }

  static func isGeometry(_ text: String) -> Bool {
    let head = text.prefix(40).drop { $0 == " " }.uppercased()
    let words = head.hasPrefix("SRID=") ? head.split(separator: ";").dropFirst().joined() : head
    if ["POINT", "LINESTRING", "POLYGON", "MULTI", "GEOMETRYCOLLECTION"].contains(where: { words.hasPrefix($0) }) {
      return words.contains("(") || words.contains("EMPTY")
    }
    return isHexadecimalWKB(text)
  }

  static func isHexadecimalWKB(_ text: String) -> Bool {
    text.utf8.count >= 18 && (text.hasPrefix("01") || text.hasPrefix("00")) && text.utf8.count % 2 == 0
      && text.utf8.prefix(18).dropFirst(10).isEmpty == false
      && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }
      && (text.hasPrefix("000000") || text.dropFirst(4).hasPrefix("0000"))
  }

  static func geometry(hexadecimal text: String) throws(Fault) -> Geometry {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in text.utf8 {
      let value = digit <= 0x39 ? digit - 0x30 : (digit | 0x20) - 0x57
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    let result = unsafe bytes.withUnsafeBytes { bytes in Result { () throws(Fault) in try unsafe WKB.decode(bytes) } }
    return try result.get()
  }
}
