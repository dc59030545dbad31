/// The cell of a grid code: what it covers on the ellipsoid of CGCS2000, and between which heights.
public struct GridCell: Sendable, Hashable {
  /// The fineness, counted as the code's system does.
  public var level: Int
  public var isWest: Bool
  public var isSouth: Bool
  /// Units of 1/2048″ away from the prime meridian; the far border belongs to the next cell.
  public var lon: Range<Int>
  /// Units of 1/2048″ away from the equator.
  public var lat: Range<Int>
  /// Its layer, of a code in space.
  public var layer: HeightLayer?

  public var west: Double { Self.degrees(isWest ? -lon.upperBound : lon.lowerBound) }
  public var east: Double { Self.degrees(isWest ? -lon.lowerBound : lon.upperBound) }
  public var south: Double { Self.degrees(isSouth ? -lat.upperBound : lat.lowerBound) }
  public var north: Double { Self.degrees(isSouth ? -lat.lowerBound : lat.upperBound) }

  private static func degrees(_ units: Int) -> Double { Double(units) / Double(GridAngle.unitsPerDegree) }
}

/// A stretch of ellipsoidal heights.
public struct HeightLayer: Sendable, Hashable {
  /// In metres; the upper end belongs to the next layer, of a negative one the lower.
  public var bottom: Double
  public var top: Double
}
