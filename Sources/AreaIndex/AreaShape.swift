public import SpatialPrimitives

/// One area as the index takes it in. Its ordinal is its position in the array that is handed over.
public struct AreaShape: Sendable {
  public var level: Level
  /// Compared by its UTF-8 bytes; a blank one (empty or only white space) comes after all others.
  public var code: String
  /// The ordinal of the area one level or more above, −1 for none. Used by the tie rule only.
  public var parent: Int32
  public var geometry: MultiPolygon

  public init(level: Level, code: String, parent: Int32 = -1, geometry: MultiPolygon) {
    self.level = level
    self.code = code
    self.parent = parent
    self.geometry = geometry
  }
}
