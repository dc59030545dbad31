/// A place in degrees of CGCS2000.
struct Position: Equatable {
  var longitude: Double
  var latitude: Double

  /// In degrees squared: good for comparing, not for measuring.
  func squaredDistance(to other: Position) -> Double {
    let dx = longitude - other.longitude
    let dy = latitude - other.latitude
    return dx * dx + dy * dy
  }
}

/// A vertex: whole steps of 2⁻²⁴ degree (6.6 mm). A vertex and the middle of an edge between two vertices are
/// then exact doubles, so "on the border" can be said bit for bit.
public struct Vertex: Hashable, Sendable {
  static let steps = 0x1p24

  public var x: Int64
  public var y: Int64

  init(x: Int64, y: Int64) {
    self.x = x
    self.y = y
  }

  init(_ position: Position) {
    x = Int64((position.longitude * Vertex.steps).rounded())
    y = Int64((position.latitude * Vertex.steps).rounded())
  }

  var position: Position { Position(longitude: Double(x) / Vertex.steps, latitude: Double(y) / Vertex.steps) }
}
