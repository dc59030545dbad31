import CivilTime
import Diagnostics
import Foundation
import SpatialDatabase
import Testing

@testable import CityStore

@Suite struct MigrationTests {
  private let now = Schema.version
  private let last = Schema.version + 2
  private let steps = [
    Migration(version: Schema.version + 1) { connection throws(Fault) in
      try connection.execute("CREATE TABLE added (v)")
    },
    Migration(version: Schema.version + 2) { connection throws(Fault) in
      try connection.execute("ALTER TABLE added ADD COLUMN w")
    },
  ]

  @Test func theStepsOfThisProgramReachItsVersion() {
    #expect(Migration.all.map(\.version) == Array(1..<Schema.version).map { $0 + 1 })
  }

  @Test func stepsAreTakenInOrderAndOnce() throws {
    let connection = try CityFixture().open().connection
    for _ in 0..<2 { try Migration.run(steps, on: connection, to: last) }
    #expect(try Migration.version(of: connection) == last)
    #expect(try connection.rows("SELECT name FROM pragma_table_info('added')") { $0.text(0) } == ["v", "w"])
  }

  @Test func aStepThatFailsLeavesTheOldVersion() throws {
    let connection = try CityFixture().open().connection
    let failing = [
      steps[0], Migration(version: last) { connection throws(Fault) in try connection.execute("nonsense") },
    ]
    #expect(fault { try Migration.run(failing, on: connection, to: last) }?.code == "sql-error")
    #expect(try Migration.version(of: connection) == now)
    #expect(try connection.rows("SELECT name FROM pragma_table_info('added')") { $0.text(0) } == [])
  }

  @Test func aMissingStepIsFoundOut() throws {
    let connection = try CityFixture().open().connection
    #expect(fault { try Migration.run([steps[0]], on: connection, to: last) }?.code == "missing-migration")
    #expect(try Migration.version(of: connection) == now)
  }

  @Test func aNewerDatabaseIsRefused() throws {
    let fixture = try CityFixture()
    try fixture.open().connection.execute("PRAGMA user_version = 99")
    for access in [CityDatabase.Access.reading, .writing] {
      let refused = fault { _ = try fixture.open(access) }
      #expect(refused?.code == "database-newer")
      #expect(refused?.kind == .input)
    }
  }

  /// A database of an earlier version, with areas in it: an edition that gave way to another at 200, and was returned to
  /// at 300.
  private func database(ofVersion version: Int) throws -> CityFixture {
    let fixture = try CityFixture()
    let city = try fixture.open()
    let first = try CityFixture.activate(CityFixture.row(["A", "B"]), at: .grid, now: 100, in: city)
    try CityFixture.activate(CityFixture.row(["A", "C"]), at: .grid, now: 200, in: city)
    try city.activate(first, now: Instant(300))
    try CityFixture.activate(CityFixture.row(["A", "B"]), at: .grid, now: 400, in: city)
    try city.connection.execute(
      """
      DROP TABLE periods; DROP TABLE lineage; DROP TABLE golden_cases;
      DROP TABLE reassigned_cases; DROP TABLE reassignments; DROP VIEW footprints; DROP VIEW storeys;
      DELETE FROM views_geometry_columns WHERE f_table_name = 'city_objects';
      SELECT DisableSpatialIndex('city_objects', 'footprint'), DiscardGeometryColumn('city_objects', 'footprint');
      DROP TABLE city_object_boxes; DROP TABLE object_components; DROP TABLE sensor_readings; DROP TABLE duties;
      DROP TABLE idx_city_objects_footprint; DROP TABLE city_objects; DROP TABLE city_features; DROP TABLE city_models;
      CREATE TABLE earlier_periods (
        edition_id INTEGER NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
        valid_from INTEGER,
        valid_to INTEGER NOT NULL
      );
      INSERT INTO earlier_periods VALUES (1, NULL, 200);
      UPDATE editions SET created_at = 50 WHERE id = 1;
      PRAGMA user_version = 2
      """)
    if version == 1 {
      for name in ["insert", "update", "delete", "replace", "move"] {
        try city.connection.execute("DROP TRIGGER area_stamp_\(name)")
      }
      try city.connection.execute("ALTER TABLE editions DROP COLUMN area_stamp; PRAGMA user_version = 1")
    }
    return fixture
  }

