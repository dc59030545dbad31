import SpatialFormats
import SpatialPrimitives
import XMLReading

/// A geometry of GML taken apart: what `CityGeometry` is made of, each surface with the element that it came from.
struct GMLShape: Sendable {
  var kind: CityGeometry.Kind
  /// Of a kind that has surfaces.
  var surfaces: [Surface] = []
  /// Where each shell ends in `surfaces`, and each solid in `shells`.
  var shells: [Int32] = []
  var solids: [Int32] = []
  /// Of a `MultiLineString`.
  var lines: [[Point3]] = []
  /// Of a `MultiPoint`.
  var points: [Point3] = []

  struct Surface: Sendable {
    /// The polygon or patch: what is referred to twice is the same element.
    var source: XMLElement
    /// The outer one first; none repeats its first point.
    var rings: [[Point3]]
  }

  init(_ kind: CityGeometry.Kind) { self.kind = kind }

  var isEmpty: Bool { surfaces.isEmpty && lines.isEmpty && points.isEmpty }

  /// Moves every point.
  mutating func map(_ move: (Point3) -> Point3) {
    for index in surfaces.indices { surfaces[index].rings = surfaces[index].rings.map { $0.map(move) } }
    lines = lines.map { $0.map(move) }
    points = points.map(move)
  }

  /// The boundaries as they are stored, the points taken into `vertices`.
  func boundaries(_ vertices: inout VertexTable) -> NestedIntegers {
    var list = NestedIntegers(depth: kind.depth)
    switch kind {
    case .multiPoint: list.values = points.map { vertices.number(of: $0) }
    case .multiLineString:
      for line in lines {
        list.values += line.map { vertices.number(of: $0) }
        list.ends[0].append(Int32(list.values.count))
      }
    default:
      for surface in surfaces {
        for ring in surface.rings {
          list.values += ring.map { vertices.number(of: $0) }
          list.ends[0].append(Int32(list.values.count))
        }
        list.ends[1].append(Int32(list.ends[0].count))
      }
      if kind.hasSolids { list.ends[2] = shells }
      if kind == .multiSolid || kind == .compositeSolid { list.ends[3] = solids }
    }
    return list
  }
}

/// The vertices of one object, each place once.
struct VertexTable {
  private(set) var numbers: [Double] = []
  private var known: [Point3: Int32] = [:]

  mutating func number(of point: Point3) -> Int32 {
    if let number = known[point] { return number }
    let number = Int32(known.count)
    known[point] = number
    numbers += [point.x, point.y, point.z]
    return number
  }
}
