/// The streets of a city: a warped, jittered lattice of crossings joined by bent streets, and the blocks between.
///
/// Block (column, row) lies between crossings (column, row) and (column + 1, row + 1). Two streets never meet
/// between crossings: in lattice space a crossing moves by at most 0.15, so any two streets at a crossing stand at
/// least 44° apart, and a street's bends stay inside the thin rhombus of slope `wiggle` < tan 22° on it. The warp
/// into the city's place is smooth and keeps orientation.
struct StreetMesh {
  /// A street's direction in the lattice, counter-clockwise.
  enum Heading: Int, CaseIterable { case east, north, west, south }

  let size: Int
  /// Per block, whether the city covers it.
  private(set) var covered: [Bool]
  /// The covered blocks, row by row from the south.
  private(set) var blocks: [Int] = []
  private var crossings: [Vertex] = []
  /// The bends of the eastward and northward street from each crossing, one after the other.
  private var bends: [Vertex] = []
  private var bendStart: [Int32] = []

  init(_ plan: CityPlan) {
    let outline = Outline(plan)
    size = outline.latticeSize(blocks: plan.blocks)
    covered = StreetMesh.largestPiece(outline.cover(size: size), size: size)
    blocks = covered.indices.filter { [covered] in covered[$0] }
    var scale = 1.0
    // The area is settled by scaling: twice brings it within a square metre per million.
    for _ in 0..<3 {
      lay(plan, outline, scale: scale)
      scale *= (plan.squareMetres / area()).squareRoot()
    }
    lay(plan, outline, scale: scale)
  }

  private mutating func lay(_ plan: CityPlan, _ outline: Outline, scale: Double) {
    let stride = size + 1
    var random = RandomSource(seed: plan.seed, purpose: 1)
    var lattice: [(x: Double, y: Double)] = []
    lattice.reserveCapacity(stride * stride)
    for row in 0...size {
      for column in 0...size {
        lattice.append((Double(column) + 0.15 * random.signed(), Double(row) + 0.15 * random.signed()))
      }
    }
    crossings = lattice.map { Vertex(outline.place($0.x, $0.y, size: size, scale: scale)) }
    bends = []
    bendStart = [0]
    bendStart.reserveCapacity(2 * stride * stride + 1)
    for crossing in 0..<(stride * stride) {
      for heading in [Heading.east, .north] {
        if isStreet(from: crossing, heading) {
          let end = lattice[self.crossing(from: crossing, heading)]
          let count = outline.isRugged(end.x, end.y, size: size) ? plan.ruggedBends : plan.bends
          for bend in StreetMesh.bends(count, from: lattice[crossing], to: end, plan, &random) {
            let vertex = Vertex(outline.place(bend.x, bend.y, size: size, scale: scale))
            if vertex != bends.last { bends.append(vertex) }
          }
        }
        bendStart.append(Int32(bends.count))
      }
    }
  }

  private static func bends(
    _ range: ClosedRange<Int>, from a: (x: Double, y: Double), to b: (x: Double, y: Double), _ plan: CityPlan,
    _ random: inout RandomSource
  ) -> [(x: Double, y: Double)] {
    let count = range.lowerBound + random.index(range.count)
    let phase = random.unit() * 2 * Double.pi
    let swing = random.signed()
    return (1...count).map { bend in
      let t = (Double(bend) + 0.3 * random.signed()) / Double(count + 1)
      let reach = plan.wiggle * min(t, 1 - t)
      let lean = 0.6 * swing * Arithmetic.sine(phase + 4 * t) + 0.4 * random.signed()
      let dx = b.x - a.x
      let dy = b.y - a.y
      return (a.x + t * dx - reach * lean * dy, a.y + t * dy + reach * lean * dx)
    }
  }

  // MARK: Reading the mesh

  func crossing(from crossing: Int, _ heading: Heading) -> Int {
    switch heading {
    case .east: crossing + 1
    case .north: crossing + size + 1
    case .west: crossing - 1
    case .south: crossing - size - 1
    }
  }

  func vertex(at crossing: Int) -> Vertex { crossings[crossing] }

  /// The block to the left and to the right of a street that leaves a crossing; nil beyond the lattice.
  func sides(from crossing: Int, _ heading: Heading) -> (left: Int?, right: Int?) {
    let column = crossing % (size + 1)
    let row = crossing / (size + 1)
    return switch heading {
    case .east: (block(column, row), block(column, row - 1))
    case .north: (block(column - 1, row), block(column, row))
    case .west: (block(column - 1, row - 1), block(column - 1, row))
    case .south: (block(column, row - 1), block(column - 1, row - 1))
    }
  }

