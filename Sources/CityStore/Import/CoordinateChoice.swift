import Diagnostics
import Projections
import SpatialFormats
import SpatialPrimitives

/// Settles the coordinate system of a file: the caller's word, else the file's own, held against the coordinates.
enum CoordinateChoice {
  /// - Parameter boundaries: the file's polygons, for their extent and samples.
  /// - Throws: `missing-crs`, `unknown-crs`, or what makes the coordinates impossible in the system (65).
  static func settle(
    file: String, declared: DeclaredCRS?, asked: String?, boundaries: [MultiPolygon]
  ) throws(Fault) -> (system: CoordinateSystem, notices: [Notice]) {
    var extent = Box.empty
    var samples: [Point] = []
    for boundary in boundaries {
      extent.formUnion(boundary.box)
      if samples.count < 1000, let point = boundary.polygons.first?.exterior.points.first { samples.append(point) }
    }
    return try settle(file: file, declared: declared, asked: asked, extent: extent, samples: samples)
  }

  /// As above, for a file of any geometry.
  static func settle(
    file: String, declared: DeclaredCRS?, asked: String?, extent: Box, samples: [Point]
  ) throws(Fault) -> (system: CoordinateSystem, notices: [Notice]) {
    guard let text = asked ?? declared?.text else { throw missing(file, extent) }
    var notices: [Notice] = []
    let system: CoordinateSystem
    do { system = try CoordinateSystem(text) } catch { throw located(error, file) }
    if let declared {
      if asked == nil {
        notices.append(
          Notice(
            .note, code: "crs-read",
            Text(
              "\(system.name): \(declared.evidence.english)", zh: "\(system.name)：\(declared.evidence.chinese)"),
            at: Place(file)))
      } else if let own = try? CoordinateSystem(declared.text), !own.isEquivalent(to: system) {
        notices.append(
          Notice(
            .warning, code: "crs-overridden",
            Text(
              "taken as \(system.name), as told, though the file says \(own.name)",
              zh: "按指定视为 \(system.name)，而文件标明 \(own.name)"), at: Place(file)))
      }
    }
    if let problem = Plausibility.problems(extent: extent, samples: samples, in: system).first {
      throw located(problem, file)
    }
    for var doubt in Plausibility.doubts(extent: extent, samples: samples, in: system) {
      doubt.place = Place(file)
      notices.append(doubt)
    }
    return (system, notices)
  }

  private static func located(_ fault: Fault, _ file: String) -> Fault {
    var fault = fault
    fault.place = fault.place ?? Place(file)
    return fault
  }

  private static func missing(_ file: String, _ extent: Box) -> Fault {
    Fault(
      .data, code: "missing-crs",
      Text(
        "the file does not say in which coordinate system it is; x \(extent.minX) to \(extent.maxX), "
          + "y \(extent.minY) to \(extent.maxY)",
        zh: "文件没有说明坐标系；x \(extent.minX) 至 \(extent.maxX)，y \(extent.minY) 至 \(extent.maxY)"),
      at: Place(file),
      hint: Plausibility.suggestion(for: extent)
        ?? Text("name it with --crs, e.g. --crs EPSG:4490", zh: "请用 --crs 指定，例如 --crs EPSG:4490"))
  }
}
