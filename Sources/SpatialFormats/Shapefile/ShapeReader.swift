import Diagnostics
import SpatialPrimitives
import SystemFiles

/// The geometries of a shapefile: `.shp` by its index `.shx` (ESRI Shapefile Technical Description, 1998).
final class ShapeReader {
  private let shapes: MappedFile
  private let index: MappedFile
  let count: Int
  /// The type in the header: 0, or the type of every shape that is not null.
  let type: Int32
  let extent: Box
  private(set) var tally = RingTally()

  private static let headerSize = 100

  /// - Throws: `bad-shp` (65) for other files, `cut-shp` (65) where the index points beyond the end.
  init(shapes path: String, index indexPath: String) throws(Fault) {
    shapes = try MappedFile(path: path)
    index = try MappedFile(path: indexPath)
    for (size, name) in [(shapes.count, path), (index.count, indexPath)] where size < ShapeReader.headerSize {
      throw size == 0 ? FileBytes.empty(name) : ShapeReader.cut(name, row: nil)
    }
    let head = unsafe shapes.bytes
    guard unsafe ShapeReader.bigEndian(head, at: 0) == 9994 else {
      throw Fault(
        .data, code: "bad-shp", Text("“\(path)” is no shapefile", zh: "“\(path)”不是 shapefile"), at: Place(path))
    }
    type = unsafe Int32(littleEndian: head.loadUnaligned(fromByteOffset: 32, as: Int32.self))
    extent = unsafe Box(
      minX: ShapeReader.double(head, at: 36), minY: ShapeReader.double(head, at: 44),
      maxX: ShapeReader.double(head, at: 52), maxY: ShapeReader.double(head, at: 60))
    count = (index.count - ShapeReader.headerSize) / 8
    for record in 0..<count where offset(of: record) + 8 + contentLength(of: record) > shapes.count {
      throw ShapeReader.cut(path, row: record + 1)
    }
  }

  private static func cut(_ path: String, row: Int?) -> Fault {
    Fault(
      .data, code: "cut-shp", Text("“\(path)” ends early", zh: "“\(path)”提前结束"), at: Place(path, row: row),
      hint: Text("it was not written or copied whole: get it again", zh: "文件不完整，请重新获取"))
  }

  private static func bigEndian(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
    Int(unsafe Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
  }

  private static func double(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Double {
    Double(bitPattern: UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
  }

  /// In bytes; 0 and damaged ones mean that there is no shape.
  private func offset(of record: Int) -> Int {
    max(0, unsafe ShapeReader.bigEndian(index.bytes, at: ShapeReader.headerSize + record * 8) &* 2)
  }

  /// In bytes, as the record itself says; as the index says where that cannot be.
  private func contentLength(of record: Int) -> Int {
    let indexed = max(0, unsafe ShapeReader.bigEndian(index.bytes, at: ShapeReader.headerSize + record * 8 + 4) &* 2)
    let start = offset(of: record)
    guard start >= ShapeReader.headerSize, start + 8 <= shapes.count else { return indexed }
    let own = unsafe ShapeReader.bigEndian(shapes.bytes, at: start + 4) &* 2
    return own >= 0 && start + 8 + own <= shapes.count ? own : indexed
  }

  /// The kind of geometry by the header, in OGC spelling.
  var kindName: String? {
    switch type % 10 {
    case 1: "Point"
    case 3: "LineString"
    case 5: "Polygon"
    case 8: "MultiPoint"
    default: nil
    }
  }

  /// - Parameter record: counts from 0.
  /// - Returns: `nil` for a null shape.
  /// - Throws: `bad-shape` (65) for a damaged record; the caller adds the place.
  func geometry(_ record: Int) throws(Fault) -> Geometry? {
    let start = offset(of: record)
    let length = contentLength(of: record)
    guard start >= ShapeReader.headerSize, length >= 4 else { return nil }
    let content = unsafe UnsafeRawBufferPointer(rebasing: shapes.bytes[start + 8..<start + 8 + length])
    let type = unsafe Int32(littleEndian: content.loadUnaligned(as: Int32.self))
    switch type {
    case 0: return nil
    case 1, 11, 21:
      guard length >= 20 else { throw damaged }
      return unsafe .point(ShapeReader.points(content, at: 4, count: 1)[0])
    case 8, 18, 28:
      let count = try unsafe count(content, at: 36, size: 16, behind: 40)
      return count == 0 ? nil : unsafe .multiPoint(ShapeReader.points(content, at: 40, count: count))
    case 3, 13, 23, 5, 15, 25:
      let parts = try unsafe parts(content)
      if parts.isEmpty { return nil }
      if type % 10 == 5 { return RingAssembly.geometry(of: parts, tally: &tally) }
      return parts.count == 1 ? .lineString(parts[0]) : .multiLineString(parts)
    case 31:
      throw Fault(.data, code: "unsupported-geometry", Text("a multipatch is not read", zh: "不读取 multipatch"))
    default: throw damaged
    }
  }

  /// The point lists of a polyline or polygon; empty ones are left out.
  private func parts(_ content: UnsafeRawBufferPointer) throws(Fault) -> [[Point]] {
    let partCount = try unsafe count(content, at: 36, size: 4, behind: 44)
    let pointsStart = 44 + partCount * 4
    let pointCount = try unsafe count(content, at: 40, size: 16, behind: pointsStart)
    var parts: [[Point]] = []
    parts.reserveCapacity(partCount)
    for part in 0..<partCount {
      let first = unsafe ShapeReader.littleEndian(content, at: 44 + part * 4)
      let end = part + 1 < partCount ? unsafe ShapeReader.littleEndian(content, at: 48 + part * 4) : pointCount
      guard first >= 0, first <= end, end <= pointCount else { throw damaged }
      if first < end {
        unsafe parts.append(ShapeReader.points(content, at: pointsStart + first * 16, count: end - first))
      }
    }
    return parts
  }

  private static func littleEndian(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
    Int(unsafe Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
  }

  /// A count of things of `size` bytes that lie `behind` an offset, held against the bytes there are.
  private func count(
    _ content: UnsafeRawBufferPointer, at offset: Int, size: Int, behind: Int
  ) throws(Fault) -> Int {
    guard content.count >= max(offset + 4, behind) else { throw damaged }
    let count = unsafe ShapeReader.littleEndian(content, at: offset)
    guard count >= 0, count <= (content.count - behind) / size else { throw damaged }
    return count
  }

  private static func points(_ bytes: UnsafeRawBufferPointer, at offset: Int, count: Int) -> [Point] {
    var points: [Point] = []
    points.reserveCapacity(count)
    for position in 0..<count {
      let start = offset + position * 16
      unsafe points.append(Point(double(bytes, at: start), double(bytes, at: start + 8)))
    }
    return points
  }

  private var damaged: Fault {
    Fault(.data, code: "bad-shape", Text("the shape is damaged", zh: "图形数据已损坏"))
  }
}
