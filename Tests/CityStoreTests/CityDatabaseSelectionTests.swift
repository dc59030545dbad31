import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import Testing

@Suite struct CityDatabaseSelectionTests {
  let fixture: CityFixture
  let city: CityDatabase

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
  }

  @Test func anEmptyDatabaseSaysSo() {
    let unknown = fault { _ = try city.edition(EditionSelector()) }
    #expect(unknown?.code == "unknown-edition")
    #expect(unknown?.hint?.english.contains("import") == true)
  }

  @Test func theOnlyActiveSchemeIsChosenAndAnnounced() throws {
    try CityFixture.write(CityFixture.row(["1"]), at: .grid, in: city)
    let police = try CityFixture.activate(CityFixture.row(["P"]), at: .grid, of: "police", in: city)
    let heard = Heard()
    let listener = Listener(notice: { heard.append($0.code) })
    #expect(try city.edition(EditionSelector(), listener: listener) == police)
    #expect(heard.codes == ["scheme-chosen"])
    try CityFixture.activate(CityFixture.row(["S"]), at: .grid, of: "sanitation", in: city)
    let ambiguous = fault { _ = try city.edition(EditionSelector()) }
    #expect(ambiguous?.code == "ambiguous-scheme")
    #expect(ambiguous?.hint?.english.contains("police, sanitation") == true)
    let unified = try city.activate(try city.openDraft(of: "unified"))
    #expect(try city.edition(EditionSelector(), listener: listener) == unified)
    #expect(heard.codes == ["scheme-chosen"])
    #expect(try city.edition(EditionSelector(scheme: "police")) == police)
  }

  @Test func schemesTimesAndNumbersSelect() throws {
    let first = try CityFixture.activate(CityFixture.row(["1"]), at: .grid, now: 100, in: city)
    let second = try CityFixture.activate(CityFixture.row(["2"]), at: .grid, now: 200, in: city)
    #expect(try city.edition(EditionSelector(asOf: Instant(150))).id == first.id)
    #expect(try city.edition(EditionSelector(asOf: Instant(250))).id == second.id)
    #expect(try city.edition(EditionSelector(scheme: "other", editionID: first.id)).id == first.id)
    let unknown = fault { _ = try city.edition(EditionSelector(scheme: "polise")) }
    #expect(unknown?.code == "unknown-scheme")
    #expect(unknown?.hint?.english.contains("unified") == true)
    let dated = try city.openDraft(of: "police")
    try city.activate(dated, validFrom: Instant(1_000))
    let early = fault { _ = try city.edition(EditionSelector(scheme: "police", asOf: Instant(999))) }
    #expect(early?.code == "unknown-edition")
    #expect(early?.hint?.english.contains("\(dated.id) (police, active from 1970-01-01T08:00:01+08:00)") == true)
  }
}

/// Codes of notices, in order.
private final class Heard: @unchecked Sendable {
  private(set) var codes: [String] = []
  func append(_ code: String) { codes.append(code) }
}
