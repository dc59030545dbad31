import Diagnostics
import SpatialPrimitives

/// Reads numbers and points from borrowed bytes, never beyond their end. Not to outlive the bytes.
@safe struct GeometryReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset: Int
  var isLittleEndian = true

  init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
    unsafe self.bytes = bytes
    self.offset = offset
  }

  static let truncated = GeometryReader.fault("the bytes end early", zh: "数据提前结束")

  static func fault(_ what: String, zh chinese: String) -> Fault {
    Fault(.data, code: "bad-geometry", Text("a stored geometry is damaged: \(what)", zh: "存储的几何已损坏：\(chinese)"))
  }

  var isAtEnd: Bool { unsafe offset == bytes.count }

  mutating func byte() throws(Fault) -> UInt8 {
    try require(1)
    defer { offset += 1 }
    return unsafe bytes[offset]
  }

  mutating func int32() throws(Fault) -> Int32 {
    try require(4)
    defer { offset += 4 }
    let raw = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    return Int32(bitPattern: isLittleEndian ? UInt32(littleEndian: raw) : UInt32(bigEndian: raw))
  }

  mutating func double() throws(Fault) -> Double {
    try require(8)
    defer { offset += 8 }
    let raw = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return Double(bitPattern: isLittleEndian ? UInt64(littleEndian: raw) : UInt64(bigEndian: raw))
  }

  mutating func skip(_ count: Int) throws(Fault) {
    try require(count)
    offset += count
  }

  /// How many things follow, each of at least `size` bytes: a damaged count is found out before memory is asked for.
  mutating func count(ofAtLeast size: Int) throws(Fault) -> Int {
    let count = Int(try int32())
    guard count >= 0, unsafe count <= (bytes.count - offset) / size else { throw GeometryReader.truncated }
    return count
  }

  mutating func point(dimension: Int) throws(Fault) -> Point {
    let point = Point(try double(), try double())
    try skip((dimension - 2) * 8)
    return point
  }

  /// A count and that many points of `dimension` doubles each; x and y are kept.
  mutating func points(dimension: Int) throws(Fault) -> [Point] {
    let count = try count(ofAtLeast: dimension * 8)
    guard isLittleEndian, dimension == 2 else {
      var points: [Point] = []
      points.reserveCapacity(count)
      for _ in 0..<count { points.append(try point(dimension: dimension)) }
      return points
    }
    // The stored bytes are the memory of `Point`s on a little-endian machine.
    let source = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count * 16])
    offset += count * 16
    return unsafe [Point](unsafeUninitializedCapacity: count) { points, initialized in
      unsafe UnsafeMutableRawBufferPointer(points).copyMemory(from: source)
      initialized = count
    }
  }

  private func require(_ count: Int) throws(Fault) {
    guard unsafe count <= bytes.count - offset else { throw GeometryReader.truncated }
  }
}
