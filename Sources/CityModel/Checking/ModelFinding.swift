public import Diagnostics
public import SpatialPrimitives

/// Something that is wrong with a city model.
public struct ModelFinding: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    case tooFewPoints = "too-few-points"
    case repeatedPoint = "repeated-point"
    case ringSelfIntersection = "ring-self-intersection"
    case notPlanar = "not-planar"
    case folded = "folded"
    case ringsIntersect = "rings-intersect"
    case duplicateRings = "duplicate-rings"
    case faceInPieces = "face-in-pieces"
    case holeOutside = "hole-outside"
    case holesNested = "holes-nested"
    case ringOrientation = "ring-orientation"
    case tooFewFaces = "too-few-faces"
    case shellOpen = "shell-open"
    case doubleFan = "double-fan"
    case notManifold = "not-manifold"
    case shellInPieces = "shell-in-pieces"
    case shellSelfIntersection = "shell-self-intersection"
    case faceOrientation = "face-orientation"
    case shellsIntersect = "shells-intersect"
    case duplicateShells = "duplicate-shells"
    case shellOutside = "shell-outside"
    case solidInPieces = "solid-in-pieces"
    case shellOrientation = "shell-orientation"
    case missingParent = "missing-parent"
    case outsideBuilding = "outside-building"
    case storeyOrder = "storey-order"

    /// The number that val3dity gives this error, after the page “Errors” of its documentation (docs/errors.rst at d1a7750,
    /// January 2026); `nil` for what it does not look for. Of a shell the first error is told: where val3dity gives 303
    /// beside 307 for a face that is turned round, there is 307 alone.
    public var val3dity: Int? {
      switch self {
      case .tooFewPoints: 101
      case .repeatedPoint: 102
      case .ringSelfIntersection: 104
      case .ringsIntersect: 201
      case .duplicateRings: 202
      case .notPlanar: 203
      case .folded: 204
      case .faceInPieces: 205
      case .holeOutside: 206
      case .holesNested: 207
      case .ringOrientation: 208
      case .tooFewFaces: 301
      case .shellOpen: 302
      // One number for both, since version 2.1; before it was 304 for an edge.
      case .doubleFan, .notManifold: 303
      case .shellInPieces: 305
      case .shellSelfIntersection: 306
      case .faceOrientation: 307
      case .shellsIntersect: 401
      case .duplicateShells: 402
      case .shellOutside: 403
      case .solidInPieces: 404
      case .shellOrientation: 405
      case .missingParent, .outsideBuilding, .storeyOrder: nil
      }
    }
  }

  public var kind: Kind
  public var model: String
  /// Of the object.
  public var id: String
  public var type: String
  public var lod: String?
  /// In the coordinates of its model; `nil` where it is about no place.
  public var place: Point3?
  public var message: Text
}

/// How strict the checks are; the measures are in units of the models.
public struct ModelTolerances: Sendable {
  /// How far a corner may lie off its face's plane. The default is val3dity's.
  public var planarity = 0.01
  /// What is nearer than this counts as the same place where faces are tested for crossing.
  public var snap = 0.001
  /// How far a part may reach beyond its building's box.
  public var overhang = 0.5

  public init() {}
}
