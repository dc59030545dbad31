import AreaIndex
import CityStore
import JSONWriting
import SpatialFormats
import SpatialPrimitives

/// Writes assigned events as GeoJSON features (RFC 7946), longitude and latitude as the place.
///
/// Values keep the type that the input gave them; those of CSV are texts, so that codes keep their zeros.
final class GeoJSONEventWriter {
  private let plan: OutputPlan
  /// Of each catalog.
  private let texts: [AnswerTexts]
  private let catalogs: EditionsInForce
  /// The columns that are kept, each with its key and colon.
  private let keys: [(column: Int, key: String, type: FieldDescription.FieldType)]
  private let scratch = ByteBuffer()

  /// - Parameter finders: of each catalog.
  init(_ job: AssignmentJob, _ finders: [AreaFinder]) {
    let plan = job.plan
    let editions = job.editions
    self.plan = plan
    catalogs = editions
    texts = zip(editions.catalogs, finders).map { catalog, finder in
      AnswerTexts(catalog, finder) { finding, _, target in
        GeoJSONEventWriter.append(finding, plan, editions, to: target)
      }
    }
    let columns = job.plan.layout.columns
    keys = (job.plan.kept ?? Array(columns.indices)).map { column in
      (column, JSONValue.quoted(columns[column].name) + ":", columns[column].type)
    }
  }

  /// What separates two features of the output, `nil` where nothing does.
  static func separator(of form: OutputPlan.Form) -> StaticString { form == .geoJSON ? ",\n" : "\n" }

  /// - Parameter number: of the answer, where the finding says what the index says.
  func append(
    _ fields: RecordFields, _ finding: Finding, _ details: Finding.Details?, number: UInt32?, at point: Point,
    to target: ByteBuffer
  ) {
    target.append("{\"type\":\"Feature\",\"geometry\":")
    GeoJSONEventWriter.append(point, to: target)
    target.append(",\"properties\":{")
    for (position, entry) in keys.enumerated() {
      if position > 0 { target.append(",") }
      target.append(entry.key)
      unsafe JSONField.append(fields[entry.column], entry.type, to: target, scratch: scratch)
    }
    appendAdded(finding, details, number: number, isFirst: keys.isEmpty, to: target)
    target.append("}}")
    target.append(GeoJSONEventWriter.separator(of: plan.form))
  }

  static func append(_ point: Point, to target: ByteBuffer) {
    let numbers = "\(JSONValue.numberText(point.x)),\(JSONValue.numberText(point.y))"
    target.append("{\"type\":\"Point\",\"coordinates\":[\(numbers)]}")
  }

  /// What the run adds to the properties of an event.
  /// - Parameter isFirst: whether nothing stands before it.
  func appendAdded(
    _ finding: Finding, _ details: Finding.Details?, number: UInt32?, isFirst: Bool, to target: ByteBuffer
  ) {
    let start = target.count
    if let number, finding.catalog >= 0 {
      _ = texts[Int(finding.catalog)].append(number, to: target)
    } else {
      GeoJSONEventWriter.append(finding, plan, catalogs, to: target)
    }
    for extra in plan.extras { append(extra, finding, details, to: target) }
    if isFirst { unsafe target.mutableBytes[start] = UInt8(ascii: " ") }
  }

  /// Areas and match.
  private static func append(
    _ finding: Finding, _ plan: OutputPlan, _ editions: EditionsInForce, to target: ByteBuffer
  ) {
    for level in plan.levels {
      let area = editions.area(of: finding, at: level)
      target.append(",\(JSONValue.quoted("\(plan.prefix)\(level)_code")):\(JSONValue(area?.code).text)")
      guard plan.hasNames else { continue }
      target.append(",\(JSONValue.quoted("\(plan.prefix)\(level)_name")):\(JSONValue(area?.name).text)")
    }
    target.append(",\(JSONValue.quoted(plan.prefix + "match")):\"\(finding.match.name)\"")
  }

  private func append(
    _ extra: OutputPlan.Extra, _ finding: Finding, _ details: Finding.Details?, to target: ByteBuffer
  ) {
    target.append(",\(JSONValue.quoted(plan.prefix + extra.rawValue)):")
    let metres: Double?
    switch extra {
    case .borderDistance: metres = details?.borderDistance
    case .snapDistance: metres = details?.snapDistance
    case .runnerUp:
      let ordinal = Int(details?.runnerUp ?? -1)
      let code = ordinal < 0 ? nil : catalogs.catalogs[Int(finding.catalog)].areas[ordinal].code
      return target.append(JSONValue(code).text)
    case .edition:
      let id = finding.catalog < 0 ? nil : catalogs.catalogs[Int(finding.catalog)].edition?.id
      return target.append(id.map { String($0) } ?? "null")
    case .explanation: return target.append(JSONValue(details?.explanation).text)
    }
    if let metres { NumberText.append(metres: metres, to: target) } else { target.append("null") }
  }
}

/// A delimited field as a JSON value.
enum JSONField {
  static func append(
    _ field: UnsafeRawBufferPointer, _ type: FieldDescription.FieldType, to target: ByteBuffer, scratch: ByteBuffer
  ) {
    guard unsafe !field.isEmpty else { return target.append("null") }
    unsafe CSVField.withValue(field, scratch: scratch) { value in
      switch type {
      case .integer, .real, .boolean, .json: unsafe target.append(value)
      case .text, .date, .binary: unsafe appendQuoted(value, to: target)
      }
    }
  }

  private static func appendQuoted(_ value: UnsafeRawBufferPointer, to target: ByteBuffer) {
    target.append(UInt8(ascii: "\""))
    var plain = 0
    for index in 0..<value.count {
      let byte = unsafe value[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      unsafe target.append(UnsafeRawBufferPointer(rebasing: value[plain..<index]))
      target.append(escape(byte))
      plain = index + 1
    }
    unsafe target.append(UnsafeRawBufferPointer(rebasing: value[plain...]))
    target.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x09: "\\t"
    default: "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
}
