import CityStore
import Diagnostics
import JSONWriting
import SpatialDatabase
import SpatialFormats

/// Finds buildings, storeys and rooms by what people call them.
struct AddressSearch {
  private let city: CityDatabase
  private let reader: CityObjectReader
  private let model: Int64?
  private let listener: Listener

  init(_ city: CityDatabase, _ reader: CityObjectReader, model: Int64?, listener: Listener) {
    self.city = city
    self.reader = reader
    self.model = model
    self.listener = listener
  }

  /// The building, then the storey and the room where they are asked for.
  func find(_ address: IndoorAddress) throws(Fault) -> [StoredCityObject] {
    let building = try building(address.building)
    var found = [building]
    if let floor = address.floor { found.append(try storey(floor, in: building)) }
    if let room = address.room {
      let rooms = try objects(below: found[found.count - 1], types: ["BuildingRoom", "BuildingUnit"])
      found.append(
        try one(
          rooms, called: room, .room,
          [
            { $0.object.id == room || $0.object.name == room },
            { Address.attribute("long_name", of: $0.object) == .string(room) },
            { Self.words(of: $0).contains(room.lowercased()) },
          ]))
    }
    return found
  }

  /// Everything that is a part of an object, parts of parts too.
  static func parts(of serial: Int64, in city: CityDatabase) throws(Fault) -> [Int64] {
    try city.connection.rows(
      """
      WITH RECURSIVE family (serial) AS (
        SELECT serial FROM city_objects WHERE parent = ?1 UNION ALL
        SELECT below.serial FROM city_objects AS below JOIN family ON below.parent = family.serial)
      SELECT serial FROM family ORDER BY serial
      """, [.integer(serial)]
    ) { $0.integer(0) ?? 0 }
  }

  // MARK: each kind

  private func building(_ name: String) throws(Fault) -> StoredCityObject {
    let all = try city.connection.rows(
      """
      SELECT serial FROM city_objects WHERE type IN ('Building', 'BuildingPart', 'Bridge', 'Tunnel')
        AND (?1 IS NULL OR model_id = ?1) ORDER BY serial
      """, [SQLValue(model)]
    ) { $0.integer(0) ?? 0 }
    var buildings: [StoredCityObject] = []
    for serial in all { if let object = try reader.object(serial) { buildings.append(object) } }
    let words = Address.words(name)
    return try one(
      buildings, called: name, .building,
      [
        { $0.object.id == name }, { $0.object.name == name }, { $0.object.name?.lowercased() == name.lowercased() },
        { Address($0.object).has(words) },
      ])
  }

  /// By its id or name, else by the number that it has, else by the number that follows from its place among the others.
  private func storey(_ name: String, in building: StoredCityObject) throws(Fault) -> StoredCityObject {
    let order = StoreyOrder(try objects(below: building, types: ["BuildingStorey"]))
    let storeys = order.floors.map(\.storey)
    if storeys.contains(where: { $0.object.id == name || $0.object.name == name }) {
      return try one(storeys, called: name, .storey, [{ $0.object.id == name }, { $0.object.name == name }])
    }
    let asked = StoreyNumber.of(name)
    let isGround = asked == nil && StoreyNumber.isGround(name)
    let meant = order.floors.filter { isGround ? $0.isGround : $0.number != nil && $0.number == asked }
    let told = meant.filter { $0.evidence != .order || isGround && $0.isCalledGround }
    let chosen = Set((told.isEmpty ? meant : told).map(\.storey.serial))
    let storey = try one(storeys, called: name, .storey, [{ chosen.contains($0.serial) }])
    if told.isEmpty { tell(name, storey) }
    return storey
  }

  private func tell(_ name: String, _ storey: StoredCityObject) {
    let own = storey.object.name ?? storey.object.id
    listener.notice(
      Notice(
        .note, code: "storey-by-order",
        Text(
          "“\(name)” is taken as the storey “\(own)”: its name has no number, and it was counted among the others",
          zh: "“\(name)”对应楼层“\(own)”：其名称没有层号，按楼层次序推得"), at: Place(city.path)))
  }

  private func objects(below whole: StoredCityObject, types: Set<String>) throws(Fault) -> [StoredCityObject] {
    var found: [StoredCityObject] = []
    for serial in try Self.parts(of: whole.serial, in: city) {
      if let object = try reader.object(serial), types.contains(object.object.type) { found.append(object) }
    }
    return found
  }

