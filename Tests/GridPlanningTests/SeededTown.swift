import SpatialPrimitives
import TestSupport

@testable import GridPlanning

/// A community of streets that do not quite meet and houses that stand in rows, apart, over a street's line or beyond
/// the border: what real input is like, in metres.
struct SeededTown {
  var ground: BlockGround
  let seed: UInt64

  /// - Parameters:
  ///   - blocks: along each side.
  ///   - houses: in each block, about.
  init(blocks: Int, houses: Int, seed: UInt64, side: Double = 120, origin: Point = Point(500_000, 3_380_000)) {
    var random = SeededGenerator(seed: seed)
    self.seed = seed
    let extent = Double(blocks) * side
    func at(_ x: Double, _ y: Double) -> Point { Point(origin.x + x, origin.y + y) }
    var border: [Point] = []
    for (from, to) in [((0.0, 0.0), (1.0, 0.0)), ((1, 0), (1, 1)), ((1, 1), (0, 1)), ((0, 1), (0, 0))] {
      for step in 0..<6 {
        let part = Double(step) / 6
        let bend = step == 0 ? 0 : Double.random(in: -8...8, using: &random)
        let (x, y) = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
        border.append(at(x * extent + (from.0 == to.0 ? bend : 0), y * extent + (from.1 == to.1 ? bend : 0)))
      }
    }
    ground = BlockGround(
      region: MultiPolygon([Polygon(Ring(border + [border[0]]))]), metric: .planar(metresPerUnit: 1))
    for line in 1..<blocks {
      let place = Double(line) * side
      func bends() -> [Double] { (0...blocks * 2).map { _ in .random(in: -6...6, using: &random) } }
      let weight = line.isMultiple(of: 3) ? 2.0 : 1.0
      let (across, up) = (bends(), bends())
      // Some streets end a little before the community does.
      let short = Bool.random(using: &random) ? 12.0 : -20.0
      ground.streets.append(
        BlockGround.Street(
          across.enumerated().map {
            at(min(max(Double($0.offset) * side / 2, short), extent - short), place + $0.element)
          }, weight: weight))
      ground.streets.append(
        BlockGround.Street(
          up.enumerated().map {
            at(place + $0.element, min(max(Double($0.offset) * side / 2, short), extent - short))
          }, weight: weight))
    }
    for row in 0..<blocks {
      for column in 0..<blocks {
        for _ in 0..<Int.random(in: houses / 2...max(houses, 1) * 3 / 2, using: &random) {
          let center = at(
            (Double(column) + .random(in: 0.02...0.98, using: &random)) * side,
            (Double(row) + .random(in: 0.02...0.98, using: &random)) * side)
          add(center, &random)
        }
      }
    }
  }

  /// A house, with another one that shares its wall half of the time; none where another stands.
  private mutating func add(_ center: Point, _ random: inout SeededGenerator) {
    let (dx, dy) = turn(.random(in: 0...3, using: &random))
    let (length, width) = (Double.random(in: 8...22, using: &random), Double.random(in: 7...13, using: &random))
    func corner(_ u: Double, _ v: Double) -> Point {
      Point(center.x + u * dx - v * dy, center.y + u * dy + v * dx)
    }
    let middle = [corner(0, -width / 2), corner(0, width / 2)]
    let left = [corner(-length / 2, width / 2), corner(-length / 2, -width / 2)]
    let right = [corner(length / 2, width / 2), corner(length / 2, -width / 2)]
    let isPair = Bool.random(using: &random)
    let rings =
      isPair
      ? [[middle[0], middle[1], left[0], left[1]], [middle[1], middle[0], right[1], right[0]]]
      : [[left[1], right[1], right[0], left[0]]]
    let box = Box(around: rings.lazy.flatMap(\.self)).expanded(by: 1)
    guard !ground.buildings.contains(where: { $0.outline.box.intersects(box) }) else { return }
    for ring in rings {
      ground.buildings.append(
        BlockGround.Building(
          outline: MultiPolygon([Polygon(Ring(ring + [ring[0]]))]),
          households: Double(Int.random(in: 0...24, using: &random))))
    }
  }

  private func turn(_ angle: Double) -> (Double, Double) {
    // A rational point of the unit circle.
    let t = angle / 3
    return ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
  }
}
