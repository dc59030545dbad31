import AreaIndex
package import Diagnostics
package import Projections
package import SpatialFormats
package import SpatialPrimitives
import SystemFiles

/// The rows of one layer of a file, whatever their geometry: streets, buildings, water.
package struct MapLayer: Sendable {
  package struct Row: Sendable {
    /// The record, or the line of a text file.
    package var row: Int
    /// In the database's reference system.
    package var geometry: Geometry
    /// In the order of the fields.
    package var values: [Value]
  }

  package var path: String
  package var fields: [String]
  package var rows: [Row]

  /// The file and the layer that a name means: a file that is there goes by its whole name.
  package static func parts(of name: String) -> (path: String, layer: String?) {
    guard FileFacts.kind(of: name) == .missing, let mark = name.lastIndex(of: "#") else { return (name, nil) }
    return (String(name[..<mark]), String(name[name.index(after: mark)...]))
  }

  /// - Throws: `unknown-field` (64), listing the fields that there are.
  package func column(_ name: String) throws(Fault) -> Int {
    if let column = fields.firstIndex(of: name) { return column }
    let list = fields.joined(separator: ", ")
    throw Fault(
      .usage, code: "unknown-field", Text("there is no field “\(name)”", zh: "没有字段“\(name)”"), at: Place(path),
      hint: Text("there are: \(list)", zh: "现有：\(list)"))
  }
}

extension CityDatabase {
  /// Reads a file of any kind that `import` reads, into the database's reference system.
  ///
  /// - Parameter name: the file; of a file with several layers `FILE#LAYER`.
  /// - Throws: what makes the file unusable; `no-geometry` (65).
  package func mapLayer(inFile name: String, listener: Listener = .silent) throws(Fault) -> MapLayer {
    try MapLayer(reading: name, into: coordinateSystem, listener: listener)
  }
}

extension MapLayer {
  /// Reads a file of any kind that `import` reads. Rows without a geometry are left out and said.
  ///
  /// - Parameters:
  ///   - name: the file; of a file with several layers `FILE#LAYER`.
  ///   - target: what its coordinates become.
  /// - Throws: what makes the file unusable; `no-geometry` (65).
  package init(reading name: String, into target: CoordinateSystem, listener: Listener = .silent) throws(Fault) {
    let (path, layerName) = MapLayer.parts(of: name)
    let source = try FeatureFile.open(path, layer: layerName, listener: listener)
    self.init(path: path, fields: source.layer.fields.map(\.name), rows: [])
    var withoutGeometry = 0
    var outlines: [MultiPolygon] = []
    while let feature = try source.next() {
      guard let geometry = feature.geometry, case let points = geometry.points, !points.isEmpty,
        points.allSatisfy(\.isFinite)
      else {
        withoutGeometry += 1
        continue
      }
      rows.append(Row(row: feature.row, geometry: geometry, values: feature.values))
      outlines.append(MultiPolygon([Polygon(Ring(points))]))
    }
    guard !rows.isEmpty else {
      throw Fault(
        .data, code: "no-geometry", Text("no row of the file has a geometry", zh: "文件中没有任何几何"), at: Place(path))
    }
    if withoutGeometry > 0 {
      listener.notice(
        Notice(
          .warning, code: "rows-without-geometry",
          Text(
            "\(Text.counted(withoutGeometry, "row")) without usable geometry left out",
            zh: "\(withoutGeometry) 行没有可用几何，已略去"),
          at: Place(path)))
    }
    let declared = if let own = source.layer.crs { own } else { try MapLayer.assumedCRS(of: outlines, in: target) }
    let (system, evidence) = try CoordinateChoice.settle(
      file: path, declared: declared, asked: nil, boundaries: outlines)
    evidence.forEach(listener.notice)
    let transformation = try Transformation(from: system, to: target)
    if transformation.isIdentity { return }
    for row in rows.indices {
      rows[row].geometry = rows[row].geometry.mapPaths { path in
        var points = path
        transformation.transformEach(&points)
        return points
      }
    }
    rows.removeAll { !$0.geometry.points.allSatisfy(\.isFinite) }
  }

  /// For a file that does not say: longitude and latitude where the numbers can be that, else the system asked for.
  private static func assumedCRS(
    of shapes: [MultiPolygon], in target: CoordinateSystem
  ) throws(Fault) -> DeclaredCRS {
    var extent = Box.empty
    for shape in shapes { extent.formUnion(shape.box) }
    let degrees = Box(minX: -180, minY: -90, maxX: 180, maxY: 90)
    let isDegrees =
      degrees.contains(Point(extent.minX, extent.minY)) && degrees.contains(Point(extent.maxX, extent.maxY))
    return DeclaredCRS(
      text: isDegrees ? try target.geographicBase.identifier : target.identifier,
      evidence: Text("the file does not say, so it is taken as the city's", zh: "文件没有说明，按城市数据库的坐标系处理"))
  }

  /// The field that looks most like the name of a thing, if one does.
  package var nameColumn: Int? {
    let names = FieldNames(level: .street)
    let ranks = fields.enumerated().compactMap { column, field in
      names.meanings(of: field).filter { $0.role == .name }.map(\.rank).min().map { (rank: $0, column: column) }
    }
    return ranks.min { ($0.rank, $0.column) < ($1.rank, $1.column) }?.column
  }
}

extension Geometry {
  /// All vertices, path after path.
  package var points: [Point] {
    switch self {
    case .point(let point): [point]
    case .multiPoint(let points), .lineString(let points): points
    case .multiLineString(let lines): lines.flatMap(\.self)
    case .polygon(let polygon): polygon.rings.flatMap(\.points)
    case .multiPolygon(let shape): shape.polygons.flatMap { $0.rings.flatMap(\.points) }
    case .collection(let parts): parts.flatMap(\.points)
    }
  }

  /// The same geometry with the points of each path replaced by what `transform` makes of them.
  func mapPaths(_ transform: ([Point]) -> [Point]) -> Geometry {
    func polygon(_ polygon: Polygon) -> Polygon {
      Polygon(Ring(transform(polygon.exterior.points)), holes: polygon.holes.map { Ring(transform($0.points)) })
    }
    switch self {
    case .point(let point): return .point(transform([point]).first ?? point)
    case .multiPoint(let points): return .multiPoint(transform(points))
    case .lineString(let points): return .lineString(transform(points))
    case .multiLineString(let lines): return .multiLineString(lines.map(transform))
    case .polygon(let shape): return .polygon(polygon(shape))
    case .multiPolygon(let shape): return .multiPolygon(MultiPolygon(shape.polygons.map(polygon)))
    case .collection(let parts): return .collection(parts.map { $0.mapPaths(transform) })
    }
  }
}
