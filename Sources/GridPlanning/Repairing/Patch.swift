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
  init(_ faces: [Int], of overlay: Overlay) {
    self.faces = faces
    geometry = overlay.union(of: faces)
    centers = geometry.polygons.compactMap(\.pointWithin)
  }

  init(_ faces: [Int], of overlay: Overlay, _ measure: FaceMeasure) {
    self.init(faces, of: overlay)
    for polygon in geometry.polygons {
      let inside = polygon.pointWithin
      squareMetres += measure.signedSquareMetres(of: polygon)
      guard let measures = measure.measures(of: polygon, interior: inside ?? polygon.box.center) else { continue }
      outline.polygons.append(measures.polygon)
      if measures.greatestWidth > width { (width, place) = (measures.greatestWidth, measures.place) }
    }
  }

  var vertices: Int { geometry.polygons.lazy.flatMap(\.rings).reduce(0) { $0 + max(0, $1.points.count - 1) } }
}
