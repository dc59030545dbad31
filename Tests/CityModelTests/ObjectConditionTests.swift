import CityModel
import CityStore
import CivilTime
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import Synchronization
import TestSupport
import Testing

struct ObjectConditionTests {
  /// The ids of those objects of a model for which a condition holds.
  private static func ids(_ text: String, in city: CityDatabase) throws -> [String] {
    let condition = try ObjectCondition(text, assuming: .china)
    return try city.cityObjects(matching: CityObjectFilter(condition: condition), limit: 1000).objects.map(\.object.id)
  }

  private static func tower() throws -> (ModelFolder, CityDatabase) {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    return (folder, try folder.city())
  }

  // MARK: what it means

  @Test(arguments: [
    ("class = 'BuildingStorey'", ["storey-B1", "storey-F1", "storey-F2", "storey-F3"]),
    ("class = 'BuildingStorey' AND floor < 0", ["storey-B1"]),
    ("floor BETWEEN 2 AND 3 AND class = 'BuildingRoom' AND name LIKE '_01'", ["room-201", "room-301"]),
    ("name LIKE '%走廊' and not floor in (1, 3)", ["corridor-2"]),
    ("storey = 'storey-F2' AND cim_level >= 6 AND name LIKE '203%'", ["door-203"]),
    ("function = 'office' OR diameter_m > 0.5", ["tower", "pipe-1"]),
    ("\"function\" IS NOT NULL AND class <> 'BuildingConstructiveElement'", ["tower", "pipe-1"]),
    ("min_z > 1e9 OR (id = 'tree-2')", ["tree-2"]),
    ("CASEI(function) = CASEI('OFFICE')", ["tower"]),
    ("CASEI(\"function\") LIKE CASEI('Dr_IN')", ["pipe-1"]),
    ("species IN ('榕树') AND NOT id LIKE '%-1'", ["tree-2", "tree-3"]),
    ("model = 'tower' AND life_stage = 'in-use' AND attributes.name = '排水泵'", ["pump-B101"]),
    ("yearOfConstruction < DATE('2020-01-01')", []),
    ("3 <= floor AND TRUE AND class = 'BuildingStorey'", ["storey-F3"]),
    ("NOT nowhere = 1", []), ("nowhere IS NULL AND class = 'Building'", ["tower"]), ("FALSE", []),
  ])
  func whatItMeans(text: String, expected: [String]) throws {
    let (_folder, city) = try Self.tower()
    #expect(try Self.ids(text, in: city) == expected)
    _ = _folder
  }

  /// Lists, objects in objects, names with dots, quotes, numbers of every size.
  @Test(arguments: [
    ("tags = 'b'", true), ("NOT tags = 'z'", true), ("tags IN ('x', 'a')", true), ("tags LIKE 'b%'", true),
    ("owner.name = 'O''Neil'", true), ("owner.name = 'O\\'Neil'", true), ("a.b = 1", true),
    ("owner.none IS NULL", true),
    ("big = 9007199254740993", true), ("big = 9007199254740992", false), ("share = 0.1", true), ("share > .05", true),
    ("negative = -3", true), ("negative < -2.5e0", true), ("flag = TRUE", true), ("flag <> FALSE", true),
    ("\"say \"\"so\"\"\" = 'yes'", true), ("owner = 'x'", false), ("owner IS NOT NULL", true),
    ("path LIKE '50\\%%'", true), ("path LIKE '5_\\%\\_x'", true), ("path LIKE '50\\_%'", false),
    ("path LIKE '%%%x'", true),
    ("attributes.class = 'own'", true), ("class = 'own'", false), ("big > 'text'", false), ("NOT big > 'text'", false),
  ])
  func values(text: String, holds: Bool) throws {
    let folder = try ModelFolder()
    let attributes = """
      {"tags":["a","b"],"owner":{"name":"O'Neil"},"a.b":1,"big":9007199254740993,"share":0.1,"negative":-3,"flag":true,\
      "say \\"so\\"":"yes","path":"50%_x","class":"own"}
      """
    let object = "\"one\":{\"type\":\"Building\",\"attributes\":\(attributes),\"geometry\":[]}"
    try folder.importModel(try folder.file("a.city.json", SampleModels.whole(object)))
    #expect(try Self.ids(text, in: folder.city()) == (holds ? ["one"] : []))
  }

