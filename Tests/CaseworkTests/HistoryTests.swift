import AreaIndex
import Casework
import CityStore
import CivilTime
import Diagnostics
import SpatialPrimitives
import Testing

/// Two editions and a thousand cases of before: what was asked then, what is asked now, and the way back.
@Suite struct HistoryTests {
  private typealias Fate = HistoryFixture.Fate
  private typealias BruteForce = HistoryFixture.BruteForce

  private let history: HistoryFixture
  private let city: CityDatabase
  private let places: [Point]
  private let (first, second): (Edition, Edition)
  private let (was, now): (BruteForce, BruteForce)

  init() throws {
    history = try HistoryFixture()
    (city, places) = (history.city, history.places)
    (first, second) = (history.first, history.second)
    (was, now) = (history.was, history.now)
  }

  @Test func asOfAnswersAreThoseOfTheirTime() throws {
    #expect(first.id != second.id)
    // What was true, and as it was known: before the second edition was put into force nobody knew of it.
    let questions: [(asOf: Int64, knownAt: Int64?, truth: BruteForce)] = [
      (1_500_000, nil, was), (2_500_000, nil, now), (2_500_000, 1_500_000, was), (1_500_000, 2_500_000, was),
      (2_500_000, 2_500_000, now),
    ]
    for (moment, known, truth) in questions {
      let edition = try city.edition(
        EditionSelector(
          asOf: Instant(milliseconds: moment), knownAt: known.map { Instant(milliseconds: $0) }))
      let catalog = try city.catalog(of: edition, threads: 1)
      for (number, place) in places.enumerated() {
        let ordinal = catalog.index.assign(place).area(at: .grid)
        let code = ordinal < 0 ? nil : catalog.areas[Int(ordinal)].code
        #expect(code == truth.code(at: place), "case \(number) at \(moment), known at \(known ?? -1)")
      }
    }
    // What was stored is what was true then.
    for (number, place) in places.enumerated() {
      #expect(try city.caseRecord(id: "C\(number)").codes[.grid] == was.code(at: place), "case \(number)")
    }
    let codes = Set(now.grids.map(\.code))
    #expect(codes.isDisjoint(with: [Fate.split, Fate.abolished] + Fate.merged))
    #expect(codes.count == 29 && now.grids.contains { $0.code == Fate.renamed && $0.name == "改名网格" })
  }

  /// Learnt long after: the borders of the second edition were true for a while before it was put into force.
  @Test func whatIsLearntLateAnswersOnBothClocks() throws {
    try city.correct(
      second, from: Instant(milliseconds: 1_400_000), to: Instant(milliseconds: 1_600_000),
      now: Instant(milliseconds: 3_000_000))
    let questions: [(asOf: Int64, knownAt: Int64?, truth: BruteForce)] = [
      (1_399_999, nil, was), (1_400_000, nil, now), (1_599_999, nil, now), (1_600_000, nil, was), (2_000_000, nil, now),
      (1_500_000, 2_999_999, was), (1_500_000, 3_000_000, now), (2_500_000, 1_500_000, was),
    ]
    for (moment, known, truth) in questions {
      let selector = EditionSelector(
        asOf: Instant(milliseconds: moment), knownAt: known.map { Instant(milliseconds: $0) })
      let catalog = try city.catalog(of: city.edition(selector), threads: 1)
      for (number, place) in places.enumerated() {
        let ordinal = catalog.index.assign(place).area(at: .grid)
        let code = ordinal < 0 ? nil : catalog.areas[Int(ordinal)].code
        #expect(code == truth.code(at: place), "case \(number) at \(moment), known at \(known ?? -1)")
      }
    }
  }

  @Test func reassigningKeepsBothAnswersAndUndoRestores() throws {
    let before = try history.dump()
    let records = try (0..<places.count).map { try city.caseRecord(id: "C\($0)") }
    let run = try city.reassignCases(to: second, now: Instant(milliseconds: 3_000_000))
    #expect(run.looked == places.count && run.changed == places.count && run.level == .grid)
    var moved: [String: Int] = [:]
    for (number, place) in places.enumerated() {
      let (old, new) = (was.code(at: place), now.code(at: place))
      let record = try city.caseRecord(id: "C\(number)")
      #expect(record.codes[.grid] == new && record.editionID == second.id, "case \(number)")
      #expect(record.updatedAt == Instant(milliseconds: 3_000_000))
      if old != new { moved["\(old ?? "-") \(new ?? "-")", default: 0] += 1 }
      let answers = try city.answers(ofCase: "C\(number)")
      #expect(answers.map(\.editionID) == [first.id, second.id])
      #expect(answers[0].codes == records[number].codes && answers[0].match == records[number].match)
      #expect(answers[1].codes == record.codes && answers[0].replacedBy == run.id)
    }
    let listed = run.moves.map { ("\($0.from.code ?? "-") \($0.to.code ?? "-")", $0.cases.count) }
    #expect(Dictionary(uniqueKeysWithValues: listed) == moved)
    #expect(run.moved == moved.values.reduce(0, +) && run.moved > 50)
    // Split, merged, redrawn and abolished: each kind moved some.
    let from = Set(run.moves.compactMap(\.from.code))
    #expect(from == Set([Fate.split, Fate.giver, Fate.abolished] + Fate.merged))

    let undone = try city.undoReassignment(to: second)
    #expect(undone.changed == places.count && undone.moves == run.moves)
    #expect(try history.dump() == before)
  }

