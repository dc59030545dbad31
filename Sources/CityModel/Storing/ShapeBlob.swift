import Diagnostics
import SpatialFormats

/// The bytes in which an object's vertices and geometries are kept, so that nothing of their source is lost and reading
/// them takes no parser: numbers as LEB128 variable-length integers, signed ones in zigzag form, vertices and their
/// numbers as differences to the one before. Vertices that are not whole numbers are kept as doubles.
struct ShapeBlob: Sendable, Hashable {
  /// Three numbers a vertex, before the transform of the model.
  var vertices: [Double] = []
  /// `nil` where the source has no list of geometries, and an address alone has places.
  var geometries: [GeometryText]?

  private static let form: UInt8 = 1
  private static let kinds = CityGeometry.Kind.allCases
  /// The largest whole number of which every smaller one is a double, too.
  private static let largest = 9_007_199_254_740_992.0

  // MARK: writing

  var bytes: [UInt8] {
    var writer = Writer()
    writer.bytes.reserveCapacity(16 + vertices.count * 3)
    writer.bytes.append(ShapeBlob.form)
    let isWhole = vertices.allSatisfy {
      $0 == $0.rounded(.towardZero) && $0.magnitude < ShapeBlob.largest && !($0 == 0 && $0.sign == .minus)
    }
    writer.bytes.append(isWhole ? 1 : 0)
    writer.append(vertices.count)
    if isWhole {
      for position in vertices.indices {
        writer.appendSigned(Int64(vertices[position]) - (position < 3 ? 0 : Int64(vertices[position - 3])))
      }
    } else {
      for number in vertices { writer.append(number) }
    }
    writer.append(geometries.map { $0.count + 1 } ?? 0)
    for geometry in geometries ?? [] { ShapeBlob.write(geometry, to: &writer) }
    return writer.bytes
  }

  private static func write(_ geometry: GeometryText, to writer: inout Writer) {
    writer.append(geometry.kind.flatMap { kinds.firstIndex(of: $0) }.map { $0 + 1 } ?? 0)
    if geometry.kind == nil {
      writer.append(geometry.template)
      for number in geometry.matrix { writer.append(number) }
    }
    writer.append(geometry.boundaries.values.count)
    var previous: Int64 = 0
    for value in geometry.boundaries.values {
      writer.appendSigned(Int64(value) - previous)
      previous = Int64(value)
    }
    for ends in geometry.boundaries.ends {
      writer.append(ends.count)
      var previous: Int32 = 0
      for end in ends {
        writer.append(Int(end - previous))
        previous = end
      }
    }
    for text in [geometry.lod, geometry.semantics, geometry.material, geometry.texture, geometry.others] {
      writer.append(text)
    }
  }

  private struct Writer {
    var bytes: [UInt8] = []

    mutating func append(_ value: Int) { append(UInt64(value)) }

    mutating func append(_ value: UInt64) {
      var rest = value
      while rest > 0x7F {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }

    mutating func appendSigned(_ value: Int64) { append(UInt64(bitPattern: value << 1 ^ value >> 63)) }

    mutating func append(_ value: Double) {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
    }

    /// The length and one more, so that no text and an empty one differ.
    mutating func append(_ text: String?) {
      append(text.map { $0.utf8.count + 1 } ?? 0)
      if let text { bytes += text.utf8 }
    }
  }

  // MARK: reading

  /// - Returns: `nil` where there is nothing to be kept.
  init?(vertices: [Double], geometries: [GeometryText]?) {
    guard geometries != nil || !vertices.isEmpty else { return nil }
    self.vertices = vertices
    self.geometries = geometries
  }

