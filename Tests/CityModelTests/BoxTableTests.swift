import CityModel
import CityStore
import Foundation
import SpatialDatabase
import SpatialPrimitives
import TestSupport
import Testing

/// SQLite's own R*Tree of the objects' boxes: for whoever asks in SQL.
struct BoxTableTests {
  private static func serials(_ folder: ModelFolder, _ sql: String) throws -> [Int64] {
    try Connection.open(folder.database, mode: .readOnly, spatial: false).rows(sql) { $0.integer(0) ?? 0 }
  }

  private static let kept = "SELECT serial FROM city_object_boxes ORDER BY serial"
  private static let expected =
    "SELECT serial FROM city_objects WHERE shape IS NOT NULL AND min_x IS NOT NULL ORDER BY serial"

  @Test func keptInStep() throws {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    #expect(try Self.serials(folder, Self.kept) == Self.serials(folder, Self.expected))
    // A small model beside a greater one is written row by row, a great one in bulk.
    let cube = try folder.file("a.city.json", SampleModels.whole(SampleModels.cube()))
    try folder.importModel(cube, name: "small")
    #expect(try Self.serials(folder, Self.kept) == Self.serials(folder, Self.expected))
    try folder.importModel(cube, name: "tower")
    #expect(try Self.serials(folder, Self.kept) == Self.serials(folder, Self.expected))
    #expect(try Self.serials(folder, Self.kept).count == 2)
  }

  /// The trees that an import lays down are right in the eyes of those who made them, and go on being kept.
  @Test(arguments: ["tower.city.json", "tower.gml"]) func treesAreSound(file: String) throws {
    let folder = try ModelFolder()
    for _ in 0..<2 {
      try folder.importModel(SharedData.geodata(file))
      let connection = try Connection.open(folder.database, mode: .readWrite, spatial: true)
      func check() throws {
        #expect(try connection.text("SELECT rtreecheck('city_object_boxes')") == "ok")
        #expect(try connection.text("SELECT rtreecheck('idx_city_objects_footprint')") == "ok")
        #expect(try connection.integer("SELECT CheckSpatialIndex('city_objects', 'footprint')") == 1)
        #expect(try Self.serials(folder, Self.kept) == Self.serials(folder, Self.expected))
      }
      try check()
      #expect(try connection.integer("SELECT count(*) FROM idx_city_objects_footprint") ?? 0 > 10)
      try connection.execute("DELETE FROM city_objects WHERE serial % 3 = 0")
      try connection.execute("UPDATE city_objects SET footprint = NULL WHERE serial % 3 = 1")
      try check()
    }
  }

  /// 32 bits are rounded outward: no box is smaller than the object's, and none much greater.
  @Test func boxesAreRoundedOutward() throws {
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    let wrong = try Self.serials(
      folder,
      """
      SELECT o.serial FROM city_objects AS o JOIN city_object_boxes AS b ON b.serial = o.serial
      WHERE NOT (b.min_x <= o.min_x AND b.min_y <= o.min_y AND b.min_z <= o.min_z AND b.max_x >= o.max_x
        AND b.max_y >= o.max_y AND b.max_z >= o.max_z AND o.min_y - b.min_y < 0.6 AND b.max_x - o.max_x < 0.1)
      """)
    #expect(wrong.isEmpty)
  }

  /// The example of the README answers as the program does.
  @Test func theExampleInTheReadme() throws {
    let readme = SharedData.repository.appendingPathComponent("README.md")
    let text = try String(contentsOf: readme, encoding: .utf8)
    let start = try #require(text.range(of: "```sql\n"))
    let end = try #require(text.range(of: "```", range: start.upperBound..<text.endIndex))
    let sql = String(text[start.upperBound..<end.lowerBound])
    let folder = try ModelFolder()
    try folder.importModel(SharedData.geodata("tower.city.json"))
    let connection = try Connection.open(folder.database, mode: .readOnly, spatial: false)
    let found = try connection.rows(sql) { $0.text(0) ?? "" }
    let box = Box3(
      minX: 385_882, minY: 2_503_984, minZ: 7, maxX: 385_890, maxY: 2_503_990, maxZ: 9)
    let finder = try CityObjectFinder(folder.city(), crs: "EPSG:4547")
    #expect(try finder.objects(in: box).map(\.stored.object.id) == found && found.contains("room-201"))
  }
}
