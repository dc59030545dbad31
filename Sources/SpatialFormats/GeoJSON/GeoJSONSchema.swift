import Diagnostics
import JSONWriting

/// What a first pass over features finds: the fields with their types, the kind of geometry, and how many there are.
struct GeoJSONSchema: Sendable {
  private(set) var fields: [FieldDescription] = []
  /// The fields' names as bytes, in order, and by name.
  private var names = PropertyNames()
  /// Types of which only null has been seen.
  private var isUnknown: [Bool] = []
  private(set) var count = 0
  private(set) var geometryKind: String?
  /// A feature's own `id`, a field like the others where some feature has one and no property has its name.
  private(set) var hasIdentifier = false

  /// Where in `fields` the property called `name` stands; features mostly have the same properties in the same order,
  /// so that the guess is right.
  func ordinal(of name: UnsafeBufferPointer<UInt8>, guess: Int) -> Int? {
    unsafe names.ordinal(of: name, guess: guess)
  }

  mutating func add(_ feature: JSONNode) {
    count += 1
    guard feature.kind == .object else { return }
    guard feature.member("type")?.isString("Feature") == true else {
      if let type = feature.member("type")?.string, GeoJSONGeometry.kinds.contains(type) { addGeometry(feature) }
      return
    }
    if let geometry = feature.member("geometry") { addGeometry(geometry) }
    if let id = feature.member("id"), id.kind != .null { addIdentifier(id) }
    guard let properties = feature.member("properties"), properties.kind == .object else { return }
    var key = properties.first
    var guess = hasIdentifier ? 1 : 0
    while key.kind == .string {
      let name = unsafe key.utf8
      let ordinal = unsafe ordinal(of: name, guess: guess) ?? append(Array(name))
      merge(GeoJSONSchema.type(of: key.next), into: ordinal)
      guess = ordinal + 1
      key = key.next.next
    }
  }

  private mutating func addIdentifier(_ id: JSONNode) {
    if !hasIdentifier { insertIdentifier() }
    if hasIdentifier { merge(GeoJSONSchema.type(of: id), into: 0) }
  }

  private mutating func insertIdentifier() {
    guard ordinal(of: Self.identifier) == nil else { return }
    hasIdentifier = true
    // First of all, whatever properties came before.
    names = PropertyNames([Self.identifier] + names.names)
    fields.insert(FieldDescription(name: "id", type: .text), at: 0)
    isUnknown.insert(true, at: 0)
  }

  private static let identifier = Array("id".utf8)

  private func ordinal(of name: [UInt8]) -> Int? {
    unsafe name.withUnsafeBufferPointer { unsafe ordinal(of: $0, guess: 0) }
  }

  private mutating func append(_ bytes: [UInt8]) -> Int {
    names.append(bytes)
    fields.append(FieldDescription(name: String(decoding: bytes, as: UTF8.self), type: .text))
    isUnknown.append(true)
    return names.count - 1
  }

  private static func type(of node: JSONNode) -> FieldDescription.FieldType? {
    switch node.kind {
    case .null, .end: nil
    case .yes, .no: .boolean
    case .integer: .integer
    case .unsigned, .string: .text
    case .double: .real
    case .array, .object: .json
    }
  }

  private mutating func merge(_ type: FieldDescription.FieldType?, into ordinal: Int) {
    guard let type, fields[ordinal].type != type || isUnknown[ordinal] else { return }
    if isUnknown[ordinal] {
      fields[ordinal].type = type
      isUnknown[ordinal] = false
      return
    }
    let pair: Set = [type, fields[ordinal].type]
    fields[ordinal].type = pair == [.integer, .real] ? .real : .text
  }

  private mutating func addGeometry(_ node: JSONNode) {
    guard let type = node.member("type")?.string, GeoJSONGeometry.kinds.contains(type) else { return }
    add(geometryKind: type)
  }

  /// Adds what was found in the features behind those that this one saw.
  mutating func add(_ other: GeoJSONSchema) {
    count += other.count
    if let kind = other.geometryKind { add(geometryKind: kind) }
    if other.hasIdentifier, !hasIdentifier { insertIdentifier() }
    for (position, name) in other.names.names.enumerated() {
      let ordinal = ordinal(of: name) ?? append(name)
      merge(other.isUnknown[position] ? nil : other.fields[position].type, into: ordinal)
    }
  }

  /// Whether there is a field of each of the names.
  func holds(_ wanted: [String]) -> Bool { wanted.allSatisfy { ordinal(of: Array($0.utf8)) != nil } }

  func hasSameFields(as other: GeoJSONSchema) -> Bool {
    fields == other.fields && isUnknown == other.isUnknown && hasIdentifier == other.hasIdentifier
  }

  private mutating func add(geometryKind type: String) {
    if geometryKind == nil {
      geometryKind = type
    } else if geometryKind != type {
      // A layer of polygons and multipolygons holds multipolygons.
      let single = type.hasPrefix("Multi") ? String(type.dropFirst(5)) : type
      geometryKind = geometryKind == single || geometryKind == "Multi" + single ? "Multi" + single : "Geometry"
    }
  }

  /// A property as a value of a field of `type`.
  static func value(_ node: JSONNode, as type: FieldDescription.FieldType) -> Value {
    let value: Value
    switch node.kind {
    case .null, .end: return .null
    case .yes: value = .boolean(true)
    case .no: value = .boolean(false)
    case .integer: value = type == .real ? .real(Double(node.integer)) : .integer(node.integer)
    case .unsigned: value = .text(String(node.unsigned))
    case .double: value = .real(node.number ?? 0)
    case .string: value = .text(node.string ?? "")
    case .array, .object: value = .text(JSONValue(node).text)
    }
    guard type == .text, let text = value.text else { return value }
    return .text(text)
  }
}
