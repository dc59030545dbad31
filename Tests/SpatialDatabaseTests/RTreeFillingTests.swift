import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import TestSupport
import Testing

/// Trees laid down at once, judged by SQLite: its own check of their form, and the same boxes inserted one by one.
struct RTreeFillingTests {
  private static let columns = ["min_x", "max_x", "min_y", "max_y", "min_z", "max_z"]

  private static func tree(_ name: String, _ dimensions: Int, in connection: Connection) throws {
    try connection.execute(
      "CREATE VIRTUAL TABLE \(name) USING rtree (id, \(columns.prefix(2 * dimensions).joined(separator: ", ")))")
  }

  private static func sides(_ box: Box3, _ dimensions: Int) -> [SQLValue] {
    [box.minX, box.maxX, box.minY, box.maxY, box.minZ, box.maxZ].prefix(2 * dimensions).map(SQLValue.real)
  }

  private static func insert(_ key: Int64, _ box: Box3, _ name: String, _ dimensions: Int, in connection: Connection)
    throws
  {
    let places = Array(repeating: "?", count: 1 + 2 * dimensions).joined(separator: ", ")
    try connection.run("INSERT INTO \(name) VALUES (\(places))", [.integer(key)] + sides(box, dimensions))
  }

  private static func keys(_ name: String, _ dimensions: Int, meeting box: Box3, in connection: Connection) throws
    -> [Int64]
  {
    let terms = (0..<dimensions).map { axis in
      "\(columns[2 * axis + 1]) >= ?\(2 * axis + 1) AND \(columns[2 * axis]) <= ?\(2 * axis + 2)"
    }
    return try connection.rows(
      "SELECT id FROM \(name) WHERE \(terms.joined(separator: " AND ")) ORDER BY id", sides(box, dimensions)
    ) { $0.integer(0) ?? 0 }
  }

  @Test(arguments: [0, 1, 51, 52, 2601, 2602, 3000], [2, 3])
  func asInsertedOneByOne(count: Int, dimensions: Int) throws {
    let connection = try Connection.open(":memory:", mode: .create, spatial: false)
    try Self.tree("one", dimensions, in: connection)
    try Self.tree("laid", dimensions, in: connection)
    var random = SeededGenerator(seed: 61)
    var boxes: [Box3] = []
    var keys: [Int64] = []
    for number in 0..<count {
      let low = Point3(
        465_000 + .random(in: 0...900, using: &random), -3_846_000 + .random(in: 0...900, using: &random),
        .random(in: -30...90, using: &random))
      boxes.append(
        Box3(
          minX: low.x, minY: low.y, minZ: low.z, maxX: low.x + 6, maxY: low.y + 0.1,
          maxZ: low.z + .random(in: 0...9, using: &random)))
      keys.append(Int64(3 * number) - 100 + (number == count - 1 ? 1 << 40 : 0))
    }
    // What stands there before goes.
    try Self.insert(7_777_777, Box3(Point3(0, 0, 0)), "laid", dimensions, in: connection)
    let order = boxes.indices.sorted { boxes[$0].minX < boxes[$1].minX }.map { UInt32($0) }
    try connection.transaction { () throws(Fault) in
      try connection.fillRTree("laid", dimensions: dimensions, keys: keys, boxes: boxes, order: order)
    }
    for (key, box) in zip(keys, boxes) { try Self.insert(key, box, "one", dimensions, in: connection) }

    func compare(_ what: String) throws {
      #expect(try connection.text("SELECT rtreecheck('laid')") == "ok", "\(what)")
      for round in 0..<12 {
        let x = 465_000 + Double.random(in: 0...900, using: &random)
        let query = Box3(
          minX: x, minY: -3_846_000, minZ: Double(-30 + round), maxX: x + Double(round * 40), maxY: -3_845_600, maxZ: 20
        )
        let found = Set(try Self.keys("laid", dimensions, meeting: query, in: connection))
        // SQLite rounds outward by up to two steps of single precision, half a metre here, and what is laid down by one.
        let most = try Self.keys("one", dimensions, meeting: query, in: connection)
        let least = try Self.keys("one", dimensions, meeting: query.expanded(by: -1), in: connection)
        #expect(found.isSubset(of: most) && found.isSuperset(of: least), "\(what), round \(round)")
      }
      let sizes = try ["laid", "one"].map { try connection.integer("SELECT count(*) FROM \($0)") }
      #expect(sizes[0] == sizes[1])
    }
    try compare("laid down")
    // It lives on as any other does.
    for number in 0..<60 {
      let box = Box3(Point3(465_000 + Double(number * 9), -3_845_900, 3))
      for name in ["one", "laid"] { try Self.insert(Int64(1_000_000 + number), box, name, dimensions, in: connection) }
    }
    for key in keys.prefix(count / 2) {
      for name in ["one", "laid"] { try connection.run("DELETE FROM \(name) WHERE id = ?", [.integer(key)]) }
    }
    try compare("changed afterwards")
  }

  @Test func whatIsNoTreeIsRefused() throws {
    let connection = try Connection.open(":memory:", mode: .create, spatial: false)
    #expect(throws: Fault.self) {
      try connection.fillRTree("nothing", dimensions: 2, keys: [], boxes: [], order: [])
    }
  }
}
