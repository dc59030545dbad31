/// The city divided from the bottom up: blocks into grids, grids into communities, and so on to the city.
struct Division {
  /// The levels, from the whole city (0) down to the blocks (5).
  static let levels = 6

  /// Per level, the place in the level above of each member's parent; empty for the city.
  private(set) var parents: [[Int32]]
  /// Per level, the middle of each member on the ground.
  private(set) var places: [[Position]]
  /// How far out each street lies, from 0 in the middle of the city.
  private(set) var streetDistance: [Double]

  init(_ mesh: StreetMesh, _ plan: CityPlan, _ random: inout RandomSource) {
    let counts = [1, plan.counts.districts, plan.counts.streets, plan.counts.communities, plan.counts.grids]
    parents = [[Int32]](repeating: [], count: Division.levels)
    places = [[Position]](repeating: [], count: Division.levels)
    streetDistance = []

    var number = [Int32](repeating: -1, count: mesh.covered.count)
    for (index, block) in mesh.blocks.enumerated() { number[block] = Int32(index) }
    var graph = RegionGrowing(
      neighbours: mesh.blocks.map { mesh.neighbours(of: $0).map { number[$0] } },
      places: mesh.blocks.map { (Double($0 % mesh.size), Double($0 / mesh.size)) },
      weights: mesh.blocks.map { _ in 1 })
    places[5] = mesh.blocks.map { mesh.place(in: $0, 0.5, 0.5) }

    for level in stride(from: 4, through: 0, by: -1) {
      let regions = graph.divide(into: counts[level], &random)
      parents[level + 1] = regions
      places[level] = Division.means(places[level + 1], regions, counts[level])
      graph = graph.merged(regions, counts[level])
      if level == 2 {
        let middle = Double(mesh.size) / 2
        streetDistance = graph.places.map { place in
          let dx = place.x - middle
          let dy = place.y - middle
          return (dx * dx + dy * dy).squareRoot() / middle
        }
      }
    }
  }

  /// Whether a street lies so far out that it is a town: the outer third of them.
  func isOuter(_ street: Int) -> Bool {
    streetDistance.count { $0 < streetDistance[street] } * 3 >= streetDistance.count * 2
  }

  /// The children of each member of a level, in the order in which they are numbered.
  func children(at level: Int) -> [[Int]] {
    var children = [[Int]](repeating: [], count: places[level].count)
    for (child, parent) in parents[level + 1].enumerated() { children[Int(parent)].append(child) }
    return children.map { siblings in
      Numbering.order(siblings.map { places[level + 1][$0] }).map { siblings[$0] }
    }
  }

  private static func means(_ places: [Position], _ regions: [Int32], _ count: Int) -> [Position] {
    var sums = [Position](repeating: Position(longitude: 0, latitude: 0), count: count)
    var members = [Double](repeating: 0, count: count)
    for (place, region) in zip(places, regions) {
      sums[Int(region)].longitude += place.longitude
      sums[Int(region)].latitude += place.latitude
      members[Int(region)] += 1
    }
    return zip(sums, members).map { Position(longitude: $0.longitude / $1, latitude: $0.latitude / $1) }
  }
}

extension RegionGrowing {
  /// The graph of the regions: joined where any of their cells are, in the middle of their cells.
  func merged(_ regions: [Int32], _ count: Int) -> RegionGrowing {
    var joined = [Set<Int32>](repeating: [], count: count)
    var sums = [(x: Double, y: Double)](repeating: (0, 0), count: count)
    var sizes = [Double](repeating: 0, count: count)
    for (cell, region) in regions.enumerated() {
      sums[Int(region)].x += weights[cell] * places[cell].x
      sums[Int(region)].y += weights[cell] * places[cell].y
      sizes[Int(region)] += weights[cell]
      for next in neighbours[cell] where regions[Int(next)] != region {
        joined[Int(region)].insert(regions[Int(next)])
      }
    }
    return RegionGrowing(
      neighbours: joined.map { $0.sorted() },
      places: zip(sums, sizes).map { ($0.x / $1, $0.y / $1) },
      weights: sizes)
  }
}
