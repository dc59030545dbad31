import JSONWriting
import SpatialPrimitives

/// What a viewer can tell of each object: a table of properties beside the triangles (OGC 3D Tiles 1.1, 22-025r4, annex on 3D
/// Metadata; glTF extension `EXT_structural_metadata`).
enum GLTFProperties {
  static let className = "city_object"

  private enum Column {
    case text(@Sendable (StoredCityObject) -> String?)
    case level(@Sendable (StoredCityObject) -> Int?)
    case height(@Sendable (StoredCityObject) -> Double)
  }

  private static let columns: [(name: String, column: Column)] = [
    ("id", .text { $0.object.id }), ("class", .text { $0.object.type }), ("name", .text { $0.object.name }),
    ("parent", .text { $0.object.parents.first }), ("storey", .text { $0.object.storey }),
    ("life_stage", .text { $0.object.lifeStage.rawValue }), ("cim_level", .level { $0.object.cimLevel }),
    ("min_height", .height { $0.box.minZ }), ("max_height", .height { $0.box.maxZ }),
    ("attributes", .text { $0.object.attributes }),
  ]

  /// The classes and their properties. An empty text and level 0 say that nothing is known.
  static var schema: JSONValue {
    let properties = columns.map { name, column in
      let value: JSONValue =
        switch column {
        case .text: ["type": "STRING", "noData": ""]
        case .level: ["type": "SCALAR", "componentType": "UINT8", "noData": 0]
        case .height: ["type": "SCALAR", "componentType": "FLOAT64", "required": true]
        }
      return JSONValue.Member(key: name, value: value)
    }
    return [
      "id": "onegrid",
      "classes": .object([.init(key: className, value: ["properties": .object(properties)])]),
    ]
  }

  /// The table of some objects; its columns go into the buffer.
  static func table(_ objects: [StoredCityObject], in buffer: inout GLTFBuffer) -> JSONValue {
    var members: [JSONValue.Member] = []
    for (name, column) in columns {
      let value: JSONValue
      switch column {
      case .text(let read):
        let texts = objects.map { read($0) ?? "" }
        let values = buffer.addView { bytes in for text in texts { bytes += text.utf8 } }
        let offsets = buffer.addView { bytes in
          var end: UInt32 = 0
          bytes.appendWord(end)
          for text in texts {
            end += UInt32(text.utf8.count)
            bytes.appendWord(end)
          }
        }
        value = [
          "values": JSONValue(values), "stringOffsets": JSONValue(offsets), "stringOffsetType": "UINT32",
        ]
      case .level(let read):
        value = ["values": JSONValue(buffer.addView { bytes in bytes += objects.map { UInt8(read($0) ?? 0) } })]
      case .height(let read):
        value = [
          "values": JSONValue(
            buffer.addView { bytes in for object in objects { bytes.appendWord(read(object).bitPattern) } })
        ]
      }
      members.append(.init(key: name, value: value))
    }
    return ["class": .string(className), "count": JSONValue(objects.count), "properties": .object(members)]
  }
}
