/// Which areas hold each face of a graph, carried from face to face: to cross an edge is to leave the areas whose edge it
/// is, or to enter them (even-odd rule).
///
/// Each area's border stays closed when it is cut, so that every way to a face leads to the same answer, and an area is the
/// exact sum of its faces, those as thin as rounding among them.
struct Membership: Sendable {
  /// For each face the number of a set.
  private(set) var numbers: [Int32]
  /// The sets of areas, ascending each. The first is empty.
  private(set) var sets: [[Int]] = [[]]
  private var known: [[Int]: Int32] = [[]: 0]

  init(faceCount: Int) { numbers = Array(repeating: 0, count: faceCount) }

  subscript(face: Int) -> [Int] { sets[Int(numbers[face])] }

  /// - Parameter areas: ascending.
  mutating func set(_ face: Int, _ areas: [Int]) {
    if let number = known[areas] {
      numbers[face] = number
    } else {
      numbers[face] = Int32(sets.count)
      known[areas] = Int32(sets.count)
      sets.append(areas)
    }
  }

  /// What holds the far side of a piece, where `areas` hold the near one. Lines, and pieces of no edge, change nothing.
  static func crossing(
    _ piece: Int, of graph: PlanarGraph, from areas: [Int], _ edges: CoverageEdges, _ twins: EdgeTwins
  ) -> [Int] {
    var areas = areas
    for source in graph.sources(ofPiece: piece) where source.edge != CoverageEdges.none {
      twins.forEach(from: source.edge) { edge in
        guard edges.owners[edge] != CoverageEdges.line else { return }
        let area = edges.area(of: edge)
        let position = areas.firstIndex { $0 >= area } ?? areas.count
        if position < areas.count, areas[position] == area {
          areas.remove(at: position)
        } else {
          areas.insert(area, at: position)
        }
      }
    }
    return areas
  }
}

extension PlanarFaces {
  /// Walks from the outside into every face, across one piece each.
  ///
  /// - Parameter enter: is given the half-edge that is crossed, which has the face come from on its left; that face, −1 for
  ///   the unbounded one; and the face entered, once each. O(half-edges).
  func forEachStep(_ enter: (_ half: Int, _ from: Int, _ to: Int) -> Void) {
    var isKnown = [Bool](repeating: false, count: faces.count)
    var waiting: [Int] = []
    func leave(_ face: Int, across cycle: Int) {
      for half in cycles[cycle].halves {
        let other = self.face(leftOf: Int(half) ^ 1)
        guard other >= 0, !isKnown[other] else { continue }
        isKnown[other] = true
        enter(Int(half), face, other)
        waiting.append(other)
      }
    }
    for cycle in outermost { leave(-1, across: cycle) }
    while let face = waiting.popLast() {
      for cycle in cycles(of: face) { leave(face, across: cycle) }
    }
  }

  /// The cycles round a face, the outer one first.
  func cycles(of face: Int) -> [Int] { [faces[face].outer] + faces[face].holes }
}
