import Diagnostics
import JSONWriting
import SpatialPrimitives

/// A glTF 2.0 file of city objects (Khronos, ISO/IEC 12113:2022), y up as it must be: a place east, north and up of the frame's
/// origin is at x = east, y = up, z = −north.
///
/// Each mesh is a node of its own, moved by doubles to where its single-precision coordinates begin, so that a city of many
/// kilometres is as exact as a house. Colours are materials; which triangle is of which object, and what that is, stands in
/// `EXT_mesh_features` and `EXT_structural_metadata`.
struct GLTFDocument {
  private var buffer = GLTFBuffer()
  private var nodes: [JSONValue] = []
  private var meshes: [JSONValue] = []
  private var materials: [JSONValue] = []
  private var materialNumbers: [String: Int] = [:]
  private var tables: [JSONValue] = []
  /// What the file says of itself beside its scene, e.g. where its origin is.
  var extras: [JSONValue.Member] = []

  mutating func add(_ mesh: ObjectMesh) {
    guard !mesh.parts.isEmpty else { return }
    let middle = mesh.box.center
    let origin = Point3(middle.x.rounded(), middle.y.rounded(), middle.z.rounded())
    let features: JSONValue = [
      "featureIds": [
        [
          "featureCount": JSONValue(mesh.objects.count), "attribute": 0, "propertyTable": JSONValue(tables.count),
        ]
      ]
    ]
    let primitives = mesh.parts.map { part in
      var attributes: [JSONValue.Member] = [
        .init(key: "POSITION", value: JSONValue(buffer.addVectors(part.positions, from: origin, withBounds: true)))
      ]
      if part.form == .triangles {
        let normals = buffer.addVectors(part.normals, from: Point3(0, 0, 0), withBounds: false)
        attributes.append(.init(key: "NORMAL", value: JSONValue(normals)))
      }
      attributes.append(.init(key: "_FEATURE_ID_0", value: JSONValue(buffer.addFeatures(part.features))))
      return JSONValue.object([
        .init(key: "attributes", value: .object(attributes)),
        .init(key: "indices", value: JSONValue(buffer.addIndices(part.indices))),
        .init(key: "material", value: JSONValue(material(part.colour))),
        .init(key: "mode", value: JSONValue(part.form.rawValue)),
        .init(key: "extensions", value: ["EXT_mesh_features": features]),
      ])
    }
    tables.append(GLTFProperties.table(mesh.objects, in: &buffer))
    nodes.append([
      "mesh": JSONValue(meshes.count), "translation": .array([origin.x, origin.z, -origin.y].map(JSONValue.number)),
    ])
    meshes.append(["primitives": .array(primitives)])
  }

  private mutating func material(_ colour: String) -> Int {
    if let known = materialNumbers[colour] { return known }
    let components = SurfaceColour.components(of: colour)
    let isOpaque = components[3] == 1
    materials.append([
      "name": .string(colour),
      "pbrMetallicRoughness": [
        "baseColorFactor": .array(components.map(JSONValue.number)), "metallicFactor": 0, "roughnessFactor": 0.9,
      ],
      "alphaMode": isOpaque ? "OPAQUE" : "BLEND", "doubleSided": true,
    ])
    materialNumbers[colour] = materials.count - 1
    return materials.count - 1
  }

  // MARK: The file

  /// - Parameter uri: of the buffer; `nil` where it follows in the same file.
  private func json(uri: String?) -> String {
    var scene: [JSONValue.Member] = []
    // Lists may not be empty.
    if !nodes.isEmpty { scene.append(.init(key: "nodes", value: .array(nodes.indices.map { JSONValue($0) }))) }
    if !extras.isEmpty { scene.append(.init(key: "extras", value: .object(extras))) }
    var members: [JSONValue.Member] = [
      .init(key: "asset", value: ["version": "2.0", "generator": "onegrid"]), .init(key: "scene", value: 0),
      .init(key: "scenes", value: [.object(scene)]),
    ]
    guard !nodes.isEmpty else { return JSONValue.object(members).text }
    members += [
      .init(key: "extensionsUsed", value: ["EXT_mesh_features", "EXT_structural_metadata"]),
      .init(
        key: "extensions",
        value: [
          "EXT_structural_metadata": ["schema": GLTFProperties.schema, "propertyTables": .array(tables)]
        ]), .init(key: "nodes", value: .array(nodes)), .init(key: "meshes", value: .array(meshes)),
      .init(key: "materials", value: .array(materials)), .init(key: "accessors", value: .array(buffer.accessors)),
      .init(key: "bufferViews", value: .array(buffer.views)),
    ]
    var whole: [JSONValue.Member] = [.init(key: "byteLength", value: JSONValue(buffer.bytes.count))]
    if let uri { whole.insert(.init(key: "uri", value: .string(uri)), at: 0) }
    members.append(.init(key: "buffers", value: [.object(whole)]))
    return JSONValue.object(members).text
  }

  /// As one JSON text, its buffer in base 64.
  var text: String { json(uri: "data:application/octet-stream;base64," + Base64.text(buffer.bytes)) + "\n" }

  /// As GLB: JSON and buffer in one binary file.
  /// - Throws: `too-large` (data) beyond 4 GiB.
  func binary() throws(Fault) -> [UInt8] {
    var json = Array(json(uri: nil).utf8)
    while !json.count.isMultiple(of: 4) { json.append(0x20) }
    let rest = buffer.bytes + Array(repeating: 0, count: (4 - buffer.bytes.count % 4) % 4)
    let length = 12 + 8 + json.count + (rest.isEmpty ? 0 : 8 + rest.count)
    guard let whole = UInt32(exactly: length) else {
      throw Fault(
        .data, code: "too-large", Text("the model is too large for one glTF file", zh: "模型过大，无法写入单个 glTF 文件"),
        hint: Text("export it as 3D Tiles: -o FOLDER/tileset.json", zh: "请导出为 3D Tiles：-o 文件夹/tileset.json"))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    for word: UInt32 in [0x4654_6C67, 2, whole, UInt32(json.count), 0x4E4F_534A] { bytes.appendWord(word) }
    bytes += json
    guard !rest.isEmpty else { return bytes }
    for word: UInt32 in [UInt32(rest.count), 0x004E_4942] { bytes.appendWord(word) }
    return bytes + rest
  }
}

/// RFC 4648, section 4.
enum Base64 {
  static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let rest = min(3, bytes.count - start)
      var bits: UInt32 = 0
      for position in 0..<3 { bits = bits << 8 | (position < rest ? UInt32(bytes[start + position]) : 0) }
      for position in 0..<4 {
        text.append(position <= rest ? digits[Int(bits >> (18 - 6 * UInt32(position)) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
