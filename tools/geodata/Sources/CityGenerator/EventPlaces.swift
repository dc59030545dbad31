/// Where events happen: in hot spots, along streets, among the households, at one office, outside, on a border.
struct EventPlaces {
  enum Kind: CaseIterable { case hotSpot, street, home, office, outside, border }

  /// A place, and how exactly to write it: places on a border need every digit.
  struct Place {
    var position: Position
    var isExact: Bool
  }

  private let city: GeneratedCity
  private let cumulative: [Double]
  private let hotSpots: [(centre: Position, reach: Double)]
  private let hotWeights: [Double]
  private let blocksOfGrid: [[Int]]
  private let households: [Double]
  private let borders: [(crossing: Int, heading: StreetMesh.Heading)]
  private let shore: [(crossing: Int, heading: StreetMesh.Heading)]
  private let perDegree: (longitude: Double, latitude: Double)
  /// Where cases lie that were forwarded without a place: the hotline's own address.
  private let office: Position

  /// - Parameter shares: how many of a thousand events are of each kind, in the order of `Kind`.
  init(_ city: GeneratedCity, hotSpots count: Int, shares: [Double], _ random: inout RandomSource) {
    self.city = city
    let mesh = city.mesh
    cumulative = EventPlaces.running(shares)
    perDegree = Ellipsoid.metresPerDegree(latitude: city.plan.centre.latitude)
    let reach = city.plan.squareMetres.squareRoot()
    // Hot spots lean towards the middle: the nearest to it of three blocks.
    let middle = city.plan.centre
    hotSpots = (0..<count).map { _ in
      let centre = (0..<3).map { _ in mesh.place(in: random.element(mesh.blocks), 0.5, 0.5) }
        .min { $0.squaredDistance(to: middle) < $1.squaredDistance(to: middle) }!
      return (centre, reach * (0.008 + 0.03 * random.unit()))
    }
    hotWeights = EventPlaces.running((0..<count).map { 1 / Double($0 + 2) })

    let grids = city.levels[4]
    var blocks = [[Int]](repeating: [], count: grids.areas.count)
    for block in mesh.blocks { blocks[Int(grids.areaOfBlock[block])].append(block) }
    blocksOfGrid = blocks
    households = EventPlaces.running(grids.areas.map { Double($0.households ?? 0) })
    borders = city.borders(of: grids)
    shore = city.borders(of: city.levels[0])
    let officeBlock = mesh.blocks.min {
      mesh.place(in: $0, 0.5, 0.5).squaredDistance(to: middle)
        < mesh.place(in: $1, 0.5, 0.5).squaredDistance(to: middle)
    }!
    office = mesh.place(in: officeBlock, 0.3, 0.6)
  }

  func draw(_ random: inout RandomSource) -> Place {
    switch Kind.allCases[random.index(cumulative: cumulative)] {
    case .hotSpot:
      let spot = hotSpots[random.index(cumulative: hotWeights)]
      return Place(position: shifted(spot.centre, spot.reach, &random), isExact: false)
    case .street:
      let block = city.mesh.blocks[random.index(city.mesh.blocks.count)]
      let heading: StreetMesh.Heading = random.unit() < 0.5 ? .east : .north
      let line = city.mesh.line(from: city.mesh.corner(of: block), heading)
      let edge = random.index(line.count - 1)
      let spot = EventPlaces.between(line[edge].position, line[edge + 1].position, random.unit())
      return Place(position: shifted(spot, 6, &random), isExact: false)
    case .home:
      let block = random.element(blocksOfGrid[random.index(cumulative: households)])
      return Place(position: city.mesh.place(in: block, random.unit(), random.unit()), isExact: false)
    case .office:
      return Place(position: office, isExact: false)
    case .outside:
      let (crossing, _) = random.element(shore)
      let spot = EventPlaces.between(
        city.plan.centre, city.mesh.vertex(at: crossing).position, 1.02 + 0.25 * random.unit())
      return Place(position: spot, isExact: false)
    case .border:
      let (crossing, heading) = random.element(borders)
      let line = city.mesh.line(from: crossing, heading)
      let edge = random.index(line.count - 1)
      let a = line[edge]
      let b = line[edge + 1]
      let spot = random.unit() < 0.5 ? a.position : EventPlaces.between(a.position, b.position, 0.5)
      return Place(position: spot, isExact: true)
    }
  }

  private static func running(_ weights: [Double]) -> [Double] {
    var sum = 0.0
    return weights.map {
      sum += $0
      return sum
    }
  }

  private static func between(_ a: Position, _ b: Position, _ t: Double) -> Position {
    Position(
      longitude: a.longitude + (b.longitude - a.longitude) * t, latitude: a.latitude + (b.latitude - a.latitude) * t)
  }

  private func shifted(_ position: Position, _ metres: Double, _ random: inout RandomSource) -> Position {
    Position(
      longitude: position.longitude + metres * random.bell() / perDegree.longitude,
      latitude: position.latitude + metres * random.bell() / perDegree.latitude)
  }
}
