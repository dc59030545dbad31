public import Diagnostics
import Projections
import SpatialFormats
public import SpatialPrimitives

/// What someone drew to say where areas are to be cut, in the database's reference system.
public struct Drawing: Sendable, Hashable {
  public var lines: [[Point]]
  /// One a row of the file, in its order.
  public var polygons: [MultiPolygon]

  public init(lines: [[Point]] = [], polygons: [MultiPolygon] = []) {
    self.lines = lines
    self.polygons = polygons
  }
}

extension CityDatabase {
  /// The lines and polygons of a file of any kind that `import` reads, in the database's reference system. Vertices that
  /// were drawn onto those of areas stay on them where the file is in the same system.
  ///
  /// - Parameter crs: the file's reference system, where it does not say or says it wrongly.
  /// - Throws: what makes the file unusable; `nothing-drawn` (65).
  public func drawing(
    inFile path: String, layer: String? = nil, crs: String? = nil, listener: Listener = .silent
  ) throws(Fault) -> Drawing {
    let source = try FeatureFile.open(path, layer: layer, listener: listener)
    var drawn = Drawing()
    while let feature = try source.next() {
      if let geometry = feature.geometry { drawn.add(geometry) }
    }
    guard !drawn.lines.isEmpty || !drawn.polygons.isEmpty else {
      throw Fault(
        .data, code: "nothing-drawn", Text("there are no lines and no polygons in this file", zh: "此文件中没有线，也没有面"),
        at: Place(path))
    }
    let lines = drawn.lines.map { MultiPolygon([Polygon(Ring($0))]) }
    let (system, evidence) = try CoordinateChoice.settle(
      file: path, declared: source.layer.crs, asked: crs, boundaries: drawn.polygons + lines)
    evidence.forEach(listener.notice)
    let transformation = try Transformation(from: system, to: coordinateSystem)
    var result = Drawing()
    for line in drawn.lines { result.lines.append(try transformation.transformPath(line)) }
    for shape in drawn.polygons { result.polygons.append(try transformation.transform(shape).geometry) }
    return result
  }
}

extension Drawing {
  /// Takes lines and polygons in; points say nothing.
  fileprivate mutating func add(_ geometry: Geometry) {
    switch geometry {
    case .lineString(let line): if line.count > 1 { lines.append(line) }
    case .multiLineString(let several): lines += several.filter { $0.count > 1 }
    case .polygon(let polygon): polygons.append(MultiPolygon([polygon]))
    case .multiPolygon(let shape): polygons.append(shape)
    case .collection(let parts): for part in parts { add(part) }
    case .point, .multiPoint: break
    }
  }
}
