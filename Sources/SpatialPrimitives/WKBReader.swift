import Diagnostics

/// Walks through the bytes of one WKB. Every count is held against the bytes that are left before anything is
/// allocated for it.
@safe struct WKBReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0
  private var isBigEndian = false
  /// Ordinates per position, 2 to 4, of the geometry being read.
  private var ordinates = 2
  private(set) var droppedOrdinates = false
  private(set) var srid: Int32?

  private static let deepest = 32

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  /// Reads a geometry with its head.
  mutating func geometry(depth: Int, expecting: WKB.Kind?) throws(Fault) -> Geometry {
    let start = offset
    let kind = try head()
    if let expecting, kind != expecting {
      throw fault(at: start, "a part of another kind than its whole", zh: "部分与整体的几何类型不同")
    }
    switch kind {
    case .point: return .point(try point())
    case .lineString: return .lineString(try points())
    case .polygon: return .polygon(try polygon())
    case .multiPoint:
      return .multiPoint(
        try parts(depth, .point) { if case .point(let point) = $0 { point } else { nil } })
    case .multiLineString:
      return .multiLineString(
        try parts(depth, .lineString) { if case .lineString(let line) = $0 { line } else { nil } })
    case .multiPolygon:
      return .multiPolygon(
        MultiPolygon(try parts(depth, .polygon) { if case .polygon(let polygon) = $0 { polygon } else { nil } }))
    case .collection: return .collection(try parts(depth, nil) { $0 })
    }
  }

  func finish() throws(Fault) {
    if unsafe offset != bytes.count {
      throw fault(
        at: offset, "\(unsafe Text.counted(bytes.count - offset, "byte follows", "bytes follow")) the geometry",
        zh: "几何之后还有 \(unsafe bytes.count - offset) 字节")
    }
  }

  /// Byte order, kind and flags: ISO adds 1000 for Z, 2000 for M; EWKB sets high bits and may carry an SRID.
  private mutating func head() throws(Fault) -> WKB.Kind {
    let start = offset
    try require(5)
    let order = unsafe bytes[offset]
    guard order <= 1 else { throw fault(at: offset, "a byte order \(order)", zh: "字节序标志为 \(order)") }
    isBigEndian = order == 0
    offset += 1
    let word = try integer()
    if word & 0x2000_0000 != 0 { srid = Int32(bitPattern: try integer()) }
    let code = word & 0x0FFF_FFFF
    let hasZ = word & 0x8000_0000 != 0 || code / 1000 == 1 || code / 1000 == 3
    let hasM = word & 0x4000_0000 != 0 || code / 1000 == 2 || code / 1000 == 3
    ordinates = 2 + (hasZ ? 1 : 0) + (hasM ? 1 : 0)
    if hasZ || hasM { droppedOrdinates = true }
    guard code < 4000, (1...17).contains(code % 1000) else {
      throw fault(at: start, "an unknown geometry type \(code)", zh: "未知的几何类型 \(code)")
    }
    guard let kind = WKB.Kind(rawValue: code % 1000) else {
      throw Fault(
        .data, code: "unsupported-geometry",
        Text("curves and surfaces (WKB type \(code)) are not read", zh: "不读取曲线或曲面几何（WKB 类型 \(code)）"),
        hint: Text(
          "convert them to polygons first, e.g. ogr2ogr -nlt CONVERT_TO_LINEAR",
          zh: "请先转换为多边形，例如 ogr2ogr -nlt CONVERT_TO_LINEAR"))
    }
    return kind
  }

  private mutating func parts<Part>(
    _ depth: Int, _ kind: WKB.Kind?, _ unwrap: (Geometry) -> Part?
  ) throws(Fault) -> [Part] {
    let start = offset
    guard depth < Self.deepest else {
      throw fault(at: start, "collections nested deeper than \(Self.deepest)", zh: "几何集合嵌套超过 \(Self.deepest) 层")
    }
    let count = try count(ofAtLeast: 9)
    var result: [Part] = []
    result.reserveCapacity(count)
    for _ in 0..<count {
      let part = try geometry(depth: depth + 1, expecting: kind)
      if let part = unwrap(part) { result.append(part) }
    }
    return result
  }

  private mutating func polygon() throws(Fault) -> Polygon {
    let count = try count(ofAtLeast: 4)
    guard count > 0 else { return Polygon(Ring([])) }
    let exterior = Ring(try points())
    var holes: [Ring] = []
    for _ in 1..<count { holes.append(Ring(try points())) }
    return Polygon(exterior, holes: holes)
  }

  private mutating func points() throws(Fault) -> [Point] {
    let count = try count(ofAtLeast: 8 * ordinates)
    var points: [Point] = []
    points.reserveCapacity(count)
    for _ in 0..<count { points.append(try point()) }
    return points
  }

  private mutating func point() throws(Fault) -> Point {
    try require(8 * ordinates)
    let point = Point(double(at: offset), double(at: offset + 8))
    offset += 8 * ordinates
    return point
  }

  private func double(at offset: Int) -> Double {
    let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return Double(bitPattern: isBigEndian ? UInt64(bigEndian: word) : UInt64(littleEndian: word))
  }

  private mutating func integer() throws(Fault) -> UInt32 {
    try require(4)
    let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    offset += 4
    return isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
  }

  /// A count of things of which each takes at least `size` bytes.
  private mutating func count(ofAtLeast size: Int) throws(Fault) -> Int {
    let start = offset
    let count = Int(try integer())
    guard unsafe count <= (bytes.count - offset) / size else {
      throw fault(at: start, "a count of \(count), more than the bytes can hold", zh: "计数 \(count) 超过其余字节所能容纳")
    }
    return count
  }

  private func require(_ size: Int) throws(Fault) {
    guard unsafe bytes.count - offset >= size else {
      throw unsafe fault(
        at: bytes.count, "the end, where \(Text.counted(size, "more byte belongs", "more bytes belong"))",
        zh: "数据提前结束，还缺 \(size) 字节")
    }
  }

  private func fault(at offset: Int, _ what: String, zh: String) -> Fault {
    Fault(
      .data, code: "bad-wkb",
      Text("no well-known binary: byte \(offset) has \(what)", zh: "不是有效的 WKB：第 \(offset) 字节处\(zh)"))
  }
}
