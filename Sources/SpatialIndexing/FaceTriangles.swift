public import SpatialPrimitives

/// A flat face cut into triangles.
public struct FaceTriangles: Sendable {
  /// Of the face, ring by ring.
  public let corners: [Point3]
  /// Numbers of corners, three a triangle, which turns as the outer ring does.
  public let indices: [Int32]
  /// Of length 1, on the side from which the outer ring turns left.
  public let normal: Point3
  /// Whether the triangles cover the face exactly once, which they do where its rings neither cross nor overlap.
  public let isExact: Bool
}

extension FaceSet {
  /// The face as triangles between its own corners, none of them left out, so that neighbours join without a crack; holes stay
  /// open. `nil` for a face without an area.
  ///
  /// Each hole is joined to what is around it by a bridge from its leftmost corner to the nearest one that can be seen, then
  /// ears are clipped (Meisters 1975; Eberly, "Triangulation by Ear Clipping", 2008), all as seen along the axis on which the
  /// face is largest. What lies on which side is decided exactly. O(n²) and seldom more, n the corners of the face.
  public func triangles(ofFace face: Int) -> FaceTriangles? {
    guard let plane = facePlane(face) else { return nil }
    let (normal, axis) = (plane.plane.normal, plane.plane.axis)
    let isMirrored = (axis == 2 ? normal.z : axis == 1 ? normal.y : normal.x) < 0
    let rings = rings(ofFace: face).map { ring($0) }
    guard let first = rings.first, let last = rings.last else { return nil }
    let seen = corners[first.lowerBound..<last.upperBound].map { corner in
      let place = corner.dropping(axis)
      return isMirrored ? Point(place.y, place.x) : place
    }
    var clipping = EarClipping(seen)
    for ring in rings {
      clipping.addRing(ring.lowerBound - first.lowerBound..<ring.upperBound - first.lowerBound)
    }
    clipping.run()
    let length = normal.dot(normal).squareRoot()
    return FaceTriangles(
      corners: Array(corners[first.lowerBound..<last.upperBound]), indices: clipping.triangles,
      normal: Point3(normal.x / length, normal.y / length, normal.z / length), isExact: clipping.isExact)
  }
}

/// A polygon with holes in the plane, its outer ring turning left. The rings are chains of nodes, linked both ways.
struct EarClipping {
  private let points: [Point]
  /// Of each node, its number among the points and its neighbours.
  private var corner: [Int32] = []
  private var next: [Int] = []
  private var previous: [Int] = []
  /// A node of each ring, the outer one first.
  private var starts: [Int] = []
  private(set) var triangles: [Int32] = []
  private(set) var isExact = true

  init(_ points: [Point]) { self.points = points }

  /// Adds a ring, which is turned where it does not turn as it should. A point that equals the one before is left out.
  mutating func addRing(_ ring: Range<Int>) {
    var list: [Int] = []
    for place in ring where list.last.map({ points[$0] != points[place] }) ?? true { list.append(place) }
    while list.count > 1, points[list[0]] == points[list[list.count - 1]] { list.removeLast() }
    guard list.count >= 3 else { return }
    let isLeftward = Ring((list + [list[0]]).map { points[$0] }).doubledSignedArea > 0
    if isLeftward != starts.isEmpty { list.reverse() }
    let first = corner.count
    starts.append(first)
    for (position, place) in list.enumerated() {
      corner.append(Int32(place))
      next.append(first + (position + 1) % list.count)
      previous.append(first + (position + list.count - 1) % list.count)
    }
  }

  private func point(_ node: Int) -> Point { points[Int(corner[node])] }

  private func sign(_ a: Int, _ b: Int, _ c: Int) -> Int { Orientation.sign(point(a), point(b), point(c)) }

  mutating func run() {
    guard let outer = starts.first else { return }
    joinHoles(to: outer)
    clip(from: outer)
  }

  // MARK: Holes

  /// From left to right, so that left of a hole there is only what is joined already.
  private mutating func joinHoles(to outer: Int) {
    var holes = starts.dropFirst().map { start in
      nodes(from: start).min { (point($0).x, point($0).y) < (point($1).x, point($1).y) } ?? start
    }
    holes.sort { (point($0).x, point($0).y) < (point($1).x, point($1).y) }
    for (position, hole) in holes.enumerated() {
      let place = point(hole)
      let near = nodes(from: outer).map { (node: $0, distance: Self.squaredDistance(place, point($0))) }
        .sorted { ($0.distance, $0.node) < ($1.distance, $1.node) }
      let walls = [outer] + holes[position...]
      if let bridge = near.first(where: { sees(hole, $0.node, walls) }) {
        join(hole, bridge.node)
      } else {
        isExact = false
      }
    }
  }

  private static func squaredDistance(_ a: Point, _ b: Point) -> Double {
    (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)
  }

