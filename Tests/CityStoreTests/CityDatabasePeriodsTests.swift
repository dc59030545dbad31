import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import Testing

/// What was in force, and what was known of that: two clocks.
@Suite struct CityDatabasePeriodsTests {
  let fixture: CityFixture
  let city: CityDatabase

  /// Edition 1 from the beginning, known from 100 on; edition 2 put into force at 500 for the time from 300 on, 3 at 700
  /// for that from 600 on; and 1 again at 900 from 1000 on.
  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
    let first = try CityFixture.activate(CityFixture.row(["A"]), at: .grid, now: 100, in: city)
    try CityFixture.write(CityFixture.row(["B"]), at: .grid, in: city)
    try city.activate(try city.openDraft(of: "unified"), validFrom: Instant(300), now: Instant(500))
    try CityFixture.write(CityFixture.row(["C"]), at: .grid, in: city)
    try city.activate(try city.openDraft(of: "unified"), validFrom: Instant(600), now: Instant(700))
    try city.activate(city.edition(first.id), validFrom: Instant(1000), now: Instant(900))
  }

  /// What a table of everything that was done, replayed up to `known`, says of `asOf`.
  private func expected(_ asOf: Int64, _ known: Int64) -> Int64? {
    let deeds: [(known: Int64, from: Int64, edition: Int64)] = [
      (100, .min, 1), (500, 300, 2), (700, 600, 3), (900, 1000, 1),
    ]
    return deeds.filter { $0.known <= known && $0.from <= asOf }.last?.edition
  }

  @Test func bothClocksAnswer() throws {
    let times: [Int64] = [-1000, 99, 100, 299, 300, 301, 499, 500, 599, 600, 699, 700, 899, 900, 999, 1000, 5000]
    for asOf in times {
      for known in times {
        let found = try city.edition(of: "unified", at: Moment(asOf: Instant(asOf), knownAt: Instant(known)))
        #expect(found?.id == expected(asOf, known), "as of \(asOf), known at \(known)")
      }
      #expect(try city.edition(of: "unified", at: Instant(asOf))?.id == expected(asOf, .max))
    }
    // Without a time in the world: what was active then.
    for known in times {
      let found = try city.edition(of: "unified", at: Moment(knownAt: Instant(known)))
      #expect(found?.id == expected(.max, known), "known at \(known)")
    }
  }

  @Test func periodsAreNeverLost() throws {
    func words(_ id: Int64) throws -> [String] {
      try city.periods(of: city.edition(id)).map { period in
        [period.validFrom, period.validTo, period.knownFrom, period.knownTo].map {
          $0.map { "\($0.milliseconds)" } ?? "-"
        }
        .joined(separator: " ")
      }
    }
    #expect(try words(1) == ["- - 100 500", "- 300 500 -", "1000 - 900 -"])
    #expect(try words(2) == ["300 - 500 700", "300 600 700 -"])
    #expect(try words(3) == ["600 - 700 900", "600 1000 900 -"])
  }

  @Test func whatChoosesEditionsMindsBothClocks() throws {
    func code(_ selector: EditionSelector) throws -> String? {
      try city.areas(in: city.edition(selector)).first?.code
    }
    #expect(try code(EditionSelector()) == "A")
    #expect(try code(EditionSelector(knownAt: Instant(800))) == "C")
    #expect(try code(EditionSelector(asOf: Instant(400))) == "B")
    #expect(try code(EditionSelector(asOf: Instant(400), knownAt: Instant(450))) == "A")
    let before = fault { _ = try city.edition(EditionSelector(knownAt: Instant(50))) }
    #expect(before?.code == "unknown-edition")
    #expect(before?.what.english.contains("as was known at 1970-01-01") == true)
    #expect(fault { _ = try city.edition(EditionSelector(asOf: Instant(5), knownAt: Instant(50))) }?.kind == .usage)
  }

  @Test func aDepartmentIsCompletedByWhatWasKnownThen() throws {
    try CityFixture.write(CityFixture.row(["P"]), at: .unit, of: "police", in: city)
    let police = try city.activate(try city.openDraft(of: "police"), now: Instant(100))
    func upper(_ moment: Moment) throws -> Int64? { try city.editionsByLevel(of: police, at: moment).first?.1.id }
    #expect(try upper(.now) == 1)
    #expect(try upper(Moment(asOf: Instant(400))) == 2)
    #expect(try upper(Moment(asOf: Instant(400), knownAt: Instant(200))) == 1)
    #expect(try upper(Moment(knownAt: Instant(600))) == 2)
  }
}
