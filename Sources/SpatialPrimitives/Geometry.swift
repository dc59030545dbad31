/// Any geometry that a file may hold, in two dimensions.
public indirect enum Geometry: Sendable, Hashable {
  case point(Point)
  case multiPoint([Point])
  case lineString([Point])
  case multiLineString([[Point]])
  case polygon(Polygon)
  case multiPolygon(MultiPolygon)
  case collection([Geometry])

  /// Its polygons, those of a collection included; `nil` where it has a part that is no polygon.
  public var asMultiPolygon: MultiPolygon? {
    switch self {
    case .polygon(let polygon): return MultiPolygon([polygon])
    case .multiPolygon(let polygons): return polygons
    case .collection(let parts):
      var polygons: [Polygon] = []
      for part in parts {
        guard let some = part.asMultiPolygon else { return nil }
        polygons += some.polygons
      }
      return MultiPolygon(polygons)
    case .point, .multiPoint, .lineString, .multiLineString: return nil
    }
  }

  /// The kind in OGC spelling, e.g. `MultiPolygon`.
  public var kindName: String {
    switch self {
    case .point: "Point"
    case .multiPoint: "MultiPoint"
    case .lineString: "LineString"
    case .multiLineString: "MultiLineString"
    case .polygon: "Polygon"
    case .multiPolygon: "MultiPolygon"
    case .collection: "GeometryCollection"
    }
  }

  public var box: Box {
    switch self {
    case .point(let point): return Box(around: CollectionOfOne(point))
    case .multiPoint(let points), .lineString(let points): return Box(around: points)
    case .multiLineString(let lines): return Box(around: lines.joined())
    case .polygon(let polygon): return polygon.box
    case .multiPolygon(let polygons): return polygons.box
    case .collection(let parts):
      var box = Box.empty
      for part in parts { box.formUnion(part.box) }
      return box
    }
  }
}
