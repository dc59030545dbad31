import AreaIndex
import Diagnostics
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// What a finding runs along.
@Suite struct NamedRoadsTests {
  private func flawed() -> CheckFixture {
    var fixture = CheckFixture()
    let area = fixture.grids.lowerBound + 13
    fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: 1, by: 0, -0.5)
    return fixture
  }

  @Test func aFindingSaysWhichRoadItFollowsAndWhichStreetItIsIn() throws {
    let fixture = flawed()
    let ring = try #require(fixture.check().findings.first?.geometry.polygons.first?.exterior)
    let (left, right) = (ring.box.minX, ring.box.maxX)
    let middle = ring.box.center.y
    /// A line along the overlap, and so many metres north of it.
    func road(_ name: String, north metres: Double) -> (name: String, points: [Point]) {
      (name, [Point(left - 0.001, middle + metres / 111_000), Point(right + 0.001, middle + metres / 111_000)])
    }
    let crossing = ("Cross Lane", [Point((left + right) / 2, middle - 0.01), Point((left + right) / 2, middle + 0.01)])
    let roads = NamedRoads([
      road("Far Road", north: 150), road("和平路", north: 4), road("", north: 1), crossing,
    ])
    let finding = try #require(fixture.check(roads: roads).findings.first)
    #expect(finding.roads == ["和平路"])
    #expect(finding.streets.map(\.code) == ["440106001"])
    #expect(finding.message.english.hasSuffix("; it follows 和平路; in 440106001 S"), "\(finding.message.english)")
    #expect(finding.message.chinese.hasSuffix("；沿 和平路；位于 440106001 S"), "\(finding.message.chinese)")
    let without = try #require(fixture.check().findings.first)
    #expect(finding.areas == without.areas && without.roads.isEmpty)
  }

  @Test func whatLiesBetweenStreetsSaysSo() throws {
    var fixture = CheckFixture(columns: 6, rows: 3, side: 3)
    // The second community, and its grids, in a street of their own.
    fixture.areas.append(
      CheckSubject.Area(level: .street, code: "440106002", name: "T", geometry: fixture.areas[2].geometry))
    fixture.areas[2].parent = fixture.areas.count - 1
    // The grid left of the border reaches over it.
    let area = fixture.areas.indices.first { fixture.areas[$0].name == "G2" } ?? 0
    let box = fixture.areas[area].geometry.box
    let corner = fixture.areas[area].geometry.polygons[0].exterior.points.firstIndex { $0.x > box.maxX - 1 } ?? 0
    fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: corner, by: 3, 0)
    let overlaps = try fixture.check().findings.filter { $0.kind == .overlap && $0.level == .grid }
    #expect(!overlaps.isEmpty)
    for finding in overlaps where finding.areas.map(\.name).contains("G3") {
      #expect(Set(finding.streets.map(\.name)) == ["S", "T"], "\(finding.message.english)")
      #expect(finding.message.english.contains("; between 440106"))
    }
    // Of the areas that are streets themselves it says nothing.
    #expect(try fixture.check().findings.allSatisfy { $0.level != .street || $0.streets.isEmpty })
  }
}
