import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import SpatialDatabase
import Testing

@Suite struct CityDatabaseEditionsTests {
  let fixture: CityFixture
  let city: CityDatabase

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
  }

  private func source(_ level: Level, _ file: String) -> EditionSource {
    EditionSource(
      level: level, mode: "replace", file: file, sha256: "00", layer: nil, crs: "EPSG:4490", encoding: "GBK", rows: 2,
      importedAt: Instant(5), user: "li", program: "onegrid 1", libraries: "SQLite 3")
  }

  @Test func aSchemeHasOneDraft() throws {
    let draft = try city.openDraft(of: "police", now: Instant(7))
    #expect(draft.state == .draft)
    #expect(draft.createdAt == Instant(7))
    #expect(try city.openDraft(of: "police") == draft)
    #expect(try city.openDraft(of: "unified").id != draft.id)
    #expect(try city.schemes() == ["police", "unified"])
  }

  @Test func aDraftBeginsAsACopyOfTheActiveEdition() throws {
    try CityFixture.write(CityFixture.row(["A", "B"]), at: .street, in: city)
    let draft = try city.openDraft(of: "unified")
    let streets = try city.areas(in: draft, level: .street)
    try city.transaction { () throws(Fault) in
      let writer = try AreaWriter(city, draft: draft, level: .grid, mode: .replace)
      for (area, street) in zip(CityFixture.row(["A1", "B1"]), streets) {
        guard let id = try writer.write(area).id else { continue }
        try writer.setParent(of: id, to: street.id, code: street.code)
      }
      try city.record(source(.street, "streets.shp"), in: draft)
      try city.record(source(.grid, "grids.shp"), in: draft)
    }
    let first = try city.activate(draft)
    let copy = try city.openDraft(of: "unified")
    #expect(copy.basedOn == first.id)
    func shape(_ edition: Edition) throws -> [String] {
      try city.areas(in: edition).map { area in
        let parent = try area.parentID.flatMap { try city.area($0) }
        let link = parent.map { "\($0.code)\($0.editionID == edition.id)" } ?? "-"
        return "\(area.level) \(area.code) \(area.name) \(link) \(area.parentCode ?? "-") \(area.geometry.hashValue)"
      }
    }
    #expect(try shape(copy) == shape(first))
    #expect(try shape(copy).count == 4)
    #expect(try city.sources(of: copy) == [source(.street, "streets.shp"), source(.grid, "grids.shp")])
    #expect(try city.connection.integer("SELECT CheckSpatialIndex('areas', 'geometry')") == 1)
  }

  @Test func aLevelMayBeLeftOutOfTheCopy() throws {
    try CityFixture.write(CityFixture.row(["A"]), at: .street, in: city)
    try CityFixture.activate(CityFixture.row(["A1"]), at: .grid, in: city)
    let copy = try city.openDraft(of: "unified", leavingOut: .grid)
    #expect(try city.areaCounts(in: copy).map(\.level) == [.street])
  }

  @Test func onlyDraftsAreDiscarded() throws {
    let active = try CityFixture.activate(CityFixture.row(["1"]), at: .grid, in: city)
    let draft = try city.openDraft(of: "unified")
    #expect(fault { try city.discard(active) }?.code == "not-a-draft")
    try city.discard(draft)
    #expect(try city.editions() == [active])
    #expect(try city.connection.integer("SELECT count(*) FROM areas") == 1)
    #expect(try city.connection.integer("SELECT count(*) FROM idx_areas_geometry") == 1)
    // Its number is not given to another edition.
    #expect(try city.openDraft(of: "unified").id > draft.id)
  }

  @Test func anUnknownEditionListsThoseThereAre() throws {
    let active = try CityFixture.activate(CityFixture.row(["1"]), at: .grid, in: city)
    let unknown = fault { _ = try city.edition(77) }
    #expect(unknown?.code == "unknown-edition")
    #expect(unknown?.kind == .usage)
    #expect(unknown?.hint?.english.contains("\(active.id) (unified, active") == true)
  }
}
