import SpatialPrimitives
import XMLReading

/// Reads the geometries of GML 3.1 and 3.2 that CityGML uses: points, lines, surfaces and solids of straight edges, single and
/// in aggregates and composites, by value or by reference.
struct GMLGeometryReader {
  let coordinates: GMLCoordinates
  let links: CityGMLLinks
  /// The numbers in EPSG's register of systems that are the one that the file is in.
  let systems: Set<Int>

  /// What is nested deeper than this refers to itself.
  private static let deepest = 64

  /// - Returns: one shape, or several of an aggregate that mixes kinds.
  /// - Throws: `unknown-geometry`, `other-crs`, `bad-ring`, `cyclic-link`, and what links and coordinates throw.
  func shapes(_ geometry: XMLElement, depth: Int = 0) throws(GeometryText.Problem) -> [GMLShape] {
    try check(geometry, depth)
    switch geometry.local {
    case "Solid", "MultiSolid", "CompositeSolid":
      var shape = GMLShape(
        geometry.local == "Solid" ? .solid : geometry.local == "MultiSolid" ? .multiSolid : .compositeSolid)
      try addSolids(geometry, to: &shape, depth)
      return [shape]
    case "MultiCurve", "CompositeCurve", "Curve", "LineString", "OrientableCurve", "Ring", "LinearRing":
      var shape = GMLShape(.multiLineString)
      try addLines(geometry, to: &shape, isReversed: false, depth)
      return [shape]
    case "MultiPoint", "Point":
      var shape = GMLShape(.multiPoint)
      try addPoints(geometry, to: &shape)
      return [shape]
    case "MultiGeometry", "GeometricComplex":
      var shapes: [GMLShape] = []
      for member in try members(of: geometry) { shapes += try self.shapes(member, depth: depth + 1) }
      return shapes
    default:
      let isComposite = ["CompositeSurface", "TriangulatedSurface", "Tin"].contains(geometry.local)
      var shape = GMLShape(isComposite ? .compositeSurface : .multiSurface)
      try addSurfaces(geometry, to: &shape, isReversed: false, depth)
      return [shape]
    }
  }

  private func check(_ geometry: XMLElement, _ depth: Int) throws(GeometryText.Problem) {
    guard depth < Self.deepest else { throw GeometryText.Problem(code: "cyclic-link") }
    guard let name = geometry.attribute("srsName"), let own = ReferenceName(name).horizontal, !systems.contains(own)
    else {
      return
    }
    throw GeometryText.Problem(code: "other-crs", detail: name)
  }

  /// What the properties of an aggregate hold: `…Member` one each, `…Members` any number.
  private func members(of aggregate: XMLElement) throws(GeometryText.Problem) -> [XMLElement] {
    var members: [XMLElement] = []
    for property in aggregate.children {
      if property.local.hasSuffix("Members") || property.local.hasSuffix("atches") || property.local == "segments" {
        members += Array(property.children)
      } else if property.local.hasSuffix("Member") || property.local.hasPrefix("base") || property.local == "element",
        let value = try links.value(of: property)
      {
        members.append(value)
      }
    }
    return members
  }

  private func addSolids(
    _ solid: XMLElement, to shape: inout GMLShape, _ depth: Int
  ) throws(GeometryText.Problem) {
    try check(solid, depth)
    guard solid.local == "Solid" else {
      guard solid.local == "MultiSolid" || solid.local == "CompositeSolid" else { throw unknown(solid) }
      for member in try members(of: solid) { try addSolids(member, to: &shape, depth + 1) }
      return
    }
    // GML has the outer shell before the others, and so has the model.
    for side in ["exterior", "interior"] {
      for property in solid.children where property.local == side {
        guard let shell = try links.value(of: property) else { continue }
        let before = shape.surfaces.count
        try addSurfaces(shell, to: &shape, isReversed: false, depth + 1)
        if shape.surfaces.count > before { shape.shells.append(Int32(shape.surfaces.count)) }
      }
    }
    if Int(shape.solids.last ?? 0) < shape.shells.count { shape.solids.append(Int32(shape.shells.count)) }
  }

