public import SpatialPrimitives

/// Areas laid over one another: the smallest pieces of the plane that no border cuts, and which areas hold each.
///
/// All borders are cut where they meet, once, and walked into faces, so that pieces that touch have the same points. Who
/// holds a face is not asked of a point in it but carried from face to face: to cross a border is to leave the areas
/// whose border it is, or to enter them (even-odd rule). Each area's border is still closed after the cutting, so every
/// way leads to the same answer, and an area is the sum of its faces, however thin they are.
///
/// ```swift
/// let overlay = Overlay(police + sanitation)
/// for face in 0..<overlay.faceCount { print(overlay.areas(of: face), overlay.polygon(of: face).planarArea) }
/// ```
public struct Overlay: Sendable {
  private let planar: PlanarFaces
  private var members: [Int32] = []
  /// Where the members of each face begin and end.
  private var ranges: [Range<Int>]

  /// - Parameter areas: any polygons; one with a coordinate that is no number holds nothing.
  /// - Complexity: O(n log n) for n edges and crossings, of like length; see `Noding`.
  public init(_ areas: [MultiPolygon]) {
    let borders = BorderTable(CoverageEdges(areas))
    planar = PlanarFaces(cutting: borders.pieces, reach: PlanarFaces.leastReach)
    ranges = Array(repeating: 0..<0, count: planar.faces.count)
    label(borders)
  }

  /// How many bounded faces there are, those that no area holds among them.
  public var faceCount: Int { planar.faces.count }

  /// The areas that hold a face, ascending.
  public func areas(of face: Int) -> ArraySlice<Int32> { members[ranges[face]] }

  /// A face: the exterior counter-clockwise, holes clockwise. A hole that touches the exterior in a point is a part of
  /// its ring; `unions(of:count:)` tells them apart.
  public func polygon(of face: Int) -> Polygon { planar.polygon(planar.faces[face]) }

  /// The pieces of border between two faces, −1 for the outside of everything.
  public func forEachBorder(_ body: (_ a: Point, _ b: Point, _ left: Int, _ right: Int) -> Void) {
    var half = 0
    while half < planar.graph.halfEdgeCount {
      body(
        planar.graph.origin(half), planar.graph.end(half), planar.face(leftOf: half), planar.face(leftOf: half ^ 1))
      half += 2
    }
  }

  /// Faces joined into groups: for each group the polygons of its faces, without the borders between them.
  ///
  /// - Parameters:
  ///   - groups: of each face its group, −1 for none.
  ///   - count: how many groups there are.
  /// - Returns: polygons as OGC wants them: exteriors counter-clockwise, holes clockwise, rings that touch in points only.
  public func unions(of groups: [Int32], count: Int) -> [MultiPolygon] {
    GroupOutlines(planar, groups, count: count).polygons()
  }

  /// Walks from the outside into every face, across one border each.
  private mutating func label(_ borders: BorderTable) {
    let graph = planar.graph
    var isKnown = [Bool](repeating: false, count: planar.faces.count)
    var waiting: [Int] = []
    func enter(fromCycle cycle: Int, holding here: [Int32]) -> [(face: Int, areas: [Int32])] {
      var entered: [(face: Int, areas: [Int32])] = []
      for half in planar.cycles[cycle].halves {
        let other = planar.face(leftOf: Int(half) ^ 1)
        guard other >= 0, !isKnown[other] else { continue }
        isKnown[other] = true
        var there = here
        for source in graph.sources(ofPiece: Int(half) / 2) {
          for area in borders.areas(of: Int(source)) { Overlay.toggle(area, in: &there) }
        }
        entered.append((other, there))
      }
      return entered
    }
    func note(_ entered: [(face: Int, areas: [Int32])]) {
      for (face, areas) in entered {
        ranges[face] = members.count..<members.count + areas.count
        members += areas
        waiting.append(face)
      }
    }
    for cycle in planar.outermost { note(enter(fromCycle: cycle, holding: [])) }
    while let face = waiting.popLast() {
      let here = Array(members[ranges[face]])
      note(enter(fromCycle: planar.faces[face].outer, holding: here))
      for hole in planar.faces[face].holes { note(enter(fromCycle: hole, holding: here)) }
    }
  }

  /// Puts an area into an ascending list that lacks it, or takes it out.
  private static func toggle(_ area: Int32, in list: inout [Int32]) {
    let position = list.firstIndex { $0 >= area } ?? list.count
    if position < list.count, list[position] == area {
      list.remove(at: position)
    } else {
      list.insert(area, at: position)
    }
  }
}
