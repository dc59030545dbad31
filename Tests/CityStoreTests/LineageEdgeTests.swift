import AreaIndex
import CityStore
import Diagnostics
import Testing

@Suite struct LineageEdgeTests {
  let fixture: CityFixture
  let city: CityDatabase
  let draft: Edition

  init() throws {
    fixture = try CityFixture()
    city = try fixture.open()
    try CityFixture.activate(CityFixture.row(["A", "B"]), at: .grid, in: city)
    draft = try city.openDraft(of: "unified")
  }

  private let edges = [
    LineageEdge(level: .grid, from: nil, to: "N", areaShare: 0),
    LineageEdge(level: .grid, from: "A", to: "A1", areaShare: 0.25, householdShare: 0.5, caseShare: 0.125),
    LineageEdge(level: .grid, from: "A", to: "A2", areaShare: 0.75, householdShare: 0.5, caseShare: 0.875),
    LineageEdge(level: .grid, from: "B", to: nil, areaShare: 1),
  ]

  @Test func edgesAreKeptInOrderOfLevelAndCode() throws {
    let street = LineageEdge(level: .street, from: "S", to: "T", areaShare: 1)
    try city.writeLineage(edges.reversed() + [street], of: draft)
    #expect(try city.lineage(of: draft) == [street] + edges)
    try city.activate(draft)
    #expect(try city.lineage(of: draft) == [street] + edges)
    #expect(try city.lineage(of: city.edition(1)) == [])
  }

  @Test func theLaterWordHolds() throws {
    try city.writeLineage(edges, of: draft)
    var changed = edges
    changed[1].areaShare = 0.5
    changed[3].caseShare = 1
    changed[0].areaShare = 0
    try city.writeLineage([changed[0], changed[1], changed[3]], of: draft)
    #expect(try city.lineage(of: draft) == changed)
    try city.forgetLineage(of: draft, level: .street)
    #expect(try city.lineage(of: draft) == changed)
    try city.forgetLineage(of: draft, level: .grid)
    #expect(try city.lineage(of: draft) == [])
  }

  @Test func onlyADraftTakesLineageAndOnlySound() throws {
    #expect(fault { try city.writeLineage(edges, of: city.edition(1)) }?.code == "not-a-draft")
    for bad in [
      LineageEdge(level: .grid, from: nil, to: nil, areaShare: 0),
      LineageEdge(level: .grid, from: "", to: "A", areaShare: 0),
      LineageEdge(level: .grid, from: "A", to: "B", areaShare: 1.5),
      LineageEdge(level: .grid, from: "A", to: "B", areaShare: .nan),
      LineageEdge(level: .grid, from: "A", to: "B", areaShare: 1, caseShare: -0.1),
    ] {
      #expect(fault { try city.writeLineage(edges + [bad], of: draft) }?.code == "bad-lineage")
    }
    #expect(try city.lineage(of: draft) == [])
  }

  @Test func aDiscardedDraftTakesItsLineageAlong() throws {
    try city.writeLineage(edges, of: draft)
    try city.discard(draft)
    #expect(try city.connection.integer("SELECT count(*) FROM lineage") == 0)
  }
}
