import AreaIndex
import CityStore
import Diagnostics
import Foundation
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

/// Changes at random, one on the other: whatever was split, merged and moved, the draft fits at every level, no ground and
/// no household is lost, and all that each area of before became adds up to it.
@Suite struct RandomRevisionTests {
  private static let steps = ProcessInfo.processInfo.environment["ONEGRID_SOAK"] == nil ? 14 : 150

  @Test(arguments: UInt64(1)...3) func aRandomHistoryAddsUp(seed: UInt64) throws {
    let fixture = try RevisionFixture()
    let city = fixture.city
    var random = SeededGenerator(seed: seed)
    var done: [String: Int] = [:]
    for step in 0..<Self.steps {
      let draft = try city.openDraft(of: "unified")
      var grids: [AreaRecord] = []
      try city.forEachArea(in: draft, level: .grid) { (area) throws(Fault) in grids.append(area) }
      let grid = grids[Int.random(in: grids.indices, using: &random)]
      let beside = grids.filter { $0.id != grid.id && $0.parentID == grid.parentID && touch($0, grid) }
      let revision: Revision
      switch (Int.random(in: 0..<4, using: &random), beside.randomElement(using: &random)) {
      case (0, let other?): revision = .merge(areas: [grid.code, other.code], code: nil, name: nil)
      case (1, let other?):
        let patch = self.patch(near: shared(grid, other, &random), 20...120, &random)
        revision = .move(from: grid.code, to: other.code, ground: Drawing(polygons: [patch]))
      case (2, _):
        let polygons = [patch(near: grid.geometry.box.center, 40...200, &random)]
        revision = .split(area: grid.code, by: Drawing(polygons: polygons), codes: [], names: [])
      default:
        revision = .split(area: grid.code, by: line(across: grid.geometry.box, &random), codes: [], names: [])
      }
      do {
        _ = try fixture.revise(revision)
        done[revision.word, default: 0] += 1
      } catch let fault as Fault {
        let isFair = ["drawing-does-not-divide", "ground-not-in-area", "nothing-left"].contains(fault.code)
        #expect(isFair, "seed \(seed), step \(step): \(fault)")
      }
    }
    #expect(done.count == 3 || Self.steps < 20, "\(done)")
    #expect(done.values.reduce(0, +) > Self.steps / 2)
    #expect(try fixture.errors() == [], "seed \(seed)")
    try fixture.expectWholeLineage("seed \(seed)")
    var (households, ground) = (0.0, 0.0)
    try city.forEachArea(in: fixture.draft(), level: .grid) { (area) throws(Fault) in
      households += area.households ?? .nan
      ground += area.geometry.planarArea
    }
    #expect(households == 5_400, "seed \(seed)")
    let street = fixture.areas.areas[0].geometry.planarArea
    #expect((ground / street - 1).magnitude < 1e-12, "seed \(seed)")
  }

  private func points(_ area: AreaRecord) -> Set<Point> {
    Set(area.geometry.polygons.flatMap(\.rings).flatMap(\.points))
  }

  private func touch(_ a: AreaRecord, _ b: AreaRecord) -> Bool {
    a.geometry.box.intersects(b.geometry.box) && points(a).intersection(points(b)).count > 1
  }

  /// A vertex of the border between two areas.
  private func shared(_ a: AreaRecord, _ b: AreaRecord, _ random: inout SeededGenerator) -> Point {
    let common = points(a).intersection(points(b)).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    return common[Int.random(in: common.indices, using: &random)]
  }

  /// A crooked polygon round a place.
  private func patch(
    near place: Point, _ radii: ClosedRange<Double>, _ random: inout SeededGenerator
  ) -> MultiPolygon {
    let corners = (0..<7).map { corner in
      let angle = Double(corner) / 7 * 2 * .pi
      let radius = Double.random(in: radii, using: &random)
      return Point(place.x + radius * cos(angle), place.y + radius * sin(angle))
    }
    return MultiPolygon([Polygon(Ring(corners + [corners[0]]))])
  }

  /// A bent line from one side to the other, upright or level.
  private func line(across box: Box, _ random: inout SeededGenerator) -> Drawing {
    let isUpright = Bool.random(using: &random)
    let along = stride(from: -0.1, through: 1.1, by: 0.2).map { part in
      let off = Double.random(in: 0.3...0.7, using: &random)
      return isUpright
        ? Point(box.minX + off * box.width, box.minY + part * box.height)
        : Point(box.minX + part * box.width, box.minY + off * box.height)
    }
    return Drawing(lines: [along])
  }
}
