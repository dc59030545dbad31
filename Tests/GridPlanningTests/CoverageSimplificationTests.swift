import AreaIndex
import Diagnostics
import GridPlanning
import SpatialPrimitives
import TestSupport
import Testing

@Suite struct CoverageSimplificationTests {
  @Test(arguments: [(1, 1.0), (2, 8), (3, 60)]) func allLevelsStayTogether(_ seed: UInt64, _ tolerance: Double) throws {
    var fixture = CheckFixture(columns: 9, rows: 6, side: 3, bends: 12, size: 400, seed: seed)
    let result = try CoverageSimplification.run(
      fixture.subject(), tolerance: tolerance, households: fixture.areas.map { _ in 100 })
    #expect(result.greatestShift <= tolerance * 1.001)
    #expect(result.verticesAfter < result.verticesBefore)
    for (ordinal, geometry) in result.geometries { fixture.areas[ordinal].geometry = geometry }
    #expect(try fixture.check().findings.map(\.message.english).isEmpty, "seed \(seed)")
    for change in result.areas {
      #expect((change.after - change.before - change.gained + change.lost).magnitude < 1e-3 * change.before)
      #expect((change.householdsLost ?? -1) >= 0)
    }
    #expect(result.levels.map(\.level) == [.street, .community, .grid])
    // Borders of a level above are borders below, too.
    #expect(result.levels[2].squareMetres >= result.levels[1].squareMetres)
    #expect(result.levels[1].squareMetres >= result.levels[0].squareMetres)
  }

  @Test func casesAreCountedByTheirAnswers() throws {
    let fixture = CheckFixture(columns: 6, rows: 6, side: 3, bends: 9, size: 400, seed: 4)
    let subject = try fixture.subject()
    var result = try CoverageSimplification.run(subject, tolerance: 30)
    var random = SeededGenerator(seed: 9)
    let box = fixture.areas[0].geometry.box
    let places = (0..<5000).map { _ in
      Point(.random(in: box.minX...box.maxX, using: &random), .random(in: box.minY...box.maxY, using: &random))
    }
    try CoverageSimplification.countCases(&result, of: subject, threads: 1) { (body) throws(Fault) in
      for place in places { try body(place) }
    }
    // By brute force: which grid holds the place, before and after.
    func grid(_ place: Point, _ isNew: Bool) -> Int? {
      fixture.grids.first { ordinal in
        let geometry =
          isNew ? result.geometries[ordinal] ?? fixture.areas[ordinal].geometry : fixture.areas[ordinal].geometry
        return geometry.location(of: place) == .inside
      }
    }
    let moved = places.count { grid($0, false) != grid($0, true) }
    #expect(moved > 0)
    #expect(result.levels.last?.cases == moved)
    #expect(result.cases == 5000)
  }

  @Test func gapsAndOverlapsStayAsTheyWere() throws {
    var fixture = CheckFixture(columns: 6, rows: 4, side: 3, bends: 6, size: 400, seed: 5)
    let area = fixture.grids.lowerBound + 8
    fixture.areas[area].geometry = fixture.areas[area].geometry.moving(vertex: 3, by: 30, 30)
    let before = try fixture.found()
    let result = try CoverageSimplification.run(fixture.subject(), tolerance: 2)
    for (ordinal, geometry) in result.geometries { fixture.areas[ordinal].geometry = geometry }
    #expect(try Set(fixture.found()) == Set(before))
  }
}