  @Test func times() throws {
    let folder = try ModelFolder()
    func building(_ id: String, _ attributes: String) -> String {
      "\"\(id)\":{\"type\":\"Building\",\"attributes\":{\(attributes)},\"geometry\":[]}"
    }
    let objects = [
      building("old", "\"creationDate\":\"1990-01-01\",\"terminationDate\":\"2010-06-01\""),
      building("now", "\"creationDate\":\"2010-06-01\",\"seen\":\"2020-05-01T10:00:00Z\""), building("ever", ""),
    ]
    try folder.importModel(try folder.file("a.city.json", SampleModels.whole(objects.joined(separator: ","))))
    let city = try folder.city()
    for (text, expected) in [
      ("T_INTERSECTS(valid, DATE('2000-01-01'))", ["old", "ever"]),
      ("T_INTERSECTS(valid, TIMESTAMP('2010-05-31T15:59:59Z'))", ["old", "ever"]),
      ("T_INTERSECTS(valid, TIMESTAMP('2010-05-31T16:00:00Z'))", ["now", "ever"]),
      ("T_INTERSECTS(valid, INTERVAL('2000-01-01', '2010-06-01'))", ["old", "now", "ever"]),
      ("T_INTERSECTS(INTERVAL('..', '1989-12-31'), valid)", ["ever"]),
      ("T_INTERSECTS(seen, INTERVAL('2020-05-01T18:00:00', '..'))", ["now"]),
      ("valid_from < DATE('2000-01-01')", ["old"]), ("valid_to IS NULL", ["now", "ever"]),
      ("seen > DATE('2020-05-01') AND seen <= TIMESTAMP('2020-05-01T10:00:00Z')", ["now"]),
    ] { #expect(try Self.ids(text, in: city) == expected, "\(text)") }
    let time = try #require(Instant.parse("2010-06-01", assuming: .china))
    let page = try city.cityObjects(matching: CityObjectFilter(condition: ObjectCondition(validAt: time)), limit: 9)
    #expect(page.objects.map(\.object.id) == ["now", "ever"] && page.total == 2)
  }

  // MARK: held against SQLite

  /// Random conditions mean what SQLite takes the same text to mean, what is unknown included.
  @Test func asSQLiteHasIt() throws {
    var random = SeededGenerator(seed: 61)
    let folder = try ModelFolder()
    var objects: [String] = []
    let table = try Connection.open(folder.folder.path + "/oracle.db", mode: .create, spatial: false)
    try table.execute("PRAGMA case_sensitive_like = ON; CREATE TABLE t (id TEXT, n INTEGER, x REAL, s TEXT, u TEXT)")
    for number in 0..<60 {
      func maybe(_ value: String) -> String? { Int.random(in: 0..<4, using: &random) == 0 ? nil : value }
      let letters = (0..<Int.random(in: 0...3, using: &random)).map { _ in "abAB%_ ".randomElement(using: &random)! }
      let columns: [(String, String?)] = [
        ("n", maybe(String(Int.random(in: -3...3, using: &random)))),
        ("x", maybe("\(Double(Int.random(in: -6...6, using: &random)) / 2)")), ("s", maybe("'\(String(letters))'")),
        ("u", nil),
      ]
      let members = columns.compactMap { name, value in
        value.map { "\"\(name)\":\($0.replacing("'", with: "\""))" }
      }
      objects.append(
        "\"o\(number)\":{\"type\":\"Building\",\"attributes\":{\(members.joined(separator: ","))},\"geometry\":[]}")
      try table.execute(
        "INSERT INTO t VALUES ('o\(number)', \(columns.map { $0.1 ?? "NULL" }.joined(separator: ", ")))")
    }
    try folder.importModel(try folder.file("a.city.json", SampleModels.whole(objects.joined(separator: ","))))
    let city = try folder.city()
    for _ in 0..<300 {
      let text = Self.condition(&random, depth: 4)
      let expected = try table.rows("SELECT id FROM t WHERE \(text) ORDER BY rowid") { $0.text(0) ?? "" }
      #expect(try Self.ids(text, in: city) == expected, "seed 61: \(text)")
    }
  }

  private static func condition(_ random: inout SeededGenerator, depth: Int) -> String {
    func pick(_ list: [String]) -> String { list.randomElement(using: &random)! }
    func number() -> String { pick(["n", "x", "-1", "0", "2", "0.5", "-2.5", "1e0", "u"]) }
    func text() -> String { pick(["s", "''", "'a'", "'AB'", "'b%'", "u"]) }
    func not() -> String { pick(["", "", " NOT"]) }
    switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
    case 0: return "\(number()) \(pick(["=", "<>", "<", "<=", ">", ">="])) \(number())"
    case 1: return "\(text()) \(pick(["=", "<>", "<", "<=", ">", ">="])) \(text())"
    case 2: return "\(number())\(not()) BETWEEN \(number()) AND \(number())"
    case 3: return "\(pick(["n", "x"]))\(not()) IN (\(number()), \(number()), \(number()))"
    case 4: return "s\(not()) LIKE '\(pick(["a%", "%b", "_", "%", "", "a_%", "%a%b%", "A%"]))'"
    case 5: return "\(pick(["n", "x", "s", "u"])) IS\(not()) NULL"
    case 6: return "NOT (\(condition(&random, depth: depth - 1)))"
    case 7: return "(\(condition(&random, depth: depth - 1)))"
    default:
      let joined = (0..<Int.random(in: 2...3, using: &random)).map { _ in condition(&random, depth: depth - 1) }
      return joined.joined(separator: pick([" AND ", " OR "]))
    }
  }

  // MARK: what is no condition

  @Test(arguments: [
    ("", 1), ("   ", 4), ("class", 6), ("class =", 8), ("class = 'a' AND", 16), ("class == 'a'", 8),
    ("class != 'a'", 7),
    ("class = 'a", 9), ("\"class = 'a'", 1), ("(class = 'a'", 13), ("class = 'a')", 12), ("a LIKE b", 8),
    ("a BETWEEN 1 OR 2", 13), ("a IN ()", 7), ("a IN (1", 8), ("a IS 3", 6), ("a NOT 3", 7), ("AND a = 1", 1),
    ("a = 1 b = 2", 7), ("S_INTERSECTS(a, b)", 1), ("T_INTERSECTS(valid, 'x')", 21), ("x > DATE('yesterday')", 10),
    ("x > DATE(3)", 10), ("x = 1.2.3", 5), ("x = 1e999", 5), ("x = #", 5), ("x = 1 + 2", 7),
    ("T_INTERSECTS(valid)", 19),
    ("x = INTERVAL('2020-01-01')", 26), ("class = 'a' OR OR b = 1", 16), ("名称 ~ 'x'", 4),
  ])
  func faultsSayWhere(text: String, character: Int) throws {
    do throws(Fault) {
      _ = try ObjectCondition(text, assuming: .utc)
      Issue.record("“\(text)” was taken")
    } catch {
      #expect(error.code == "bad-filter" && error.kind == .usage && error.hint != nil)
      #expect(error.what.english.contains("at character \(character):"), "\(text): \(error.what.english)")
    }
  }

  /// Whatever stands there, it is a condition or a fault of ours; depth and length do no harm.
  @Test func anyText() throws {
    var random = SeededGenerator(seed: 67)
    let words = [
      "AND", "or", "NOT", "(", ")", ",", "=", "<>", "<=", "LIKE", "IN", "BETWEEN", "IS", "NULL", "'a'", "'", "\"",
      "\"b\"",
      "class", "1", "-2.5e3", "DATE", "DATE('2020-01-01')", "INTERVAL", "CASEI", "T_INTERSECTS", "valid", "TRUE", "\\",
      "é",
      "走廊", "\u{0}", "😀", ".", "..", "e", "+",
    ]
    var taken = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...12, using: &random)
      let text = (0..<count).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
      do throws(Fault) {
        _ = try ObjectCondition(text, assuming: .utc)
        taken += 1
      } catch {
        if error.code != "bad-filter" { Issue.record("seed 67: “\(text)”: \(error.code)") }
      }
    }
    #expect(taken > 20)
    for deep in [
      String(repeating: "(", count: 100_000), String(repeating: "NOT ", count: 100_000) + "TRUE",
      "x = " + String(repeating: "CASEI(", count: 100_000),
    ] { #expect(throws: Fault.self) { try ObjectCondition(deep, assuming: .utc) } }
    let long = Array(repeating: "x = 1", count: 20_000).joined(separator: " OR ")
    _ = try ObjectCondition(long, assuming: .utc)
  }

