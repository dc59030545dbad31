public import AreaIndex
public import SpatialPrimitives

/// What a simplification did: the certificate.
public struct SimplifyResult: Sendable {
  public struct AreaChange: Sendable {
    public var ordinal: Int
    /// Square metres.
    public var before = 0.0
    public var after = 0.0
    public var gained = 0.0
    public var lost = 0.0
    public var verticesBefore = 0
    public var verticesAfter = 0
    /// Those of the ground that it lost, as if they lived evenly over the area; `nil` where their number is not known.
    public var householdsLost: Double?
  }

  public struct LevelChange: Sendable {
    public var level: Level?
    public var areas = 0
    public var areasChanged = 0
    /// Ground that lies in another area, or in none, or in one now, in square metres.
    public var squareMetres = 0.0
    public var households: Double?
    /// Stored cases that lie in another area now; `nil` where there is no database.
    public var cases: Int?
  }

  public var tolerance = 0.0
  /// The areas that changed, by their ordinals, with what they are now.
  public var geometries: [Int: MultiPolygon] = [:]
  /// In metres: how far the farthest vertex that was taken out lies from the border that took its place.
  public var greatestShift = 0.0
  /// Of all borders of all levels, each once.
  public var verticesBefore = 0
  public var verticesAfter = 0
  public var levels: [LevelChange] = []
  /// Of the areas that changed.
  public var areas: [AreaChange] = []
  /// Areas that enclose nothing, and stay as they are.
  public var left: [Int] = []
  public var cases: Int?
}
