import Diagnostics
import SpatialPrimitives
import TestSupport
import Testing

@testable import GridPlanning

/// Housing estates as Chinese cities have them: few streets, long slabs and towers of 60 to 200 households each, so that
/// blocks alone are no grids.
@Suite struct SuperblockTests {
  @Test(arguments: 1...3) func nineGridsAreBalancedBetweenBuildings(_ seed: UInt64) throws {
    let ground = estate(seed, households: 5_445)
    let targets = GridTargets(households: 605, seed: seed, steps: 1_000_000)
    let drawn = try CommunityTask(code: "441002001001", name: "estate", ground: ground).drawn(targets)
    #expect(drawn.grids.count == 9 && drawn.reasons.isEmpty, "seed \(seed)")
    let worst = drawn.grids.map { targets.deviation(of: $0).magnitude }.max() ?? 1
    // Not just within the tolerance of a tenth: a community's own nine grids of this size differ by a quarter.
    #expect(worst < 0.05, "seed \(seed): \(drawn.grids.map(\.households))")
    try requireSound(drawn, ground, "seed \(seed)")
    // Six blocks of some 900 households cannot be nine grids.
    #expect(drawn.streetMetres > 0 && drawn.streetMetres < drawn.borderMetres, "seed \(seed)")
    for building in ground.buildings {
      #expect(drawn.grids.count { $0.geometry.location(of: building.place) == .inside } == 1, "seed \(seed)")
    }
    // A line between buildings has a vertex where it turns, not one every few metres.
    let vertices = drawn.grids.reduce(0) { $0 + $1.geometry.polygons.reduce(0) { $0 + $1.exterior.points.count } }
    #expect(vertices < 9 * 60, "seed \(seed): \(vertices)")
  }

  /// Three by two blocks of 180 m, each with slabs in rows.
  private func estate(_ seed: UInt64, households: Double) -> BlockGround {
    var random = SeededGenerator(seed: seed)
    let side = 180.0
    var ground = BlockGround(region: rectangle(0, 0, 3 * side, 2 * side), metric: .planar(metresPerUnit: 1))
    ground.streets = [
      BlockGround.Street([Point(-5, side), Point(3 * side + 5, side)], weight: 2),
      BlockGround.Street([Point(side, -5), Point(side + 6, 2 * side + 5)]),
      BlockGround.Street([Point(2 * side, -5), Point(2 * side - 4, 2 * side + 5)]),
    ]
    for column in 0..<3 {
      for row in 0..<2 {
        for line in 0..<4 {
          let y = Double(row) * side + 14 + Double(line) * 42 + .random(in: -3...3, using: &random)
          var x = Double(column) * side + 14
          while x < Double(column + 1) * side - 40 {
            let length = min(Double.random(in: 28...75, using: &random), Double(column + 1) * side - 14 - x)
            ground.buildings.append(
              BlockGround.Building(
                outline: rectangle(x, y, x + length, y + 13), households: Double.random(in: 60...200, using: &random)))
            x += length + .random(in: 9...16, using: &random)
          }
        }
      }
    }
    // Whole households that add up.
    let sum = ground.buildings.reduce(0) { $0 + $1.households }
    var rest = 0.0
    for number in ground.buildings.indices {
      let exact = ground.buildings[number].households * households / sum + rest
      ground.buildings[number].households = exact.rounded()
      rest = exact - exact.rounded()
    }
    return ground
  }

  private func rectangle(_ left: Double, _ bottom: Double, _ right: Double, _ top: Double) -> MultiPolygon {
    MultiPolygon([
      Polygon(
        Ring([
          Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top), Point(left, bottom),
        ]))
    ])
  }
}
