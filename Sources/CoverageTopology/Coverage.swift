public import SpatialPrimitives

/// A bounded piece of the plane in which everything is held by the same areas.
public struct CoverageFace: Sendable {
  /// The exterior counter-clockwise, holes clockwise, closed.
  public var polygon: Polygon
  /// The areas that hold it, ascending.
  public var areas: [Int]
  /// A point in its open interior; for a face that has no double inside one of its corners.
  public var interior: Point
  /// For each ring of `polygon` and each of its edges the area whose border it is.
  public var borders: [[Int]]
}

/// Areas that should fit together: beside one another without gaps and overlaps, or some in others.
///
/// Found is where they do not, at a cost that goes with how much that is. Edges that fit are told in one pass over all of
/// them. Only the rest is cut where it meets and walked into faces; from the outside, each border crossed tells how the
/// balance of the areas changes, and where it is not as it should be, the borders that fit are cut in too, and which areas
/// hold a face is carried across all of them. So no face is lost, however thin it is.
public struct Coverage: Sendable {
  private let edges: CoverageEdges
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
    faces(
      charges: Array(repeating: Charge(key: 0, weight: 1), count: isSound.count), leastArea: leastArea,
      expecting: [Charge(key: 0, weight: 1)])
  }

  /// The bounded faces in which the weights of some key do not sum up to zero.
  ///
  /// - Parameter charges: of each area.
  /// - Complexity: O(n) for what fits; O(k log k) for the k edges that do not, and those in the faces found.
  public func imbalances(charges: [Charge], leastArea: Double) -> [CoverageFace] {
    faces(charges: charges, leastArea: leastArea, expecting: [])
  }

  private func faces(charges: [Charge], leastArea: Double, expecting expected: [Charge]) -> [CoverageFace] {
    let twins = EdgeTwins(edges)
    let ledger = ChargeLedger(edges, twins, charges, isSound, expected)
    func piece(_ edge: UInt32) -> Piece {
      Piece(a: edges.points[Int(edge)], b: edges.points[Int(edge) + 1], source: edge)
    }
    // Those that fit are mostly all: only their numbers are kept, until pieces of them are needed.
    var fits = [Bool](repeating: true, count: twins.firsts.count)
    var loose: [Piece] = []
    for (number, first) in twins.firsts.enumerated() where !ledger.isBalanced(first) {
      fits[number] = false
      loose.append(piece(first))
    }
    guard !loose.isEmpty else { return [] }
    let planar = PlanarFaces(cutting: loose)
    let balances = ledger.balances(planar)
    let suspects = planar.faces.indices.filter {
      !ledger.isExpected(balances[$0]) && planar.polygon(planar.faces[$0]).planarArea >= leastArea
    }
    let open = suspects.filter { balances[$0].isEmpty }
    let held = suspects.filter { !balances[$0].isEmpty }
    var found = open.map { face(planar, $0, []) }
    guard !held.isEmpty else { return found }
    // Where nothing lies, no border runs. Elsewhere borders that fit may divide a face among different areas.
    let fitting = twins.firsts.indices.lazy.filter { fits[$0] }.map { piece(twins.firsts[$0]) }
    let inner = InnerPieces.within(held.map { planar.polygon(planar.faces[$0]) }, fitting)
    var region = FaceRegion(planar, held)
    if !inner.isEmpty { region = region.cut(by: inner) }
    for (number, areas) in region.areas(edges, twins) where !ledger.isExpected(areas) {
      let face = face(region.planar, number, areas)
      if face.polygon.planarArea >= leastArea { found.append(face) }
    }
    return found
  }

  private func face(_ planar: PlanarFaces, _ number: Int, _ areas: [Int]) -> CoverageFace {
    let polygon = planar.polygon(planar.faces[number])
    let borders = planar.cycles(of: number).map { cycle in
      planar.cycles[cycle].halves.map { edges.area(of: Int(planar.graph.sources[Int($0) / 2])) }
    }
    return CoverageFace(
      polygon: polygon, areas: areas, interior: polygon.pointWithin ?? polygon.exterior.points[0], borders: borders)
  }
}
