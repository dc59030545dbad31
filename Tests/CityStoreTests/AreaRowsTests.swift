import AreaIndex
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import TestSupport
import Testing

@testable import CityStore

@Suite struct AreaRowsTests {
  let fixture: CityFixture
  let city: CityDatabase
  private let codes = (0..<2_300).map { "G\($0)" }

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
    try CityFixture.write(CityFixture.row(["A", "B"]), at: .street, in: city)
    try CityFixture.write(CityFixture.row(codes, parent: "A"), at: .grid, in: city)
  }

  private func stretches() throws -> [AreaRows.Stretch] {
    let edition = try city.edition(1)
    return try [Level.street, .grid].map { level in
      let ids = try city.connection.rows("SELECT id FROM areas WHERE level = ? ORDER BY id", [.text(level.name)]) {
        $0.integer(0) ?? 0
      }
      return AreaRows.Stretch(level: level, edition: edition, ids: ids)
    }
  }

  @Test(arguments: [1, 2, 3, 8]) func severalThreadsReadWhatOneReads(threads: Int) throws {
    let stretches = try stretches()
    let parts = try #require(try AreaRows.readApart(stretches, of: city.connection, threads: threads))
    #expect(parts.count == threads)
    for (number, stretch) in stretches.enumerated() {
      var alone: [AreaRows.Row] = []
      try AreaRows.read(stretch.ids[...], of: city.connection) { alone.append($0) }
      let together = parts.flatMap { $0[number] }
      #expect(together.map(\.id) == stretch.ids)
      #expect(together.map(\.code) == alone.map(\.code))
      #expect(together.map(\.parentCode) == alone.map(\.parentCode))
      #expect(together.map(\.geometry) == alone.map(\.geometry))
    }
  }

  /// What is not committed only its own connection sees, and another must not answer in its stead.
  @Test func aStateThatOthersDoNotSeeIsReadByOne() throws {
    let stretches = try stretches()
    try city.transaction { () throws(Fault) in
      #expect(try AreaRows.readApart(stretches, of: city.connection, threads: 2) != nil)
      try city.connection.execute("UPDATE areas SET name = '新' WHERE code = 'G7'")
      let catalog = try city.catalog(of: city.edition(1), threads: 4)
      #expect(catalog.areas.first { $0.code == "G7" }?.name == "新")
      #expect(try AreaRows.readApart(stretches, of: city.connection, threads: 2) == nil)
    }
  }

  @Test func catalogsOfOneThreadAndManyAreTheSame() throws {
    let one = try city.catalog(of: city.edition(1), threads: 1)
    try city.connection.execute("UPDATE areas SET name = name WHERE code = 'A'")
    let many = try city.catalog(of: city.edition(1), threads: 4)
    #expect(Array(one.areas) == Array(many.areas))
    #expect(one.index.sizes.map(\.bytes) == many.index.sizes.map(\.bytes))
  }
}
