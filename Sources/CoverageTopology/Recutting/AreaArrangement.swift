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
  private let graph: PlanarGraph
  /// For each half-edge the face on its left; −1 where no area lies there.
  private let faceOfHalf: [Int32]
  /// Every vertex that was there before the cutting.
  private let given: Set<Point>

  /// - Parameters:
  ///   - areas: polygons; what they hold is told by the even-odd rule. Few: each is asked for each face.
  ///   - lines: paths. What of them ends within a face divides nothing.
  /// - Complexity: O(n log n) in the edges for the cutting, O(n) for each pair of a face and an area.
  public init(_ areas: [MultiPolygon], cutBy lines: [[Point]]) {
    var pieces: [Piece] = []
    var given: Set<Point> = []
    func add(_ path: [Point]) {
      given.formUnion(path)
      for (a, b) in zip(path, path.dropFirst()) where a != b {
        pieces.append(Piece(a: a, b: b, source: UInt32(pieces.count)))
      }
    }
    for area in areas { for polygon in area.polygons { for ring in polygon.rings { add(ring.points) } } }
    for line in lines { add(line) }
    let planar = PlanarFaces(PlanarGraph(Noding.noded(pieces)))
    let boxes = areas.map(\.box)
    var faces: [Face] = []
    var faceOfHalf = [Int32](repeating: -1, count: planar.graph.halfEdgeCount)
    for face in planar.faces {
      let polygon = planar.polygon(face)
      guard let point = polygon.pointWithin else { continue }
      let holders = areas.indices.filter { boxes[$0].contains(point) && areas[$0].location(of: point) == .inside }
      guard !holders.isEmpty else { continue }
      for cycle in [face.outer] + face.holes {
        for half in planar.cycles[cycle].halves { faceOfHalf[Int(half)] = Int32(faces.count) }
      }
      faces.append(Face(polygon: polygon, areas: holders, interior: point))
    }
    self.faces = faces
    self.faceOfHalf = faceOfHalf
    self.given = given
    graph = planar.graph
  }

  /// For each face those that it has an edge in common with, and how long that is in units of the coordinates.
  public var neighbours: [[Int: Double]] {
    var result = [[Int: Double]](repeating: [:], count: faces.count)
    for piece in 0..<graph.halfEdgeCount / 2 {
      let (left, right) = (Int(faceOfHalf[piece * 2]), Int(faceOfHalf[piece * 2 + 1]))
      guard left >= 0, right >= 0, left != right else { continue }
      let (a, b) = (graph.origin(piece * 2), graph.end(piece * 2))
      let length = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
      result[left][right, default: 0] += length
      result[right][left, default: 0] += length
    }
    return result
  }

  /// The faces of each label put together, in the order of the labels.
  ///
  /// - Parameters:
  ///   - labels: of each face, from 0; −1 for one that is part of no new area.
  ///   - count: how many labels there are.
  public func areas(labels: [Int], count: Int) -> [MultiPolygon] {
    let borders = borders(labels)
    var sides: [(left: Int, right: Int)] = []
    var pieces: [Piece] = []
    for border in borders {
      pieces.append(Piece(a: border.a, b: border.b, source: UInt32(sides.count)))
      // Pieces of a graph lead from their lower end.
      let isForward = (border.a.x, border.a.y) < (border.b.x, border.b.y)
      sides.append(isForward ? (border.left, border.right) : (border.right, border.left))
    }
    let planar = PlanarFaces(PlanarGraph(pieces))
    var result = [[Polygon]](repeating: [], count: count)
    for face in planar.faces {
      guard let half = planar.cycles[face.outer].halves.first.map(Int.init) else { continue }
      let side = sides[Int(planar.graph.sources[half / 2])]
      let label = half.isMultiple(of: 2) ? side.left : side.right
      guard label >= 0 else { continue }
      let polygon = planar.simplePolygon(face)
      if !polygon.exterior.points.isEmpty { result[label].append(polygon) }
    }
    return result.map(MultiPolygon.init)
  }

  /// A piece of a border between two labels.
  private struct Border {
    var a: Point
    var b: Point
    var left: Int
    var right: Int
  }

  /// The borders between labels, without the vertices that cutting put into edges which stay whole.
  private func borders(_ labels: [Int]) -> [Border] {
    func label(_ half: Int) -> Int { faceOfHalf[half] < 0 ? -1 : labels[Int(faceOfHalf[half])] }
    var bySource: [UInt32: [Border]] = [:]
    var degrees: [Point: Int] = [:]
    for piece in 0..<graph.halfEdgeCount / 2 {
      let border = Border(
        a: graph.origin(piece * 2), b: graph.end(piece * 2), left: label(piece * 2), right: label(piece * 2 + 1))
      guard border.left != border.right else { continue }
      bySource[graph.sources[piece], default: []].append(border)
      degrees[border.a, default: 0] += 1
      degrees[border.b, default: 0] += 1
    }
    var result: [Border] = []
    for source in bySource.keys.sorted() {
      // They lie on one edge, each from its lower end to its higher one: sorted, one follows the other.
      let along = (bySource[source] ?? []).sorted { ($0.a.x, $0.a.y) < ($1.a.x, $1.a.y) }
      var open: Border?
      for border in along {
        if let last = open, last.b == border.a, last.left == border.left, last.right == border.right,
          degrees[border.a] == 2, !given.contains(border.a)
        {
          open?.b = border.b
        } else {
          if let last = open { result.append(last) }
          open = border
        }
      }
      if let last = open { result.append(last) }
    }
    return result
  }
}
