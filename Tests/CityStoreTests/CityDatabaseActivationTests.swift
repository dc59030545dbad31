import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import SpatialDatabase
import Testing

@Suite struct CityDatabaseActivationTests {
  let fixture: CityFixture
  let city: CityDatabase

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
  }

  private func inForce(_ milliseconds: Int64) throws -> Int64? {
    try city.edition(of: "unified", at: Instant(milliseconds))?.id
  }

  @Test func periodsAreHalfOpenAndFollowEachOther() throws {
    let first = try CityFixture.activate(CityFixture.row(["1"]), at: .grid, now: 100, in: city)
    #expect(first.validFrom == nil)
    #expect(first.validTo == nil)
    let second = try CityFixture.activate(CityFixture.row(["2"]), at: .grid, now: 200, in: city)
    #expect(second.validFrom == Instant(200))
    #expect(try city.edition(first.id).state == .superseded)
    #expect(try city.edition(first.id).validTo == Instant(200))
    #expect(try [.min, 100, 199].allSatisfy { try inForce($0) == first.id })
    #expect(try [200, 201, .max].allSatisfy { try inForce($0) == second.id })
  }

  @Test func whatTheDraftSaysDecides() throws {
    let draft = try city.openDraft(of: "unified")
    try city.setValidFrom(Instant(50), of: draft)
    let first = try city.activate(draft, now: Instant(100))
    #expect(first.validFrom == Instant(50))
    #expect(try inForce(49) == nil)
    let second = try city.activate(try city.openDraft(of: "unified"), validFrom: Instant(300), now: Instant(100))
    #expect(second.validFrom == Instant(300))
    #expect(try inForce(299) == first.id)
    let early = fault {
      try city.activate(try city.openDraft(of: "unified"), validFrom: Instant(299), now: Instant(100))
    }
    #expect(early?.code == "valid-from-too-early")
    #expect(try city.activeEdition(of: "unified") == second)
  }

  @Test func aSupersededEditionIsTheWayBack() throws {
    let first = try CityFixture.activate(CityFixture.row(["1"]), at: .grid, now: 100, in: city)
    let second = try CityFixture.activate(CityFixture.row(["2"]), at: .grid, now: 200, in: city)
    let back = try city.activate(first, now: Instant(300))
    #expect(back.state == .active)
    #expect(back.validFrom == Instant(300))
    #expect(try city.edition(second.id).state == .superseded)
    #expect(try inForce(150) == first.id)
    #expect(try inForce(250) == second.id)
    #expect(try inForce(350) == first.id)
    #expect(fault { try city.activate(back) }?.code == "already-active")
  }

  @Test func duplicateAndBlankCodesAreRefusedAndListed() throws {
    try CityFixture.write(CityFixture.row(["1", "2", "2", "", " \u{3000}"]), at: .grid, in: city)
    let draft = try city.openDraft(of: "unified")
    #expect(
      try city.codeFindings(in: draft).map { "\($0.level) “\($0.code)” \($0.areas)" } == ["grid “” 2", "grid “2” 2"])
    let refused = fault { try city.activate(draft) }
    #expect(refused?.code == "duplicate-code")
    #expect(refused?.kind == .data)
    #expect(refused?.what.english.contains("grid/2 ×2") == true)
    #expect(refused?.what.english.contains("grid/(blank) ×2") == true)
    #expect(try city.edition(draft.id).state == .draft)
    #expect(try city.activate(draft, acceptFindings: true).state == .active)
  }

  @Test func aBlankCodeAloneHasItsOwnName() throws {
    try CityFixture.write(CityFixture.row(["1", ""]), at: .grid, in: city)
    #expect(fault { try city.activate(try city.openDraft(of: "unified")) }?.code == "blank-code")
  }
}
