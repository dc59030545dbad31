import AreaIndex
import Diagnostics
import SpatialPrimitives

/// How far places lie from the borders of areas as they were given.
final class BorderShift {
  private let index: AreaIndex
  private let measure: FaceMeasure
  let tolerance: Double
  /// Of borders longer than this many tolerances nothing is proved.
  private static let mostPlaces = 50_000

  /// - Parameter tolerance: in metres; what is farther off is told as infinitely far.
  init(_ subject: CheckSubject, _ measure: FaceMeasure, tolerance: Double, threads: Int) throws(Fault) {
    let shapes = subject.areas.map { area in
      AreaShape(
        level: area.level ?? .grid, code: area.code, geometry: area.geometry.isUsable ? area.geometry : MultiPolygon([])
      )
    }
    index = try AreaIndex(shapes, threads: threads)
    self.measure = measure
    self.tolerance = tolerance
  }

  /// The farthest that a place of the polygons lies from the border of an area; infinite beyond the tolerance, `nil` where
  /// the polygons' own border is too long to be looked at that closely.
  func reach(of polygons: MultiPolygon, centers: [Point], from area: Int) -> Double? {
    let metric = measure.metric(around: polygons.box.center)
    var greatest = 0.0
    var asked = 0
    func distance(_ point: Point) -> Double {
      asked += 1
      return index.borderDistance(from: point, of: Int32(area), metric: metric)
    }
    /// Distances change by no more than the way between two places.
    func isWithin(_ a: Point, _ b: Point, _ first: Double, _ second: Double) -> Bool {
      greatest = max(greatest, first, second)
      guard first <= tolerance, second <= tolerance else { return false }
      let way = metric.distance(from: a, to: b)
      if (first + second + way) / 2 <= tolerance { return true }
      guard way > tolerance / 64, asked < BorderShift.mostPlaces else { return false }
      let middle = Point(a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2)
      let between = distance(middle)
      return isWithin(a, middle, first, between) && isWithin(middle, b, between, second)
    }
    for center in centers {
      greatest = max(greatest, distance(center))
      guard greatest <= tolerance else { return .infinity }
    }
    for ring in polygons.polygons.lazy.flatMap(\.rings) {
      guard var previous = ring.points.first else { continue }
      var before = distance(previous)
      for point in ring.points.dropFirst() {
        let here = distance(point)
        guard isWithin(previous, point, before, here) else { return asked < BorderShift.mostPlaces ? .infinity : nil }
        (previous, before) = (point, here)
      }
    }
    return greatest
  }
}

extension MultiPolygon {
  /// Whether every coordinate is a number that can be reckoned with.
  var isUsable: Bool {
    polygons.allSatisfy { polygon in
      polygon.rings.allSatisfy { $0.points.allSatisfy { $0.x.magnitude < 1e100 && $0.y.magnitude < 1e100 } }
    }
  }
}
