public import SpatialPrimitives

/// A bounded piece of the plane in which everything is held by the same areas.
public struct CoverageFace: Sendable {
  /// The exterior counter-clockwise, holes clockwise, closed.
  public var polygon: Polygon
  /// The areas that hold it, ascending.
  public var areas: [Int]
  /// A point in its open interior.
  public var interior: Point
  /// For each ring of `polygon` and each of its edges the area whose border it is.
  public var borders: [[Int]]
}

/// Areas that should fit together: beside one another without gaps and overlaps, or some in others.
///
/// Found is where they do not, at a cost that goes with how much that is: edges that fit are told in one pass over all of
/// them, only the rest is cut where it meets and walked into faces. Which areas hold a face is decided for a point in it,
/// exactly and on the areas as they were given, so that rounding in the cutting can lose no face and invent none but such
/// as are as thin as rounding.
public struct Coverage: Sendable {
  let edges: CoverageEdges
  private let isSound: [Bool]

  /// What an area adds to the balance of every place in it.
  public struct Charge: Sendable, Hashable {
    /// What the weight is counted under.
    public var key: Int
    public var weight: Int

    public init(key: Int, weight: Int) {
      self.key = key
      self.weight = weight
    }
  }

  /// - Parameters:
  ///   - areas: any polygons; what they hold is told by the even-odd rule. One with a coordinate that is no number holds
  ///     nothing.
  ///   - isSound: whether each is a valid geometry. The edges of those that are not are all looked at.
  public init(_ areas: [MultiPolygon], isSound: [Bool]) {
    edges = CoverageEdges(areas)
    self.isSound = isSound
  }

  /// The bounded faces that more than one area holds, and those that none does.
  ///
  /// - Parameter leastArea: in squared units of the coordinates; smaller faces are left out.
  public func misfits(leastArea: Double) -> [CoverageFace] {
    faces(charges: Array(repeating: Charge(key: 0, weight: 1), count: isSound.count), leastArea: leastArea) {
      $0.count != 1
    }
  }

  /// The bounded faces whose areas are not as they should be.
  ///
  /// - Parameters:
  ///   - charges: of each area. Across a border where the sums of all keys stay the same, `isWrong` must not change.
  ///   - isWrong: whether a place that exactly these areas hold is to be reported.
  /// - Complexity: O(n) for what fits; O(k log k) for the k edges that do not, and those in the faces found.
  public func faces(
    charges: [Charge], leastArea: Double, where isWrong: ([Int]) -> Bool
  ) -> [CoverageFace] {
    let matching = EdgeMatching(
      edges,
      charges: zip(charges, isSound).map {
        EdgeMatching.Charge(key: Int32($0.key), weight: Int32($0.weight), isSound: $1)
      })
    let loose = pieces(matching, .unbalanced)
    guard !loose.isEmpty else { return [] }
    var locator = AreaLocator(edges)
    var labelled = LabelledFaces(loose, edges, leastArea: leastArea)
    let suspects = labelled.faces(&locator, where: isWrong)
    // Where nothing lies, no border runs. Elsewhere borders that fit may divide a face among different areas.
    let held = suspects.filter { !$0.face.areas.isEmpty }
    let inner = InnerPieces.within(held.map(\.face.polygon), pieces(matching, .balanced))
    guard !inner.isEmpty else { return suspects.map(\.face) }
    labelled = LabelledFaces(labelled.borders(of: held) + inner, edges, leastArea: leastArea)
    let gaps = suspects.filter(\.face.areas.isEmpty)
    return (gaps + labelled.faces(&locator) { !$0.isEmpty && isWrong($0) }).map(\.face)
  }

  private func pieces(_ matching: EdgeMatching, _ state: EdgeMatching.State) -> [Piece] {
    var pieces: [Piece] = []
    for (edge, held) in matching.states.enumerated() where held == state.rawValue {
      pieces.append(Piece(a: edges.points[edge], b: edges.points[edge + 1], source: UInt32(edge)))
    }
    return pieces
  }
}

/// Faces of pieces with the areas that hold them.
private struct LabelledFaces {
  private let planar: PlanarFaces
  private let edges: CoverageEdges
  private let leastArea: Double

  init(_ pieces: [Piece], _ edges: CoverageEdges, leastArea: Double) {
    planar = PlanarFaces(cutting: pieces)
    self.edges = edges
    self.leastArea = leastArea
  }

  /// A face, and which of the planar ones it is.
  struct Found {
    var face: CoverageFace
    var planar: PlanarFaces.Face
  }

  func faces(_ locator: inout AreaLocator, where isWanted: ([Int]) -> Bool) -> [Found] {
    var found: [Found] = []
    for face in planar.faces {
      let polygon = planar.polygon(face)
      guard polygon.planarArea >= leastArea, let point = polygon.pointWithin else { continue }
      let areas = locator.areas(at: point)
      guard isWanted(areas) else { continue }
      let borders = ([face.outer] + face.holes).map { cycle in
        planar.cycles[cycle].halves.map { edges.area(of: Int(planar.graph.sources[Int($0) / 2])) }
      }
      found.append(
        Found(
          face: CoverageFace(polygon: polygon, areas: areas, interior: point, borders: borders), planar: face))
    }
    return found
  }

  /// The pieces round faces, in both directions where two of the faces meet.
  func borders(of faces: [Found]) -> [Piece] {
    let graph = planar.graph
    return faces.flatMap { [$0.planar.outer] + $0.planar.holes }.flatMap { planar.cycles[$0].halves }.map { half in
      Piece(a: graph.origin(Int(half)), b: graph.end(Int(half)), source: graph.sources[Int(half) / 2])
    }
  }
}
