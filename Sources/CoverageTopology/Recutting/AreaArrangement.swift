public import SpatialPrimitives

/// Areas with lines laid over them: cut where they meet, walked into faces, and put together again as other areas.
///
/// What two of the new areas share, they share vertex for vertex. An edge that nothing divides in the end comes back bit
/// for bit, whatever crossed it on the way; one that is divided is so at the nearest pair of doubles to the crossing.
public struct AreaArrangement: Sendable {
  /// A piece of the plane that no line and no border runs through.
  public struct Face: Sendable {
    /// The exterior counter-clockwise, holes clockwise; a ring may touch itself.
    public var polygon: Polygon
    /// The areas that hold it, ascending.
    public var areas: [Int]
    /// A point in its open interior.
    public var interior: Point
  }

  /// Those that an area holds.
  public let faces: [Face]
  private let overlay: Overlay
  /// For each face of the overlay its place among `faces`; −1 where no area lies.
  private let places: [Int]

  /// - Parameters:
  ///   - areas: polygons; what they hold is told by the even-odd rule.
  ///   - lines: paths. What of them ends within a face divides nothing.
  /// - Complexity: O(n log n) in the edges.
  public init(_ areas: [MultiPolygon], cutBy lines: [[Point]]) {
    overlay = Overlay(areas, cutBy: lines, reach: .exact)
    var faces: [Face] = []
    var places = [Int](repeating: -1, count: overlay.faceCount + 1)
    for face in 0..<overlay.faceCount where !overlay.areas(of: face).isEmpty {
      let polygon = overlay.polygon(of: face)
      places[face] = faces.count
      faces.append(
        Face(polygon: polygon, areas: overlay.areas(of: face), interior: polygon.pointWithin ?? polygon.box.center))
    }
    self.faces = faces
    self.places = places
  }

  /// For each face those that it has an edge in common with, and how long that is in units of the coordinates.
  public var neighbours: [[Int: Double]] {
    var result = [[Int: Double]](repeating: [:], count: faces.count)
    overlay.forEachBorder { a, b, left, right in
      let (left, right) = (places[left], places[right])
      guard left >= 0, right >= 0, left != right else { return }
      let length = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
      result[left][right, default: 0] += length
      result[right][left, default: 0] += length
    }
    return result
  }

  /// The faces of each label put together, in the order of the labels, without the vertices that cutting put into edges
  /// which stay whole.
  ///
  /// - Parameters:
  ///   - labels: of each face, from 0; −1 for one that is part of no new area.
  ///   - count: how many labels there are.
  public func areas(labels: [Int], count: Int) -> [MultiPolygon] {
    let groups = places.dropLast().map { $0 < 0 ? -1 : Int32(labels[$0]) }
    var result = overlay
    result.omitted = needless(groups)
    return result.unions(of: groups, count: count)
  }

  /// For each node whether it is new, and lies on one edge between the same two groups and on no other border.
  private func needless(_ groups: [Int32]) -> [Bool] {
    let graph = overlay.planar.graph
    func group(_ half: Int) -> Int32 {
      let face = overlay.face(leftOf: half)
      return face == overlay.outside ? -1 : groups[face]
    }
    // The edge that a node lies on: its number plus one, 0 for none yet, −1 where it must stay.
    var edges = [Int](repeating: 0, count: graph.points.count)
    var degrees = [Int](repeating: 0, count: graph.points.count)
    for half in 0..<graph.halfEdgeCount where group(half) != group(half ^ 1) {
      let (node, edge) = (Int(graph.origins[half]), Int(graph.sources[half / 2]) + 1)
      degrees[node] += 1
      edges[node] = edges[node] == 0 || edges[node] == edge ? edge : -1
    }
    let given = Set(overlay.edges.points)
    return edges.indices.map { edges[$0] > 0 && degrees[$0] == 2 && !given.contains(graph.points[$0]) }
  }
}
