import Diagnostics
import JSONWriting
import SpatialDatabase
import SpatialFormats
import SpatialPrimitives

/// What a written model says of all its objects together.
struct ExportHead {
  private let transform: VertexTransform
  private let members: [JSONValue.Member]
  private let hasTemplates: Bool
  /// As the source has it; `nil` where it has none.
  let appearance: JSONValue?
  /// What a number of a vertex is divided by before it is written; `nil` where it is written as it is.
  let quantum: Double?

  init(_ model: CityModelRecord, _ connection: Connection) throws(Fault) {
    let text = try connection.text("SELECT head FROM city_models WHERE id = ?", [.integer(model.id)])
    var members: [JSONValue.Member] = []
    for (key, value) in try JSONValue.memberTexts(of: text ?? "") {
      members.append(JSONValue.Member(key: key, value: .raw(value)))
    }
    if let position = members.firstIndex(where: { $0.key == "appearance" }) {
      appearance = try JSONValue.parse(Array(members[position].value.text.utf8))
      members.remove(at: position)
    } else {
      appearance = nil
    }
    try ExportHead.settleMetadata(&members, model)
    self.members = members
    hasTemplates = members.contains { $0.key == "geometry-templates" }
    if let known = model.transform {
      transform = known
      quantum = nil
    } else {
      let step = try ExportHead.quantum(model, connection)
      transform = VertexTransform(scale: Point3(step, step, step), translate: Point3(0, 0, 0))
      quantum = step
    }
  }

  /// CityJSON 2.0 has whole numbers only: a model of other coordinates is written in steps that its decimals fit in, down
  /// to a millionth of a millimetre.
  private static func quantum(_ model: CityModelRecord, _ connection: Connection) throws(Fault) -> Double {
    var digits = 3
    try connection.forEachRow("SELECT shape FROM city_objects WHERE model_id = ?", [.integer(model.id)]) {
      row throws(Fault) in
      guard digits < 9, let shape = try row.shape(0) else { return }
      for number in shape.vertices {
        while digits < 9, scaled(number, digits) / power(digits) != number { digits += 1 }
      }
    }
    return 1 / power(digits)
  }

  private static func power(_ digits: Int) -> Double { (0..<digits).reduce(1) { value, _ in value * 10 } }
  private static func scaled(_ number: Double, _ digits: Int) -> Double { (number * power(digits)).rounded() }

  /// Says where the model is, and who is asked about it, in the way of CityJSON 2.0; the former also where only the import
  /// was told.
  private static func settleMetadata(_ members: inout [JSONValue.Member], _ model: CityModelRecord) throws(Fault) {
    let position = members.firstIndex { $0.key == "metadata" }
    var metadata: [JSONValue.Member] = []
    if let position, case .object(let given) = try JSONValue.parse(Array(members[position].value.text.utf8)) {
      metadata = given
    }
    let before = metadata
    settleReference(&metadata, model)
    settleContact(&metadata)
    guard metadata != before else { return }
    let settled = JSONValue.Member(key: "metadata", value: .object(metadata))
    if let position { members[position] = settled } else { members.append(settled) }
  }

  private static func settleReference(_ metadata: inout [JSONValue.Member], _ model: CityModelRecord) {
    guard let reference = model.referenceSystem else { return }
    let own = metadata.firstIndex { $0.key == "referenceSystem" }
    if own != nil, model.version != "1.0" { return }
    let code = ReferenceName(reference).horizontal
    let isURL = reference.hasPrefix("http")
    // What has no number there cannot be said in CityJSON.
    guard isURL || code != nil else { return }
    let url = isURL ? reference : "https://www.opengis.net/def/crs/EPSG/0/\(code ?? 0)"
    let member = JSONValue.Member(key: "referenceSystem", value: .string(url))
    if let own { metadata[own] = member } else { metadata.append(member) }
  }

  /// Before 2.0 an address was a text.
  private static func settleContact(_ metadata: inout [JSONValue.Member]) {
    guard let contact = metadata.firstIndex(where: { $0.key == "pointOfContact" }),
      case .object(var facts) = metadata[contact].value,
      let address = facts.firstIndex(where: { $0.key == "address" }), case .string = facts[address].value
    else { return }
    facts[address].value = .object([JSONValue.Member(key: "address", value: facts[address].value)])
    metadata[contact].value = .object(facts)
  }

  /// The beginning of the `CityJSON` object, up to its objects.
  func opening(isSequence: Bool) -> String {
    var text = "{\"type\":\"CityJSON\",\"version\":\"2.0\",\"transform\":"
    let numbers = transform.numbers.map(JSONValue.numberText)
    text += "{\"scale\":[\(numbers[..<3].joined(separator: ","))]"
    text += ",\"translate\":[\(numbers[3...].joined(separator: ","))]}"
    for member in members { text += "," + JSONWalk.member(member.key, member.value.text) }
    // In a sequence the templates alone need the appearance of the whole: each feature has its own.
    if isSequence, hasTemplates, let appearance { text += ",\"appearance\":" + appearance.text }
    return text
  }
}

extension JSONValue {
  /// The members of an object without its braces, their values as they are written.
  static func memberTexts(of text: String) throws(Fault) -> [(key: String, value: String)] {
    let bytes = Array("{\(text)}".utf8)
    let read: Result<[(key: String, value: String)], Fault> = unsafe bytes.withUnsafeBytes { bytes in
      Result { () throws(Fault) in
        var found: [(key: String, value: String)] = []
        var members = unsafe JSONMembers(bytes, 0..<bytes.count, file: "")
        while let member = try members.next() {
          let key = unsafe String(decoding: bytes[member.key].dropFirst().dropLast(), as: UTF8.self)
          found.append((key, unsafe String(decoding: bytes[member.value], as: UTF8.self)))
        }
        return found
      }
    }
    return try read.get()
  }
}