  private func nodes(from start: Int) -> [Int] {
    var list = [start]
    var node = next[start]
    while node != start {
      list.append(node)
      node = next[node]
    }
    return list
  }

  /// Whether the way between two nodes runs inside and meets no edge of the rings that begin at `walls`.
  private func sees(_ hole: Int, _ node: Int, _ walls: [Int]) -> Bool {
    let (a, b) = (point(hole), point(node))
    if a == b { return isBetween(node, point(next[hole])) || isBetween(node, point(previous[hole])) }
    guard isBetween(node, a), isBetween(hole, b) else { return false }
    let box = Box(around: [a, b])
    for start in walls {
      var at = start
      repeat {
        let (c, d) = (point(at), point(next[at]))
        at = next[at]
        if c == a || c == b || d == a || d == b { continue }
        guard box.intersects(Box(around: [c, d])) else { continue }
        if Orientation.sign(a, b, c) * Orientation.sign(a, b, d) <= 0,
          Orientation.sign(c, d, a) * Orientation.sign(c, d, b) <= 0
        {
          return false
        }
      } while at != start
    }
    return true
  }

  /// Whether the way from a node to a place begins inside: left of what comes in and of what goes out.
  private func isBetween(_ node: Int, _ place: Point) -> Bool {
    let (before, here, after) = (point(previous[node]), point(node), point(next[node]))
    let isLeftOfBoth = (Orientation.sign(before, here, place) > 0, Orientation.sign(here, after, place) > 0)
    return Orientation.sign(before, here, after) > 0
      ? isLeftOfBoth.0 && isLeftOfBoth.1 : isLeftOfBoth.0 || isLeftOfBoth.1
  }

  /// Makes one ring of two: there, round the hole, and back on the same way.
  private mutating func join(_ hole: Int, _ node: Int) {
    let (holeCopy, nodeCopy) = (corner.count, corner.count + 1)
    corner += [corner[hole], corner[node]]
    next += [nodeCopy, next[node]]
    previous += [previous[hole], holeCopy]
    next[previous[hole]] = holeCopy
    previous[next[node]] = nodeCopy
    next[node] = hole
    previous[hole] = node
  }

  // MARK: Ears

  private mutating func clip(from start: Int) {
    var left = nodes(from: start).count
    triangles.reserveCapacity(3 * left)
    var node = start
    var misses = 0
    while left >= 3 {
      if isEar(node) {
        emit(node)
      } else if misses > left, let odd = nodes(from: node).first(where: { sign(previous[$0], $0, next[$0]) == 0 }) {
        // It is on the line between its neighbours: there is nothing to be cut off.
        node = odd
      } else if misses > 2 * left {
        isExact = false
        guard let convex = nodes(from: node).first(where: { sign(previous[$0], $0, next[$0]) > 0 }) else { return }
        node = convex
        emit(node)
      } else {
        misses += 1
        node = next[node]
        continue
      }
      unlink(node)
      left -= 1
      node = tidied(next[node], &left)
      // Every other one, so that triangles do not all meet in one corner.
      node = next[node]
      misses = 0
    }
  }

  private mutating func unlink(_ node: Int) {
    next[previous[node]] = next[node]
    previous[next[node]] = previous[node]
  }

  /// Takes out where the ring goes to a place and back again at once, as it may at the end of a bridge, and places that are
  /// the same as the next: what they look like is no guide to where inside is.
  /// - Returns: a node that is left.
  private mutating func tidied(_ start: Int, _ left: inout Int) -> Int {
    var node = previous[start]
    for _ in 0..<2 {
      while left > 2 {
        if point(node) == point(next[node]) {
          unlink(next[node])
        } else if point(previous[node]) == point(next[node]) {
          unlink(node)
          node = previous[node]
        } else {
          break
        }
        left -= 1
      }
      node = next[node]
    }
    return node
  }

  private mutating func emit(_ node: Int) {
    triangles += [corner[previous[node]], corner[node], corner[next[node]]]
  }

  /// Whether the triangle of a node and its neighbours lies inside, with nothing of the ring in it.
  private func isEar(_ node: Int) -> Bool {
    let (before, after) = (previous[node], next[node])
    guard sign(before, node, after) > 0 else { return false }
    let (a, b, c) = (point(before), point(node), point(after))
    let box = Box(around: [a, b, c])
    var at = next[after]
    while at != before {
      let place = point(at)
      if place == b {
        // The ring comes by here once more: it may cut the corner.
        for other in [point(previous[at]), point(next[at])]
        where Orientation.sign(a, b, other) > 0 && Orientation.sign(b, c, other) > 0 {
          return false
        }
      } else if place != a, place != c, box.contains(place), Orientation.sign(a, b, place) >= 0,
        Orientation.sign(b, c, place) >= 0, Orientation.sign(c, a, place) >= 0
      {
        return false
      }
      at = next[at]
    }
    return true
  }
}
