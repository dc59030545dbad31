internal import SpatialPrimitives

extension Plausibility {
  /// Sampled coordinates, and where on the ground they lie if they are taken as the system's, in degrees.
  struct Places {
    let extent: Box
    let system: CoordinateSystem
    private let points: [Point]
    private let ground: [Point]
    private let groundIfSwapped: [Point]

    /// `nil` where there are no coordinates.
    init?(extent: Box, samples: [Point], system: CoordinateSystem) {
      let finite = samples.filter(\.isFinite)
      if finite.isEmpty && extent.isEmpty { return nil }
      points = finite.isEmpty ? extent.corners : finite
      self.extent = extent.isEmpty ? Box(around: finite) : extent
      self.system = system
      let toBase = try? Transformation(from: system, to: system.geographicBase)
      var ground = points
      var swapped = points.map(\.swapped)
      toBase?.transformEach(&ground)
      toBase?.transformEach(&swapped)
      self.ground = ground
      groundIfSwapped = swapped
    }

    /// The box of the middle eight tenths in either axis, which a few stray points do not widen.
    var core: Box {
      let x = points.map(\.x).sorted()
      let y = points.map(\.y).sorted()
      let (low, high) = (points.count / 10, points.count - 1 - points.count / 10)
      return Box(minX: x[low], minY: y[low], maxX: x[high], maxY: y[high])
    }

    /// Whether the system can hold the places at all: a projection serves somewhat beyond its area of use,
    /// degrees mean something everywhere.
    var arePossible: Bool {
      mostly(ground, in: system.kind == .geographic ? Self.globe : use(beyond: 3))
    }

    /// Whether the places miss the system's area of use as they are, and meet it with x and y exchanged.
    var areSwapped: Bool { !mostly(ground, in: use(beyond: 1)) && mostly(groundIfSwapped, in: use(beyond: 1)) }

    /// The part of the places that lies outside of the system's area of use.
    var shareOutside: Double {
      let use = use(beyond: 1)
      return Double(ground.count { !use.contains($0) }) / Double(ground.count)
    }

    func mostly(_ test: (Point) -> Bool) -> Bool { 2 * points.count(where: test) >= points.count }

    private func mostly(_ places: [Point], in box: Box) -> Bool {
      2 * places.count(where: box.contains) >= places.count
    }

    private func use(beyond degrees: Double) -> Box { system.areaOfUse?.expanded(by: degrees) ?? Self.globe }

    private static let globe = Box(minX: -180, minY: -90, maxX: 180, maxY: 90)
  }
}

extension Point {
  var swapped: Point { Point(y, x) }
}

extension Box {
  var swapped: Box { Box(minX: minY, minY: minX, maxX: maxY, maxY: maxX) }

  fileprivate var corners: [Point] {
    [Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY), center]
  }

  func isWithin(_ other: Box) -> Bool {
    !isEmpty && minX >= other.minX && maxX <= other.maxX && minY >= other.minY && maxY <= other.maxY
  }
}