  @Test func undoIsRefusedWhereSomethingStandsOnIt() throws {
    func refusal(_ edition: Edition) -> String? {
      do { _ = try city.undoReassignment(to: edition) } catch { return error.code }
      return nil
    }
    #expect(refusal(second) == "nothing-to-undo")
    _ = try city.reassignCases(to: second, status: "结案", now: Instant(milliseconds: 3_000_000))
    #expect(refusal(first) == "nothing-to-undo")
    let back = try city.reassignCases(to: first, now: Instant(milliseconds: 4_000_000))
    #expect(back.changed == places.indices.count { $0 % 3 == 0 })
    #expect(refusal(second) == "reassigned-since")
    #expect(refusal(first) == nil)
    _ = try city.moveCase(id: "C3", to: places[4], now: Instant(milliseconds: 5_000_000))
    let before = try history.dump()
    #expect(refusal(second) == "cases-changed-since")
    #expect(try history.dump() == before)
    let draft = try city.openDraft(of: "unified")
    #expect(throws: Fault.self) { _ = try city.reassignCases(to: draft) }
  }

  @Test func countsCarriedByCasesAreThoseOfReassigning() throws {
    var count = CaseCount(.area)
    count.roll = .case
    let rolled = try city.statistics(count)
    #expect(rolled.total == places.count && rolled.editionID == second.id)
    let sum = rolled.rows.reduce(0) { $0 + $1.cases } + rolled.rest.reduce(0) { $0 + $1.cases }
    #expect((sum - Double(places.count)).magnitude < 1e-9)
    #expect(rolled.rest.map(\.code) == [Fate.abolished] && rolled.rest[0].reason == .abolished)
    #expect(rolled.carriedByGround == rolled.rest[0].cases)
    // Where each case went is known: the shares of the lineage come from there.
    var expected: [String: Double] = [:]
    for place in places where was.code(at: place) != nil {
      if let code = now.code(at: place) { expected[code, default: 0] += 1 }
    }
    let counted = Dictionary(uniqueKeysWithValues: rolled.rows.compactMap { row in row.key.map { ($0, row.cases) } })
    #expect(Set(counted.keys) == Set(expected.keys))
    for (code, cases) in expected { #expect(((counted[code] ?? 0) - cases).magnitude < 1e-9, "\(code)") }
    for share in [RollShare.area, .household] {
      count.roll = share
      let other = try city.statistics(count)
      let sum = other.rows.reduce(0) { $0 + $1.cases } + other.rest.reduce(0) { $0 + $1.cases }
      #expect((sum - Double(places.count)).magnitude < 1e-9)
    }
    // Backwards nothing is known.
    _ = try city.reassignCases(to: second)
    count.editionID = first.id
    let backwards = try city.statistics(count)
    #expect(backwards.rest.allSatisfy { $0.reason == .notBefore })
    let rest = backwards.rest.reduce(0) { $0 + $1.cases } + (backwards.rows.first { $0.key == nil }?.cases ?? 0)
    #expect(rest == Double(places.count))
  }

  @Test func plainCountsAreThoseOfTheRows() throws {
    let days = try city.statistics(CaseCount(.day))
    #expect(days.total == 1_000 && days.rows.reduce(0) { $0 + $1.cases } == 1_000)
    // The offset is +08:00: the first day has the sixteen hours that are left of it.
    #expect(days.rows.first?.key == "1970-01-01" && days.rows.first?.cases == 16)
    #expect(days.rows.dropFirst().dropLast().allSatisfy { $0.cases == 24 })
    let categories = try city.statistics(CaseCount(.category))
    #expect(categories.rows.last?.key == nil && categories.rows.last?.cases == 143)
    #expect(categories.rows.count == 6)
    var count = CaseCount(.area)
    count.filter.status = "结案"
    let areas = try city.statistics(count)
    #expect(areas.total == 334 && areas.level == .grid)
    for row in areas.rows {
      let expected = places.indices.count { $0 % 3 == 0 && was.code(at: places[$0]) == row.key }
      #expect(row.cases == Double(expected), "\(row.key ?? "-")")
    }
    count.editionID = second.id
    #expect(try city.statistics(count).total == 0)
  }
}
