package import CityStore
package import Diagnostics
package import Projections
import SpatialDatabase
import SpatialPrimitives

/// The metric system in which the objects of all models are found.
enum ModelSystem {
  /// - Returns: `system` where it is one, else the 3° zone of CGCS2000 or, outside of China, the UTM zone around `place`.
  static func metric(for system: CoordinateSystem, around place: Point) throws(Fault) -> String? {
    if system.kind == .projected, abs(system.metresPerUnit - 1) < 1e-9, !system.isChineseOffset {
      return system.identifier
    }
    let base = try CoordinateSystem.cgcs2000()
    guard let degrees = try Transformation(from: system, to: base).transform(place) else { return nil }
    if base.areaOfUse?.contains(degrees) == true {
      // EPSG:4534 is the zone of 75° E.
      return "EPSG:\(4534 + Int((degrees.x / 3).rounded()) - 25)"
    }
    let zone = min(60, Int((degrees.x + 180) / 6) + 1)
    return "EPSG:\((degrees.y < 0 ? 32700 : 32600) + zone)"
  }
}

extension CityDatabase {
  /// The metric system in which the objects of all models are found: what `init --model-crs` said, else what the first
  /// model that was imported brought; `nil` while there is none.
  package func modelSystem() throws(Fault) -> CoordinateSystem? {
    try connection.text("SELECT value FROM settings WHERE key = 'model_crs'").map { text throws(Fault) in
      try CoordinateSystem(text)
    }
  }
}