  private func block(_ column: Int, _ row: Int) -> Int? {
    guard (0..<size).contains(column), (0..<size).contains(row) else { return nil }
    return row * size + column
  }

  /// Whether a covered block lies at either side.
  func isStreet(from crossing: Int, _ heading: Heading) -> Bool {
    let sides = sides(from: crossing, heading)
    return sides.left.map { covered[$0] } == true || sides.right.map { covered[$0] } == true
  }

  /// Calls `body` with the bends of the street that leaves a crossing, in walking order.
  func forEachBend(from crossing: Int, _ heading: Heading, _ body: (Vertex) -> Void) {
    switch heading {
    case .east, .north: for index in range(crossing, heading) { body(bends[index]) }
    case .west: for index in range(crossing - 1, .east).reversed() { body(bends[index]) }
    case .south: for index in range(crossing - size - 1, .north).reversed() { body(bends[index]) }
    }
  }

  private func range(_ crossing: Int, _ heading: Heading) -> Range<Int> {
    let street = 2 * crossing + heading.rawValue
    return Int(bendStart[street])..<Int(bendStart[street + 1])
  }

  /// The whole line of a street, both crossings included.
  func line(from crossing: Int, _ heading: Heading) -> [Vertex] {
    var line = [crossings[crossing]]
    forEachBend(from: crossing, heading) { line.append($0) }
    line.append(crossings[self.crossing(from: crossing, heading)])
    return line
  }

  /// The south-western crossing of a block.
  func corner(of block: Int) -> Int { block / size * (size + 1) + block % size }

  /// The blocks that share a street with a block and are covered, east, north, west, south.
  func neighbours(of block: Int) -> [Int] {
    let column = block % size
    let row = block / size
    return [(column + 1, row), (column, row + 1), (column - 1, row), (column, row - 1)]
      .compactMap { self.block($0.0, $0.1) }.filter { covered[$0] }
  }

  /// A place inside a block: `u` and `v` in [0, 1) across and up between its four crossings.
  func place(in block: Int, _ u: Double, _ v: Double) -> Position {
    let corner = corner(of: block)
    let southWest = crossings[corner].position
    let southEast = crossings[corner + 1].position
    let northWest = crossings[corner + size + 1].position
    let northEast = crossings[corner + size + 2].position
    func mix(_ path: KeyPath<Position, Double>) -> Double {
      (southWest[keyPath: path] * (1 - u) + southEast[keyPath: path] * u) * (1 - v)
        + (northWest[keyPath: path] * (1 - u) + northEast[keyPath: path] * u) * v
    }
    return Position(longitude: mix(\.longitude), latitude: mix(\.latitude))
  }

  /// The covered area in m².
  private func area() -> Double {
    var sum = 0.0
    for block in blocks {
      let corner = corner(of: block)
      for (start, heading) in [
        (corner, Heading.east), (corner + 1, .north), (corner + size + 2, .west), (corner + size + 1, .south),
      ] {
        // Streets inside the city cancel out; only the outer border counts.
        if let right = sides(from: start, heading).right, covered[right] { continue }
        var last = crossings[start].position
        for vertex in line(from: start, heading).dropFirst() {
          sum -= Ellipsoid.strip(last, vertex.position)
          last = vertex.position
        }
      }
    }
    return sum
  }

  /// The largest set of covered blocks that hang together by streets.
  private static func largestPiece(_ covered: [Bool], size: Int) -> [Bool] {
    var piece = [Int](repeating: -1, count: covered.count)
    var sizes: [Int] = []
    for start in covered.indices where covered[start] && piece[start] < 0 {
      var open = [start]
      var count = 0
      piece[start] = sizes.count
      while let block = open.popLast() {
        count += 1
        for (next, inRow) in [
          (block + 1, block % size < size - 1), (block - 1, block % size > 0), (block + size, true),
          (block - size, true),
        ] where inRow && covered.indices.contains(next) && covered[next] && piece[next] < 0 {
          piece[next] = sizes.count
          open.append(next)
        }
      }
      sizes.append(count)
    }
    let largest = sizes.indices.max { sizes[$0] < sizes[$1] }
    return piece.map { $0 == largest }
  }
}
