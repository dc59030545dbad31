import AreaIndex
public import CityStore
public import Diagnostics
import SpatialDatabase
import SpatialPrimitives

/// Which city objects are asked for. What is `nil` asks nothing; all the rest must hold.
public struct CityObjectFilter: Sendable, Hashable {
  public var model: String?
  /// A type of CityJSON, a class of IFC, or an everyday word: `BuildingRoom`, `IfcDoor`, `door`, `room`, `pipe`, `门`.
  public var type: String?
  public var cimLevel: Int?
  /// An object is in the area that the middle of it belongs to, as `assign` has it: in one area of each level, or in none.
  public var area: AreaRecord?
  /// On anything else, attributes too.
  public var condition: ObjectCondition?

  public init(
    model: String? = nil, type: String? = nil, cimLevel: Int? = nil, area: AreaRecord? = nil,
    condition: ObjectCondition? = nil
  ) {
    self.model = model
    self.type = type
    self.cimLevel = cimLevel
    self.area = area
    self.condition = condition
  }
}

/// One page of an answer about city objects.
public struct CityObjectPage: Sendable {
  /// How many objects the whole answer has, and how many of each type, the most first.
  public var total: Int
  public var types: [(type: String, count: Int)]
  /// What to ask the next page with; `nil` on the last.
  public var next: String?
  /// Without their geometries.
  public var objects: [StoredCityObject]
}

extension CityDatabase {
  /// The city objects that `filter` asks for, in the order in which they came.
  ///
  /// - Parameters:
  ///   - limit: the greatest number of objects on the page.
  ///   - cursor: `next` of the page before; `nil` for the first page.
  ///   - listener: is told of attributes in the condition that no object has.
  /// - Throws: `bad-cursor`, `unknown-model` (64).
  public func cityObjects(
    matching filter: CityObjectFilter, limit: Int, after cursor: String? = nil, listener: Listener = .silent
  ) throws(Fault) -> CityObjectPage {
    guard try CityObjectTable.isPresent(in: connection) else {
      return CityObjectPage(total: 0, types: [], next: nil, objects: [])
    }
    let last = try cursor.map { text throws(Fault) in try position(ofCursor: text) } ?? 0
    let (condition, values) = try condition(filter)
    let asked = filter.type.map(ObjectClass.init)
    let test = try filter.condition.map { condition throws(Fault) in try ConditionTest(condition, in: self) }
    var counts: [String: Int] = [:]
    var serials: [Int64] = []
    var remaining = 0
    var total = 0
    let area = try filter.area.map { area throws(Fault) in try AreaMembership(of: area, in: self) }
    let isWhole = test != nil || asked?.kinds != nil
    let columns = "serial, type, place_x, place_y" + (isWhole ? ", " + StoredCityObject.columns : "")
    try connection.forEachRow("SELECT \(columns) FROM city_objects \(condition) ORDER BY serial", values) {
      row throws(Fault) in
      guard let serial = row.integer(0), let type = row.text(1) else { return }
      if let area {
        guard let x = row.real(2), let y = row.real(3), area.holds(Point(x, y)) else { return }
      }
      if isWhole {
        let stored = StoredCityObject(row, from: 4)
        guard asked?.holds(stored.object) ?? true, try test?.holds(stored) ?? true else { return }
      }
      counts[type, default: 0] += 1
      total += 1
      guard serial > last else { return }
      if serials.count < limit { serials.append(serial) } else { remaining += 1 }
    }
    test?.tellUnmet(listener)
    var objects: [StoredCityObject] = []
    for serial in serials {
      let object = try connection.firstRow(
        "SELECT \(StoredCityObject.columns) FROM city_objects WHERE serial = ?", [.integer(serial)]
      ) { StoredCityObject($0) }
      if let object { objects.append(object) }
    }
    return CityObjectPage(
      total: total, types: counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) },
      next: remaining > 0 ? serials.last.map(String.init) : nil, objects: objects)
  }

  /// What of the filter SQL can decide; of the area only its box.
  private func condition(_ filter: CityObjectFilter) throws(Fault) -> (sql: String, values: [SQLValue]) {
    var terms: [String] = []
    var values: [SQLValue] = []
    if let name = filter.model {
      terms.append("model_id = ?")
      values.append(.integer(try cityModel(named: name).id))
    }
    if let types = filter.type.map({ ObjectClass($0).types.sorted() }) {
      terms.append("type IN (\(types.map { _ in "?" }.joined(separator: ", ")))")
      values += types.map(SQLValue.text)
    }
    if let level = filter.cimLevel {
      terms.append("cim_level = ?")
      values.append(SQLValue(level))
    }
    if let box = filter.area?.geometry.box {
      terms.append("place_x BETWEEN ? AND ? AND place_y BETWEEN ? AND ?")
      values += [box.minX, box.maxX, box.minY, box.maxY].map(SQLValue.real)
    }
    return (terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND "), values)
  }

  /// The one object of this id.
  ///
  /// - Parameter model: its model's name; `nil` looks into all.
  /// - Throws: `unknown-object`, `ambiguous-object` (64).
  public func cityObject(id: String, model: String? = nil) throws(Fault) -> StoredCityObject {
    var found: [(model: CityModelRecord, serial: Int64)] = []
    for candidate in try cityModels() where model == nil || candidate.name == model {
      let serial = try connection.integer(
        "SELECT serial FROM city_objects WHERE model_id = ? AND id = ?", [.integer(candidate.id), .text(id)])
      if let serial { found.append((candidate, serial)) }
    }
    if found.count > 1 {
      let names = found.map(\.model.name).joined(separator: ", ")
      throw Fault(
        .usage, code: "ambiguous-object",
        Text("several models have an object “\(id)”: \(names)", zh: "多个模型含有对象“\(id)”：\(names)"),
        hint: Text("choose one with --model", zh: "请用 --model 指定"))
    }
    if let serial = found.first?.serial,
      let object = try CityObjectReader(self, frame: .own, meanings: true).object(serial)
    {
      return object
    }
    throw Fault(
      .usage, code: "unknown-object", Text("there is no city object “\(id)”", zh: "没有城市对象“\(id)”"),
      at: Place(path), hint: Text("`onegrid cim list` shows what there is", zh: "用 onegrid cim list 查看已有对象"))
  }

  private func position(ofCursor text: String) throws(Fault) -> Int64 {
    guard let serial = Int64(text), serial >= 0 else {
      throw Fault(
        .usage, code: "bad-cursor", Text("“\(text)” is no place to go on from", zh: "“\(text)”不是有效的续页位置"),
        hint: Text("give --after the “next” of the page before", zh: "--after 应为上一页给出的 next"))
    }
    return serial
  }
}

/// Whether places belong to an area, as the one function decides that decides it everywhere.
private struct AreaMembership {
  private let catalog: AreaCatalog
  private let area: AreaRecord

  init(of area: AreaRecord, in city: CityDatabase) throws(Fault) {
    self.area = area
    catalog = try city.catalog(of: city.edition(area.editionID), around: area.geometry.box)
  }

  /// - Parameter place: in the system of the database.
  func holds(_ place: Point) -> Bool {
    let chosen = catalog.index.assign(place).area(at: area.level)
    return chosen >= 0 && catalog.areas[Int(chosen)].id == area.id
  }
}