  /// - Throws: `bad-geometry` (data) for bytes that no `ShapeBlob` gave.
  init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    var reader = unsafe Reader(bytes)
    guard try reader.byte() == ShapeBlob.form else { throw ShapeBlob.damaged }
    let isWhole = try reader.byte() == 1
    let count = try reader.number()
    guard count.isMultiple(of: 3), count <= bytes.count else { throw ShapeBlob.damaged }
    vertices.reserveCapacity(count)
    for position in 0..<count {
      if isWhole {
        let (sum, isTooLarge) = (position < 3 ? 0 : Int64(vertices[position - 3]))
          .addingReportingOverflow(try reader.signed())
        guard !isTooLarge, Double(sum).magnitude < ShapeBlob.largest else { throw ShapeBlob.damaged }
        vertices.append(Double(sum))
      } else {
        vertices.append(try reader.double())
      }
    }
    let geometryCount = try reader.number() - 1
    if geometryCount >= 0 {
      var list: [GeometryText] = []
      while list.count < geometryCount { list.append(try ShapeBlob.geometry(&reader, vertexCount: count / 3)) }
      geometries = list
    }
    guard reader.isAtEnd else { throw ShapeBlob.damaged }
  }

  private static func geometry(_ reader: inout Reader, vertexCount: Int) throws(Fault) -> GeometryText {
    var geometry = GeometryText()
    let kind = try reader.number()
    guard kind <= kinds.count else { throw damaged }
    if kind > 0 {
      geometry.kind = kinds[kind - 1]
    } else {
      geometry.template = try reader.number()
      for _ in 0..<16 { geometry.matrix.append(try reader.double()) }
    }
    geometry.boundaries = NestedIntegers(depth: geometry.kind?.depth ?? 1)
    let count = try reader.number()
    var value: Int64 = 0
    for _ in 0..<count {
      value &+= try reader.signed()
      guard value >= 0, value < vertexCount else { throw damaged }
      geometry.boundaries.values.append(Int32(value))
    }
    var below = count
    for level in geometry.boundaries.ends.indices {
      var end = 0
      for _ in 0..<(try reader.number()) {
        end += try reader.number()
        guard end <= below else { throw damaged }
        geometry.boundaries.ends[level].append(Int32(end))
      }
      guard end == below else { throw damaged }
      below = geometry.boundaries.ends[level].count
    }
    geometry.lod = try reader.text()
    geometry.semantics = try reader.text()
    geometry.material = try reader.text()
    geometry.texture = try reader.text()
    geometry.others = try reader.text()
    return geometry
  }

  private static let damaged = Fault(
    .data, code: "bad-geometry", Text("the shape of a city object is damaged", zh: "城市对象的几何数据已损坏"),
    hint: Text("import its model again", zh: "请重新导入该模型"))

  @safe private struct Reader {
    private let bytes: UnsafeRawBufferPointer
    private let count: Int
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
      unsafe self.bytes = bytes
      count = bytes.count
    }

    var isAtEnd: Bool { position == count }

    mutating func byte() throws(Fault) -> UInt8 {
      guard position < count else { throw ShapeBlob.damaged }
      position += 1
      return unsafe bytes[position - 1]
    }

    mutating func unsigned() throws(Fault) -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        let byte = try byte()
        guard shift < 64 else { throw ShapeBlob.damaged }
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
      }
    }

    mutating func signed() throws(Fault) -> Int64 {
      let value = try unsigned()
      return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A number of things, below 2³¹.
    mutating func number() throws(Fault) -> Int {
      guard let count = Int32(exactly: try unsigned()) else { throw ShapeBlob.damaged }
      return Int(count)
    }

    mutating func double() throws(Fault) -> Double {
      var bits: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 8) { bits |= UInt64(try byte()) << shift }
      return Double(bitPattern: bits)
    }

    mutating func text() throws(Fault) -> String? {
      let length = try number() - 1
      guard length >= 0 else { return nil }
      guard length <= count - position else { throw ShapeBlob.damaged }
      defer { position += length }
      return unsafe String(decoding: bytes[position..<position + length], as: UTF8.self)
    }
  }
}
