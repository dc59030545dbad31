import SpatialPrimitives

/// A piece of the Earth on a page: longitudes and latitudes to pixels, true to scale at its middle.
struct ViewWindow {
  static let width = 480.0
  static let height = 320.0

  private let center: Point
  private let metric: LocalMetric
  /// Pixels to a metre.
  let scale: Double
  /// What is drawn: the page and a little beyond, so that cut borders stay out of sight.
  let frame: Box

  /// - Parameters:
  ///   - box: what must be seen, in longitude and latitude.
  ///   - least: how many metres the page is high at the least.
  init(around box: Box, least: Double) {
    center = box.center
    metric = LocalMetric.geographic(latitude: center.y)
    let wide = max(box.width * metric.metresPerX * 1.5, least * ViewWindow.width / ViewWindow.height)
    let high = max(box.height * metric.metresPerY * 1.5, least)
    scale = min(ViewWindow.width / wide, ViewWindow.height / high)
    let reach = Point(
      ViewWindow.width / scale / 2 * 1.1 / metric.metresPerX, ViewWindow.height / scale / 2 * 1.1 / metric.metresPerY)
    frame = Box(minX: center.x - reach.x, minY: center.y - reach.y, maxX: center.x + reach.x, maxY: center.y + reach.y)
  }

  func pixel(_ point: Point) -> Point {
    Point(
      ViewWindow.width / 2 + (point.x - center.x) * metric.metresPerX * scale,
      ViewWindow.height / 2 - (point.y - center.y) * metric.metresPerY * scale)
  }

  /// The part of a ring within the frame (Sutherland & Hodgman 1974); where it leaves the frame it follows its sides.
  func clipped(_ ring: [Point]) -> [Point] {
    var points = ring.last == ring.first ? Array(ring.dropLast()) : ring
    let sides: [(Point) -> Double] = [
      { $0.x - frame.minX }, { frame.maxX - $0.x }, { $0.y - frame.minY }, { frame.maxY - $0.y },
    ]
    for side in sides {
      guard var previous = points.last else { return [] }
      var kept: [Point] = []
      for point in points {
        let (before, here) = (side(previous), side(point))
        if (before < 0) != (here < 0) {
          let part = before / (before - here)
          kept.append(Point(previous.x + part * (point.x - previous.x), previous.y + part * (point.y - previous.y)))
        }
        if here >= 0 { kept.append(point) }
        previous = point
      }
      points = kept
    }
    return points
  }

  /// The polygons as an SVG path; points that fall on one pixel's tenth are one.
  func path(_ geometry: MultiPolygon) -> String {
    var path = ""
    for ring in geometry.polygons.lazy.flatMap(\.rings) where ring.box.intersects(frame) {
      var last = ""
      var count = 0
      for point in clipped(ring.points) {
        let at = pixel(point)
        let text = "\(ViewWindow.short(at.x)) \(ViewWindow.short(at.y))"
        if text == last { continue }
        path += (count == 0 ? "M" : "L") + text
        last = text
        count += 1
      }
      if count > 0 { path += "Z" }
    }
    return path
  }

  /// A tenth of a pixel.
  static func short(_ value: Double) -> String { Quantity.fixed(value, 1) }

  /// A round length for the scale bar, at most a third of the page: 1, 2 or 5 times a power of ten, in metres.
  var barLength: Double {
    let most = ViewWindow.width / 3 / scale
    var power = 1.0
    while power * 10 <= most { power *= 10 }
    while power > most { power /= 10 }
    return [5, 2, 1].map { $0 * power }.first { $0 <= most } ?? power
  }
}
