/// Which part of a city has streets and buildings, for drawing grids anew.
public enum GroundReach: String, CaseIterable, Sendable {
  /// The communities under the same street office as the one that has unit grids.
  case office
  /// All of it, with smaller buildings: nearly seven a block.
  case city
}

extension GeneratedCity {
  private func groundBlocks(_ reach: GroundReach) -> [Int] {
    guard reach == .office else { return mesh.blocks }
    guard let units = levels.last, let first = units.areaOfBlock.firstIndex(where: { $0 >= 0 }) else { return [] }
    let office = levels[2].areaOfBlock[first]
    return mesh.blocks.filter { levels[2].areaOfBlock[$0] == office }
  }

  /// Writes each street round those blocks once. Streets between communities are main roads (`secondary`).
  public func writeStreets(_ reach: GroundReach = .office, to path: String) throws(OutputError) {
    var written: Set<Int> = []
    var features: [String] = []
    for block in groundBlocks(reach) {
      let corner = mesh.corner(of: block)
      for (crossing, heading) in [
        (corner, StreetMesh.Heading.east), (corner, .north), (corner + 1, .north), (corner + mesh.size + 1, .east),
      ] where written.insert(crossing * 4 + heading.rawValue).inserted {
        let sides = mesh.sides(from: crossing, heading)
        let communities = [sides.left, sides.right].map { $0.map { levels[3].areaOfBlock[$0] } ?? -1 }
        let kind = communities[0] == communities[1] ? "residential" : "secondary"
        features.append(
          "{\"type\":\"Feature\",\"properties\":{\"highway\":\"\(kind)\"},\"geometry\":{\"type\":\"LineString\","
            + "\"coordinates\":\(GeneratedCity.coordinates(mesh.line(from: crossing, heading)))}}")
      }
    }
    try writeLayer("streets", features, to: path)
  }

  /// Writes two to four buildings a block, twice as many where the whole city has some, with the households of each: those
  /// of its grid, shared out by ground.
  public func writeBuildings(_ reach: GroundReach = .office, to path: String) throws(OutputError) {
    var random = RandomSource(seed: plan.seed, purpose: 9)
    let grids = levels[4]
    var places: [(grid: Int, outline: [Vertex], share: Double)] = []
    var sums = [Double](repeating: 0, count: grids.areas.count)
    for block in groundBlocks(reach) {
      let grid = Int(grids.areaOfBlock[block])
      for half in 0..<(reach == .city ? 2 : 1) {
        for (number, low) in [0.14, 0.36, 0.58, 0.78].enumerated()
        where number < 2 || random.unit() < (reach == .city ? 0.7 : 0.6) {
          var (left, right) = (0.14 + 0.12 * random.unit(), 0.62 + 0.22 * random.unit())
          if reach == .city { (left, right) = ((left + Double(half)) / 2, (right + Double(half)) / 2) }
          let high = low + 0.09 + 0.04 * random.unit()
          let outline = [(left, low), (right, low), (right, high), (left, high), (left, low)].map {
            Vertex(mesh.place(in: block, $0.0, $0.1))
          }
          let share = (right - left) * (high - low) * (0.6 + 0.8 * random.unit())
          places.append((grid, outline, share))
          sums[grid] += share
        }
      }
    }
    // Whole households: what rounding leaves over goes on to the next building of the grid.
    var rest = [Double](repeating: 0, count: sums.count)
    let features = places.enumerated().map { number, place in
      let exact = Double(grids.areas[place.grid].households ?? 0) * place.share / sums[place.grid] + rest[place.grid]
      let households = exact.rounded()
      rest[place.grid] = exact - households
      return "{\"type\":\"Feature\",\"properties\":{\"id\":\(number + 1),\"households\":\(Int(households))},"
        + "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[\(GeneratedCity.coordinates(place.outline))]}}"
    }
    try writeLayer("buildings", features, to: path)
  }

  private static func coordinates(_ line: [Vertex]) -> String {
    "[" + line.map { "[\($0.position.longitude),\($0.position.latitude)]" }.joined(separator: ",") + "]"
  }

  private func writeLayer(_ name: String, _ features: [String], to path: String) throws(OutputError) {
    var output = try ByteOutput(path)
    try output.write("{\"type\":\"FeatureCollection\",\"name\":\"\(name)\",")
    try output.write("\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4490\"}},")
    try output.write("\"features\":[\n")
    for (number, feature) in features.enumerated() {
      try output.write(feature + (number + 1 == features.count ? "\n" : ",\n"))
    }
    try output.write("]}\n")
    try output.finish()
  }
}
