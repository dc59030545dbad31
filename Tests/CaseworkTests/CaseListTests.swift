import AreaIndex
import Casework
import CityStore
import CivilTime
import Diagnostics
import SpatialDatabase
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct CaseListTests {
  let fixture: CaseFixture
  var city: CityDatabase { fixture.city }

  init() throws { fixture = try CaseFixture(cases: 300) }

  /// Every page of an answer, put together.
  private func all(_ filter: CaseFilter, limit: Int) throws -> (total: Int, ids: [String]) {
    var ids: [String] = []
    var cursor: String?
    var total = 0
    repeat {
      let page = try city.cases(matching: filter, limit: limit, after: cursor)
      #expect(page.cases.count <= limit)
      total = page.total
      ids += page.cases.map(\.id)
      cursor = page.next
    } while cursor != nil
    return (total, ids)
  }

  @Test(arguments: [1, 7, 100, 300, 1000])
  func pagesMakeTheWhole(limit: Int) throws {
    let (total, ids) = try all(CaseFilter(), limit: limit)
    #expect(total == 300)
    #expect(ids == (0..<300).map { "C\($0)" })
  }

  @Test func aCaseSavedMeanwhileNeitherRepeatsNorHidesOne() throws {
    let first = try city.cases(matching: CaseFilter(), limit: 290)
    try city.connection.run(
      "INSERT INTO cases (id, match, first_saved_at, updated_at) VALUES ('new', 'outside', 0, 0)", [])
    let second = try city.cases(matching: CaseFilter(), limit: 290, after: first.next)
    #expect(second.cases.map(\.id) == (290..<300).map { "C\($0)" } + ["new"])
    #expect(second.next == nil)
  }

  @Test func everyConditionHolds() throws {
    let whole = try city.cases(matching: CaseFilter(), limit: 1000).cases
    let code = try #require(whole[0].codes[.community] ?? whole.lazy.compactMap { $0.codes[.community] }.first)
    let box = Box(around: [fixture.places[1], fixture.places[2]])
    let questions: [(CaseFilter, (CaseRecord) -> Bool)] = [
      (CaseFilter(area: .init(level: .community, code: code)), { $0.codes[.community] == code }),
      (CaseFilter(area: .init(level: .community, code: code, scheme: "police")), { _ in false }),
      (CaseFilter(status: "结案"), { $0.status == "结案" }),
      (CaseFilter(category: "类3"), { $0.category == "类3" }),
      (
        CaseFilter(from: Instant(milliseconds: 600_000), to: Instant(milliseconds: 1_200_000)),
        { (600_000..<1_200_000).contains($0.reportedAt!.milliseconds) }
      ),
      (CaseFilter(box: box), { box.contains(Point($0.lon!, $0.lat!)) }),
      (
        CaseFilter(area: .init(level: .community, code: code), status: "处置中", category: "类1", box: box),
        {
          $0.codes[.community] == code && $0.status == "处置中" && $0.category == "类1"
            && box.contains(Point($0.lon!, $0.lat!))
        }
      ),
    ]
    for (filter, holds) in questions {
      let (total, ids) = try all(filter, limit: 11)
      #expect(ids == whole.filter(holds).map(\.id))
      #expect(total == ids.count)
    }
  }

  /// The cases within a community's polygons are those that were assigned to it: no other point lies on its border.
  @Test func withinIsExact() throws {
    let edition = try city.edition(EditionSelector())
    let communities = try city.areas(in: edition, level: .community)
    let both = [communities[3], communities[8]]
    let (total, ids) = try all(CaseFilter(within: both.map(\.geometry)), limit: 5)
    let whole = try city.cases(matching: CaseFilter(), limit: 1000).cases
    #expect(ids == whole.filter { record in both.contains { $0.code == record.codes[.community] } }.map(\.id))
    #expect(total == ids.count && total > 0)
  }

  @Test func whatIsNotThereIsSaid() throws {
    #expect(throws: Fault.self) { _ = try city.cases(matching: CaseFilter(), limit: 1, after: "x") }
    let refusal = #expect(throws: Fault.self) { _ = try city.caseRecord(id: "nobody's") }
    #expect(refusal?.code == "unknown-case")
    #expect(refusal?.kind == .usage)
  }
}