  private func addSurfaces(
    _ surface: XMLElement, to shape: inout GMLShape, isReversed: Bool, _ depth: Int
  ) throws(GeometryText.Problem) {
    try check(surface, depth)
    switch surface.local {
    case "Polygon", "PolygonPatch", "Triangle", "Rectangle":
      shape.surfaces.append(GMLShape.Surface(source: surface, rings: try rings(of: surface, isReversed: isReversed)))
    case "OrientableSurface":
      let isTurned = surface.attribute("orientation") == "-"
      for base in try members(of: surface) {
        try addSurfaces(base, to: &shape, isReversed: isReversed != isTurned, depth + 1)
      }
    case "MultiSurface", "CompositeSurface", "Shell", "Surface", "PolyhedralSurface", "TriangulatedSurface", "Tin",
      "MultiGeometry":
      for member in try members(of: surface) {
        try addSurfaces(member, to: &shape, isReversed: isReversed, depth + 1)
      }
    default: throw unknown(surface)
    }
  }

  private func rings(of polygon: XMLElement, isReversed: Bool) throws(GeometryText.Problem) -> [[Point3]] {
    var rings: [[Point3]] = []
    for names in [["exterior", "outerBoundaryIs"], ["interior", "innerBoundaryIs"]] {
      for property in polygon.children where names.contains(property.local) {
        guard let ring = try links.value(of: property) else { continue }
        var points = ring.local == "Ring" ? try joined(ring) : try places(in: ring)
        // Rings without an area are kept, those of two places with the second twice, as CityJSON wants three: a check finds
        // them, and the rest of the object is sound.
        if points.count > 3, points.first == points.last { points.removeLast() }
        if points.count == 2 { points.append(points[1]) }
        guard points.count >= 3 else {
          throw GeometryText.Problem(code: "bad-ring", detail: "line \(ring.line): fewer than two places")
        }
        rings.append(isReversed ? points.reversed() : points)
      }
    }
    guard !rings.isEmpty else { throw GeometryText.Problem(code: "bad-ring", detail: "line \(polygon.line): none") }
    return rings
  }

  /// The lines of a ring, end to end.
  private func joined(_ ring: XMLElement) throws(GeometryText.Problem) -> [Point3] {
    var shape = GMLShape(.multiLineString)
    try addLines(ring, to: &shape, isReversed: false, 0)
    var points: [Point3] = []
    for line in shape.lines { points += line.first == points.last ? line.dropFirst() : line[...] }
    return points
  }

  private func addLines(
    _ curve: XMLElement, to shape: inout GMLShape, isReversed: Bool, _ depth: Int
  ) throws(GeometryText.Problem) {
    try check(curve, depth)
    switch curve.local {
    case "LineString", "LineStringSegment", "LinearRing":
      let points = try places(in: curve)
      guard points.count >= 2 else { throw GeometryText.Problem(code: "bad-line", detail: "line \(curve.line)") }
      shape.lines.append(isReversed ? points.reversed() : points)
    case "MultiCurve", "CompositeCurve", "Curve", "Ring", "OrientableCurve":
      let isTurned = curve.local == "OrientableCurve" && curve.attribute("orientation") == "-"
      for member in try members(of: curve) {
        try addLines(member, to: &shape, isReversed: isReversed != isTurned, depth + 1)
      }
    default: throw unknown(curve)
    }
  }

  private func addPoints(_ element: XMLElement, to shape: inout GMLShape) throws(GeometryText.Problem) {
    switch element.local {
    case "Point": shape.points += try places(in: element).prefix(1)
    case "MultiPoint": for member in try members(of: element) { try addPoints(member, to: &shape) }
    default: throw unknown(element)
    }
  }

  /// The places that stand in an element, as one list, one by one, or as points of their own.
  func places(in element: XMLElement) throws(GeometryText.Problem) -> [Point3] {
    var points: [Point3] = []
    for child in element.children {
      switch child.local {
      case "pos", "posList", "coordinates": points += try coordinates.points(in: child)
      case "pointProperty", "pointRep": if let point = try links.value(of: child) { points += try places(in: point) }
      default: break
      }
    }
    return points
  }

  private func unknown(_ element: XMLElement) -> GeometryText.Problem {
    GeometryText.Problem(code: "unknown-geometry", detail: element.local)
  }
}
