import AreaIndex
package import CityStore
package import Diagnostics
public import SpatialPrimitives

/// Street lines, ready to be asked how much of a border follows them. They lie in square cells by their pieces.
public struct StreetLines: Sendable {
  private let pieces: [(a: Point, b: Point)]
  private let origin: Point
  private let side: Double
  private var cells: [Int64: [Int32]] = [:]
  private let width: Double
  private let metric: LocalMetric

  /// - Parameters:
  ///   - lines: of points in one coordinate system.
  ///   - width: how many metres from a street's line a border still follows it; above zero.
  ///   - metric: of a place among them.
  public init(_ lines: [[Point]], width: Double, metric: LocalMetric) {
    self.width = width
    self.metric = metric
    let pieces = lines.flatMap { line in Array(zip(line, line.dropFirst())).filter { $0.0 != $0.1 } }
    var box = Box.empty
    var length = 0.0
    for (a, b) in pieces {
      box.extend(to: a)
      box.extend(to: b)
      length += max((b.x - a.x).magnitude, (b.y - a.y).magnitude)
    }
    self.pieces = pieces
    origin = box.isEmpty ? Point(0, 0) : Point(box.minX, box.minY)
    // No smaller than the width, so that a place looks into a few cells only.
    side = max(length / Double(max(pieces.count, 1)), width / min(metric.metresPerX, metric.metresPerY))
    for (number, piece) in pieces.enumerated() {
      forEachCell(around: Box(around: [piece.0, piece.1]), by: 0, 0) { cells[$0, default: []].append(Int32(number)) }
    }
  }

  /// The lines of a file, and those along the middle of its areas, where `partition` draws along them.
  ///
  /// - Parameter edition: in whose communities areas are followed.
  /// - Throws: what makes the file unusable; `geometry-failure`.
  package init(
    file: String, in city: CityDatabase, of edition: Edition, width: Double, threads: Int = 1,
    listener: Listener = .silent
  ) throws(Fault) {
    let streets = try CityStreets(file: file, in: city, listener: listener)
    var regions: [(area: MultiPolygon, metric: LocalMetric)] = []
    for (level, source) in try city.editionsByLevel(of: edition) where level == .community {
      try city.forEachArea(in: source, level: level) { area in
        regions.append((area.geometry, city.metric(around: area.geometry.box.center)))
      }
    }
    let lines = try streets.followed(in: regions, threads: threads)
    self.init(lines, width: width, metric: city.metric(around: lines.first?.first ?? Point(0, 0)))
  }

  /// How much of a straight piece of border follows a street: it is cut into steps no longer than the width, and each
  /// counts whose ends and middle lie within the width of some street, so that crossing a street is not following it.
  ///
  /// - Returns: metres.
  func length(of p: Point, _ q: Point) -> Double {
    let length = metric.distance(from: p, to: q)
    let steps = max(1, Int((length / width).rounded(.up)))
    var near = isNear(p)
    var sum = 0.0
    for step in 0..<steps {
      let (from, to) = (Double(step) / Double(steps), Double(step + 1) / Double(steps))
      func point(_ part: Double) -> Point { Point(p.x + part * (q.x - p.x), p.y + part * (q.y - p.y)) }
      let next = isNear(point(to))
      if near, next, isNear(point((from + to) / 2)) { sum += length / Double(steps) }
      near = next
    }
    return sum
  }

  private func isNear(_ point: Point) -> Bool {
    let (metresPerX, metresPerY) = (metric.metresPerX, metric.metresPerY)
    var found = false
    forEachCell(around: Box(around: [point]), by: width / metresPerX, width / metresPerY) { cell in
      if found { return }
      for number in cells[cell] ?? [] {
        let (a, b) = pieces[Int(number)]
        let (dx, dy) = ((b.x - a.x) * metresPerX, (b.y - a.y) * metresPerY)
        let (x, y) = ((point.x - a.x) * metresPerX, (point.y - a.y) * metresPerY)
        let part = min(1, max(0, (x * dx + y * dy) / (dx * dx + dy * dy)))
        let (ex, ey) = (x - part * dx, y - part * dy)
        if ex * ex + ey * ey <= width * width {
          found = true
          return
        }
      }
    }
    return found
  }

  private func forEachCell(around box: Box, by dx: Double, _ dy: Double, _ body: (Int64) -> Void) {
    func number(_ value: Double) -> Int64 { Int64(max(-1e9, min(1e9, (value / side).rounded(.down)))) }
    let (left, right) = (number(box.minX - dx - origin.x), number(box.maxX + dx - origin.x))
    var row = number(box.minY - dy - origin.y)
    let top = number(box.maxY + dy - origin.y)
    while row <= top {
      var column = left
      while column <= right {
        body(row << 32 ^ column & 0xFFFF_FFFF)
        column += 1
      }
      row += 1
    }
  }
}
