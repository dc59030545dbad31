import Diagnostics

/// Walks through the bytes of one WKT.
@safe struct WKTReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0
  private static let deepest = 32

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  mutating func geometry(depth: Int) throws(Fault) -> Geometry {
    skipSpace()
    let start = offset
    var word = word()
    if word == "SRID", depth == 0 {
      guard take("="), let number = unsafe DecimalParser.scan(bytes, from: offset) else {
        throw fault("a number of a reference system", zh: "坐标系编号")
      }
      offset = number.end
      guard take(";") else { throw fault("`;`", zh: "“;”") }
      skipSpace()
      word = self.word()
    }
    // The dimensions stand behind the kind, or cling to it: POINT Z, POINTZ.
    for suffix in ["ZM", "Z", "M"] where word.hasSuffix(suffix) && word.count > suffix.count {
      word.removeLast(suffix.count)
      break
    }
    let behindKind = offset
    skipSpace()
    if !["Z", "M", "ZM"].contains(self.word()) { offset = behindKind }

    switch word {
    case "POINT":
      let points = try points()
      guard points.count <= 1 else { throw fault("one position", zh: "单个坐标") }
      return .point(points.first ?? Point(.nan, .nan))
    case "LINESTRING": return .lineString(try points())
    case "POLYGON": return .polygon(try polygon())
    case "MULTIPOINT": return .multiPoint(try multiPoint())
    case "MULTILINESTRING":
      return .multiLineString(try list { reader throws(Fault) in try reader.points() })
    case "MULTIPOLYGON":
      return .multiPolygon(
        MultiPolygon(try list { reader throws(Fault) in try reader.polygon() }))
    case "GEOMETRYCOLLECTION":
      guard depth < Self.deepest else {
        throw fault("no more than \(Self.deepest) nested collections", zh: "不超过 \(Self.deepest) 层的嵌套")
      }
      return .collection(try list { reader throws(Fault) in try reader.geometry(depth: depth + 1) })
    case "CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "POLYHEDRALSURFACE", "TIN",
      "TRIANGLE":
      throw Fault(
        .data, code: "unsupported-geometry",
        Text("curves and surfaces (\(word)) are not read", zh: "不读取曲线或曲面几何（\(word)）"),
        hint: Text(
          "convert them to polygons first, e.g. ogr2ogr -nlt CONVERT_TO_LINEAR",
          zh: "请先转换为多边形，例如 ogr2ogr -nlt CONVERT_TO_LINEAR"))
    default:
      offset = start
      throw fault("the name of a geometry", zh: "几何类型名")
    }
  }

  mutating func finish() throws(Fault) {
    skipSpace()
    if unsafe offset != bytes.count { throw fault("the end", zh: "结尾") }
  }

  private mutating func polygon() throws(Fault) -> Polygon {
    let rings = try list { reader throws(Fault) in Ring(try reader.points()) }
    guard let exterior = rings.first else { return Polygon(Ring([])) }
    return Polygon(exterior, holes: Array(rings.dropFirst()))
  }

  /// Positions with parentheses of their own, or without: both forms are in use.
  private mutating func multiPoint() throws(Fault) -> [Point] {
    try list { reader throws(Fault) in
      if reader.take("(") {
        let point = try reader.point()
        guard reader.take(")") else { throw reader.fault("`)`", zh: "“)”") }
        return point
      }
      if reader.takeEmpty() { return Point(.nan, .nan) }
      return try reader.point()
    }
  }

  private mutating func points() throws(Fault) -> [Point] {
    try list { reader throws(Fault) in try reader.point() }
  }

  /// `EMPTY`, or items in parentheses with commas between them.
  private mutating func list<Item>(
    _ item: (inout WKTReader) throws(Fault) -> Item
  ) throws(Fault) -> [Item] {
    if takeEmpty() { return [] }
    guard take("(") else { throw fault("`(` or EMPTY", zh: "“(”或 EMPTY") }
    var items: [Item] = []
    repeat { items.append(try item(&self)) } while take(",")
    guard take(")") else { throw fault("`,` or `)`", zh: "“,”或“)”") }
    return items
  }

  /// Two numbers, and up to two more that are dropped.
  private mutating func point() throws(Fault) -> Point {
    let x = try number()
    let y = try number()
    for _ in 0..<2 {
      skipSpace()
      guard let more = unsafe DecimalParser.scan(bytes, from: offset) else { break }
      offset = more.end
    }
    return Point(x, y)
  }

  private mutating func number() throws(Fault) -> Double {
    skipSpace()
    guard let number = unsafe DecimalParser.scan(bytes, from: offset) else { throw fault("a number", zh: "数字") }
    offset = number.end
    return number.value
  }

  private mutating func takeEmpty() -> Bool {
    skipSpace()
    let start = offset
    if word() == "EMPTY" { return true }
    offset = start
    return false
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard unsafe offset < bytes.count, unsafe bytes[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  /// The letters at the offset, in capitals; at most 32 of them.
  private mutating func word() -> String {
    var word = ""
    while unsafe offset < bytes.count, word.utf8.count < 32 {
      let capital = unsafe bytes[offset] & 0xDF
      guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(capital) else { break }
      word.unicodeScalars.append(Unicode.Scalar(capital))
      offset += 1
    }
    return word
  }

  private mutating func skipSpace() {
    while unsafe offset < bytes.count, unsafe [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
  }

  private func fault(_ expected: String, zh: String) -> Fault {
    Fault(
      .data, code: "bad-wkt",
      Text("no well-known text: \(expected) should stand at byte \(offset)", zh: "不是有效的 WKT：第 \(offset) 字节处应为\(zh)"))
  }
}
