public import Diagnostics
public import SpatialPrimitives
import SystemFiles

/// Finds the areas of points, at every level at once and exactly.
///
/// An area holds a point by the even-odd rule over all its rings, borders included; each answer equals that of exact
/// arithmetic on the coordinates as they are, whatever the input: holes, overlaps, gaps, levels that do not nest,
/// invalid rings. Coordinates are plain numbers in a plane; a point that is not finite lies outside.
/// The index is immutable, and any number of threads may ask it at once.
///
/// ```swift
/// let index = try AreaIndex(areas, threads: 2)
/// let answer = index.assign(Point(113.2644, 23.1291))
/// if answer.area(at: .grid) >= 0 { print(areas[Int(answer.area(at: .grid))].code) }
/// ```
public struct AreaIndex: Sendable {
  let roster: Roster
  let outlines: Outlines
  let grid: Grid

  /// The levels that have areas, from the top.
  public let levels: [Level]
  /// How many areas there are.
  public var count: Int { roster.count }
  /// The box around all areas; empty where none has a coordinate.
  public let extent: Box

  /// - Parameters:
  ///   - areas: of any levels, in any order.
  ///   - threads: how many may work at building; the index is the same whatever their number.
  /// - Throws: `bad-coordinate` (65) for a coordinate that is not finite.
  public init(_ areas: [AreaShape], threads: Int) throws(Fault) {
    let roster = Roster(areas)
    self.roster = roster
    let edges = try EdgeStore(areas, roster)
    var box = Box.empty
    for other in edges.boxes { box.formUnion(other) }
    extent = box
    grid = try GridBuilder.build(edges, box, roster, threads: threads)
    outlines = Outlines(edges, roster, threads: threads)
    levels = Level.allCases.filter { !roster.ranges[Int($0.rawValue)].isEmpty }
  }

  /// The areas of one point, by the tie rule.
  public func assign(_ point: Point) -> Answer {
    let number = grid.find(point.x, point.y)
    return number != Self.unsettled ? grid.answers[number] : settle(point)
  }

  /// All areas of `level` that hold the point, in the order of the tie rule without parents, and how.
  public func candidates(_ point: Point, at level: Level) -> [(ordinal: Int32, location: Location)] {
    var found: [(rank: Int, location: Location)] = []
    outlines.forEachArea(at: Int(level.rawValue), around: point) { rank in
      let location = outlines.location(of: point, in: rank)
      if location != .outside { found.append((rank, location)) }
    }
    found.sort { $0.rank < $1.rank }
    return found.map { (roster.members[$0.rank].ordinal, $0.location) }
  }
}
