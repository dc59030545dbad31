package import Projections
public import SpatialPrimitives

/// What is unified: several departments' grids, and the communities in which the one grid is to lie.
public struct UnificationSubject: Sendable {
  public struct Community: Sendable {
    public var code: String
    public var name: String
    public var geometry: MultiPolygon

    public init(code: String, name: String, geometry: MultiPolygon) {
      self.code = code
      self.name = name
      self.geometry = geometry
    }
  }

  public struct Grid: Sendable {
    /// Unique in its scheme, never blank.
    public var code: String
    public var households: Double?
    /// What it covers; several where several areas bear the code.
    public var shapes: [MultiPolygon]

    public init(code: String, households: Double? = nil, shapes: [MultiPolygon]) {
      self.code = code
      self.households = households
      self.shapes = shapes
    }
  }

  public struct Scheme: Sendable {
    public var name: String
    public var grids: [Grid]

    public init(name: String, grids: [Grid]) {
      self.name = name
      self.grids = grids
    }

    var hasHouseholds: Bool { grids.contains { ($0.households ?? 0) > 0 } }
  }

  public var communities: [Community]
  /// The first has the highest priority.
  public var schemes: [Scheme]
  package var coordinateSystem: CoordinateSystem

  package init(communities: [Community], schemes: [Scheme], coordinateSystem: CoordinateSystem) {
    self.communities = communities
    self.schemes = schemes
    self.coordinateSystem = coordinateSystem
  }
}

/// How a unification is to be done.
public struct UnificationRequest: Sendable, Hashable {
  /// Households in a grid; `nil`: as many grids as the scheme of the highest priority has.
  public var targetHouseholds: Double?
  /// How far a grid's households may be from the target, as a fraction of it.
  public var tolerance = 0.1
  /// Faces narrower than this at their widest place, in metres, come from drawing, not from a decision.
  public var sliverWidth = 5.0
  public var seed: UInt64 = 1

  public init() {}
}

/// A place that counts for something: a household point, a building, a case.
public struct CountedPlace: Sendable, Hashable {
  /// In the coordinate system of the subject.
  public var point: Point
  public var count: Double

  public init(_ point: Point, count: Double = 1) {
    self.point = point
    self.count = count
  }
}