  // MARK: where it is asked

  @Test func everyQuestionTakesIt() throws {
    let (_folder, city) = try Self.tower()
    let condition = try ObjectCondition("name LIKE '201%' OR class = 'OtherConstruction'", assuming: .china)
    let finder = try CityObjectFinder(city, crs: "EPSG:4547", matching: CityObjectFilter(condition: condition))
    let room = try city.cityObject(id: "room-201").box.center
    #expect(try finder.at(room.inPlane, height: room.z).containing.map(\.stored.object.id) == ["room-201"])
    let near = try finder.near(room.inPlane, height: room.z, most: 9).map(\.stored.object.id)
    #expect(near.first == "room-201" && Set(near) == ["room-201", "door-201", "pipe-1"])
    let box = try finder.objects(in: Box3(room).expanded(by: 1000)).map(\.stored.object.id)
    #expect(Set(box) == ["room-201", "door-201", "pipe-1"])
    let line = [Point3(room.x - 50, room.y, room.z), Point3(room.x + 50, room.y, room.z)]
    let met = try finder.clashes(along: Corridor(line: line, width: 0.1, depth: 0.1), clearance: 0)
    #expect(met.map(\.found.stored.object.id) == ["room-201"])
    _ = _folder
  }

  @Test func anAttributeThatNobodyHasIsTold() throws {
    let (_folder, city) = try Self.tower()
    let heard = Mutex<[String]>([])
    let listener = Listener(notice: { notice in heard.withLock { $0.append(notice.code) } })
    let filter = CityObjectFilter(
      condition: try ObjectCondition("usgae = 'office' OR function = 'door'", assuming: .china))
    #expect(try city.cityObjects(matching: filter, limit: 1, listener: listener).total == 9)
    #expect(heard.withLock { $0 } == ["unknown-attribute"])
    _ = _folder
  }
}
