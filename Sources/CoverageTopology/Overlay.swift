public import SpatialPrimitives

/// Areas laid over one another, of all levels together, and lines laid over these: the smallest pieces of the plane that no
/// border cuts, and which areas hold each.
///
/// All borders are cut where they meet, once, and walked into faces, so that pieces that touch have the same points, and
/// whatever is put together from faces fits its neighbours, and what is above and below it, bit for bit. Who holds a face is
/// not asked of a point in it but carried across borders: see `Membership`.
///
/// Faces are numbered from 0; the number `outside` is all that is not bounded.
///
/// ```swift
/// let overlay = Overlay(police + sanitation)
/// for face in 0..<overlay.faceCount { print(overlay.areas(of: face), overlay.polygon(of: face).planarArea) }
/// ```
public struct Overlay: Sendable {
  let planar: PlanarFaces
  let edges: CoverageEdges
  private let twins: EdgeTwins
  private let membership: Membership
  /// Nodes that a simplification took out of their borders; empty where there was none.
  var omitted: [Bool] = []

  /// How near a vertex comes to a border to count as lying on it, as a share of the coordinates.
  public enum Reach: Double, Sendable {
    /// Only where it lies on it exactly: what nothing crosses comes back bit for bit.
    case exact = 0
    /// Some sixteen units in the last place: for borders that were cut before, or drawn twice.
    case rounding = 0x1p-49
  }

  /// - Parameters:
  ///   - areas: any polygons; what they hold is told by the even-odd rule. One with a coordinate that is no number holds
  ///     nothing.
  ///   - lines: they cut areas, and what of them ends within a face divides nothing.
  ///   - reach: to begin with; more where rounding leaves a crossing.
  /// - Complexity: O(n log n) for n edges and crossings, of like length; see `Noding`.
  public init(_ areas: [MultiPolygon], cutBy lines: [[Point]] = [], reach: Reach = .rounding) {
    let edges = CoverageEdges(areas, lines: lines)
    let twins = EdgeTwins(edges)
    let pieces = twins.firsts.map { edge in
      Piece(a: edges.points[Int(edge)], b: edges.points[Int(edge) + 1], source: edge)
    }
    self.init(PlanarFaces(cutting: pieces, reach: reach.rawValue), edges, twins)
  }

  private init(_ planar: PlanarFaces, _ edges: CoverageEdges, _ twins: EdgeTwins) {
    (self.planar, self.edges, self.twins) = (planar, edges, twins)
    var membership = Membership(faceCount: planar.faces.count + 1)
    planar.forEachStep { half, from, to in
      let here = from < 0 ? [] : membership[from]
      membership.set(to, Membership.crossing(half / 2, of: planar.graph, from: here, edges, twins))
    }
    self.membership = membership
  }

  /// How many bounded faces there are, those that no area holds among them.
  public var faceCount: Int { planar.faces.count }
  public var outside: Int { planar.faces.count }

  /// The areas that hold a face, ascending; none hold what is outside.
  public func areas(of face: Int) -> [Int] { membership[face] }

  /// For each face, and what is outside, the number of the set of areas that hold it.
  public var holders: [Int32] { membership.numbers }
  /// The sets of areas, ascending each. The first is empty.
  public var sets: [[Int]] { membership.sets }

  /// A face, not what is outside: the exterior counter-clockwise, holes clockwise. A hole that touches the exterior in a
  /// point is a part of its ring; `union(of:where:)` tells them apart.
  public func polygon(of face: Int) -> Polygon { planar.polygon(planar.faces[face]) }

  /// The face left of a half-edge.
  func face(leftOf half: Int) -> Int {
    let face = planar.face(leftOf: half)
    return face < 0 ? outside : face
  }

  /// The pieces of border between two faces.
  public func forEachBorder(_ body: (_ a: Point, _ b: Point, _ left: Int, _ right: Int) -> Void) {
    for half in stride(from: 0, to: planar.graph.halfEdgeCount, by: 2) {
      body(planar.graph.origin(half), planar.graph.end(half), face(leftOf: half), face(leftOf: half ^ 1))
    }
  }

  /// Calls `body` for each edge of a face: what lies beyond it, and from where to where it leads with the face on its
  /// left.
  public func forEachEdge(of face: Int, _ body: (_ beyond: Int, _ from: Point, _ to: Point) -> Void) {
    forEachHalfEdge(of: face) { half in
      body(self.face(leftOf: half ^ 1), planar.graph.origin(half), planar.graph.end(half))
    }
  }

  func forEachHalfEdge(of face: Int, _ body: (Int) -> Void) {
    func walk(_ cycle: Int) { for half in planar.cycles[cycle].halves { body(Int(half)) } }
    if face == outside { return planar.outermost.forEach(walk) }
    walk(planar.faces[face].outer)
    for cycle in planar.faces[face].holes { walk(cycle) }
  }

  /// The same with some faces cut into triangles between the vertices that are there.
  public func dividing(_ divided: [Int]) -> Overlay {
    let graph = planar.graph
    var pieces: [Piece] = []
    for number in 0..<graph.halfEdgeCount / 2 {
      let (low, high) = (graph.origin(number * 2), graph.end(number * 2))
      for source in graph.sources(ofPiece: number) {
        let (a, b) = source.isForward ? (low, high) : (high, low)
        pieces.append(Piece(a: a, b: b, source: source.edge))
      }
    }
    for face in divided {
      for (a, b) in polygon(of: face).diagonals { pieces.append(Piece(a: a, b: b, source: CoverageEdges.none)) }
    }
    return Overlay(PlanarFaces(PlanarGraph(pieces)), edges, twins)
  }
}
