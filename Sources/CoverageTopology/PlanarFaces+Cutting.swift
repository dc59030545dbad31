import SpatialPrimitives

extension PlanarFaces {
  /// As a share of the coordinates: some sixteen units in the last place.
  static let leastReach = 0x1p-49

  /// The faces of pieces that are cut where they meet. Where rounding leaves a crossing all the same (borders that run a unit
  /// in the last place beside one another), they are cut again with a greater reach: see `Noding`.
  ///
  /// - Parameter reach: to begin with, as a share of the coordinates.
  init(cutting pieces: [Piece], reach: Double = 0) {
    var largest = 0.0
    for piece in pieces {
      largest = max(largest, piece.a.x.magnitude, piece.a.y.magnitude, piece.b.x.magnitude, piece.b.y.magnitude)
    }
    var share = reach
    self.init(PlanarGraph(Noding.noded(pieces, reach: largest * share)))
    for _ in 0..<3 where !isPlanar {
      share = max(share * 16, PlanarFaces.leastReach)
      self.init(PlanarGraph(Noding.noded(pieces, reach: largest * share)))
    }
  }
}
