import JSONWriting
import SpatialPrimitives

/// The binary part of a glTF file, and the views and accessors that say what lies where in it (glTF 2.0, 3.6).
struct GLTFBuffer {
  private(set) var bytes: [UInt8] = []
  private(set) var views: [JSONValue] = []
  private(set) var accessors: [JSONValue] = []

  private enum Target {
    static let vertices: JSONValue = 34962
    static let indices: JSONValue = 34963
  }

  private enum Component {
    static let unsignedInteger: JSONValue = 5125
    static let float: JSONValue = 5126
  }

  /// A view of what `fill` appends. It begins at a multiple of 8, as tables of properties ask for.
  /// - Returns: its number.
  mutating func addView(target: JSONValue? = nil, _ fill: (inout [UInt8]) -> Void) -> Int {
    while !bytes.count.isMultiple(of: 8) { bytes.append(0) }
    let start = bytes.count
    fill(&bytes)
    var view: [JSONValue.Member] = [
      .init(key: "buffer", value: 0), .init(key: "byteOffset", value: JSONValue(start)),
      .init(key: "byteLength", value: JSONValue(bytes.count - start)),
    ]
    if let target { view.append(.init(key: "target", value: target)) }
    views.append(.object(view))
    return views.count - 1
  }

  /// Vectors of three in single precision, y up: east, up, south.
  mutating func addVectors(_ vectors: [Point3], from origin: Point3, withBounds: Bool) -> Int {
    var low = [Float](repeating: .infinity, count: 3)
    var high = [Float](repeating: -.infinity, count: 3)
    let view = addView(target: Target.vertices) { bytes in
      bytes.reserveCapacity(bytes.count + 12 * vectors.count)
      for vector in vectors {
        let turned = [vector.x - origin.x, vector.z - origin.z, -(vector.y - origin.y)]
        for (axis, number) in turned.enumerated() {
          let number = Float(number)
          low[axis] = min(low[axis], number)
          high[axis] = max(high[axis], number)
          bytes.appendWord(number.bitPattern)
        }
      }
    }
    var members = accessor(view, Component.float, vectors.count, "VEC3")
    if withBounds {
      for (key, bound) in [("min", low), ("max", high)] {
        members.append(.init(key: key, value: .array(bound.map { .number(Double($0)) })))
      }
    }
    accessors.append(.object(members))
    return accessors.count - 1
  }

  /// Numbers of a vertex each. In single precision, since attributes know no whole numbers of 32 bits: exact to 2²⁴.
  mutating func addFeatures(_ numbers: [Int32]) -> Int {
    let view = addView(target: Target.vertices) { bytes in
      for number in numbers { bytes.appendWord(Float(number).bitPattern) }
    }
    accessors.append(.object(accessor(view, Component.float, numbers.count, "SCALAR")))
    return accessors.count - 1
  }

  mutating func addIndices(_ indices: [UInt32]) -> Int {
    let view = addView(target: Target.indices) { bytes in
      bytes.reserveCapacity(bytes.count + 4 * indices.count)
      for index in indices { bytes.appendWord(index) }
    }
    accessors.append(.object(accessor(view, Component.unsignedInteger, indices.count, "SCALAR")))
    return accessors.count - 1
  }

  private func accessor(_ view: Int, _ component: JSONValue, _ count: Int, _ type: JSONValue) -> [JSONValue.Member] {
    [
      .init(key: "bufferView", value: JSONValue(view)), .init(key: "componentType", value: component),
      .init(key: "count", value: JSONValue(count)), .init(key: "type", value: type),
    ]
  }
}

extension [UInt8] {
  /// Little-endian, whatever the machine is.
  mutating func appendWord(_ number: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  mutating func appendWord(_ number: UInt64) {
    appendWord(UInt32(truncatingIfNeeded: number))
    appendWord(UInt32(truncatingIfNeeded: number >> 32))
  }
}
