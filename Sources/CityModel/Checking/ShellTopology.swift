import SpatialPrimitives

/// How the faces of a shell join: which edge is whose, which faces come together round a corner, and whether all hang together.
/// Corners are the same where their coordinates are. O(n) with a table of all edges.
struct ShellTopology {
  /// A face's way along an edge: which of its corners lie at the lower and at the higher end.
  private struct Use {
    var face: Int
    var atLow: Int
    var atHigh: Int
    var isForward: Bool
  }

  private struct Edge {
    var low: Int
    var high: Int
    var uses: [Use] = []
  }

  private var vertices: [Point3] = []
  private var edges: [Edge] = []
  /// Of each corner of a face, its vertex.
  private var corners: [Int] = []
  private var faceCount = 0

  /// - Parameter faces: each of its rings, no point repeated at the end.
  init(_ faces: [[[Point3]]]) {
    var vertexNumbers: [Point3: Int] = [:]
    var edgeNumbers: [[Int]: Int] = [:]
    faceCount = faces.count
    for (face, rings) in faces.enumerated() {
      for ring in rings {
        let first = corners.count
        for point in ring {
          let number = vertexNumbers[point] ?? vertices.count
          if number == vertices.count {
            vertexNumbers[point] = number
            vertices.append(point)
          }
          corners.append(number)
        }
        for position in ring.indices {
          let (from, to) = (first + position, first + (position + 1) % ring.count)
          let isForward = corners[from] < corners[to]
          let (low, high) = isForward ? (from, to) : (to, from)
          let key = [corners[low], corners[high]]
          let number = edgeNumbers[key] ?? edges.count
          if number == edges.count {
            edgeNumbers[key] = number
            edges.append(Edge(low: key[0], high: key[1]))
          }
          edges[number].uses.append(Use(face: face, atLow: low, atHigh: high, isForward: isForward))
        }
      }
    }
  }

  private func middle(_ edge: Edge) -> Point3 { Box3(around: [vertices[edge.low], vertices[edge.high]]).center }

  /// The middles of edges that one face alone has.
  var openEdges: [Point3] { edges.filter { $0.uses.count == 1 }.map(middle) }

  /// The middle of an edge that more than two faces have.
  var crowdedEdge: Point3? { edges.first { $0.uses.count > 2 }.map(middle) }

  /// The middle of an edge along which two faces go the same way: they turn differently.
  var contraryEdge: Point3? {
    edges.first { $0.uses.count == 2 && $0.uses[0].isForward == $0.uses[1].isForward }.map(middle)
  }

  /// A vertex round which the faces do not make one fan, and one of the fans closes: where none does, the shell is only open
  /// there. No edge may have more than two faces.
  var doubleFan: Point3? {
    var fans = Groups(corners.count)
    for edge in edges where edge.uses.count == 2 {
      fans.join(edge.uses[0].atLow, edge.uses[1].atLow)
      fans.join(edge.uses[0].atHigh, edge.uses[1].atHigh)
    }
    var open: Set<Int> = []
    for edge in edges where edge.uses.count == 1 {
      open.formUnion([fans.group(of: edge.uses[0].atLow), fans.group(of: edge.uses[0].atHigh)])
    }
    var fansAt = [Set<Int>](repeating: [], count: vertices.count)
    for (corner, vertex) in corners.enumerated() { fansAt[vertex].insert(fans.group(of: corner)) }
    return zip(vertices, fansAt).first { $1.count > 1 && !$1.isSubset(of: open) }?.0
  }

  /// Whether every face is reached from every other one, from edge to edge.
  var isConnected: Bool {
    var pieces = Groups(faceCount)
    for edge in edges where edge.uses.count == 2 { pieces.join(edge.uses[0].face, edge.uses[1].face) }
    return (0..<faceCount).allSatisfy { pieces.group(of: $0) == pieces.group(of: 0) }
  }
}
