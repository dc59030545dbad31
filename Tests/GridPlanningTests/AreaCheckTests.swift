import AreaIndex
import Diagnostics
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct AreaCheckTests {
  @Test(arguments: 1...4) func aPerfectCityHasNoFindings(_ seed: UInt64) throws {
    #expect(try CheckFixture(seed: seed).found() == [], "seed \(seed)")
  }

  @Test func aMovedVertexIsAnOverlapAndAGapWithTheirNeighbours() throws {
    var fixture = CheckFixture()
    let area = fixture.grids.lowerBound + 13
    // The first bend of the border below.
    fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: 1, by: 0, -0.5)
    let result = try fixture.check()
    #expect(result.counts.map(\.kind) == [.overlap])
    let finding = try #require(result.findings.first)
    #expect(finding.areas.map(\.code) == [fixture.areas[area - 9].code, fixture.areas[area].code])
    #expect(finding.severity == .error && finding.level == .grid && finding.pieces == 1)
    #expect(try #require(finding.greatestWidth) > 0.2 && finding.greatestWidth ?? 1 < 0.5)
    let place = try #require(finding.place)
    #expect(place.x > 113.9 && place.x < 114.1 && place.y > 22 && place.y < 23)
    #expect(finding.message.english.contains("overlap") && finding.message.chinese.contains("重叠"))
  }

  @Test func swappedCodesStandOutsideTheirParents() throws {
    var fixture = CheckFixture()
    let (first, second) = (fixture.grids.lowerBound, fixture.grids.lowerBound + 8)
    // As an import links them: by the code.
    (fixture.areas[first].code, fixture.areas[second].code) = (fixture.areas[second].code, fixture.areas[first].code)
    (fixture.areas[first].parent, fixture.areas[second].parent) = (
      fixture.areas[second].parent, fixture.areas[first].parent
    )
    let result = try fixture.check()
    let strays = result.findings.filter { $0.kind == .outsideParent }
    #expect(Set(strays.map { $0.areas[0].code }) == [fixture.areas[first].code, fixture.areas[second].code])
    #expect(strays.allSatisfy { $0.along.count == 1 && $0.message.english.contains("wholly outside") })
    // The places are covered, only by others.
    #expect(result.findings.count == 2)
  }

  @Test func aMissingGridLeavesItsCommunityOpen() throws {
    var fixture = CheckFixture()
    let removed = fixture.areas.remove(at: fixture.areas.count - 41)
    let findings = try fixture.check().findings
    // As wide as a grid: a hole that may be meant, but the community is not covered.
    #expect(findings.map(\.kind) == [.parentNotCovered])
    #expect(findings.first?.areas.map(\.code) == [fixture.areas[try #require(removed.parent)].code])
    var limits = CheckLimits()
    limits.gapWidth = 1000
    #expect(try fixture.check(limits: limits).findings.map(\.kind) == [.parentNotCovered, .gap])
  }

  @Test func codesAreHeldAgainstTheMajority() throws {
    var fixture = CheckFixture()
    let first = fixture.grids.lowerBound
    fixture.areas[first].code = ""
    fixture.areas[first + 1].code = fixture.areas[first + 2].code
    fixture.areas[first + 1].row = 2
    fixture.areas[first + 20].code = "44010600100A"
    let findings = try fixture.check().findings
    let duplicate = try #require(findings.first { $0.kind == .duplicateCode })
    #expect(duplicate.areas.map(\.name) == ["G1", "G2"])
    #expect(duplicate.message.english.contains(": G1 (row 2) and G2;"))
    let bad = findings.filter { $0.kind == .badCode }
    #expect(bad.map { $0.areas[0].name }.sorted() == ["G0", "G20", "G20"])
    #expect(bad.contains { $0.message.english.contains("17 digits") })
  }

  @Test func areasWithoutOneAboveAreNamed() throws {
    var fixture = CheckFixture()
    fixture.areas[fixture.grids.lowerBound + 4].parent = nil
    #expect(try fixture.found() == ["missing-parent " + fixture.areas[fixture.grids.lowerBound + 4].code])
    fixture.hasParents = false
    #expect(try fixture.found() == [])
  }

  @Test func equalShapesPartsAndSlivers() throws {
    var fixture = CheckFixture()
    fixture.hasParents = false
    let first = fixture.grids.lowerBound
    // The same ring, begun elsewhere and run the other way.
    let points = Array(fixture.areas[first].geometry.polygons[0].exterior.points.dropLast())
    let ring = Array((points[4...] + points[...4]).reversed())
    fixture.areas[first + 1].geometry = MultiPolygon([Polygon(Ring(ring))])
    let thin = [
      Point(520_000, 2_500_000), Point(520_300, 2_500_000), Point(520_300, 2_500_000.4), Point(520_000, 2_500_000),
    ]
    fixture.areas[first + 20].geometry.polygons.append(Polygon(Ring(thin)))
    let result = try fixture.check()
    let twins = try #require(result.findings.first { $0.kind == .duplicateGeometry })
    #expect(twins.areas.map(\.name) == ["G0", "G1"])
    #expect(result.findings.contains { $0.kind == .overlap && $0.areas.map(\.name) == ["G0", "G1"] })
    let sliver = try #require(result.findings.first { $0.kind == .sliver })
    #expect(sliver.areas.map(\.name) == ["G20"] && sliver.severity == .error)
    #expect((try #require(sliver.squareMetres) - 60).magnitude < 0.1)
    let parts = try #require(result.findings.first { $0.kind == .multipart })
    #expect(parts.severity == .note && parts.pieces == 2)
  }

  @Test func twoLinesForOneBorderAreOneFindingOfEachKind() throws {
    var fixture = CheckFixture(bends: 12)
    fixture.hasParents = false
    let area = fixture.grids.lowerBound + 13
    var geometry = fixture.areas[area].geometry
    for bend in 1...12 { geometry = geometry.moving(vertex: bend, by: 0, bend.isMultiple(of: 2) ? 0.3 : -0.3) }
    fixture.areas[area].geometry = geometry
    let findings = try fixture.check().findings
    #expect(findings.map(\.kind) == [.overlap, .gap])
    #expect(findings.allSatisfy { $0.pieces >= 5 && Set($0.areas.map(\.name)) == ["G4", "G13"] })
  }

  @Test func oneThreadAndThreeFindTheSameInTheSameOrder() throws {
    var fixture = CheckFixture(columns: 30, rows: 30)
    for number in 0..<40 {
      let area = fixture.grids.lowerBound + number * 22
      fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: number, by: 1, Double(number) / 10)
    }
    let alone = try fixture.check()
    #expect(alone.findings.count > 40)
    #expect(try fixture.check(threads: 3).findings == alone.findings)
  }

  @Test func aLevelAloneGivesItsOwnFindings() throws {
    var fixture = CheckFixture()
    fixture.areas[2].code = ""
    fixture.areas[fixture.grids.lowerBound].code = ""
    #expect(try fixture.check(level: .community).findings.allSatisfy { $0.level == .community })
    #expect(try fixture.check(level: .grid).areas == 54)
  }
}
