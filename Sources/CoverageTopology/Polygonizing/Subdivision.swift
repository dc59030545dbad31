public import SpatialPrimitives

/// A line that divides a region.
public struct DividingLine: Sendable, Hashable {
  public var points: [Point]
  /// What it is, above zero. Where lines run along one another, the edge there bears the lowest of their labels.
  public var label: Int

  public init(_ points: [Point], label: Int) {
    self.points = points
    self.label = label
  }
}

/// A region cut into faces by its own border and by lines: each place of it lies in one face, and faces that meet have
/// the same points on both sides, bit for bit.
///
/// Lines may cross, overlap, leave the region or lead nowhere. Where one crosses another, the crossing is at the nearest
/// pair of doubles, so that the outer border moves by a unit in the last place at the most. Faces that lines do not
/// divide are joined again by `polygons(of:count:)`, exactly: it drops edges and computes nothing.
public struct Subdivision: Sendable {
  /// A straight piece between two faces.
  public struct Edge: Sendable, Hashable {
    /// From the lower end by x, then y.
    public var a: Point
    public var b: Point
    /// The faces left and right of the way from `a` to `b`; `outside` where the region ends.
    public var left: Int
    public var right: Int
    /// Of the line that it is a part of; `border` where that is the region's own.
    public var label: Int
  }

  /// The label of the region's own border.
  public static let border = 0
  /// In place of a face.
  public static let outside = -1

  public let region: MultiPolygon
  public private(set) var edges: [Edge] = []
  /// A point in the open interior of each face; `nil` where the face is too thin for a double.
  public private(set) var interiors: [Point?] = []
  /// Of each face, in squared units of the coordinates.
  public private(set) var areas: [Double] = []
  /// What became of lines that ended nowhere, where they were looked at.
  public private(set) var looseEnds = LooseEnds()

  public var faceCount: Int { areas.count }

  /// - Parameters:
  ///   - region: a valid geometry.
  ///   - joining: how far a line that ends nowhere may be led on to the next one; `nil` leads none on.
  /// - Complexity: O(n log n) for n edges and crossings.
  public init(of region: MultiPolygon, by lines: [DividingLine], joining: LooseEnds.Rule? = nil) {
    self.region = region
    var pieces: [Piece] = []
    for ring in region.polygons.lazy.flatMap(\.rings) {
      Subdivision.append(ring.points, label: Subdivision.border, to: &pieces)
    }
    let box = region.box
    for line in lines { Subdivision.append(line.points, label: line.label, to: &pieces, within: box) }
    pieces = Noding.noded(pieces)
    if let joining {
      let search = LooseEndSearch(pieces, region: region, rule: joining)
      looseEnds = search.found
      if !search.joints.isEmpty { pieces = Noding.noded(search.joined()) }
    }
    take(pieces)
  }

  /// The same region with the same edges, and further lines in it.
  /// - Parameter lines: their labels are higher than those that the edges bear.
  public func divided(by lines: [DividingLine]) -> Subdivision {
    var pieces = edges.map { Piece(a: $0.a, b: $0.b, source: UInt32($0.label)) }
    let box = region.box
    for line in lines { Subdivision.append(line.points, label: line.label, to: &pieces, within: box) }
    var result = self
    result.take(Noding.noded(pieces))
    return result
  }

  private static func append(
    _ points: [Point], label: Int, to pieces: inout [Piece], within box: Box? = nil
  ) {
    for (a, b) in zip(points, points.dropFirst()) where a != b && a.isFinite && b.isFinite {
      // Adding zero makes the two zeros one.
      let piece = Piece(a: Point(a.x + 0, a.y + 0), b: Point(b.x + 0, b.y + 0), source: UInt32(label))
      if box?.intersects(piece.box) ?? true { pieces.append(piece) }
    }
  }

  /// Walks the pieces into faces, and keeps those within the region.
  private mutating func take(_ pieces: [Piece]) {
    let planar = PlanarFaces(PlanarGraph(pieces))
    let graph = planar.graph
    (edges, interiors, areas) = ([], [], [])
    var inside = AreaLocator([region])
    var faceOf = [Int32](repeating: -1, count: graph.halfEdgeCount)
    var number = [Int](repeating: Subdivision.outside, count: planar.faces.count)
    var points: [Point?] = []
    var sizes: [Double] = []
    for (position, face) in planar.faces.enumerated() {
      for cycle in [face.outer] + face.holes {
        for half in planar.cycles[cycle].halves { faceOf[Int(half)] = Int32(position) }
      }
      let polygon = planar.polygon(face)
      points.append(Subdivision.innerPoint(polygon))
      sizes.append(polygon.planarArea)
    }
    var isInside = points.map { point in point.map { !inside.areas(at: $0).isEmpty } ?? false }
    // A face without a double in it lies where the face beyond one of its lines lies.
    for half in 0..<graph.halfEdgeCount where graph.sources[half / 2] != Subdivision.border {
      let (here, beyond) = (Int(faceOf[half]), Int(faceOf[half ^ 1]))
      if here >= 0, beyond >= 0, points[here] == nil, isInside[beyond] { isInside[here] = true }
    }
    for face in planar.faces.indices where isInside[face] {
      number[face] = areas.count
      areas.append(sizes[face])
      interiors.append(points[face])
    }
    func face(_ half: Int) -> Int { faceOf[half] < 0 ? Subdivision.outside : number[Int(faceOf[half])] }
    for piece in 0..<graph.halfEdgeCount / 2 {
      let (left, right) = (face(2 * piece), face(2 * piece + 1))
      // What has one face on both sides divides nothing.
      guard left != right else { continue }
      edges.append(
        Edge(
          a: graph.origin(2 * piece), b: graph.end(2 * piece), left: left, right: right,
          label: Int(graph.sources[piece])))
    }
  }

  /// A point inside that is not next to the border where it need not be, so that it tells too what lay there before
  /// the lines were noded.
  private static func innerPoint(_ polygon: Polygon) -> Point? {
    if let point = MultiPolygon([polygon]).interiorPoint, polygon.location(of: point) == .inside { return point }
    return polygon.pointWithin
  }

  /// Faces joined into groups: the geometry of each, valid, with the same points as its neighbours'.
  ///
  /// - Parameters:
  ///   - groups: of each face, from 0, or below zero for none.
  ///   - count: of groups; one without faces gets an empty geometry.
  public func polygons(of groups: [Int], count: Int) -> [MultiPolygon] {
    func group(_ face: Int) -> Int { face < 0 ? -1 : max(groups[face], -1) }
    var pieces: [Piece] = []
    for (number, edge) in edges.enumerated() where group(edge.left) != group(edge.right) {
      pieces.append(Piece(a: edge.a, b: edge.b, source: UInt32(number)))
    }
    var result = Array(repeating: MultiPolygon([]), count: count)
    let planar = PlanarFaces(PlanarGraph(pieces))
    for face in planar.faces {
      let half = Int(planar.cycles[face.outer].halves[0])
      let edge = edges[Int(planar.graph.sources[half / 2])]
      let owner = group(half & 1 == 0 ? edge.left : edge.right)
      if owner >= 0 { result[owner].polygons.append(planar.simplePolygon(face)) }
    }
    return result
  }

  /// Every face by itself.
  public func faces() -> [MultiPolygon] { polygons(of: Array(0..<faceCount), count: faceCount) }
}
