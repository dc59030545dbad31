import Diagnostics
import Projections
import SpatialPrimitives

/// The metres in which a model's objects are put beside one another in a file for viewers: x east, y north, z up.
final class SceneFrame {
  /// The horizontal system of `origin`; `nil` where nobody knows where the model is.
  let crs: String?
  /// Where the frame begins.
  let origin: Point3
  /// From the frame to the Earth's centre, 4 × 4, column by column; `nil` for a frame in the plane.
  let matrix: [Double]?
  /// `nil` where the model is in the plane of the frame already.
  private let transformation: Transformation?
  private let earth: EarthFrame?

  /// A frame in the plane: of the model's own system where that is metric, else of a metric one for its place.
  /// - Parameter extent: of the model, in its own system.
  init(inPlane model: CityModelRecord, extent: Box3) throws(Fault) {
    var target: CoordinateSystem?
    if let crs = model.crs, !extent.isEmpty {
      let system = try CoordinateSystem(crs)
      let metric = try ModelSystem.metric(for: system, around: extent.inPlane.center)
      target = try metric.map { text throws(Fault) in try CoordinateSystem(text) } ?? system
      transformation = try target.map { target throws(Fault) in try Transformation(from: system, to: target) }
    } else {
      transformation = nil
    }
    crs = target?.identifier
    earth = nil
    matrix = nil
    let middle = extent.isEmpty ? Point(0, 0) : extent.inPlane.center
    let centre = transformation?.transform(middle) ?? middle
    origin = Point3(centre.x.rounded(), centre.y.rounded(), extent.isEmpty ? 0 : extent.minZ.rounded())
  }

  /// A frame on the ellipsoid, for 3D Tiles. Heights are taken as those above the ellipsoid.
  /// - Throws: `no-place` (data) where nobody knows where the model is.
  init(onEarth model: CityModelRecord, extent: Box3) throws(Fault) {
    guard let crs = model.crs, !extent.isEmpty else {
      throw Fault(
        .data, code: "no-place",
        Text(
          "nobody knows where model \(model.name) is, and 3D Tiles need a place",
          zh: "模型 \(model.name) 位置未知，而 3D Tiles 需要位置"),
        hint: Text("import it with --crs, or export .glb", zh: "请用 --crs 重新导入，或导出 .glb"))
    }
    let degrees = try CoordinateSystem("EPSG:4326")
    let transformation = try Transformation(from: CoordinateSystem(crs), to: degrees)
    var corner = [extent.inPlane.center]
    try transformation.transform(&corner)
    origin = Point3(corner[0].x, corner[0].y, extent.minZ)
    self.crs = degrees.identifier
    self.transformation = transformation
    let frame = EarthFrame(at: origin)
    earth = frame
    matrix = frame.matrix
  }

  /// Points of the model in the frame; what has no place in it is not finite.
  func place(_ points: [Point3]) -> [Point3] {
    let moved = transformation?.transform(points) ?? points
    if let earth { return moved.map { $0.isFinite ? earth.local($0) : $0 } }
    return moved.map { Point3($0.x - origin.x, $0.y - origin.y, $0.z - origin.z) }
  }
}