  @Test(arguments: [CityDatabase.Access.reading, .writing])
  func theSecondVersionStampsEveryEdition(access: CityDatabase.Access) throws {
    let fixture = try database(ofVersion: 1)
    let city = try fixture.open(access)
    #expect(try Migration.version(of: city.connection) == now)
    #expect(try AreaStamp.isKept(in: city.connection))
    let edition = try city.edition(EditionSelector())
    #expect(try AreaStamp.stamp(of: edition, in: city.connection)?.count == 16)
  }

  private static let period =
    "SELECT edition_id, valid_from, valid_to, known_from, known_to FROM periods ORDER BY 1, 4, 3"
  private static func words(_ row: Statement) -> String {
    (0..<5).map { row.integer($0).map { String($0) } ?? "-" }.joined(separator: " ")
  }

  @Test func theThirdVersionTellsPeriodsOnTwoClocks() throws {
    let city = try database(ofVersion: 2).open()
    let periods = try city.connection.rows(Self.period) { Self.words($0) }
    #expect(
      periods == [
        "1 - 200 50 -", "1 300 - 300 400", "1 300 400 400 -", "2 200 - 200 300", "2 200 300 300 -", "3 400 - 400 -",
      ])
    #expect(try city.connection.rows("PRAGMA foreign_key_check") { _ in 0 }.isEmpty)
  }

  /// What has a shape only by its parts covers what they do; a footprint of its own stays.
  @Test func theSixthVersionGivesWholesTheirFootprints() throws {
    let fixture = try CityFixture()
    let connection = try fixture.open().connection
    try connection.execute(
      """
      DROP VIEW footprints; DROP VIEW storeys;
      DELETE FROM views_geometry_columns WHERE f_table_name = 'city_objects';
      DROP TABLE city_object_boxes; DROP TABLE object_components; DROP TABLE sensor_readings; DROP TABLE duties;
      DROP TRIGGER city_object_box_insert; DROP TRIGGER city_object_box_delete;
      INSERT INTO city_models (id, name, format, version, file, sha256, imported_at, program, libraries)
        VALUES (1, 'm', 'CityJSON', '2.0', 'f', '', 0, '', '');
      INSERT INTO city_objects (serial, model_id, id, type, parent, life_stage, footprint) VALUES
        (1, 1, 'house', 'Building', NULL, 'in-use', NULL), (2, 1, 'storey', 'BuildingStorey', 1, 'in-use', NULL),
        (3, 1, 'left', 'BuildingRoom', 2, 'in-use', CastToMulti(BuildMbr(113, 22, 114, 23, 4490))),
        (4, 1, 'right', 'BuildingRoom', 2, 'in-use', CastToMulti(BuildMbr(114, 22, 115, 23, 4490))),
        (5, 1, 'hut', 'Building', NULL, 'in-use', CastToMulti(BuildMbr(116, 22, 117, 23, 4490)));
      PRAGMA user_version = 5
      """)
    let city = try fixture.open()
    #expect(try Migration.version(of: city.connection) == now)
    func areas(_ view: String) throws -> [String] {
      try city.connection.rows("SELECT id || ' ' || ST_Area(footprint) FROM \(view) ORDER BY id") { $0.text(0) ?? "" }
    }
    #expect(try areas("footprints") == ["house 2.0", "hut 1.0", "left 1.0", "right 1.0"])
    #expect(try areas("storeys") == ["storey 2.0"])
    let registered = "SELECT view_name FROM views_geometry_columns WHERE f_table_name = 'city_objects' ORDER BY 1"
    #expect(try city.connection.rows(registered) { $0.text(0) } == ["footprints", "storeys"])
    let found = try city.connection.integer(
      "SELECT count(*) FROM idx_city_objects_footprint WHERE xmin < 113.5 AND xmax > 114.5")
    #expect(found == 2)
  }

  /// A database of the sixth version has objects, and no R*Tree of them.
  @Test func theSeventhVersionPutsObjectsIntoTheTree() throws {
    let fixture = try CityFixture()
    let city = try fixture.open()
    try city.connection.execute(
      """
      INSERT INTO city_models (name, format, version, file, sha256, imported_at, program, libraries)
      VALUES ('m', 'CityJSON', '2.0', 'm', '', 0, '', '');
      DROP TABLE city_object_boxes; DROP TABLE object_components; DROP TABLE sensor_readings; DROP TABLE duties;
      DROP TRIGGER city_object_box_insert; DROP TRIGGER city_object_box_delete;
      INSERT INTO city_objects (model_id, id, type, life_stage, min_x, min_y, min_z, max_x, max_y, max_z, shape) VALUES
        (1, 'solid', 'Building', 'in-use', 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, x'01010301'),
        (1, 'of its parts', 'Building', 'in-use', 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, x'01010001'),
        (1, 'nothing', 'Building', 'in-use', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
      PRAGMA user_version = 6
      """)
    let migrated = try fixture.open()
    let serials = "SELECT serial FROM city_object_boxes ORDER BY serial"
    #expect(try migrated.connection.rows(serials) { $0.integer(0) } == [1])
    try migrated.connection.execute(
      """
      INSERT INTO city_objects (model_id, id, type, life_stage, min_x, min_y, min_z, max_x, max_y, max_z, shape)
      VALUES (1, 'new', 'Building', 'in-use', 1, 1, 1, 2, 2, 2, x'01010301');
      DELETE FROM city_objects WHERE id = 'solid'
      """)
    #expect(try migrated.connection.rows(serials) { $0.integer(0) } == [4])
    #expect(try ObjectLinkTable.isPresent(in: migrated.connection))
  }

  /// An older database is left as a new one is made, in every table, index and trigger.
  @Test(arguments: [1, 2]) func anOlderDatabaseBecomesAsANewOne(version: Int) throws {
    func things(_ city: CityDatabase) throws -> [String] {
      try city.connection.rows(
        "SELECT type || ' ' || name FROM sqlite_schema WHERE tbl_name NOT LIKE 'idx_%' AND type <> 'view' ORDER BY 1"
      ) { $0.text(0) ?? "" }
    }
    func columns(_ city: CityDatabase, of table: String) throws -> [String] {
      try city.connection.rows("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid") { $0.text(0) ?? "" }
    }
    let older = try database(ofVersion: version).open()
    let new = try CityFixture().open()
    #expect(try things(older) == things(new))
    for table in ["editions", "periods", "lineage", "golden_cases", "duties"] {
      #expect(try columns(older, of: table) == columns(new, of: table))
    }
  }

  /// What stands in for the tables of the third version tells the same of the past, and nothing of what was not kept.
  @Test func whatStandsInTellsTheSame() throws {
    let fixture = try database(ofVersion: 2)
    let standing = try CityDatabase.connect(fixture.path, mode: .readOnly)
    try EditionHistory.standIn(on: standing)
    let before = try standing.rows(Self.period) { Self.words($0) }
    #expect(try standing.integer("SELECT (SELECT count(*) FROM lineage) + (SELECT count(*) FROM golden_cases)") == 0)
    #expect(try before == fixture.open().connection.rows(Self.period) { Self.words($0) })
  }

  /// (The superuser may write anything.)
  @Test(.enabled(if: getuid() != 0), arguments: [1, 2])
  func anOlderDatabaseThatCannotBeWrittenIsReadAsItIs(version: Int) throws {
    let fixture = try database(ofVersion: version)
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: fixture.path)
    let city = try fixture.open(.reading)
    #expect(try Migration.version(of: city.connection) == version)
    #expect(try city.catalog(of: city.edition(EditionSelector()), threads: 1).areas.count == 2)
    #expect(try city.edition(of: "unified", at: Instant(250))?.id == 2)
    #expect(try city.lineage(of: city.edition(2)) == [])
  }
}
