import CoverageTopology
import Diagnostics

extension LevelRepair {
  /// Detached parts of areas that are too thin to be meant go to a neighbour; the largest part of an area always stays.
  mutating func removeSlivers() {
    let width = min(shared.request.limits.sliverWidth, shared.request.tolerance)
    for (area, faces) in owners.facesByArea.sorted(by: { $0.key < $1.key }) where faces.count > 1 {
      let parts = connected(faces)
      guard parts.count > 1 else { continue }
      let patches = parts.map { shared.patch($0) }
      let largest = patches.indices.max { patches[$0].squareMetres < patches[$1].squareMetres }
      for (position, patch) in patches.enumerated() where position != largest && patch.width < width {
        guard patch.faces.allSatisfy({ owners[$0] == [area] }) else { continue }
        give(patch, from: [area], rule: .sliver)
      }
    }
  }

  /// Faces in groups that hang together by edges.
  private func connected(_ faces: [Int]) -> [[Int]] {
    var rest = Set(faces)
    var groups: [[Int]] = []
    for start in faces where rest.remove(start) != nil {
      var group: [Int] = []
      var waiting = [start]
      while let face = waiting.popLast() {
        group.append(face)
        shared.arrangement.forEachEdge(of: face) { beyond, _, _ in
          if rest.remove(beyond) != nil { waiting.append(beyond) }
        }
      }
      groups.append(group.sorted())
    }
    return groups
  }
}
