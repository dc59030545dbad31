import CoverageTopology
import SpatialPrimitives

/// Faces that hang together and that the same areas hold.
struct Patch {
  var faces: [Int]
  var geometry: MultiPolygon
  var squareMetres = 0.0
  /// At the widest, in metres.
  var width = 0.0
  /// In longitude and latitude.
  var place: Point?
  /// In longitude and latitude.
  var outline = MultiPolygon([])
  /// A place inside each polygon, in the coordinates of the subject.
  var centers: [Point] = []

  /// Without its measures.
  ///
  /// - Parameter faces: ascending.
  init(_ faces: [Int], of arrangement: Arrangement) {
    self.faces = faces
    let members = faces.count > 8 ? Set(faces) : []
    geometry = arrangement.union(of: faces) { members.isEmpty ? faces.contains($0) : members.contains($0) }
    centers = geometry.polygons.compactMap(\.pointWithin)
  }

  init(_ faces: [Int], of arrangement: Arrangement, _ measure: FaceMeasure) {
    self.init(faces, of: arrangement)
    for polygon in geometry.polygons {
      let inside = polygon.pointWithin
      guard let measures = measure.measures(of: polygon, interior: inside ?? polygon.box.center) else {
        squareMetres += measure.squareMetres(of: polygon)
        continue
      }
      squareMetres += measures.squareMetres
      outline.polygons.append(measures.polygon)
      if measures.greatestWidth > width { (width, place) = (measures.greatestWidth, measures.place) }
    }
  }

  var vertices: Int { geometry.polygons.lazy.flatMap(\.rings).reduce(0) { $0 + max(0, $1.points.count - 1) } }
}
