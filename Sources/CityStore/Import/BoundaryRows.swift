import AreaIndex
import Diagnostics
import JSONWriting
import SpatialFormats
import SpatialPrimitives

/// Takes the rows of one layer apart into code, name, parent, households and the rest.
struct BoundaryRows {
  private let path: String
  private let level: Level
  private let fields: [String]
  private let code: Int?
  private let name: Int?
  private let parent: Int?
  private let households: Int?
  /// The fields that become attributes.
  private let others: [Int]

  init(path: String, layer: LayerDescription, mapping: FieldMapping, level: Level) {
    self.path = path
    self.level = level
    let fields = layer.fields.map(\.name)
    self.fields = fields
    code = mapping.code.flatMap { fields.firstIndex(of: $0) }
    name = mapping.name.flatMap { fields.firstIndex(of: $0) }
    parent = mapping.parent.flatMap { fields.firstIndex(of: $0) }
    households = mapping.households.flatMap { fields.firstIndex(of: $0) }
    let taken = [code, name, parent, households]
    others = fields.indices.filter { !taken.contains($0) }
  }

  /// What is worth a word, over all rows.
  struct Tally {
    var tidied: [(from: String, to: String)] = []
    var notNumbers: [String] = []
  }

  /// - Throws: `code-lost-digits`.
  func code(of feature: Feature, _ tally: inout Tally) throws(Rejection) -> String {
    guard let field = code else { return "" }
    guard let code = AreaCode(feature.values[field]) else {
      throw Rejection(code: "code-lost-digits", detail: feature.values[field].text)
    }
    if code.isTidied { tally.tidied.append((feature.values[field].text ?? "", code.text)) }
    return code.text
  }

  /// Blank where there is none.
  func name(of feature: Feature) -> String { name.flatMap { feature.values[$0].text }.map(AreaCode.trimmed) ?? "" }

  func area(_ feature: Feature, code: String, _ geometry: MultiPolygon, _ tally: inout Tally) -> ImportedArea {
    var members = others.compactMap { field -> JSONValue.Member? in
      let value = feature.values[field]
      // The columns of a file that this program exported are no attributes.
      if fields[field] == "level", value == .text(level.name) { return nil }
      if FieldRole(rawValue: fields[field]) != nil, value.text?.isEmpty ?? true { return nil }
      return JSONValue.Member(key: fields[field], value: value.json)
    }
    var count: Double?
    if let field = households {
      count = BoundaryRows.number(feature.values[field])
      if count == nil, let text = feature.values[field].text, !AreaCode.trimmed(text).isEmpty {
        tally.notNumbers.append(text)
        members.append(JSONValue.Member(key: fields[field], value: .string(text)))
      }
    }
    let stated = parent.flatMap { AreaCode(feature.values[$0])?.text }
    return ImportedArea(
      place: Place(path, row: feature.row), code: code, name: name(of: feature), statedParent: stated ?? "",
      households: count, attributes: JSONValue.object(members).text, geometry: geometry, feature: feature)
  }

  /// A count that is a number and not negative.
  private static func number(_ value: Value) -> Double? {
    let number: Double?
    switch value {
    case .integer(let whole): number = Double(whole)
    case .real(let real): number = real
    case .text(let text): number = Double(AreaCode.trimmed(text))
    case .null, .boolean: number = nil
    }
    return number.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }
}

extension BoundaryRows.Tally {
  func notices(_ path: String) -> [Notice] {
    var notices: [Notice] = []
    if let first = tidied.first {
      notices.append(
        Notice(
          .note, code: "codes-tidied",
          Text(
            "\(Text.counted(tidied.count, "code")) tidied, e.g. “\(first.from)” to “\(first.to)”",
            zh: "规整了 \(tidied.count) 个编码，例如“\(first.from)”改为“\(first.to)”"), at: Place(path)))
    }
    if let first = notNumbers.first {
      notices.append(
        Notice(
          .warning, code: "households-not-numbers",
          Text(
            "\(notNumbers.count) households are no numbers and kept as attributes, e.g. “\(first)”",
            zh: "\(notNumbers.count) 个户数不是数字，保留为属性，例如“\(first)”"), at: Place(path)))
    }
    return notices
  }
}

extension Value {
  fileprivate var json: JSONValue {
    switch self {
    case .null: .null
    case .text(let text): .string(text)
    case .integer(let number): .integer(number)
    case .real(let number): .number(number)
    case .boolean(let truth): .bool(truth)
    }
  }
}
