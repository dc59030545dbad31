import AreaIndex
import CityStore
import CivilTime
import Diagnostics
import TestSupport
import Testing

/// What was learnt late of a time that is over, on both clocks.
@Suite struct CityDatabaseCorrectionTests {
  let fixture: CityFixture
  let city: CityDatabase

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
  }

  private func draft(_ code: String) throws -> Edition {
    try CityFixture.write(CityFixture.row([code]), at: .grid, in: city)
    return try city.openDraft(of: "unified")
  }

  private func asOf(_ time: Int64, known: Int64? = nil) throws -> Int64? {
    try city.edition(of: "unified", at: Moment(asOf: Instant(time), knownAt: known.map { Instant($0) }))?.id
  }

  private func periods(_ edition: Edition) throws -> [String] {
    try city.periods(of: edition).filter { $0.knownTo == nil }.map { period in
      [period.validFrom, period.validTo].map { $0.map { "\($0.milliseconds)" } ?? "-" }.joined(separator: " ")
    }
  }

  /// “On 1 March we learnt that from 1 January to 1 February the border was really this.”
  @Test func aDraftCorrectsAPeriodThatIsOver() throws {
    let first = try city.activate(draft("A"), now: Instant(100))
    let second = try city.activate(draft("B"), validFrom: Instant(500), now: Instant(500))
    let third = try city.correct(draft("C"), from: Instant(300), to: Instant(600), now: Instant(900))
    #expect(third.state == .superseded && third.validFrom == Instant(300) && third.validTo == Instant(600))
    #expect(try city.activeEdition(of: "unified")?.id == second.id)
    #expect(try city.edition(second.id).validFrom == Instant(600))
    #expect(try city.edition(first.id).validTo == Instant(300))
    #expect(try city.draft(of: "unified") == nil)
    for (time, now, before) in [
      (299, first, first), (300, third, first), (499, third, first), (500, third, second), (599, third, second),
      (600, second, second), (2000, second, second),
    ] as [(Int64, Edition, Edition)] {
      #expect(try asOf(time) == now.id, "\(time)")
      #expect(try asOf(time, known: 900) == now.id, "\(time)")
      #expect(try asOf(time, known: 899) == before.id, "\(time)")
    }
    #expect(try city.edition(of: "unified", at: Moment(knownAt: Instant(950)))?.id == second.id)
  }

  @Test func anEditionThatWasInForceWasSoEarlierToo() throws {
    let first = try city.activate(draft("A"), now: Instant(100))
    let second = try city.activate(draft("B"), validFrom: Instant(500), now: Instant(500))
    #expect(try city.correct(second, from: Instant(400), to: Instant(500), now: Instant(900)).validFrom == Instant(400))
    #expect(try periods(first) == ["- 400"])
    // What meets is one period.
    #expect(try periods(second) == ["400 -"])
    #expect(try city.edition(second.id).state == .active)
    _ = try city.correct(second, from: nil, to: Instant(400), now: Instant(950))
    #expect(try periods(first).isEmpty && periods(second) == ["- -"])
    #expect(try asOf(-5) == second.id && asOf(-5, known: 940) == first.id)
    #expect(try asOf(450, known: 899) == first.id)
  }

  @Test func whatIsNotOverOrNoPeriodIsRefused() throws {
    let open = try draft("A")
    #expect(
      fault { try city.correct(open, from: nil, to: Instant(50), now: Instant(100)) }?.code == "nothing-to-correct")
    try city.activate(open, now: Instant(100))
    let second = try draft("B")
    #expect(
      fault { try city.correct(second, from: nil, to: Instant(101), now: Instant(100)) }?.code == "valid-to-too-late")
    #expect(
      fault { try city.correct(second, from: Instant(50), to: Instant(50), now: Instant(100)) }?.code == "empty-period")
    #expect(try city.edition(second.id).state == .draft)
  }

  /// Against a list of all that was said, replayed up to the time of knowing: the last word on a time counts.
  @Test(arguments: 1...20) func bothClocksAnswerWhateverWasSaid(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var deeds: [(known: Int64, from: Int64, to: Int64, edition: Int64)] = []
    var now: Int64 = 1000
    for number in 0..<8 {
      now += Int64.random(in: 1...100, using: &random)
      let editions = try city.editions()
      let active = try city.activeEdition(of: "unified")
      let isFirst = active == nil
      let edition =
        if let old = editions.randomElement(using: &random), Bool.random(using: &random) { old } else {
          try draft("E\(number)")
        }
      if isFirst || edition.state != .active && Int.random(in: 0..<3, using: &random) == 0 {
        let start = max(active?.validFrom?.milliseconds ?? 0, Int64.random(in: 0...now, using: &random))
        try city.activate(edition, validFrom: Instant(start), now: Instant(now))
        deeds.append((now, start, .max, edition.id))
      } else {
        let start = Int64.random(in: 0..<now, using: &random)
        let end = Int64.random(in: start + 1...now, using: &random)
        try city.correct(edition, from: Instant(start), to: Instant(end), now: Instant(now))
        deeds.append((now, start, end, edition.id))
      }
    }
    let ends = deeds.filter { $0.to < .max }.flatMap { [$0.to - 1, $0.to] }
    for time in Set(deeds.flatMap { [$0.from - 1, $0.from] } + ends + [now]) {
      for known in deeds.flatMap({ [$0.known - 1, $0.known] }) {
        let truth = deeds.last { $0.known <= known && $0.from <= time && time < $0.to }?.edition
        #expect(try asOf(time, known: known) == truth, "seed \(seed): as of \(time), known at \(known)")
      }
      #expect(try asOf(time) == deeds.last { $0.from <= time && time < $0.to }?.edition, "seed \(seed): \(time)")
    }
    // One open period, that of the active edition; rows and periods agree.
    for edition in try city.editions() where edition.state != .draft {
      let latest = try city.periods(of: edition).filter { $0.knownTo == nil }
      #expect(latest.contains { $0.validTo == nil } == (edition.state == .active), "seed \(seed)")
      #expect(latest.isEmpty || latest.contains { $0.validFrom == edition.validFrom && $0.validTo == edition.validTo })
    }
  }
}
