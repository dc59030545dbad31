import CoverageTopology
import Diagnostics
import SpatialPrimitives

extension LevelRepair {
  /// Detached parts of areas that are too thin to be meant go to a neighbour; the largest part of an area always stays.
  mutating func removeSlivers() {
    let width = shared.request.sliverWidth
    for (area, faces) in owners.facesByArea.sorted(by: { $0.key < $1.key }) where faces.count > 1 {
      let parts = connected(faces)
      guard parts.count > 1 else { continue }
      let shapes = parts.map { Patch($0, of: shared.overlay).geometry }
      let sizes = shapes.map { shared.measure.squareMetres(of: $0) }
      let largest = parts.indices.max { sizes[$0] < sizes[$1] }
      for (position, part) in parts.enumerated() where position != largest {
        // Only of what is thin the widest place is looked for.
        guard shapes[position].polygons.allSatisfy({ shared.measure.mayBeNarrower(than: width, $0) }),
          part.allSatisfy({ owners[$0] == [area] })
        else { continue }
        let patch = shared.patch(part)
        if patch.width < width { give(patch, from: [area], rule: .sliver) }
      }
    }
  }

  /// Faces in groups that hang together by edges.
  func connected(_ faces: [Int]) -> [[Int]] {
    var rest = Set(faces)
    var groups: [[Int]] = []
    for start in faces where rest.remove(start) != nil {
      var group: [Int] = []
      var waiting = [start]
      while let face = waiting.popLast() {
        group.append(face)
        shared.overlay.forEachEdge(of: face) { beyond, _, _ in
          if rest.remove(beyond) != nil { waiting.append(beyond) }
        }
      }
      groups.append(group.sorted())
    }
    return groups
  }
}
