public import SpatialPrimitives

/// Flat faces in space, prepared for questions about them: what is near, what a vertical line meets, and, where they close, what
/// is inside.
///
/// A face is an outer ring and holes. Which way round a ring goes matters for `signedVolume` alone.
public struct FaceSet: Sendable {
  /// Ring by ring, the first corner not repeated at the end.
  private(set) var corners: [Point3] = []
  /// Where each ring begins, and where the last one ends.
  private(set) var ringStarts: [Int] = [0]
  /// Where each face's rings begin, and where the last one's end.
  private(set) var faceStarts: [Int] = [0]
  private(set) var planes: [Plane] = []
  /// Around each face.
  public private(set) var boxes: [Box3] = []
  public private(set) var extent = Box3.empty

  /// A face's normal by Newell's method, as long as twice its area, through the middle of its outer ring's corners.
  struct Plane: Sendable {
    var normal: Point3
    var middle: Point3
    /// Along this axis the face is seen largest: 0, 1 or 2 for x, y, z.
    var axis: Int
  }

  public init() {}

  public var count: Int { boxes.count }

  /// Adds a face. A last corner equal to the first is left out; rings of fewer than three corners are too, and a face without
  /// an outer ring.
  public mutating func append(_ rings: some Collection<[Point3]>) {
    guard let outer = rings.first, outer.count >= 3 else { return }
    var box = Box3.empty
    for ring in rings {
      let isClosed = ring.count > 1 && ring.first == ring.last
      let points = ring.dropLast(isClosed ? 1 : 0)
      guard points.count >= 3 else { continue }
      corners += points
      ringStarts.append(corners.count)
      for point in points { box.extend(to: point) }
    }
    guard ringStarts.count - 1 > faceStarts[faceStarts.count - 1] else { return }
    planes.append(plane(ofRing: faceStarts[faceStarts.count - 1]))
    faceStarts.append(ringStarts.count - 1)
    boxes.append(box)
    extent.formUnion(box)
  }

  /// Calls `body` with the rings of each face, no corner repeated.
  public func forEachFace(_ body: ([[Point3]]) -> Void) {
    for face in 0..<count { body(rings(ofFace: face).map { Array(corners[ring($0)]) }) }
  }

  func ring(_ number: Int) -> Range<Int> { ringStarts[number]..<ringStarts[number + 1] }

  func rings(ofFace face: Int) -> Range<Int> { faceStarts[face]..<faceStarts[face + 1] }

  /// Calls `body` with the two ends of each edge of a face.
  @inline(__always) func forEachEdge(ofFace face: Int, _ body: (Point3, Point3) -> Void) {
    for number in rings(ofFace: face) {
      let ring = ring(number)
      var previous = corners[ring.upperBound - 1]
      for place in ring {
        body(previous, corners[place])
        previous = corners[place]
      }
    }
  }

  /// Calls `body` with triangles from the first corner of each ring of a face to its edges. With their signs they add up to
  /// the face, whatever its shape; counted by twos they do so without signs.
  @inline(__always) func forEachTriangle(ofFace face: Int, _ body: (Point3, Point3, Point3) -> Void) {
    for number in rings(ofFace: face) {
      let ring = ring(number)
      for place in ring.lowerBound + 1..<ring.upperBound - 1 {
        body(corners[ring.lowerBound], corners[place], corners[place + 1])
      }
    }
  }

  /// Where a place of the plane lies in a face seen along `axis`, by the even-odd rule over its rings.
  func location(_ point: Point3, inFace face: Int, along axis: Int) -> Location {
    var crossings = Crossings(of: point.dropping(axis))
    forEachEdge(ofFace: face) { a, b in crossings.addEdge(a.dropping(axis), b.dropping(axis)) }
    return crossings.location
  }

  private func plane(ofRing number: Int) -> Plane {
    let ring = ring(number)
    let origin = corners[ring.lowerBound]
    var normal = Point3(0, 0, 0)
    var sum = Point3(0, 0, 0)
    var a = corners[ring.upperBound - 1].relative(to: origin)
    for place in ring {
      let b = corners[place].relative(to: origin)
      normal.x += (a.y - b.y) * (a.z + b.z)
      normal.y += (a.z - b.z) * (a.x + b.x)
      normal.z += (a.x - b.x) * (a.y + b.y)
      sum = Point3(sum.x + b.x, sum.y + b.y, sum.z + b.z)
      a = b
    }
    let count = Double(ring.count)
    let (x, y, z) = (normal.x.magnitude, normal.y.magnitude, normal.z.magnitude)
    return Plane(
      normal: normal,
      middle: Point3(origin.x + sum.x / count, origin.y + sum.y / count, origin.z + sum.z / count),
      axis: z >= x && z >= y ? 2 : y >= x ? 1 : 0)
  }
}

extension Point3 {
  /// Seen along an axis: 0, 1, 2 for x, y, z.
  @inline(__always) func dropping(_ axis: Int) -> Point {
    axis == 2 ? Point(x, y) : axis == 1 ? Point(z, x) : Point(y, z)
  }

  @inline(__always) func relative(to origin: Point3) -> Point3 { Point3(x - origin.x, y - origin.y, z - origin.z) }

  @inline(__always) func dot(_ other: Point3) -> Double { x * other.x + y * other.y + z * other.z }
}
