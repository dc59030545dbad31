public import SpatialPrimitives

/// The exact shape of a city object at one level of detail: the points of its source, and how they make up rings,
/// surfaces, shells and solids. A geometry that was given by a template has been put in its place.
///
/// The nested lists of CityJSON are kept flat: each list holds the ends of its parts in the list below, so that a whole
/// city block is a handful of arrays. Kinds that have no solids or shells leave those lists empty.
///
/// ```swift
/// for surface in 0..<geometry.surfaces.count {
///   for ring in geometry.rings(ofSurface: surface) {   // the outer one first, then holes
///     for point in geometry.points(ofRing: ring) { … }
///   }
/// }
/// ```
public struct CityGeometry: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case multiPoint = "MultiPoint"
    case multiLineString = "MultiLineString"
    case multiSurface = "MultiSurface"
    case compositeSurface = "CompositeSurface"
    case solid = "Solid"
    case multiSolid = "MultiSolid"
    case compositeSolid = "CompositeSolid"

    /// Whether its surfaces are the shells of solids.
    public var hasSolids: Bool { self == .solid || self == .multiSolid || self == .compositeSolid }
    public var hasSurfaces: Bool { self != .multiPoint && self != .multiLineString }
  }

  public var kind: Kind
  /// The level of detail as its source gives it, e.g. `2.2`.
  public var lod: String?
  /// The places that the lists below refer to, in the coordinate system of the model: x east, y north, z up.
  public var points: [Point3]
  /// Which points, ring by ring; those of a `MultiPoint` one by one.
  public var indices: [Int32] = []
  /// Where each ring, or line of a `MultiLineString`, ends in `indices`. A ring does not repeat its first point.
  public var rings: [Int32] = []
  /// Where each surface ends in `rings`. Of its rings the first is the outer one.
  public var surfaces: [Int32] = []
  /// Where each shell ends in `surfaces`.
  public var shells: [Int32] = []
  /// Where each solid ends in `shells`. Of its shells the first is the outer one, the others are hollows.
  public var solids: [Int32] = []
  /// What surfaces, lines or points mean.
  public var meanings: [Meaning] = []
  /// For each surface, line or point its place in `meanings`, or -1; empty where none means anything.
  public var meaningOf: [Int32] = []

  /// What a surface is: a semantic object of CityJSON.
  public struct Meaning: Sendable, Hashable {
    /// E.g. `RoofSurface`.
    public var type: String
    /// The JSON object as its source has it, with its attributes.
    public var json: String

    public init(type: String, json: String) {
      self.type = type
      self.json = json
    }
  }

  public init(_ kind: Kind, lod: String? = nil, points: [Point3] = []) {
    self.kind = kind
    self.lod = lod
    self.points = points
  }

  /// The rings of a surface.
  public func rings(ofSurface surface: Int) -> Range<Int> { CityGeometry.range(surface, surfaces) }

  /// The surfaces of a shell.
  public func surfaces(ofShell shell: Int) -> Range<Int> { CityGeometry.range(shell, shells) }

  /// The shells of a solid.
  public func shells(ofSolid solid: Int) -> Range<Int> { CityGeometry.range(solid, solids) }

  /// The surfaces of a solid, those of all its shells.
  public func surfaces(ofSolid solid: Int) -> Range<Int> {
    let shells = shells(ofSolid: solid)
    guard let first = shells.first, let last = shells.last else { return 0..<0 }
    return surfaces(ofShell: first).lowerBound..<surfaces(ofShell: last).upperBound
  }

  /// The surfaces that mean something of this type, e.g. `GroundSurface`.
  public func surfaces(meaning type: String) -> [Int] {
    meaningOf.indices.filter { meaningOf[$0] >= 0 && meanings[Int(meaningOf[$0])].type == type }
  }

  /// Which points a ring has, without its first once more.
  public func indices(ofRing ring: Int) -> ArraySlice<Int32> { indices[CityGeometry.range(ring, rings)] }

  /// The points of a ring, without its first once more.
  public func points(ofRing ring: Int) -> [Point3] { indices(ofRing: ring).map { points[Int($0)] } }

  private static func range(_ position: Int, _ ends: [Int32]) -> Range<Int> {
    (position == 0 ? 0 : Int(ends[position - 1]))..<Int(ends[position])
  }

  /// The smallest box around the points that it uses.
  public var box: Box3 {
    var box = Box3.empty
    for index in indices { box.extend(to: points[Int(index)]) }
    return box
  }
}