  /// The runs of letters and digits in a room's name, and its number where an attribute says one: `402室` has the word `402`.
  private static func words(of room: StoredCityObject) -> [String] {
    var words = (room.object.name ?? "").lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      .map(String.init)
    for key in ["number", "roomNumber", "room_number", "room", "房间号", "门牌号"] {
      switch Address.attribute(key, of: room.object) {
      case .integer(let number)?: words.append(String(number))
      case .string(let text)?: words.append(text.lowercased())
      default: break
      }
    }
    return words
  }

  // MARK: one of them

  private struct Kind {
    var code: String
    var name: Text

    static let building = Kind(code: "building", name: Text("building", zh: "建筑"))
    static let storey = Kind(code: "storey", name: Text("storey", zh: "楼层"))
    static let room = Kind(code: "room", name: Text("room", zh: "房间"))
  }

  /// The one object for which the first test holds that holds for any.
  private func one(
    _ objects: [StoredCityObject], called name: String, _ kind: Kind, _ tests: [(StoredCityObject) -> Bool]
  ) throws(Fault) -> StoredCityObject {
    for test in tests {
      var found = objects.filter(test)
      // A part that bears the address of its whole is no other place.
      let serials = Set(found.map(\.serial))
      found.removeAll { $0.parent.map(serials.contains) ?? false }
      if found.count == 1 { return found[0] }
      guard found.isEmpty else {
        let list = Self.list(found)
        throw Fault(
          .usage, code: "ambiguous-\(kind.code)",
          Text(
            "“\(name)” names \(found.count) of the kind \(kind.name.english): \(list)",
            zh: "“\(name)”对应 \(found.count) 个\(kind.name.chinese)：\(list)"), at: Place(city.path),
          hint: Text("give the id of one, or its model with --model", zh: "请给出其编号，或用 --model 指定模型"))
      }
    }
    let list = Self.list(objects)
    throw Fault(
      .usage, code: "unknown-\(kind.code)",
      Text("there is no \(kind.name.english) “\(name)” here", zh: "此处没有\(kind.name.chinese)“\(name)”"),
      at: Place(city.path),
      hint: objects.isEmpty
        ? Text("there is no \(kind.name.english) at all", zh: "没有任何\(kind.name.chinese)")
        : Text("there are: \(list)", zh: "现有：\(list)"))
  }

  private static func list(_ objects: [StoredCityObject]) -> String {
    objects.prefix(10).map { $0.object.id + ($0.object.name.map { " (\($0))" } ?? "") }.joined(separator: ", ")
      + (objects.count > 10 ? " …" : "")
  }
}

/// What an object says of its address: in CityJSON's `address`, or in attributes that are called so.
private struct Address {
  /// As they are written, in small letters.
  private var values: [String] = []

  init(_ object: CityObject) {
    for json in [object.members, object.attributes] {
      guard let json, case .object(let members)? = try? JSONValue.parse(Array(json.utf8)) else { continue }
      for member in members where Self.isAddress(member.key) { gather(member.value) }
    }
  }

  private static func isAddress(_ key: String) -> Bool { key.lowercased().contains("address") || key.contains("地址") }

  private mutating func gather(_ value: JSONValue) {
    switch value {
    case .string(let text): values.append(text.lowercased())
    case .integer(let number): values.append(String(number))
    case .array(let elements): for element in elements { gather(element) }
    // A place of an address is geometry.
    case .object(let members): for member in members where member.key != "location" { gather(member.value) }
    default: break
    }
  }

  static func words(_ text: String) -> [String] {
    text.lowercased().split { $0.isWhitespace || ",，、;；".contains($0) }.map(String.init)
  }

  /// Each word must be a word of some value; one in a writing without blanks may be any stretch of the address.
  func has(_ words: [String]) -> Bool {
    guard !values.isEmpty, !words.isEmpty else { return false }
    let own = Set(values.flatMap(Address.words))
    let joined = values.joined()
    return words.allSatisfy { word in
      own.contains(word) || word.contains { !$0.isASCII } && joined.contains(word)
    }
  }

  static func attribute(_ key: String, of object: CityObject) -> JSONValue? {
    guard let json = object.attributes, case .object(let members)? = try? JSONValue.parse(Array(json.utf8)) else {
      return nil
    }
    return members.first { $0.key == key }?.value
  }
}
