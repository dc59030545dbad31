import Diagnostics
import SpatialFormats
import SpatialPrimitives

extension CityGeometry {
  /// The geometries of an object in the coordinates of its model, templates put in their place.
  ///
  /// - Parameters:
  ///   - shape: as it is stored; an instance of a template that the model does not have is left out.
  ///   - document: parses what surfaces mean; `nil` leaves `meanings` empty.
  static func all(
    _ shape: ShapeBlob, _ transform: VertexTransform, _ templates: GeometryTemplates, _ document: JSONDocument?
  ) -> [CityGeometry] {
    let points = transform.points(shape.vertices)
    return (shape.geometries ?? []).compactMap { text in
      guard text.kind == nil else { return CityGeometry(text, points: points, document) }
      guard templates.geometries.indices.contains(text.template), let anchor = text.boundaries.values.first else {
        return nil
      }
      let template = templates.geometries[text.template]
      return CityGeometry(
        template, points: text.place(templates.vertices, at: points[Int(anchor)]), document)
    }
  }

  /// - Returns: `nil` for an instance.
  private init?(_ text: GeometryText, points: [Point3], _ document: JSONDocument?) {
    guard let kind = text.kind else { return nil }
    self.init(kind, lod: text.lod, points: points)
    indices = text.boundaries.values
    let ends = text.boundaries.ends
    if kind != .multiPoint { rings = ends[0] }
    if kind.hasSurfaces { surfaces = ends[1] }
    if kind.hasSolids {
      shells = ends[2]
      solids = kind == .solid ? [Int32(shells.count)] : ends[3]
    }
    if let semantics = text.semantics, let document { readMeanings(semantics, document) }
  }

  /// What the surfaces, lines or points mean: their numbers in a list that is nested like the boundaries.
  mutating func readMeanings(_ json: String, _ document: JSONDocument) {
    let bytes = Array(json.utf8)
    unsafe bytes.withUnsafeBytes { bytes in
      guard let node = try? document.parse({ unsafe $0.append(contentsOf: bytes) }), node.kind == .object else {
        return
      }
      var walk = unsafe JSONWalk(node, bytes, document.structurals, at: 0)
      walk.forEachMember { key, walk in
        if key == "surfaces", walk.node.kind == .array {
          walk.forEachElement { walk in
            let type = walk.node.member("type")?.string ?? ""
            meanings.append(Meaning(type: type, json: unsafe String(decoding: walk.skipText(), as: UTF8.self)))
          }
        } else {
          walk.skipValue()
        }
      }
      guard !meanings.isEmpty, let values = node.member("values") else { return }
      let count = kind == .multiPoint ? indices.count : kind == .multiLineString ? rings.count : surfaces.count
      meaningOf = Array(repeating: -1, count: count)
      var levels: [[Int32]] = []
      if kind.hasSolids { levels.append(shells) }
      if kind == .multiSolid || kind == .compositeSolid { levels.append(solids) }
      number(values, levels[...], 0..<(levels.last?.count ?? count))
    }
  }

  /// - Parameters:
  ///   - levels: where the lists that are left end, the outermost last.
  ///   - elements: what of the outermost the list stands for. A list that is `null` says nothing of all below it.
  private mutating func number(_ list: JSONNode, _ levels: ArraySlice<[Int32]>, _ elements: Range<Int>) {
    guard list.kind == .array else { return }
    var node = list.first
    for element in elements {
      guard node.kind != .end else { return }
      if let ends = levels.last {
        number(node, levels.dropLast(), (element == 0 ? 0 : Int(ends[element - 1]))..<Int(ends[element]))
      } else if node.kind == .integer, meanings.indices.contains(Int(node.integer)) {
        meaningOf[element] = Int32(node.integer)
      }
      node = node.next
    }
  }
}

extension GeometryText {
  /// The vertices of a template, turned and scaled by the matrix of this instance and put at `anchor`.
  fileprivate func place(_ vertices: [Double], at anchor: Point3) -> [Point3] {
    VertexTransform.none.points(vertices).map { point in
      var sums: [Double] = []
      for row in 0..<4 {
        sums.append(
          matrix[4 * row] * point.x + matrix[4 * row + 1] * point.y + matrix[4 * row + 2] * point.z
            + matrix[4 * row + 3])
      }
      let scale = sums[3] == 0 ? 1 : sums[3]
      return Point3(sums[0] / scale + anchor.x, sums[1] / scale + anchor.y, sums[2] / scale + anchor.z)
    }
  }
}
