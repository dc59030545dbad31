public import Diagnostics
import Projections
import SpatialFormats
public import SpatialPrimitives

extension CityDatabase {
  /// The polygons of a file of any kind that `import` reads, in the database's reference system: to ask what lies in them.
  ///
  /// - Parameter crs: the file's reference system, where it does not say or says it wrongly.
  /// - Throws: what makes the file unusable; `no-polygons` (65).
  public func polygons(
    inFile path: String, crs: String? = nil, listener: Listener = .silent
  ) throws(Fault) -> [MultiPolygon] {
    let source = try FeatureFile.open(path, listener: listener)
    var polygons: [MultiPolygon] = []
    while let feature = try source.next() {
      if let boundary = try? BoundaryGeometry(feature) { polygons.append(boundary.polygons) }
    }
    guard !polygons.isEmpty else {
      throw Fault(
        .data, code: "no-polygons", Text("there are no polygons in this file", zh: "此文件中没有多边形"), at: Place(path))
    }
    let (system, evidence) = try CoordinateChoice.settle(
      file: path, declared: source.layer.crs, asked: crs, boundaries: polygons)
    evidence.forEach(listener.notice)
    let transformation = try Transformation(from: system, to: coordinateSystem)
    var result: [MultiPolygon] = []
    for shape in polygons { result.append(try transformation.transform(shape).geometry) }
    return result
  }
}
