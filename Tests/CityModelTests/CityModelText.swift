import JSONWriting
import SpatialFormats

/// A CityJSON text taken apart for comparison by code that has nothing to do with what is tested: every number that
/// refers to something replaced by what it refers to.
struct CityModelText {
  /// By id; several where an id is not unique.
  var objects: [String: [JSONValue]] = [:]
  /// How many objects there are, those with the same id, too.
  var count = 0
  var isKnownVersion = false
  private var scale = [1.0, 1, 1]
  private var translate = [0.0, 0, 0]

  init(_ text: String) throws {
    var documents: [JSONValue] = []
    if let whole = try? JSONValue.of(text) {
      documents = [whole]
    } else {
      for line in text.split(whereSeparator: \.isNewline) { documents.append(try JSONValue.of(String(line))) }
    }
    guard let head = documents.first, head["type"] == .string("CityJSON") else { return }
    if case .string(let version)? = head["version"] { isKnownVersion = ["1.0", "1.1", "2.0"].contains(version) }
    if let transform = head["transform"] {
      scale = transform["scale"]?.elements.compactMap(\.double) ?? scale
      translate = transform["translate"]?.elements.compactMap(\.double) ?? translate
    }
    for document in documents {
      let vertices = (document["vertices"]?.elements ?? []).map { place($0) }
      let appearance = document["appearance"] ?? head["appearance"]
      for member in document["CityObjects"]?.members ?? [] {
        count += 1
        objects[member.key, default: []].append(settled(member.value, vertices, appearance))
      }
    }
  }

  /// Where two values differ first; `nil` where they are equal.
  static func difference(_ a: JSONValue?, _ b: JSONValue?, at path: String) -> String? {
    if a == b { return nil }
    if case .array(let left)? = a, case .array(let right)? = b, left.count == right.count {
      for index in left.indices {
        if let found = difference(left[index], right[index], at: "\(path)[\(index)]") { return found }
      }
    }
    if case .object(let left)? = a, case .object(let right)? = b, left.map(\.key) == right.map(\.key) {
      for index in left.indices {
        let key = left[index].key
        if let found = difference(left[index].value, right[index].value, at: "\(path).\(key)") { return found }
      }
    }
    return "\(path): \(a?.text.prefix(200) ?? "nothing") | \(b?.text.prefix(200) ?? "nothing")"
  }

  private func place(_ vertex: JSONValue) -> JSONValue {
    .array(
      vertex.elements.enumerated().map { axis, number in
        // To a tenth of a micrometre: two ways to the same number may differ in its last bit.
        .number((((number.double ?? 0) * scale[axis] + translate[axis]) * 1e7).rounded() / 1e7)
      })
  }

  private func settled(_ object: JSONValue, _ vertices: [JSONValue], _ appearance: JSONValue?) -> JSONValue {
    guard case .object(let members) = object else { return object }
    return sorted(
      .object(
        members.map { member in
          var value = member.value
          switch member.key {
          case "type" where value == .string("+GenericCityObject"): value = .string("GenericCityObject")
          case "geometry": value = .array(value.elements.map { geometry($0, vertices, appearance) })
          case "address": value = placed(value, vertices)
          default: break
          }
          return JSONValue.Member(key: member.key, value: value)
        }))
  }

  private func geometry(_ geometry: JSONValue, _ vertices: [JSONValue], _ appearance: JSONValue?) -> JSONValue {
    .object(
      geometry.members.map { member in
        var value = member.value
        switch member.key {
        case "boundaries": value = replaced(value, vertices)
        case "lod": if let number = value.double { value = .string("\(number)") }
        case "material": value = replaced(value, appearance?["materials"]?.elements ?? [])
        case "texture": value = textured(value, appearance)
        default: break
        }
        return JSONValue.Member(key: member.key, value: value)
      })
  }

  /// Every number by the entry of the list; anything else as it is.
  private func replaced(_ value: JSONValue, _ list: [JSONValue]) -> JSONValue {
    switch value {
    case .integer(let number): list.indices.contains(Int(number)) ? list[Int(number)] : value
    case .array(let elements): .array(elements.map { replaced($0, list) })
    case .object(let members): .object(members.map { .init(key: $0.key, value: replaced($0.value, list)) })
    default: value
    }
  }

  private func textured(_ value: JSONValue, _ appearance: JSONValue?) -> JSONValue {
    switch value {
    case .array(let elements):
      if elements.first?.double != nil {
        return .array(
          [replaced(elements[0], appearance?["textures"]?.elements ?? [])]
            + elements.dropFirst().map { replaced($0, appearance?["vertices-texture"]?.elements ?? []) })
      }
      return .array(elements.map { textured($0, appearance) })
    case .object(let members): return .object(members.map { .init(key: $0.key, value: textured($0.value, appearance)) })
    default: return value
    }
  }

  /// The boundaries of places of addresses.
  private func placed(_ value: JSONValue, _ vertices: [JSONValue]) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map { placed($0, vertices) })
    case .object(let members):
      .object(
        members.map { member in
          .init(
            key: member.key,
            value: member.key == "boundaries" ? replaced(member.value, vertices) : placed(member.value, vertices))
        })
    default: value
    }
  }

  /// Members by name, all the way down, and 1 like 1.0.
  private func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(sorted))
    case .object(let members):
      .object(members.map { .init(key: $0.key, value: sorted($0.value)) }.sorted { $0.key < $1.key })
    case .integer(let number) where number.magnitude < 1 << 53: .number(Double(number))
    default: value
    }
  }
}

extension JSONValue {
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .raw(let text): Double(text)
    default: nil
    }
  }
}
