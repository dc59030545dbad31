import Diagnostics
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// Nets of a few rectangles, whose answer can be told by hand; and nets that are not as they should be.
@Suite struct UnifierPlaceTests {
  private func rectangle(_ left: Double, _ right: Double, _ bottom: Double = 0, _ top: Double = 100) -> MultiPolygon {
    let (x, y) = (500_000.0, 2_500_000.0)
    return MultiPolygon([
      Polygon(
        Ring([
          Point(x + left, y + bottom), Point(x + right, y + bottom), Point(x + right, y + top),
          Point(x + left, y + top),
          Point(x + left, y + bottom),
        ]))
    ])
  }

  private func scheme(_ name: String, _ grids: [(String, MultiPolygon)], households: Double? = nil)
    -> UnificationSubject.Scheme
  {
    UnificationSubject.Scheme(
      name: name, grids: grids.map { UnificationSubject.Grid(code: $0.0, households: households, shapes: [$0.1]) })
  }

  private func subject(_ schemes: [UnificationSubject.Scheme]) throws -> UnificationSubject {
    UnificationSubject(
      communities: [.init(code: "440106001001", name: "甲", geometry: rectangle(0, 400))], schemes: schemes,
      coordinateSystem: try UnificationFixture.metres.get())
  }

  @Test func aShiftedLineIsOneDispute() throws {
    // The second department draws the line 60 m farther east.
    let subject = try subject([
      scheme("one", [("a", rectangle(0, 200)), ("b", rectangle(200, 400))], households: 100),
      scheme("two", [("p", rectangle(0, 260)), ("q", rectangle(260, 400))]),
    ])
    let cases = [Point(500_230, 2_500_050), Point(500_300, 2_500_050)].map { CountedPlace($0) }
    let result = try Unifier.run(subject, UnificationRequest(), cases: cases)
    #expect(result.elements.map(\.code) == ["440106001001E001", "440106001001E002", "440106001001E003"])
    #expect(result.elements.map(\.grids) == [[0, 0], [1, 0], [1, 1]])
    #expect(result.elements.map { $0.households.rounded() } == [100, 30, 70])
    #expect(
      result.grids.map(\.code) == ["440106001001001", "440106001001002"] && result.elements.map(\.grid) == [0, 1, 1])
    #expect(result.grids.map(\.name) == ["甲第1网格", "甲第2网格"])
    #expect(result.conflicts.count == 1)
    let conflict = try #require(result.conflicts.first)
    #expect(
      conflict.kind == .disputed && conflict.elements == [1] && conflict.grid == 1 && conflict.claims == [[1], [0]])
    #expect(conflict.keeps == [0] && conflict.ground == .priority && conflict.cases == 1)
    #expect((conflict.squareMetres / 6000 - 1).magnitude < 1e-3)
    // p is two elements: 200 of 260 and 60 of 260.
    let rows = result.crosswalk.filter { $0.scheme == 1 && $0.oldGrid == 0 }
    #expect(rows.count == 2 && (rows[1].shares.area - 60.0 / 260).magnitude < 1e-6 && rows[1].shares.cases == 1)
    #expect(result.schemes.map(\.whole) == [2, 1])
    // With the other department first the line is the other one.
    let swapped = try Unifier.run(
      UnificationSubject(
        communities: subject.communities, schemes: subject.schemes.reversed(),
        coordinateSystem: subject.coordinateSystem),
      UnificationRequest())
    #expect(swapped.elements.map(\.grid) == [0, 0, 1])
  }

  @Test func aSliverGoesWithTheSchemeOfTheHighestPriority() throws {
    let subject = try subject([
      scheme("one", [("a", rectangle(0, 200)), ("b", rectangle(200, 400))]),
      scheme("two", [("p", rectangle(0, 201)), ("q", rectangle(201, 400))]),
    ])
    let result = try Unifier.run(subject, UnificationRequest())
    #expect(result.elements.map(\.grids) == [[0, 0], [1, 1]] && result.conflicts.isEmpty)
    let sliver = try #require(result.slivers.first)
    #expect(result.slivers.count == 1 && sliver.grids == [1, 0] && sliver.element == 1 && sliver.place == .beside)
    // What it was stays in the crosswalk.
    let row = try #require(result.crosswalk.first { $0.scheme == 1 && $0.oldGrid == 0 && $0.element == 1 })
    #expect((row.shares.area - 1.0 / 201).magnitude < 1e-6)
  }

  @Test func aCommunityNarrowerThanTheToleranceKeepsItsSliver() throws {
    var subject = try subject([
      scheme("one", [("a", rectangle(0, 400))]), scheme("two", [("p", rectangle(-10, 410))]),
    ])
    subject.communities.append(.init(code: "440106001002", name: "乙", geometry: rectangle(400, 403)))
    let result = try Unifier.run(subject, UnificationRequest())
    #expect(result.slivers.map(\.place) == [.left] && result.elements.count == 2 && result.grids.count == 2)
  }

  @Test func aSliverWithNothingBesideItGoesToTheNearestOfItsCommunity() throws {
    var subject = try subject([
      scheme("one", [("a", rectangle(0, 200)), ("b", rectangle(200, 450))]),
      scheme("two", [("p", rectangle(0, 450))]),
    ])
    // A strip of shore, two metres wide, ten metres off.
    subject.communities[0].geometry.polygons += rectangle(410, 412).polygons
    let result = try Unifier.run(subject, UnificationRequest())
    #expect(result.slivers.map(\.place) == [.apart] && result.slivers.map(\.element) == [1])
    #expect(result.elements.map(\.geometry.polygons.count) == [1, 2] && result.grids.count == 2)
    #expect((result.elements[1].squareMetres / 20_200 - 1).magnitude < 1e-3)
    try UnifierTests.check(subject, result, sliverWidth: 5, "shore")
    // Where all of a community is narrow its largest piece leads.
    subject.communities.append(
      .init(
        code: "440106001002", name: "乙",
        geometry: MultiPolygon(rectangle(420, 423).polygons + rectangle(430, 434).polygons)))
    let narrow = try Unifier.run(subject, UnificationRequest())
    #expect(narrow.slivers.count { $0.place == .left } == 1 && narrow.slivers.count == 3 && narrow.elements.count == 3)
    #expect(narrow.slivers.first { $0.place == .left }.map { ($0.squareMetres / 400 - 1).magnitude < 0.01 } ?? false)
  }

  @Test func netsWithHolesOverlapsAndEndsOutsideAreTold() throws {
    let subject = try subject([
      // A hole from 150 to 250, and an overlap from 300 to 320; the last grid ends 50 m outside.
      scheme("one", [("a", rectangle(0, 150)), ("b", rectangle(250, 320)), ("c", rectangle(300, 450))]),
      scheme("two", [("p", rectangle(0, 400))]),
    ])
    let result = try Unifier.run(subject, UnificationRequest())
    let summary = result.schemes[0]
    #expect((summary.uncovered / 10_000 - 1).magnitude < 1e-3)
    #expect((summary.overlapping / 2000 - 1).magnitude < 1e-3)
    #expect((summary.outside / 5000 - 1).magnitude < 1e-3)
    #expect(Set(result.conflicts.map(\.kind)) == [.uncovered, .overlap])
    try UnifierTests.shares(subject, result, "holes")
    let outside = try #require(result.crosswalk.first { $0.scheme == 0 && $0.element == nil })
    // c gave its overlap with b to b, whose code comes first.
    #expect(outside.oldGrid == 2 && (outside.shares.area - 50.0 / 130).magnitude < 1e-6)
    #expect(result.elements.count == 5 && result.grids.count == 3)
  }

  @Test func aTargetNeedsHouseholds() throws {
    let subject = try subject([
      scheme("one", [("a", rectangle(0, 400))]), scheme("two", [("p", rectangle(0, 400))]),
    ])
    var request = UnificationRequest()
    request.targetHouseholds = 300
    let fault = #expect(throws: Fault.self) { try Unifier.run(subject, request) }
    #expect(fault?.code == "no-households" && fault?.kind == .data)
    let homes = [CountedPlace(Point(500_100, 2_500_050), count: 290), CountedPlace(Point(600_000, 2_500_050))]
    let result = try Unifier.run(subject, request, households: homes)
    #expect(result.householdSource == .places(outside: 1) && result.grids.map(\.households) == [290])
    #expect(result.withinTolerance == 1 && result.reasons.isEmpty)
  }
}
