import CoverageTopology
import Diagnostics
import Foundation
import GEOSOperations
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// Six nets as one: what must be true of every unification, on seeded cities.
@Suite struct UnifierTests {
  /// Held against GEOS and plain sums.
  ///
  /// - Parameter slack: of areas, as a fraction. Where borders lie within a millionth of one another GEOS snaps them.
  static func check(
    _ subject: UnificationSubject, _ result: Unification, sliverWidth: Double, slack: Double = 1e-9, _ note: String
  ) throws {
    let geos = try GEOSContext()
    // Elements tile their communities, grids too; all are valid, and grids hang together.
    for (community, place) in subject.communities.enumerated() {
      let whole = place.geometry.planarArea
      let own = result.elements.filter { $0.community == community }.map(\.geometry)
      let grids = result.grids.filter { $0.community == community }.map(\.geometry)
      for shapes in [own, grids] {
        #expect((shapes.reduce(0) { $0 + $1.planarArea } - whole).magnitude <= 1e-9 * whole, "\(note), \(place.code)")
        #expect((try geos.intersectionArea(geos.union(shapes), place.geometry) - whole).magnitude <= slack * whole)
        for shape in shapes { #expect(try geos.flaw(in: shape) == nil, "\(note), \(place.code)") }
      }
    }
    for (number, element) in result.elements.enumerated() {
      #expect(result.grids[element.grid].elements.contains(number))
      #expect(result.grids[element.grid].community == element.community)
      let isApart = result.slivers.contains { $0.element == number && $0.place == .apart }
      #expect(element.geometry.polygons.count == 1 || isApart, "\(note), \(element.code)")
    }
    #expect(Set(result.elements.map(\.code)).count == result.elements.count)
    #expect(Set(result.grids.map(\.code)).count == result.grids.count)
    // An old grid is the union of its elements, without the slivers that came in and with those that went out.
    for (scheme, content) in subject.schemes.enumerated() {
      for (number, grid) in content.grids.enumerated() {
        var sum = 0.0
        for element in result.elements where element.grids[scheme] == number { sum += element.geometry.planarArea }
        for sliver in result.slivers {
          let (was, became) = (sliver.grids[scheme] == number, result.elements[sliver.element].grids[scheme] == number)
          if was, !became { sum += sliver.geometry.planarArea }
          if !was, became { sum -= sliver.geometry.planarArea }
        }
        let inside = try grid.shapes.reduce(0) { total, shape in
          try subject.communities.filter { $0.geometry.box.intersects(shape.box) }.reduce(total) {
            try $0 + geos.intersectionArea(shape, $1.geometry)
          }
        }
        #expect((sum - inside).magnitude <= slack * max(inside, 1), "\(note), \(grid.code): \(sum) of \(inside)")
      }
    }
    try shares(subject, result, note)
    // No element is narrower than the tolerance but the slivers that are listed as left; of those in pieces the largest.
    let left = Set(result.slivers.filter { $0.place == .left }.map(\.element))
    for (number, element) in result.elements.enumerated() where !left.contains(number) {
      for polygon in element.geometry.polygons.max(by: { $0.planarArea < $1.planarArea }).map({ [$0] }) ?? [] {
        let perimeter = polygon.rings.reduce(0) { sum, ring in
          zip(ring.points, ring.points.dropFirst()).reduce(sum) { $0 + hypot($1.1.x - $1.0.x, $1.1.y - $1.0.y) }
        }
        // The largest circle is at least so wide.
        let metres = subject.coordinateSystem.metresPerUnit
        if 2 * polygon.planarArea / perimeter * metres >= sliverWidth { continue }
        let circle = try #require(InscribedCircle(in: polygon))
        #expect(circle.diameter * metres >= sliverWidth * 0.97, "\(note), \(element.code)")
      }
    }
  }

  static func shares(_ subject: UnificationSubject, _ result: Unification, _ note: String) throws {
    struct Key: Hashable {
      var scheme: Int
      var number: Int?
    }
    func check(_ sums: [Key: Double]) {
      for (key, sum) in sums { #expect((sum - 1).magnitude <= 1e-12, "\(note), \(key): \(sum)") }
    }
    for path in [\CrosswalkRow.Shares.area, \.households, \.cases] {
      var (old, new): ([Key: Double], [Key: Double]) = ([:], [:])
      for row in result.crosswalk {
        old[Key(scheme: row.scheme, number: row.oldGrid), default: 0] += row.shares[keyPath: path]
        new[Key(scheme: row.scheme, number: row.newGrid), default: 0] += row.ofNew[keyPath: path]
      }
      check(old)
      check(new)
    }
    for (scheme, content) in subject.schemes.enumerated() {
      let rows = result.crosswalk.filter { $0.scheme == scheme }
      #expect(Set(rows.compactMap(\.oldGrid)).count == content.grids.count, "\(note): every old grid is there")
      #expect(Set(rows.compactMap(\.newGrid)).count == result.grids.count, "\(note): every new grid is there")
    }
  }

  @Test(arguments: [1, 2] as [UInt64]) func sixNets(_ seed: UInt64) throws {
    let fixture = UnificationFixture(seed: seed)
    var request = UnificationRequest()
    request.sliverWidth = 4
    let result = try fixture.unified(request)
    #expect(!result.slivers.isEmpty && !result.conflicts.isEmpty)
    try Self.check(try fixture.subject(), result, sliverWidth: 4, "seed \(seed)")
    // Without a target as many grids as the first scheme has, and none of its grids is broken.
    #expect(result.grids.count == fixture.schemes[0].grids.count)
    #expect(result.schemes[0].whole == result.schemes[0].grids)
  }

  @Test func aTargetOfHouseholds() throws {
    let fixture = UnificationFixture(seed: 3)
    var request = UnificationRequest()
    request.sliverWidth = 4
    request.targetHouseholds = 240
    request.tolerance = 0.2
    let result = try fixture.unified(request)
    try Self.check(try fixture.subject(), result, sliverWidth: 4, "target")
    let all = fixture.schemes[0].grids.reduce(0) { $0 + ($1.households ?? 0) }
    #expect((result.grids.reduce(0) { $0 + $1.households } - all).magnitude < 1e-6)
    #expect(result.withinTolerance == result.grids.count { ($0.households / 240 - 1).magnitude <= 0.2 + 1e-9 })
    #expect(result.grids.count == result.withinTolerance || !result.reasons.isEmpty)
    for grid in result.grids { #expect(grid.geometry.polygons.count == 1) }
  }

  @Test func threadsChangeNothing() throws {
    let fixture = UnificationFixture(seed: 4, columns: 8)
    var random = SeededGenerator(seed: 4)
    let cases = (0..<200).map { _ in
      CountedPlace(
        Point(.random(in: 500_000...500_800, using: &random), .random(in: 2_500_000...2_500_800, using: &random)))
    }
    let (one, four) = (try fixture.unified(cases: cases), try fixture.unified(cases: cases, threads: 4))
    #expect(one.crosswalk == four.crosswalk)
    #expect(one.grids.map(\.code) == four.grids.map(\.code) && one.grids.map(\.geometry) == four.grids.map(\.geometry))
    #expect(one.conflicts.map(\.elements) == four.conflicts.map(\.elements))
    // Each case is counted once, where exact containment says.
    #expect(one.elements.reduce(0) { $0 + $1.cases } <= 200)
    for element in one.elements {
      let inside = cases.count { element.geometry.location(of: $0.point) == .inside }
      let border = cases.count { element.geometry.location(of: $0.point) == .boundary }
      #expect(Int(element.cases) >= inside && Int(element.cases) <= inside + border)
    }
  }

  @Test func netsThatAgreeHaveNoConflict() throws {
    var fixture = UnificationFixture(seed: 5, schemes: 1)
    var again = fixture.schemes[0]
    again.name = "again"
    fixture.schemes.append(again)
    let finer = fixture.schemes[0]
    let result = try fixture.unified()
    #expect(result.conflicts.isEmpty && result.slivers.isEmpty)
    #expect(result.elements.count == finer.grids.count && result.grids.count == finer.grids.count)
    #expect(result.crosswalk.allSatisfy { $0.shares.area == 1 && $0.ofNew.area == 1 })
  }
}
