import Diagnostics
import SpatialPrimitives
import SystemFiles

/// The edges of all areas, each once however many areas have it, while an index is built. Edge `i` goes from vertex `i`
/// to vertex `i + 1`; edges that follow each other in a ring mostly follow each other here.
struct EdgeStore: Sendable {
  let vertices: Section<Point>
  /// By edge; `none` at the last vertex of a chain, where no edge begins. Edges with the same label have the same areas.
  let labels: [UInt32]
  /// What crossing an edge with a label means.
  let areasOfLabels: LabelAreas
  /// What the areas have of the edges, by rank: first edge `<< 32 |` number of edges, ascending for each area.
  private let stretches: [UInt64]
  /// Area `k` has the stretches `stretchStarts[k]..<stretchStarts[k + 1]`.
  private let stretchStarts: [Int]
  /// By rank.
  let boxes: [Box]

  static let none = UInt32.max
  /// Coordinates beyond this would leave the range of the grid's arithmetic.
  static let largestCoordinate = 1e300

  /// - Throws: `bad-coordinate` (65).
  init(_ areas: [AreaShape], _ roster: Roster) throws(Fault) {
    var chains = EdgeChains(points: areas.reduce(0) { $0 + Self.pointCount($1.geometry) })
    var stretches: [UInt64] = []
    var starts = [0]
    var boxes: [Box] = []
    for rank in 0..<roster.count {
      let area = areas[Int(roster.members[rank].ordinal)]
      boxes.append(try Self.box(around: area))
      for polygon in area.geometry.polygons {
        chains.append(polygon.exterior)
        for hole in polygon.holes { chains.append(hole) }
      }
      chains.takeStretches(into: &stretches)
      starts.append(stretches.count)
    }
    let (vertices, begins) = chains.finish()
    let labelled = LabelAreas.label(begins, stretches, starts)
    self.vertices = vertices
    labels = labelled.labels
    areasOfLabels = labelled.areas
    self.stretches = stretches
    stretchStarts = starts
    self.boxes = boxes
  }

  /// What the area of a rank has of the edges.
  func stretches(of rank: Int) -> ArraySlice<UInt64> { stretches[stretchStarts[rank]..<stretchStarts[rank + 1]] }

  @inline(__always)
  func ends(of edge: UInt32) -> (Point, Point) { (vertices[Int(edge)], vertices[Int(edge) + 1]) }

  private static func pointCount(_ geometry: MultiPolygon) -> Int {
    var count = 0
    for polygon in geometry.polygons {
      // A ring that is not closed gets one point more.
      count += polygon.exterior.points.count + 1
      for hole in polygon.holes { count += hole.points.count + 1 }
    }
    return count
  }

  private static func box(around area: AreaShape) throws(Fault) -> Box {
    var box = Box.empty
    for polygon in area.geometry.polygons {
      try extend(&box, to: polygon.exterior, of: area)
      for hole in polygon.holes { try extend(&box, to: hole, of: area) }
    }
    return box
  }

  private static func extend(_ box: inout Box, to ring: Ring, of area: AreaShape) throws(Fault) {
    for point in ring.points {
      guard point.x.magnitude <= largestCoordinate, point.y.magnitude <= largestCoordinate else {
        throw Fault(
          .data, code: "bad-coordinate",
          Text(
            "area \(area.code) (\(area.level)) has a coordinate that is no number, or beyond 1e300",
            zh: "区域 \(area.code)（\(area.level)）含有非数值坐标，或坐标超出 1e300"))
      }
      box.extend(to: point)
    }
  }
}
