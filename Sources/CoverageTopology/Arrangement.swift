public import SpatialPrimitives

/// The plane as the borders of areas divide it, of all levels together: each border is cut wherever another meets it,
/// once, so that whatever is put together from the faces fits its neighbours, and what is above and below it, bit for bit.
///
/// Faces are numbered from 0; the number `outside` is all that is not bounded.
public struct Arrangement: Sendable {
  let planar: PlanarFaces
  /// For each half-edge the face left of it.
  let faces: [Int32]
  private let edges: CoverageEdges
  /// For each face, and what is outside, the number of the set of areas that hold it.
  public let holders: [Int32]
  /// The sets of areas, ascending each. The first is empty.
  public let sets: [[Int]]
  /// Nodes that a simplification took out of their borders; empty where there was none.
  var omitted: [Bool] = []

  public var outside: Int { holders.count - 1 }

  /// - Parameter areas: any polygons; what they hold is told by the even-odd rule. One with a coordinate that is no
  ///   number holds nothing.
  /// - Complexity: O(n log n) for n edges that meet in no more than n places.
  public init(_ areas: [MultiPolygon]) {
    let edges = CoverageEdges(areas)
    let charge = EdgeMatching.Charge(key: 0, weight: 1, isSound: true)
    let matching = EdgeMatching(edges, charges: Array(repeating: charge, count: areas.count))
    var pieces: [Piece] = []
    for (edge, state) in matching.states.enumerated() where state != EdgeMatching.State.repeated.rawValue {
      pieces.append(Piece(a: edges.points[edge], b: edges.points[edge + 1], source: UInt32(edge)))
    }
    self.init(edges, Noding.noded(pieces))
  }

  private init(_ edges: CoverageEdges, _ pieces: [Piece]) {
    self.edges = edges
    planar = PlanarFaces(PlanarGraph(pieces))
    faces = planar.faceOfHalfEdge
    var sets: [[Int]] = [[]]
    var numbers: [[Int]: Int32] = [[]: 0]
    var holders = [Int32](repeating: -1, count: planar.faces.count + 1)
    holders[planar.faces.count] = 0
    var locator = AreaLocator(edges)
    for (number, face) in planar.faces.enumerated() {
      guard let point = planar.polygon(face).pointWithin else { continue }
      let areas = locator.areas(at: point)
      if let known = numbers[areas] {
        holders[number] = known
      } else {
        holders[number] = Int32(sets.count)
        numbers[areas] = Int32(sets.count)
        sets.append(areas)
      }
    }
    Arrangement.adopt(&holders, planar, faces)
    self.holders = holders
    self.sets = sets
  }

  /// A face that has no double inside is counted to what lies beyond its longest edge.
  private static func adopt(_ holders: inout [Int32], _ planar: PlanarFaces, _ faces: [Int32]) {
    var waiting = planar.faces.indices.filter { holders[$0] < 0 }
    while !waiting.isEmpty {
      var rest: [Int] = []
      for number in waiting {
        var best: (length: Double, holder: Int32)?
        for cycle in [planar.faces[number].outer] + planar.faces[number].holes {
          for half in planar.cycles[cycle].halves {
            let holder = holders[Int(faces[Int(half ^ 1)])]
            let (a, b) = (planar.graph.origin(Int(half)), planar.graph.end(Int(half)))
            let length = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)
            if holder >= 0, best.map({ length > $0.length }) ?? true { best = (length, holder) }
          }
        }
        if let best { holders[number] = best.holder } else { rest.append(number) }
      }
      guard rest.count < waiting.count else { break }
      waiting = rest
    }
    for number in waiting { holders[number] = 0 }
  }

  /// The areas that hold a face, ascending.
  public func areas(holding face: Int) -> [Int] { sets[Int(holders[face])] }

  /// The exterior counter-clockwise, holes clockwise. Not of what is outside.
  public func polygon(_ face: Int) -> Polygon { planar.polygon(planar.faces[face]) }

  /// Calls `body` for each edge of a face: what lies beyond it, and from where to where it leads with the face on its
  /// left.
  public func forEachEdge(of face: Int, _ body: (_ beyond: Int, _ from: Point, _ to: Point) -> Void) {
    forEachHalfEdge(of: face) { half in
      body(Int(faces[half ^ 1]), planar.graph.origin(half), planar.graph.end(half))
    }
  }

  func forEachHalfEdge(of face: Int, _ body: (Int) -> Void) {
    guard face != outside else {
      for half in faces.indices where Int(faces[half]) == face { body(half) }
      return
    }
    for half in planar.cycles[planar.faces[face].outer].halves { body(Int(half)) }
    for cycle in planar.faces[face].holes { for half in planar.cycles[cycle].halves { body(Int(half)) } }
  }

  /// The same with some faces cut into triangles between the vertices that are there.
  public func dividing(_ divided: [Int]) -> Arrangement {
    let graph = planar.graph
    var pieces = (0..<graph.halfEdgeCount / 2).map { number in
      Piece(a: graph.origin(number * 2), b: graph.end(number * 2), source: graph.sources[number])
    }
    for face in divided {
      for (a, b) in polygon(face).diagonals { pieces.append(Piece(a: a, b: b, source: 0)) }
    }
    return Arrangement(edges, pieces)
  }
}
