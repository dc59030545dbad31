import Diagnostics
import GridPlanning
import Projections
import SpatialPrimitives
import TestSupport

/// A small city of a few communities with six departments' nets: nested ones, ones drawn anew, and ones traced by hand.
struct UnificationFixture {
  var communities: [UnificationSubject.Community] = []
  var schemes: [UnificationSubject.Scheme] = []
  let seed: UInt64

  static let metres = Result { try CoordinateSystem("EPSG:4547") }

  /// - Parameter schemes: how many of the six.
  init(seed: UInt64, columns: Int = 12, rows: Int = 8, schemes count: Int = 6) {
    self.seed = seed
    let city = SeededCoverage(columns: columns, rows: rows, bends: 2, size: 100, seed: seed)
    communities = city.blocks(4).enumerated().map { number, block in
      UnificationSubject.Community(
        code: "44010600100\(number + 1)".count == 12 ? "44010600100\(number + 1)" : "4401060010\(number + 1)",
        name: "社区\(number + 1)", geometry: block)
    }
    let drawn = SeededCoverage(
      columns: columns / 3 + 2, rows: rows / 3 + 2, bends: 4, size: 300, origin: Point(499_750, 2_499_750),
      seed: seed + 1
    )
    let nets: [(String, [MultiPolygon])] = [
      ("urban", city.blocks(2)), ("police", Self.traced(city.blocks(4), by: 1.2, seed: seed)),
      ("market", drawn.areas), ("safety", city.blocks(3)),
      ("health", Self.traced(city.blocks(2), by: 0.8, seed: seed + 2)),
      ("family", city.blocks(max(columns, rows))),
    ]
    schemes = nets.prefix(count).map { name, shapes in
      UnificationSubject.Scheme(
        name: name,
        grids: shapes.enumerated().map { number, shape in
          UnificationSubject.Grid(
            code: "\(name)-\(number + 1)", households: name == "urban" ? Double(100 + number * 7 % 50) : nil,
            shapes: [shape])
        })
    }
  }

  /// Every vertex moved by up to `most`, the same vertex always alike: no gap and no overlap arises.
  static func traced(_ areas: [MultiPolygon], by most: Double, seed: UInt64) -> [MultiPolygon] {
    areas.map { area in
      area.mapRings { ring in
        Ring(
          ring.points.map { point in
            var random = SeededGenerator(seed: seed &+ point.x.bitPattern &* 31 &+ point.y.bitPattern)
            return Point(
              point.x + .random(in: -most...most, using: &random), point.y + .random(in: -most...most, using: &random))
          })
      }
    }
  }

  func subject() throws -> UnificationSubject {
    UnificationSubject(communities: communities, schemes: schemes, coordinateSystem: try Self.metres.get())
  }

  func unified(_ request: UnificationRequest = UnificationRequest(), cases: [CountedPlace] = [], threads: Int = 1)
    throws
    -> Unification
  {
    try Unifier.run(try subject(), request, cases: cases, threads: threads)
  }
}
