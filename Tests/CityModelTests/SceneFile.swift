import Foundation
import JSONWriting
import SpatialPrimitives
import SystemFiles

/// A glTF file read again, straight from its specification.
struct SceneFile {
  struct Triangle {
    var id: String
    /// With its node's translation: x east, y up, z south.
    var corners: [Point3]

    /// As long as twice its area.
    var normal: Point3 {
      let (a, b, c) = (corners[0], corners[1], corners[2])
      let (u, v) = (Point3(b.x - a.x, b.y - a.y, b.z - a.z), Point3(c.x - a.x, c.y - a.y, c.z - a.z))
      return Point3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
    }
  }

  let document: JSONValue
  let buffer: [UInt8]
  private(set) var triangles: [Triangle] = []
  private var properties: [String: [String: String]] = [:]
  private var corners: [String: [Point3]] = [:]

  init(_ path: String) throws {
    let bytes = try FileFacts.contents(of: path)
    if bytes.starts(with: Array("glTF".utf8)) {
      func word(_ at: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
      precondition(word(4) == 2 && word(8) == bytes.count)
      let end = 20 + word(12)
      document = try JSONValue.parse(Array(bytes[20..<end]))
      buffer = Array(bytes[(end + 8)..<(end + 8 + word(end))])
    } else {
      document = try JSONValue.parse(bytes)
      let uri = document["buffers"]?.elements.first?["uri"]?.plain ?? ""
      let data = Data(base64Encoded: uri.split(separator: ",").last.map(String.init) ?? "")
      let length = Int(document["buffers"]?.elements.first?["byteLength"]?.value ?? 0)
      buffer = Array((data ?? Data()).prefix(length))
    }
    let tables = document["extensions"]?["EXT_structural_metadata"]?["propertyTables"]?.elements ?? []
    let ids = tables.map { strings($0, "id") }
    for (number, table) in tables.enumerated() {
      for member in table["properties"]?.members ?? [] where member.value["stringOffsets"] != nil {
        for (id, text) in zip(ids[number], strings(table, member.key)) {
          properties[id, default: [:]][member.key] = text
        }
      }
    }
    for node in document["nodes"]?.elements ?? [] {
      let move = node["translation"]?.elements.map(\.value) ?? [0, 0, 0]
      let mesh = document["meshes"]?.elements[Int(node["mesh"]?.value ?? 0)]
      for primitive in mesh?["primitives"]?.elements ?? [] { add(primitive, move, ids) }
    }
  }

  private mutating func add(_ primitive: JSONValue, _ move: [Double], _ ids: [[String]]) {
    let places = accessor(primitive["attributes"]?["POSITION"]).map { place in
      Point3(place[0] + move[0], place[1] + move[1], place[2] + move[2])
    }
    let features = accessor(primitive["attributes"]?["_FEATURE_ID_0"]).map { Int($0[0]) }
    let table = primitive["extensions"]?["EXT_mesh_features"]?["featureIds"]?.elements.first?["propertyTable"]?.value
    let names = ids[Int(table ?? 0)]
    for (place, feature) in zip(places, features) { corners[names[feature], default: []].append(place) }
    guard primitive["mode"]?.value == 4 else { return }
    let indices = accessor(primitive["indices"]).map { Int($0[0]) }
    for start in stride(from: 0, to: indices.count, by: 3) {
      triangles.append(
        Triangle(id: names[features[indices[start]]], corners: (0..<3).map { places[indices[start + $0]] }))
    }
  }

  private func view(_ number: JSONValue?) -> ArraySlice<UInt8> {
    let view = document["bufferViews"]?.elements[Int(number?.value ?? 0)]
    let start = Int(view?["byteOffset"]?.value ?? 0)
    return buffer[start..<start + Int(view?["byteLength"]?.value ?? 0)]
  }

  private func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { at in
      (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }
  }

  /// The elements, each of its components.
  private func accessor(_ number: JSONValue?) -> [[Double]] {
    guard let accessor = document["accessors"]?.elements[Int(number?.value ?? 0)] else { return [] }
    let width = accessor["type"]?.plain == "VEC3" ? 3 : 1
    let isFloat = accessor["componentType"]?.value == 5126
    let numbers = words(view(accessor["bufferView"])).map { isFloat ? Double(Float(bitPattern: $0)) : Double($0) }
    precondition(numbers.count == width * Int(accessor["count"]?.value ?? 0))
    return stride(from: 0, to: numbers.count, by: width).map { Array(numbers[$0..<$0 + width]) }
  }

  private func strings(_ table: JSONValue, _ name: String) -> [String] {
    let property = table["properties"]?[name]
    let values = Array(view(property?["values"]))
    let ends = words(view(property?["stringOffsets"])).map(Int.init)
    return zip(ends, ends.dropFirst()).map { String(decoding: values[$0..<$1], as: UTF8.self) }
  }

  var ids: [String] { corners.keys.sorted() }
  var materials: [String] { (document["materials"]?.elements ?? []).compactMap { $0["name"]?.plain }.sorted() }

  func property(_ name: String, of id: String) -> String? { properties[id]?[name] }
  func box(of id: String) -> Box3 { Box3(around: corners[id] ?? []) }

  func area(of id: String) -> Double {
    triangles.filter { $0.id == id }.reduce(0) { sum, triangle in
      let normal = triangle.normal
      return sum + (normal.x * normal.x + normal.y * normal.y + normal.z * normal.z).squareRoot() / 2
    }
  }
}

extension JSONValue {
  /// A number; 0 for anything else.
  var value: Double {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: 0
    }
  }

  var plain: String? { if case .string(let text) = self { text } else { nil } }
}
