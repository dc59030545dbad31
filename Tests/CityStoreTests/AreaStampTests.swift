import AreaIndex
import SpatialDatabase
import Testing

@testable import CityStore

@Suite struct AreaStampTests {
  let fixture: CityFixture
  let city: CityDatabase
  let editions: [Edition]

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
    let first = try CityFixture.activate(CityFixture.row(["A", "B"]), at: .grid, in: city)
    let second = try CityFixture.activate(CityFixture.row(["P"]), at: .grid, of: "police", in: city)
    editions = [first, second]
  }

  private func stamps() throws -> [[UInt8]?] {
    try editions.map { edition in try AreaStamp.stamp(of: edition, in: city.connection) }
  }

  @Test func everyEditionHasItsOwn() throws {
    #expect(try AreaStamp.isKept(in: city.connection))
    let stamps = try stamps()
    #expect(stamps.allSatisfy { $0?.count == 16 })
    #expect(stamps[0] != stamps[1])
  }

  /// Each way in which SQL can change an area, with the editions (by position) whose stamp must change.
  @Test(
    arguments: [
      ("UPDATE areas SET name = 'new' WHERE code = 'A'", [0]),
      ("UPDATE areas SET geometry = geometry WHERE code = 'P'", [1]),
      ("UPDATE areas SET households = 3", [0, 1]),
      ("UPDATE areas SET edition_id = 2 WHERE code = 'A'", [0, 1]),
      ("DELETE FROM areas WHERE code = 'B'", [0]),
      ("DELETE FROM areas", [0, 1]),
      ("INSERT INTO areas (edition_id, level, code, name) VALUES (1, 'grid', 'C', '')", [0]),
      ("INSERT OR REPLACE INTO areas (id, edition_id, level, code, name) VALUES (1, 2, 'grid', 'C', '')", [0, 1]),
      ("REPLACE INTO areas (id, edition_id, level, code, name) VALUES (3, 1, 'grid', 'C', '')", [0, 1]),
      (
        """
        INSERT INTO areas (id, edition_id, level, code, name) VALUES (1, 1, 'grid', 'C', '')
        ON CONFLICT DO UPDATE SET name = excluded.name
        """, [0]
      ),
      ("UPDATE OR REPLACE areas SET id = 3 WHERE code = 'A'", [0, 1]),
      (
        """
        PRAGMA recursive_triggers = ON;
        REPLACE INTO areas (id, edition_id, level, code, name) VALUES (3, 1, 'grid', 'C', '')
        """, [0, 1]
      ),
      ("DELETE FROM editions WHERE id = 2", [1]),
      ("UPDATE editions SET note = 'x'", []),
      ("DELETE FROM areas WHERE code = 'nobody'", []),
      ("BEGIN; UPDATE areas SET name = 'x'; ROLLBACK", []),
      ("VACUUM", []),
    ] as [(String, [Int])])
  func everyChangeDrawsANewOne(sql: String, changed: [Int]) throws {
    let before = try stamps()
    try city.connection.execute("PRAGMA foreign_keys = ON")
    try city.connection.execute(sql)
    let after = try stamps()
    #expect(editions.indices.filter { before[$0] != after[$0] } == changed, "\(sql)")
  }

  @Test func aCopyOfAnEditionHasAnother() throws {
    let draft = try city.openDraft(of: "unified")
    let stamp = try AreaStamp.stamp(of: draft, in: city.connection)
    #expect(stamp != nil)
    #expect(try stamps().contains(stamp) == false)
  }

  /// A program that makes the table anew takes the triggers with it.
  @Test func lostTriggersAreFoundOut() throws {
    try city.connection.execute("DROP TRIGGER area_stamp_update")
    #expect(try !AreaStamp.isKept(in: city.connection))
    try city.connection.execute("CREATE TRIGGER area_stamp_update AFTER UPDATE ON areas BEGIN SELECT 1; END")
    #expect(try !AreaStamp.isKept(in: city.connection))
    let before = try stamps()
    let mended = try fixture.open(.writing)
    #expect(try AreaStamp.isKept(in: mended.connection))
    #expect(try zip(before, stamps()).allSatisfy { $0 != $1 })
  }
}
