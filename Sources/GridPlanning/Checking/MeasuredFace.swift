import CoverageTopology
import Diagnostics
import SpatialPrimitives

/// A face of a coverage with its measures on the ground.
struct MeasuredFace {
  var face: CoverageFace
  var measures: FaceMeasure.Measures

  /// - Returns: `nil` for what is narrower or smaller than the limits say.
  init?(_ face: CoverageFace, _ measure: FaceMeasure, _ limits: CheckLimits) {
    guard let measures = measure.measures(of: face.polygon, interior: face.interior, leastWidth: limits.leastWidth),
      measures.squareMetres >= limits.leastArea
    else { return nil }
    self.face = face
    self.measures = measures
  }

  /// Metres of border that each area has in common with the face.
  var borderLengths: [Int: Double] {
    var lengths: [Int: Double] = [:]
    for (ring, areas) in zip(measures.edgeLengths, face.borders) {
      for (length, area) in zip(ring, areas) { lengths[area, default: 0] += length }
    }
    return lengths
  }

  /// The areas along the border, the longest stretch first.
  var neighbours: [Int] { MeasuredFace.neighbours([self]) }

  static func neighbours(_ faces: [MeasuredFace]) -> [Int] {
    var lengths: [Int: Double] = [:]
    for face in faces { lengths.merge(face.borderLengths) { $0 + $1 } }
    return lengths.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// Divides faces into groups that hang together by their corners.
  static func connected(_ faces: [MeasuredFace]) -> [[MeasuredFace]] {
    guard faces.count > 1 else { return faces.isEmpty ? [] : [faces] }
    var groups = DisjointSets(count: faces.count)
    var firstAt: [Point: Int] = [:]
    for (number, face) in faces.enumerated() {
      for point in face.face.polygon.rings.lazy.flatMap(\.points) {
        if let other = firstAt[point] { groups.join(other, number) } else { firstAt[point] = number }
      }
    }
    let byRoot = Dictionary(grouping: faces.indices) { groups.root(of: $0) }
    return byRoot.sorted { $0.key < $1.key }.map { $0.value.map { faces[$0] } }
  }
}

extension Finding {
  /// Takes place, shape and measures from the faces that it is made of.
  mutating func take(_ faces: [MeasuredFace]) {
    let widest = faces.max { $0.measures.greatestWidth < $1.measures.greatestWidth }
    place = widest?.measures.place
    squareMetres = faces.reduce(0) { $0 + $1.measures.squareMetres }
    greatestWidth = widest?.measures.greatestWidth
    let total = faces.reduce(0) { $0 + $1.measures.length }
    length = total
    meanWidth = total > 0 ? (squareMetres ?? 0) / total : nil
    pieces = faces.count
    geometry = MultiPolygon(faces.map(\.measures.polygon))
  }

  /// Area, width and length in one phrase.
  var extent: Text {
    Quantity.extent(squareMetres: squareMetres ?? 0, width: greatestWidth ?? 0, length: length ?? 0, pieces: pieces)
  }
}
