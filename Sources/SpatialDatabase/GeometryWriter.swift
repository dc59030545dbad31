import SpatialPrimitives

/// Appends numbers and points to bytes, little-endian.
struct GeometryWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ number: Int32) {
    unsafe withUnsafeBytes(of: number.littleEndian) { raw in unsafe bytes.append(contentsOf: raw) }
  }

  mutating func append(_ number: Double) {
    unsafe withUnsafeBytes(of: number.bitPattern.littleEndian) { raw in unsafe bytes.append(contentsOf: raw) }
  }

  mutating func append(_ point: Point) {
    append(point.x)
    append(point.y)
  }

  mutating func append(_ box: Box) {
    append(Point(box.minX, box.minY))
    append(Point(box.maxX, box.maxY))
  }

  mutating func append(contentsOf tail: [UInt8]) { bytes.append(contentsOf: tail) }
}
