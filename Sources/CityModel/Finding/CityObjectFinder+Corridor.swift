public import Diagnostics
import SpatialIndexing
public import SpatialPrimitives
import SystemFiles

/// A dig or a pipe that is planned: a line with a width, and how deep below the line it reaches.
public struct Corridor: Sendable {
  /// In the given system; heights in those of the models.
  public var line: [Point3]
  /// In metres, half of it on each side.
  public var width: Double
  public var depth: Double

  public init(line: [Point3], width: Double, depth: Double) {
    self.line = line
    self.width = width
    self.depth = depth
  }
}

/// A city object that a corridor comes near to.
public struct Clash: Sendable {
  /// Its distance is the clearance: 0 where the corridor meets it.
  public var found: FoundObject
  /// How far along the line, in metres, the piece begins that comes nearest.
  public var station: Double
}

extension CityObjectFinder {
  /// The objects that a corridor meets, or comes nearer to than `clearance` metres, along the line. Between straight pieces it
  /// reaches half its width beyond the bend.
  ///
  /// - Throws: `bad-corridor` (65) for fewer than two places, or measures that are not positive.
  public func clashes(along corridor: Corridor, clearance: Double) throws(Fault) -> [Clash] {
    guard corridor.line.count > 1, corridor.width > 0, corridor.depth > 0, clearance >= 0 else {
      throw Fault(
        .data, code: "bad-corridor",
        Text("a corridor has two places or more, a width and a depth", zh: "线路至少应有两个点，并给出宽度和深度"))
    }
    var path: [Point3] = []
    for place in corridor.line { path.append(try shared(place.inPlane, place.z)) }
    var best: [Int: Clash] = [:]
    var station = 0.0
    for piece in path.indices.dropLast() {
      let (start, end) = (path[piece], path[piece + 1])
      let length = FaceSet.squaredDistance(from: start, end, end).squareRoot()
      defer { station += length }
      guard
        let shape = Self.piece(
          start, end, corridor, isFirst: piece == 0, isLast: piece == path.count - 2)
      else { continue }
      for item in try index.tree.items(meeting: shape.faces.extent.expanded(by: clearance)) {
        guard best[item]?.found.distance != 0, let stored = try object(item), try matches(stored),
          let other = CityObjectShape(stored.object)
        else { continue }
        let distance = shape.squaredDistance(to: other).squareRoot()
        guard distance <= clearance, distance < best[item]?.found.distance ?? .infinity else { continue }
        best[item] = Clash(found: try answer(stored, distance: distance), station: station)
      }
    }
    return best.values.sorted {
      ($0.station, $0.found.distance ?? 0, $0.found.stored.serial)
        < ($1.station, $1.found.distance ?? 0, $1.found.stored.serial)
    }
  }

  /// A straight piece as a body; `nil` for an upright one, which has no sides.
  private static func piece(
    _ start: Point3, _ end: Point3, _ corridor: Corridor, isFirst: Bool, isLast: Bool
  ) -> CityObjectShape? {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return nil }
    let half = corridor.width / 2
    let (alongX, alongY) = (dx / length, dy / length)
    let slope = (end.z - start.z) / length
    func corner(_ from: Point3, _ along: Double, _ side: Double, _ down: Double) -> Point3 {
      Point3(
        from.x + along * alongX - side * alongY, from.y + along * alongY + side * alongX, from.z + along * slope - down)
    }
    let (before, beyond) = (isFirst ? 0 : -half, isLast ? 0 : half)
    let top = [
      corner(start, before, -half, 0), corner(end, beyond, -half, 0), corner(end, beyond, half, 0),
      corner(start, before, half, 0),
    ]
    let bottom = top.map { Point3($0.x, $0.y, $0.z - corridor.depth) }
    var geometry = CityGeometry(.solid, points: top + bottom)
    for face in [[0, 1, 2, 3], [7, 6, 5, 4], [0, 4, 5, 1], [1, 5, 6, 2], [2, 6, 7, 3], [3, 7, 4, 0]] {
      geometry.indices += face.map(Int32.init)
      geometry.rings.append(Int32(geometry.indices.count))
      geometry.surfaces.append(Int32(geometry.rings.count))
    }
    geometry.shells = [6]
    geometry.solids = [1]
    return CityObjectShape(geometry)
  }
}
