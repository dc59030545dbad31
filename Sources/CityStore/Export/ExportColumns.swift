import AreaIndex
import Diagnostics
import JSONWriting
import SpatialFormats

/// The columns of an exported level: `code`, `name`, `level`, `parent`, `households`, then the attributes in the order
/// in which they first appear.
struct ExportColumns {
  private(set) var fields: [FieldDescription]
  private let keys: [String: Int]

  static let fixed: [FieldDescription] = [
    FieldDescription(name: "code", type: .text), FieldDescription(name: "name", type: .text),
    FieldDescription(name: "level", type: .text), FieldDescription(name: "parent", type: .text),
    FieldDescription(name: "households", type: .real),
  ]

  /// - Parameter attributes: those of every area.
  init(_ attributes: [[JSONValue.Member]]) {
    var types: [FieldDescription.FieldType?] = []
    var names: [String] = []
    var keys: [String: Int] = [:]
    for member in attributes.joined() {
      let position = keys[member.key] ?? names.count
      if position == names.count {
        keys[member.key] = position
        names.append(member.key)
        types.append(nil)
      }
      types[position] = ExportColumns.common(types[position], ExportColumns.type(of: member.value))
    }
    fields = ExportColumns.fixed
    // File formats tell columns apart without regard to case.
    var taken = Set(fields.map { $0.name.lowercased() })
    for (name, type) in zip(names, types) {
      var unique = name
      var number = 2
      while !taken.insert(unique.lowercased()).inserted {
        unique = "\(name)_\(number)"
        number += 1
      }
      fields.append(FieldDescription(name: unique, type: type ?? .text))
    }
    self.keys = keys
  }

  /// The values of one area in the order of `fields`.
  func values(of area: AreaRecord, attributes: [JSONValue.Member]) -> [Value] {
    var values: [Value] = [
      .text(area.code), .text(area.name), .text(area.level.name), area.parentCode.map(Value.text) ?? .null,
      area.households.map(Value.real) ?? .null,
    ]
    values += Array(repeating: .null, count: fields.count - values.count)
    for member in attributes {
      guard let key = keys[member.key] else { continue }
      let column = ExportColumns.fixed.count + key
      values[column] = ExportColumns.value(member.value, as: fields[column].type)
    }
    return values
  }

  private static func type(of value: JSONValue) -> FieldDescription.FieldType? {
    switch value {
    case .null: nil
    case .bool: .boolean
    case .integer: .integer
    case .number: .real
    case .string: .text
    case .array, .object, .raw: .json
    }
  }

  private static func common(
    _ a: FieldDescription.FieldType?, _ b: FieldDescription.FieldType?
  ) -> FieldDescription.FieldType? {
    guard let a, let b, a != b else { return a ?? b }
    return [a, b].allSatisfy { $0 == .integer || $0 == .real } ? .real : .text
  }

  private static func value(_ value: JSONValue, as type: FieldDescription.FieldType) -> Value {
    switch value {
    case .null: .null
    case .bool(let truth): type == .boolean ? .boolean(truth) : .text(truth ? "true" : "false")
    case .integer(let number):
      type == .integer ? .integer(number) : type == .real ? .real(Double(number)) : .text(value.text)
    case .number(let number): type == .real ? .real(number) : .text(value.text)
    case .string(let text): .text(text)
    case .array, .object, .raw: .text(value.text)
    }
  }
}
