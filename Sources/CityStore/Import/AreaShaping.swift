import Diagnostics
import GEOSOperations
import Projections
import SpatialPrimitives

/// Takes boundaries into the database's coordinate system and makes them valid.
final class AreaShaping {
  private let transformation: Transformation
  private let geos: GEOSContext
  private let measure: GroundMeasure
  private let isStrict: Bool

  struct Repair {
    var reason: String
    var point: Point
    var squareMetresBefore: Double
    var squareMetresAfter: Double
  }

  /// - Parameter isStrict: invalid geometry is rejected instead of repaired.
  init(from source: CoordinateSystem, to target: CoordinateSystem, isStrict: Bool) throws(Fault) {
    transformation = try Transformation(from: source, to: target)
    geos = try GEOSContext()
    measure = try GroundMeasure(target)
    self.isStrict = isStrict
  }

  var accuracyNote: Text? { transformation.accuracyNote }

  struct Shape {
    var geometry: MultiPolygon
    /// Points put into long edges.
    var pointsAdded: Int
    var repair: Repair?
  }

  /// - Throws: `outside-crs`, `invalid-geometry` (strict) or `degenerate-geometry`.
  func shape(_ boundary: BoundaryGeometry) throws(Rejection) -> Shape {
    let (geometry, added) = try rejecting { () throws(Fault) in try transformation.transform(boundary.polygons) }
    var shape = Shape(geometry: geometry, pointsAdded: added)
    let flaw = try rejecting { () throws(Fault) in try geos.flaw(in: geometry) }
    guard let reason = flaw?.reason ?? boundary.defect else { return shape }
    let point = flaw?.place ?? geometry.box.center
    if isStrict { throw Rejection(code: "invalid-geometry", detail: "\(reason) at \(point.x) \(point.y)") }
    if flaw != nil { shape.geometry = try rejecting { () throws(Fault) in try geos.makeValid(geometry).geometry } }
    if shape.geometry.isEmpty { throw Rejection(code: "degenerate-geometry", detail: reason) }
    shape.repair = try rejecting { () throws(Fault) in
      Repair(
        reason: reason, point: point, squareMetresBefore: try measure.area(of: geometry),
        squareMetresAfter: try measure.area(of: shape.geometry))
    }
    return shape
  }

  /// A fault of one geometry costs its row, not the import.
  private func rejecting<Result>(_ body: () throws(Fault) -> Result) throws(Rejection) -> Result {
    do { return try body() } catch { throw Rejection(error) }
  }
}
