import CityStore
import CoverageTopology
import Diagnostics
import SpatialPrimitives

/// An area divided by lines, or by polygons laid over it.
struct AreaDivision {
  /// Together they are the area. Cut by lines, the largest comes first; by polygons, they come in the order of these, and
  /// what lies in none comes last.
  var parts: [MultiPolygon]
  /// Pieces too narrow to be areas, which went to the piece beside them.
  var slivers: Int

  /// A line may end this many metres short of the border.
  static let reach = 1.0

  /// - Parameter measure: of the system that all coordinates are in.
  /// - Throws: `drawing-does-not-divide` (65); `mixed-drawing` (65) for lines and polygons together.
  init(_ area: AreaRecord, by drawing: Drawing, _ measure: FaceMeasure) throws(Fault) {
    guard drawing.lines.isEmpty || drawing.polygons.isEmpty else {
      throw Fault(
        .data, code: "mixed-drawing", Text("there are lines and polygons together", zh: "线与面混在一起"),
        hint: Text("give a file of lines, or one of polygons", zh: "请给出只有线或只有面的文件"))
    }
    var (ground, lines) = (area.geometry, drawing.lines)
    if drawing.polygons.isEmpty {
      lines = lines.map { AreaDivision.lengthened($0, in: &ground, measure) }
    } else {
      lines = drawing.polygons.flatMap(\.paths)
    }
    let arrangement = AreaArrangement([ground], cutBy: lines)
    var labels = Array(arrangement.faces.indices)
    if !drawing.polygons.isEmpty {
      labels = arrangement.faces.map { face in
        drawing.polygons.firstIndex { $0.box.contains(face.interior) && $0.location(of: face.interior) == .inside }
          ?? drawing.polygons.count
      }
    }
    slivers = arrangement.joinSlivers(&labels, measure)
    if drawing.polygons.isEmpty { arrangement.keepWhatIsWhole(&labels) }
    let used = Set(labels).sorted()
    guard used.count > 1 else {
      throw Fault(
        .data, code: "drawing-does-not-divide",
        Text("nothing that was drawn divides \(area.code) \(area.name)", zh: "所绘图形没有分割 \(area.code) \(area.name)"),
        hint: Text(
          "draw the line across the area, from border to border; its ends may stick out",
          zh: "请将线画过该区域，从边界到边界，两端可以超出"))
    }
    let position = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    parts = arrangement.areas(labels: labels.map { position[$0] ?? -1 }, count: used.count)
    if drawing.polygons.isEmpty {
      parts.sort { a, b in
        let (p, q) = (a.planarArea, b.planarArea)
        return p == q ? (a.box.minX, a.box.minY) < (b.box.minX, b.box.minY) : p > q
      }
    }
  }

  /// The line with ends that almost reach the border led to it, and the border with a vertex there.
  private static func lengthened(_ line: [Point], in ground: inout MultiPolygon, _ measure: FaceMeasure) -> [Point] {
    var line = line
    for isFirst in [true, false] {
      guard let end = isFirst ? line.first : line.last, ground.location(of: end) == .inside,
        let point = ground.nearestOnBorder(to: end, within: reach, measure)
      else { continue }
      ground = ground.insertingVertices([point]) ?? ground
      line.insert(point, at: isFirst ? 0 : line.count)
    }
    return line
  }
}

extension MultiPolygon {
  var paths: [[Point]] { polygons.flatMap { $0.rings.map(\.points) } }

  /// The point of the border that is nearest to `point`, if it is at most so many metres away.
  fileprivate func nearestOnBorder(to point: Point, within metres: Double, _ measure: FaceMeasure) -> Point? {
    let metric = measure.metric(at: point)
    var best: (distance: Double, point: Point)?
    for path in paths {
      for (a, b) in zip(path, path.dropFirst()) {
        let near = Segment.nearestPoint(to: point, from: a, b, scaleX: metric.metresPerX, scaleY: metric.metresPerY)
        let distance = metric.distance(from: point, to: near)
        if distance <= best?.distance ?? metres { best = (distance, near) }
      }
    }
    return best?.point
  }
}

extension AreaArrangement {
  /// Gives pieces narrower than a sliver the label of the piece that they have the longest border with.
  ///
  /// - Returns: how many pieces that were.
  func joinSlivers(_ labels: inout [Int], _ measure: FaceMeasure) -> Int {
    let least = CheckLimits().sliverWidth
    let isNarrow = faces.map { face in
      measure.mayBeNarrower(than: least, face.polygon)
        && measure.measures(of: face.polygon, interior: face.interior, leastWidth: least) == nil
    }
    var count = 0
    for (face, beside) in neighbours.enumerated() where isNarrow[face] {
      let home = beside.filter { !isNarrow[$0.key] }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
      guard let home, labels[home] != labels[face] else { continue }
      labels[face] = labels[home]
      count += 1
    }
    return count
  }

  /// A part of a scattered area that no line cuts stays with the largest piece of one that was cut.
  fileprivate func keepWhatIsWhole(_ labels: inout [Int]) {
    let beside = neighbours
    let cut = faces.indices.filter { !beside[$0].isEmpty }
    guard let largest = cut.max(by: { faces[$0].polygon.planarArea < faces[$1].polygon.planarArea }) else {
      labels = labels.map { _ in 0 }
      return
    }
    for face in faces.indices where beside[face].isEmpty { labels[face] = labels[largest] }
  }
}
