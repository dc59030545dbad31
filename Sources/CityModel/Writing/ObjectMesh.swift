import SpatialIndexing
import SpatialPrimitives

/// City objects as triangles, lines and points, sorted by colour: what a viewer draws.
///
/// Of each object it takes the finest geometry. Coordinates are those of the frame that objects are brought in: metres, z up.
struct ObjectMesh {
  /// What of one kind has one colour.
  struct Part {
    enum Form: Int { case points = 0, lines = 1, triangles = 4 }
    var form: Form
    var colour: String
    var positions: [Point3] = []
    /// Of triangles alone.
    var normals: [Point3] = []
    /// Of each position, its object among `objects`.
    var features: [Int32] = []
    var indices: [UInt32] = []
    var box = Box3.empty
  }

  private(set) var parts: [Part] = []
  /// Those that have something to be seen, without their geometries.
  private(set) var objects: [StoredCityObject] = []
  private(set) var box = Box3.empty
  private var numbers: [String: Int] = [:]

  /// Adds an object.
  ///
  /// - Parameter place: takes points of the object's model into the frame.
  /// - Returns: `false` where it has nothing to be seen, or has no place in the frame.
  mutating func add(_ stored: StoredCityObject, place: ([Point3]) -> [Point3]) -> Bool {
    guard var geometry = ObjectMesh.finest(stored.object) else { return false }
    geometry.points = place(geometry.points)
    guard geometry.box.isFinite else { return false }
    let feature = Int32(objects.count)
    switch geometry.kind {
    case .multiPoint:
      let places = geometry.indices.map { geometry.points[Int($0)] }
      add(.points, ObjectMesh.colour(of: 0, geometry, stored.object), feature, places, Array(places.indices))
    case .multiLineString:
      for line in geometry.rings.indices {
        let places = geometry.points(ofRing: line)
        let indices = places.indices.dropLast().flatMap { [$0, $0 + 1] }
        add(.lines, ObjectMesh.colour(of: line, geometry, stored.object), feature, places, indices)
      }
    default:
      var faces = FaceSet()
      for surface in geometry.surfaces.indices {
        let count = faces.count
        faces.append(geometry.rings(ofSurface: surface).map { geometry.points(ofRing: $0) })
        guard faces.count > count, let cut = faces.triangles(ofFace: count) else { continue }
        add(
          .triangles, ObjectMesh.colour(of: surface, geometry, stored.object), feature, cut.corners,
          cut.indices.map(Int.init), normal: cut.normal)
      }
    }
    var bare = stored
    bare.object.geometries = []
    objects.append(bare)
    box.formUnion(geometry.box)
    return true
  }

  /// Of the geometries that have points the one of the highest level of detail, surfaces before lines and points.
  private static func finest(_ object: CityObject) -> CityGeometry? {
    func rank(_ geometry: CityGeometry) -> (Int, String) { (geometry.kind.hasSurfaces ? 1 : 0, geometry.lod ?? "") }
    return object.geometries.filter { !$0.indices.isEmpty }.max { rank($0) < rank($1) }
  }

  private static func colour(of element: Int, _ geometry: CityGeometry, _ object: CityObject) -> String {
    let meaning = geometry.meaningOf.isEmpty ? -1 : Int(geometry.meaningOf[element])
    return SurfaceColour.name(meaning: meaning < 0 ? nil : geometry.meanings[meaning].type, type: object.type)
  }

  private mutating func add(
    _ form: Part.Form, _ colour: String, _ feature: Int32, _ places: [Point3], _ indices: [Int],
    normal: Point3? = nil
  ) {
    let key = "\(form.rawValue) \(colour)"
    let number = numbers[key] ?? parts.count
    if number == parts.count {
      numbers[key] = number
      parts.append(Part(form: form, colour: colour))
    }
    let first = parts[number].positions.count
    parts[number].positions += places
    for place in places { parts[number].box.extend(to: place) }
    if let normal { parts[number].normals += Array(repeating: normal, count: places.count) }
    parts[number].features += Array(repeating: feature, count: places.count)
    for index in indices { parts[number].indices.append(UInt32(first + index)) }
  }
}
